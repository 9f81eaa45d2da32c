-- What entered and left each screen since the session before?
WITH sessions AS (SELECT *, lag(date) OVER (PARTITION BY screen ORDER BY date) AS before FROM screen_sessions
    QUALIFY row_number() OVER (PARTITION BY screen ORDER BY date DESC) = 1),
now AS (SELECT m.screen, m.symbol FROM screen_members m SEMI JOIN sessions s ON m.screen = s.screen AND m.date = s.date),
before AS (SELECT m.screen, m.symbol FROM screen_members m SEMI JOIN sessions s ON m.screen = s.screen AND m.date = s.before)
SELECT coalesce(n.screen, b.screen) AS screen, coalesce(n.symbol, b.symbol) AS symbol, if(b.symbol IS NULL, 'entered', 'left') AS change
FROM now n
FULL JOIN before b ON n.screen = b.screen AND n.symbol = b.symbol
WHERE n.symbol IS NULL OR b.symbol IS NULL
ORDER BY ALL;

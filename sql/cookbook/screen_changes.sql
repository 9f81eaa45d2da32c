-- What entered and left each screen since the session before?
WITH recordings AS (SELECT screen, date, max_by(condition_hash, run_id) AS hash, max(run_id) AS run FROM screen_sessions GROUP BY ALL),
sessions AS (SELECT *, lag(date) OVER own AS before, lag(hash) OVER own AS hash_before FROM recordings WINDOW own AS (PARTITION BY screen ORDER BY date)
    QUALIFY row_number() OVER (PARTITION BY screen ORDER BY date DESC) = 1),
compared AS (FROM sessions WHERE hash = hash_before),
members AS (SELECT m.screen, m.date, m.symbol FROM screen_members m JOIN recordings r
    ON m.screen = r.screen AND m.date = r.date AND m.condition_hash = r.hash AND m.run_id IN (r.run, '')),
now AS (SELECT m.screen, m.symbol FROM members m SEMI JOIN compared c ON m.screen = c.screen AND m.date = c.date),
before AS (SELECT m.screen, m.symbol FROM members m SEMI JOIN compared c ON m.screen = c.screen AND m.date = c.before)
SELECT coalesce(n.screen, b.screen) AS screen, coalesce(n.symbol, b.symbol) AS symbol, if(b.symbol IS NULL, 'entered', 'left') AS change
FROM now n
FULL JOIN before b ON n.screen = b.screen AND n.symbol = b.symbol
WHERE n.symbol IS NULL OR b.symbol IS NULL
ORDER BY ALL;

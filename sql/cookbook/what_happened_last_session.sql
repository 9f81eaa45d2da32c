-- What happened in the newest session: screens entered and left, levels crossed, changes of stage, completed TD counts?
SELECT symbol, kind, name, detail, price
FROM alerts
WHERE date = (SELECT max(date) FROM features)
ORDER BY kind, name, symbol;

-- 5-minute bars give the daily open, high, low and close within 1 % and no more than the daily volume, in the session's slots; synthetic ones exactly.
-- severity: warning
-- Volumes never tie out: providers count auctions and late prints in the daily bar only. A symbol that trades little has slots without a trade.
SELECT symbol, date, s.slots, s.open, d.open AS daily_open, s.high, d.high AS daily_high, s.low, d.low AS daily_low, s.close, d.close AS daily_close,
    s.volume, d.volume AS daily_volume
FROM (
    SELECT symbol, date, arg_min(open, slot) AS open, max(high) AS high, min(low) AS low, arg_max(close, slot) AS close, sum(volume) AS volume,
        count(*) AS slots, min(slot) AS first_slot, max(slot) AS last_slot, bool_and(source = 'synthetic') AS is_exact,
        CASE WHEN bool_and(source = 'synthetic') THEN 1e-9 ELSE 0.01 END AS tolerance,
        CASE WHEN max(max(slot)) OVER (PARTITION BY date) < 42 THEN 42 ELSE 78 END AS session_slots
    FROM price_data_5m GROUP BY symbol, date
) s JOIN price_data d USING (symbol, date)
WHERE abs(s.open / d.open - 1) > tolerance OR abs(s.high / d.high - 1) > tolerance OR abs(s.low / d.low - 1) > tolerance
    OR abs(s.close / d.close - 1) > tolerance OR s.volume > d.volume + s.slots OR first_slot < 0 OR last_slot >= session_slots
    OR (is_exact AND s.volume <> d.volume) OR s.slots < CASE WHEN is_exact THEN session_slots WHEN d.volume >= 1000000 THEN 0.9 * session_slots ELSE 1 END

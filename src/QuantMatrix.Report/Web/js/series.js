// Decodes the series of the data block; SeriesCode.cs describes the form.
const DIGITS = [];
for (let c = 33; c < 127; c++) if (!"\"&'<>\\".includes(String.fromCharCode(c))) DIGITS[c] = DIGITS.count = (DIGITS.count ?? -1) + 1;

/** Numbers; null for a missing value. Differences are from the value before, or from zero when each number stands alone. */
export function decode(text, unit = 1, alone = false) {
  const values = [];
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    let digit = DIGITS[text.charCodeAt(i)], code = 0, weight = 1;
    while (digit >= 44) {
      code += (digit - 44) * weight;
      weight *= 44;
      code += weight;
      digit = DIGITS[text.charCodeAt(++i)];
    }
    code += digit * weight;
    if (code === 0) values.push(null);
    else {
      const zigzag = code - 1;
      last = (alone ? 0 : last) + (zigzag % 2 ? -(zigzag + 1) / 2 : zigzag / 2);
      values.push(last / unit);
    }
  }
  return values;
}

/** Days since 1970 as the dates of charts: 2018-02-07. */
export const dates = text => decode(text).map(day => new Date(day * 864e5).toISOString().slice(0, 10));

/** Bars of a chart: open, high and low are stored as distances from the close. */
export function candles(times, bars) {
  const unit = 10 ** bars.d;
  const close = decode(bars.c);
  const [open, high, low] = [bars.o, bars.h, bars.l].map(text => decode(text, 1, true));
  return close.map((c, i) => ({
    time: times[i], open: (c + open[i]) / unit, high: (c + high[i]) / unit, low: (c + low[i]) / unit, close: c / unit,
  }));
}

/** Points of a line; a missing value is a gap. */
export const line = (times, values) => times.map((time, i) => values[i] == null ? { time } : { time, value: values[i] });

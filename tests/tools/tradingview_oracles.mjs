// Prints TradingView's indicators for chosen bars of chosen symbols: tradingview_oracles.mjs BARS.csv SYMBOL ...
import { readFileSync } from 'node:fs';
import { ChaikinMF, IchimokuCloud, KeltnerChannels, Supertrend } from 'lightweight-charts-indicators';

const early = [0, 8, 9, 10, 18, 19, 20, 24, 25, 26, 50, 51, 52, 60, 100, 150, 199, 251];
const [file, ...symbols] = process.argv.slice(2);
const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1).map(line => line.split(','));

// Without rows whose high or low does not contain open and close, as the batch refuses them.
const barsOf = symbol => rows.filter(r => r[0] === symbol).map(([, time, ...n]) => ({ time, ...named(n.map(Number)) }))
  .filter(b => b.high >= Math.max(b.open, b.close) && b.low <= Math.min(b.open, b.close));
const named = ([open, high, low, close, volume]) => ({ open, high, low, close, volume });
const plot = (result, i) => result.plots[`plot${i}`].map(p => p.value);
const lead = 25; // a chart draws a leading span this many bars after the one that it is known in

function columns(bars) {
  const [trend, channel, cloud, flow] = [Supertrend, KeltnerChannels, IchimokuCloud, ChaikinMF].map(i => i.calculate(bars));
  const [up, down] = [plot(trend, 0), plot(trend, 1)];
  return {
    supertrend: up.map((v, i) => Number.isFinite(v) ? v : down[i]),
    supertrend_up: up.map((v, i) => Number.isFinite(v) ? 1 : Number.isFinite(down[i]) ? 0 : NaN),
    keltner_upper_20: plot(channel, 0), keltner_lower_20: plot(channel, 2),
    ichimoku_tenkan: plot(cloud, 0), ichimoku_kijun: plot(cloud, 1), ichimoku_span_a: plot(cloud, 3).slice(lead), ichimoku_span_b: plot(cloud, 4).slice(lead),
    cmf_20: plot(flow, 0),
  };
}

let header = false;
for (const symbol of symbols) {
  const bars = barsOf(symbol), values = columns(bars);
  if (!header) console.log(['symbol', 'bar', 'date', ...Object.keys(values)].join(','));
  header = true;
  bars.forEach((bar, i) => {
    if (!early.includes(i) && i !== bars.length - 1 && !(i >= 300 && i % 50 === 0)) return;
    console.log([symbol, i, bar.time, ...Object.values(values).map(v => Number.isFinite(v[i]) ? v[i] : '')].join(','));
  });
}

// The market's breadth: benchmark, shares above averages, new highs and lows, stages.
import { $, all, choice } from "./dom.js";
import { color, faded } from "./colors.js";
import { AreaSeries, HistogramSeries, LineSeries, quiet, showNewest, timeChart, title } from "./chart.js";
import { dates, decode, line } from "./series.js";

const SPANS = { "3M": 63, "6M": 126, "1Y": 252, All: 0 };

export function drawBreadth(data) {
  const place = $("breadth");
  if (!place || !data) return;
  const times = dates(data.days);
  const values = Object.fromEntries(Object.entries(data.series).map(([name, text]) => [name, decode(text, data.units[name])]));
  const series = {};
  const chart = timeChart(place, () => paintBreadth(series));
  const add = (name, type, pane, options) => {
    series[name] = chart.addSeries(type, { ...quiet, ...options }, pane);
    series[name].setData(line(times, values[name]));
  };
  add("benchmark", LineSeries, 0, { lineWidth: 1.5, lastValueVisible: true });
  const percent = { priceFormat: { type: "custom", minMove: 0.1, formatter: value => `${value.toFixed(0)} %` } };
  const range = { autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) };
  add("above200", LineSeries, 1, { ...percent, ...range, lineWidth: 2, lastValueVisible: true });
  add("above50", LineSeries, 1, { ...percent, ...range, lineWidth: 2, lastValueVisible: true });
  const whole = { priceFormat: { type: "custom", minMove: 1, formatter: value => Math.abs(value).toFixed(0) } };
  values.lowsDown = values.lows.map(value => value == null ? null : -value);
  add("highs", HistogramSeries, 2, whole);
  add("lowsDown", HistogramSeries, 2, whole);
  stack(values);
  for (const stage of [4, 3, 2, 1]) add(`stack${stage}`, AreaSeries, 3, { ...percent, ...range, lineWidth: 1 });
  chart.panes().forEach((pane, i) => pane.setStretchFactor([2.2, 1.6, 1, 1][i]));
  for (const name of ["above50", "stack1"]) series[name].priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.04 } });
  title(chart, [data.benchmark, "Share of members above their average", "New 52-week highs and lows", "Members by stage"]);
  paintBreadth(series);
  const total = times.length;
  showNewest(chart, total, SPANS["1Y"]);
  choice($("breadth-span"), span => showNewest(chart, total, SPANS[span]));
  chart.subscribeCrosshairMove(move => legend(values, move.logical == null ? total - 1 : Math.min(total - 1, Math.max(0, move.logical)), times));
}

/** Each stage's share of all staged members, stacked from stage 1 at the foot. */
function stack(values) {
  for (let stage = 1; stage <= 4; stage++)
    values[`stack${stage}`] = values.stage1.map((_, i) => {
      const counts = [1, 2, 3, 4].map(s => values[`stage${s}`][i] ?? 0);
      const sum = counts.reduce((a, b) => a + b, 0);
      return sum ? 100 * counts.slice(0, stage).reduce((a, b) => a + b, 0) / sum : null;
    });
}

function paintBreadth(series) {
  if (!series.stack1) return;
  series.benchmark.applyOptions({ color: color("ink") });
  series.above50.applyOptions({ color: color("a50") });
  series.above200.applyOptions({ color: color("a200") });
  series.highs.applyOptions({ color: color("up") });
  series.lowsDown.applyOptions({ color: color("dn") });
  for (const stage of [1, 2, 3, 4])
    series[`stack${stage}`].applyOptions({ lineColor: color("card"), topColor: color(`s${stage}`), bottomColor: color(`s${stage}`) });
}

/** Writes the values under the crosshair into the legend of the static page. */
function legend(values, at, times) {
  for (const place of all("#breadth-legend [data-v]")) {
    const value = values[place.dataset.v][at];
    place.textContent = value == null ? "–" : value.toFixed(Number(place.dataset.d));
  }
  $("breadth-day").textContent = times[at];
}

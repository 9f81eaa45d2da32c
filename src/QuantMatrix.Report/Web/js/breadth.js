// The market's breadth: benchmark, shares above averages, new highs and lows, stages.
import { $, all, choice } from "./dom.js";
import { color } from "./colors.js";
import { AreaSeries, HistogramSeries, LineSeries, quiet, showNewest, timeChart, title } from "./chart.js";
import { dates, decode, line } from "./series.js";

const SPANS = { "3M": 63, "6M": 126, "1Y": 252, All: 0 };

export function drawBreadth(data) {
  const place = $("breadth");
  if (!place || !data) return;
  const times = dates(data.days);
  const values = Object.fromEntries(Object.entries(data.series).map(([name, text]) => [name, decode(text, data.units[name])]));
  const series = {}, names = [], heights = [];
  const chart = timeChart(place, () => paintBreadth(series));
  /** A pane with those of its series that have a value; without any there is no pane. */
  const pane = (name, height, ...members) => {
    const known = members.filter(([key]) => values[key].some(value => value != null));
    for (const [key, type, options] of known) {
      series[key] = chart.addSeries(type, { ...quiet, ...options }, names.length);
      series[key].setData(line(times, values[key]));
      if (options.autoscaleInfoProvider) series[key].priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.04 } });
    }
    if (known.length) names.push(name) && heights.push(height);
  };
  const share = {
    priceFormat: { type: "custom", minMove: 0.1, formatter: value => `${value.toFixed(0)} %` },
    autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
  };
  const whole = { priceFormat: { type: "custom", minMove: 1, formatter: value => Math.abs(value).toFixed(0) } };
  values.lowsDown = values.lows.map(value => value == null ? null : -value);
  stack(values);
  pane(data.benchmark, 2.2, ["benchmark", LineSeries, { lineWidth: 1.5, lastValueVisible: true }]);
  const shares = ["above200", "above50"].map(key => [key, LineSeries, { ...share, lineWidth: 2, lastValueVisible: true }]);
  pane("Share of members above their average", 1.6, ...shares);
  pane("New 52-week highs and lows", 1, ["highs", HistogramSeries, whole], ["lowsDown", HistogramSeries, whole]);
  pane("Members by stage", 1, ...[4, 3, 2, 1].map(stage => [`stack${stage}`, AreaSeries, { ...share, lineWidth: 1 }]));
  chart.panes().forEach((made, i) => made.setStretchFactor(heights[i]));
  title(chart, names);
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
  const colors = { benchmark: "ink", above50: "a50", above200: "a200", highs: "up", lowsDown: "dn" };
  for (const [key, drawn] of Object.entries(series)) {
    const stage = /^stack(.)/.exec(key)?.[1];
    drawn.applyOptions(stage ? { lineColor: color("card"), topColor: color(`s${stage}`), bottomColor: color(`s${stage}`) } : { color: color(colors[key]) });
  }
}

/** Writes the values under the crosshair into the legend of the static page. */
function legend(values, at, times) {
  for (const place of all("#breadth-legend [data-v]")) {
    const value = values[place.dataset.v][at];
    place.textContent = value == null ? "–" : value.toFixed(Number(place.dataset.d));
  }
  $("breadth-day").textContent = times[at];
}

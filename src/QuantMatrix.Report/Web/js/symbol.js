// The page of a symbol: price with averages and layers, volume, RSI and relative strength.
import { $, all, choice, signed } from "./dom.js";
import { color, faded } from "./colors.js";
import { BaselineSeries, CandlestickSeries, HistogramSeries, LineSeries, LineStyle, quiet, showNewest, timeChart, title } from "./chart.js";
import { candles, dates, decode, line } from "./series.js";
import { Layer, counts, gapZones, stageBand, trendLines } from "./primitives.js";

const data = JSON.parse($("data").textContent);
if (data.days) drawSymbol();
document.documentElement.dataset.ready = Math.round(performance.now());

function drawSymbol() {
  const times = dates(data.days), bars = candles(times, data), unit = 10 ** data.d;
  const values = {
    ema21: decode(data.ema21, unit), sma50: decode(data.sma50, unit), sma200: decode(data.sma200, unit), rsi: decode(data.rsi, 10),
    mansfield: decode(data.mansfield, 10), stage: decode(data.stage), volume: decode(data.v, 1 / data.u, true),
  };
  const s = {};
  const chart = timeChart($("chart"), () => paintSymbol(s, bars, values));
  const precision = { priceFormat: { type: "price", precision: data.shown, minMove: 10 ** -data.shown } };
  s.price = chart.addSeries(CandlestickSeries, { ...precision, borderVisible: false, priceLineStyle: LineStyle.Dotted });
  s.price.setData(bars);
  for (const name of ["ema21", "sma50", "sma200"]) {
    s[name] = chart.addSeries(LineSeries, { ...quiet, ...precision, lineWidth: name === "ema21" ? 1 : 2 });
    s[name].setData(line(times, values[name]));
  }
  s.volume = chart.addSeries(HistogramSeries, { ...quiet, priceFormat: { type: "volume" } }, 1);
  s.rsi = chart.addSeries(LineSeries, { ...quiet, lastValueVisible: true, lineWidth: 1.5, autoscaleInfoProvider: withLevels,
    priceFormat: { type: "custom", minMove: 0.1, formatter: v => v.toFixed(0) } }, 2);
  s.rsi.setData(line(times, values.rsi));
  s.levels = [30, 70].map(price => s.rsi.createPriceLine({ price, lineStyle: LineStyle.Dashed, lineWidth: 1, axisLabelVisible: false }));
  s.mansfield = chart.addSeries(BaselineSeries, { ...quiet, lastValueVisible: true, lineWidth: 1.5, baseValue: { type: "price", price: 0 },
    priceFormat: { type: "custom", minMove: 0.1, formatter: v => `${v.toFixed(0)} %` } }, 3);
  s.mansfield.setData(line(times, values.mansfield));
  s.tdst = [["support", data.support], ["resistance", data.resistance]].filter(([, price]) => price != null)
    .map(([name, price]) => [name, s.price.createPriceLine({ price, lineStyle: LineStyle.Dashed, lineWidth: 1, axisLabelVisible: false })]);
  chart.panes().forEach((pane, i) => pane.setStretchFactor([5.4, 1, 1.2, 1.2][i]));
  s.price.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.08 } });
  title(chart, ["", "Volume", "RSI 14", "Mansfield relative strength"]);
  const layers = addLayers(s, times, bars, values);
  paintSymbol(s, bars, values);
  controls(chart, s, layers, bars.length);
  const show = at => legendOf(times, bars, values, at);
  show(bars.length - 1);
  chart.subscribeCrosshairMove(move => show(move.logical == null ? bars.length - 1 : Math.min(bars.length - 1, Math.max(0, move.logical))));
}

/** The levels 30 and 70 stay in view. */
function withLevels(original) {
  const found = original();
  if (!found?.priceRange) return found;
  const { minValue, maxValue } = found.priceRange;
  return { priceRange: { minValue: Math.min(25, minValue), maxValue: Math.max(75, maxValue) } };
}

function addLayers(s, times, bars, values) {
  const place = new Map(times.map((time, i) => [time, i]));
  for (const gap of data.gaps) gap.place = place.get(gap.from) ?? 0;
  for (const trend of data.lines) [trend.place, trend.place2] = [place.get(trend.from) ?? 0, place.get(trend.to) ?? 0];
  const layers = {
    gaps: new Layer(gapZones(data.gaps)),
    lines: new Layer(trendLines(data.lines, bars.length - 1)),
    td: new Layer(counts(bars, decode(data.setup), decode(data.countdown))),
    stage: new Layer(stageBand(values.stage)),
  };
  for (const layer of Object.values(layers)) s.price.attachPrimitive(layer);
  return layers;
}

function controls(chart, s, layers, total) {
  const show = span => showNewest(chart, total, span, Math.ceil((span || total) / 20));
  show(252);
  choice($("span"), span => show(Number(span)));
  for (const button of all("#layers button")) button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    if (button.value === "log") s.price.priceScale().applyOptions({ mode: on ? 1 : 0 });
    else {
      layers[button.value].visible = on;
      layers[button.value].update();
      if (button.value === "td") s.tdst.forEach(([, level]) => level.applyOptions({ lineVisible: on }));
    }
  });
}

function paintSymbol(s, bars, values) {
  if (!s.tdst) return;
  const [up, down] = [color("up"), color("dn")];
  s.price.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, priceLineColor: color("mute") });
  s.ema21.applyOptions({ color: color("a21") });
  s.sma50.applyOptions({ color: color("a50") });
  s.sma200.applyOptions({ color: color("a200") });
  const faint = { up: faded("up", 0.55), dn: faded("dn", 0.55) };
  s.volume.setData(bars.map((bar, i) => ({ time: bar.time, value: values.volume[i], color: i && bar.close < bars[i - 1].close ? faint.dn : faint.up })));
  s.rsi.applyOptions({ color: color("acc") });
  s.levels.forEach(level => level.applyOptions({ color: color("mute") }));
  s.mansfield.applyOptions({
    topLineColor: up, topFillColor1: faded("up", 0.25), topFillColor2: faded("up", 0.02),
    bottomLineColor: down, bottomFillColor1: faded("dn", 0.02), bottomFillColor2: faded("dn", 0.25),
  });
  s.tdst.forEach(([name, level]) => level.applyOptions({ color: color(name === "support" ? "up" : "dn") }));
}

/** Writes the values under the crosshair into the legend. */
function legendOf(times, bars, values, at) {
  const bar = bars[at], change = at ? 100 * (bar.close / bars[at - 1].close - 1) : null;
  const texts = {
    ...Object.fromEntries(["open", "high", "low", "close"].map(name => [name, bar[name].toFixed(data.shown)])),
    ...Object.fromEntries(["ema21", "sma50", "sma200"].map(name => [name, values[name][at]?.toFixed(data.shown)])),
    change: change == null ? "" : `${signed(change, 2)} %`, rsi: values.rsi[at]?.toFixed(1), stage: values.stage[at],
    volume: values.volume[at].toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 }),
  };
  $("legend-day").textContent = times[at];
  for (const cell of all("#legend [data-v]")) {
    cell.textContent = texts[cell.dataset.v] ?? "–";
    if (cell.dataset.v === "change") cell.className = change > 0 ? "up" : change < 0 ? "dn" : "";
  }
}

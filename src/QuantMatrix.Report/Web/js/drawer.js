// The drawer of one symbol: its newest candles and every figure of its row.
import { $, all, element } from "./dom.js";
import { color, faded } from "./colors.js";
import { CandlestickSeries, HistogramSeries, LineSeries, quiet, showNewest, timeChart } from "./chart.js";
import { candles, decode, line } from "./series.js";

let chart, series;

/** Opens a symbol that the page has; other names are ignored. */
export function makeDrawer(data, times, rows) {
  const drawer = $("drawer"), bySymbol = new Map(rows.map(row => [row.symbol, row]));
  const heads = all("#symbols thead th").map(th => th.dataset.title ?? th.textContent);
  const open = symbol => {
    const row = bySymbol.get(symbol);
    if (!row) return false;
    $("drawer-symbol").textContent = symbol;
    $("drawer-name").textContent = [row.name, row.sector].filter(Boolean).join(" · ");
    const page = data.pages.includes(symbol);
    $("drawer-page").hidden = !page;
    if (page) $("drawer-page").href = `${encodeURIComponent(encodeURIComponent(symbol))}.html`;
    $("drawer-facts").replaceChildren(...heads.map((head, i) => [head, row.tr.cells[i]]).slice(3).map(([head, cell]) =>
      element("div", {}, element("dt", { textContent: head }), element("dd", { textContent: cell.textContent, className: cell.className }))));
    if (!drawer.open) drawer.showModal();
    drawBars(data.bars[symbol], times);
    if (location.hash !== link(symbol)) history.replaceState(null, "", link(symbol));
    return true;
  };
  drawer.addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
  drawer.addEventListener("click", event => { if (event.target === drawer) drawer.close(); });
  $("drawer-close").addEventListener("click", () => drawer.close());
  document.addEventListener("click", event => {
    const symbol = event.target.closest?.('a[href^="#s="]');
    if (!symbol || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(named(symbol.getAttribute("href")));
  });
  addEventListener("hashchange", () => follow(open));
  follow(open);
  return open;
}

const link = symbol => `#s=${encodeURIComponent(symbol)}`;
const named = hash => {
  try { return decodeURIComponent(hash.slice(3)); } catch { return ""; } // a link that is cut in the middle of a character
};
const follow = open => { if (location.hash.startsWith("#s=")) open(named(location.hash)); };

function drawBars(bars, times) {
  if (!chart) beginDrawer();
  const shown = bars ? bars.at ? decode(bars.at).map(i => times[i]) : times.slice(-decode(bars.c).length) : [];
  const prices = bars ? candles(shown, bars) : [];
  series.price.applyOptions({ priceFormat: { type: "price", precision: bars?.d ?? 2, minMove: 10 ** -(bars?.d ?? 2) } });
  series.price.setData(prices);
  for (const name of ["a50", "a200"]) series[name].setData(bars ? line(shown, decode(bars[name], 10 ** bars.d)) : []);
  series.volume.setData(bars ? decode(bars.v, 1 / bars.u, true).map((value, i) =>
    ({ time: shown[i], value, color: faded(prices[i].close >= prices[i].open ? "up" : "dn", 0.5) })) : []);
  showNewest(chart, shown.length, 0);
}

function beginDrawer() {
  series = {};
  chart = timeChart($("drawer-chart"), paintDrawer);
  series.price = chart.addSeries(CandlestickSeries, { wickVisible: true, borderVisible: false, priceLineVisible: false });
  series.a200 = chart.addSeries(LineSeries, { ...quiet, lineWidth: 1 });
  series.a50 = chart.addSeries(LineSeries, { ...quiet, lineWidth: 1 });
  series.volume = chart.addSeries(HistogramSeries, { ...quiet, priceFormat: { type: "volume" } }, 1);
  chart.panes().forEach((pane, i) => pane.setStretchFactor([4.5, 1][i]));
  paintDrawer();
}

function paintDrawer() {
  if (!series?.volume) return;
  const [up, down] = [color("up"), color("dn")];
  series.price.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down });
  series.a50.applyOptions({ color: color("a50") });
  series.a200.applyOptions({ color: color("a200") });
}

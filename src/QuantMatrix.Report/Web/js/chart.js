// What all time charts share. LightweightCharts is global.
import { color, font, onTheme } from "./colors.js";

const { createChart, CandlestickSeries, HistogramSeries, LineSeries, AreaSeries, BaselineSeries, LineStyle, CrosshairMode } = LightweightCharts;
export { CandlestickSeries, HistogramSeries, LineSeries, AreaSeries, BaselineSeries, LineStyle };

/** A chart that fills its element and follows the theme; the wheel scrolls the page. */
export function timeChart(place, paint) {
  const chart = createChart(place, {
    autoSize: true,
    layout: { attributionLogo: false },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
    crosshair: { mode: CrosshairMode.Magnet },
    localization: { locale: "en-GB", dateFormat: "d MMM yyyy" },
    timeScale: { borderVisible: false, rightOffset: 2, minBarSpacing: 0.1, fixLeftEdge: true },
    rightPriceScale: { borderVisible: false, minimumWidth: 62 },
  });
  place.setAttribute("role", "img");
  onTheme(() => {
    chart.applyOptions({
      layout: {
        background: { color: "transparent" }, textColor: color("mute"), fontSize: 11, fontFamily: font(),
        panes: { separatorColor: color("line"), separatorHoverColor: color("soft"), enableResize: false },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: color("line") } },
    });
    paint();
  });
  return chart;
}

/** A name in the corner of each pane. */
export function title(chart, names) {
  const marks = names.map((text, i) => text && LightweightCharts.createTextWatermark(chart.panes()[i], { horzAlign: "left", vertAlign: "top", lines: [] }));
  onTheme(() => marks.forEach((mark, i) => mark && mark.applyOptions({
    lines: [{ text: names[i], color: color("mute"), fontSize: 11, fontFamily: font() }],
  })));
}

/** Shows the newest bars; all of them when there are fewer. */
export const showNewest = (chart, total, count, ahead = 2) =>
  chart.timeScale().setVisibleLogicalRange({ from: Math.max(-0.5, total - (count || total)), to: total - 1 + ahead });

/** A value without the label and line of its newest price. */
export const quiet = { priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false };

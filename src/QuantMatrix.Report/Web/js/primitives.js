// Shapes drawn over the bars: gap zones, trend lines, TD counts and the band of stages.
import { color, faded, font } from "./colors.js";

/** A primitive of a price series; draw receives the canvas and the coordinates of times and prices. */
export class Layer {
  #draw;
  #attached;
  visible = true;

  constructor(draw) { this.#draw = draw; }

  attached(to) { this.#attached = to; }

  detached() { this.#attached = null; }

  updateAllViews() { }

  update() { this.#attached?.requestUpdate(); }

  paneViews() {
    const { chart, series } = this.#attached;
    const renderer = {
      draw: target => {
        if (!this.visible) return;
        target.useMediaCoordinateSpace(({ context, mediaSize }) => {
          context.save();
          this.#draw(context, mediaSize, {
            x: i => chart.timeScale().logicalToCoordinate(i),
            y: price => series.priceToCoordinate(price),
            width: chart.timeScale().options().barSpacing,
          });
          context.restore();
        });
      },
    };
    return [{ renderer: () => renderer, zOrder: () => "top" }];
  }
}

/** What is left of open gaps, from the session of the gap to the edge. */
export const gapZones = gaps => (context, size, at) => {
  for (const gap of gaps) {
    const [left, top, bottom] = [at.x(gap.place), at.y(gap.high), at.y(gap.low)];
    if (left == null || top == null) continue;
    context.fillStyle = faded(gap.up ? "up" : "dn", 0.15);
    context.fillRect(left, top, size.width - left, Math.max(1, bottom - top));
    context.strokeStyle = faded(gap.up ? "up" : "dn", 0.5);
    context.strokeRect(left + 0.5, Math.round(top) + 0.5, size.width - left, Math.max(1, bottom - top));
  }
};

/** Trend lines from the first pivot, dashed after the newest session, with a dot on each pivot. */
export const trendLines = (lines, newest) => (context, size, at) => {
  context.lineWidth = 1.5;
  for (const line of lines) {
    const [x1, y1] = [at.x(line.place), at.y(line.first)], [xn, yn] = [at.x(newest), at.y(line.price)];
    if (y1 == null || yn == null || xn === x1) continue;
    context.strokeStyle = context.fillStyle = color(line.up ? "up" : "dn");
    stroke(context, [], x1, y1, xn, yn);
    stroke(context, [4, 4], xn, yn, size.width, yn + (yn - y1) / (xn - x1) * (size.width - xn));
    for (const [x, price] of [[x1, line.first], [at.x(line.place2), line.second]]) {
      context.beginPath();
      context.arc(x, at.y(price), 3, 0, 2 * Math.PI);
      context.fill();
    }
  }
};

function stroke(context, dash, x1, y1, x2, y2) {
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** TD counts: 9 and 13 always, 1 to 8 where bars are wide enough. Buy counts stand below the bar, sell counts above. */
export const counts = (bars, setup, countdown) => (context, size, at) => {
  context.textAlign = "center";
  const rows = new Map();
  const write = (i, count, text, isBold) => {
    const x = at.x(i), isBuy = count > 0;
    if (x < -10 || x > size.width + 10) return;
    const row = rows.get(`${i}${isBuy}`) ?? 0;
    rows.set(`${i}${isBuy}`, row + 1);
    context.font = `${isBold ? "700 11px" : "9px"} ${font()}`;
    context.fillStyle = isBold ? color(isBuy ? "up" : "dn") : color("mute");
    context.fillText(text, x, isBuy ? at.y(bars[i].low) + 13 + 12 * row : at.y(bars[i].high) - 5 - 12 * row);
  };
  for (let i = 0; i < bars.length; i++) {
    const [s, c] = [setup[i] ?? 0, countdown[i] ?? 0];
    if (Math.abs(s) === 9) write(i, s, "9", true);
    else if (s && at.width >= 9) write(i, s, String(Math.abs(s)), false);
    if (Math.abs(c) === 13) write(i, c, "13", true);
  }
};

/** A band at the foot of the pane with the stage of each session. */
export const stageBand = stages => (context, size, at) => {
  const [height, top] = [12, size.height - 12];
  context.font = `600 9px ${font()}`;
  context.textBaseline = "middle";
  for (let i = 0; i < stages.length;) {
    let end = i;
    while (end < stages.length && stages[end] === stages[i]) end++;
    const [left, right] = [Math.max(0, at.x(i) - at.width / 2), Math.min(size.width, at.x(end - 1) + at.width / 2)];
    if (stages[i] && right > left) {
      context.fillStyle = color(`s${stages[i]}`);
      context.fillRect(left, top, right - left, height);
      context.fillStyle = "#fff";
      const text = right - left > 44 ? `stage ${stages[i]}` : right - left > 10 ? String(stages[i]) : "";
      context.fillText(text, left + 4, top + height / 2 + 0.5);
    }
    i = end;
  }
};

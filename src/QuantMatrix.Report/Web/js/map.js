// The map: area is the average dollar volume, color the change over the chosen time. Its numbers are those of the table.
import { $, choice, element, signed } from "./dom.js";
import { channels, onTheme } from "./colors.js";

const CLIP = { d1: 3, d5: 6, d20: 12, d60: 20, ytd: 20 };
const RED = [0xbb, 0x3a, 0x2b], GREEN = [0x0b, 0x7d, 0x58];

export function drawMap(rows, open) {
  const place = $("map");
  if (!place) return;
  let shown = "d1";
  const draw = () => {
    place.replaceChildren(...tiles(rows, place.clientWidth, place.clientHeight, shown, open));
    $("map-low").textContent = `−${CLIP[shown]} %`;
    $("map-high").textContent = `+${CLIP[shown]} %`;
  };
  onTheme(draw);
  choice($("map-span"), span => { shown = span; draw(); });
  let width = place.clientWidth;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw();
  }).observe(place);
}

function tiles(rows, width, height, shown, open) {
  const sectors = Map.groupBy(rows.filter(row => row.size > 0), row => row.sector || "not classified");
  const tree = d3.hierarchy({ children: [...sectors].map(([name, children]) => ({ name, children })) })
    .sum(node => node.size ?? 0).sort((a, b) => b.value - a.value);
  d3.treemap().size([width, height]).paddingTop(node => node.depth === 1 ? 17 : 0).paddingInner(1).round(true)(tree);
  const neutral = channels("neu");
  const titles = (tree.children ?? []).filter(node => node.x1 - node.x0 > 30)
    .map(node => at(element("span", { className: "g", textContent: node.data.name }), node, 17));
  return titles.concat(tree.leaves().filter(leaf => leaf.data.symbol).map(leaf => tile(leaf, shown, neutral, open)));
}

function tile(leaf, shown, neutral, open) {
  const row = leaf.data, value = row[shown], [w, h] = [leaf.x1 - leaf.x0, leaf.y1 - leaf.y0];
  const name = `${row.symbol} ${Number.isFinite(value) ? `${signed(value, 1)} %` : "no value"}`;
  const made = element("button", { title: row.name ? `${name} · ${row.name}` : name, tabIndex: -1 });
  made.setAttribute("aria-label", name);
  const size = Math.min(26, Math.max(9, Math.min(w / (row.symbol.length * 0.9), h / 2.4)));
  if (w > 26 && h > 13) made.append(element("b", { textContent: row.symbol }));
  if (w > 34 && h > 30 && Number.isFinite(value)) made.append(element("small", { textContent: signed(value, 1) }));
  made.style.fontSize = `${size}px`;
  const fill = mix(neutral, value < 0 ? RED : GREEN, Math.min(1, Math.abs(value || 0) / CLIP[shown]));
  made.style.background = `rgb(${fill})`;
  made.style.color = luminance(fill) > 0.179 ? "#000" : "#fff"; // at least 4.5 : 1 either way
  made.addEventListener("click", () => open(row.symbol));
  return at(made, leaf, h);
}

function at(made, node, height) {
  Object.assign(made.style, { left: `${node.x0}px`, top: `${node.y0}px`, width: `${node.x1 - node.x0}px`, height: `${height}px` });
  return made;
}

const mix = (from, to, share) => from.map((c, i) => Math.round(c + (to[i] - c) * Math.sqrt(share)));
const luminance = fill => fill.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);

// The colors of the style sheet, for canvases.
import { $, element } from "./dom.js";

const probe = element("i", { hidden: true });
document.body.append(probe);

/** The value of a color for the theme shown, like rgb(1, 2, 3). */
export function color(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

export const channels = name => color(name).match(/[\d.]+/g).slice(0, 3).map(Number);

/** A color with an opacity between 0 and 1. */
export const faded = (name, opacity) => `rgba(${channels(name).join(", ")}, ${opacity})`;

export const font = () => getComputedStyle(document.body).fontFamily;

export const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

const painters = [];

/** Calls back now and after each change of the theme. */
export function onTheme(paint) {
  painters.push(paint);
  paint();
}

const repaint = () => painters.forEach(paint => paint());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
$("theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try { localStorage.setItem("theme", theme); } catch { /* not stored */ }
  repaint();
});

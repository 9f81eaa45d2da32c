// Small helpers for the document.
export const $ = id => document.getElementById(id);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** A new element with properties and children. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** The number in a cell's text; NaN without one. */
export const numberIn = text => parseFloat(text.replace("−", "-").replace("+", "").replaceAll(",", ""));

/** Like +1.5 and −1.5. */
export const signed = (value, digits) => {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : (value > 0 ? "+" : "−") + text;
};

/** Makes a group of buttons exclusive; calls back with the chosen button's value. */
export function choice(group, chosen) {
  const buttons = all("button", group);
  for (const button of buttons) button.addEventListener("click", () => {
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    chosen(button.value);
  });
}

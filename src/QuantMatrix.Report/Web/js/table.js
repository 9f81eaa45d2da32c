// Tables: sort by a click on a column, filter by words and comparisons, download as CSV.
import { $, all, element, numberIn } from "./dom.js";

/** The rows of the table of all symbols, by symbol. */
export function readRows() {
  const keys = all("#symbols thead th").map(th => th.dataset.k);
  return all("#symbols tbody tr").map(tr => {
    const row = { tr, text: "" };
    keys.forEach((key, i) => {
      const text = tr.cells[i].textContent;
      row[key] = tr.cells[i].classList.contains("l") ? text : numberIn(text);
    });
    row.text = `${row.symbol} ${row.name} ${row.sector}`.toLowerCase();
    return row;
  });
}

export function makeSortable(table) {
  const body = table.tBodies[0];
  all("thead th", table).forEach((th, column) => {
    const button = element("button", { type: "button" }, ...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => {
      const isText = body.rows[0]?.cells[column].classList.contains("l");
      const down = th.getAttribute("aria-sort") === (isText ? "ascending" : null) || (!isText && th.getAttribute("aria-sort") !== "descending");
      all("thead th", table).forEach(other => other.removeAttribute("aria-sort"));
      th.setAttribute("aria-sort", down ? "descending" : "ascending");
      body.append(...[...body.rows].sort(order(column, isText, down)));
    });
  });
}

/** Missing values come last either way. */
function order(column, isText, down) {
  const key = row => isText ? row.cells[column].textContent : numberIn(row.cells[column].textContent);
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (isText) return (down ? -1 : 1) * x.localeCompare(y);
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    return down ? y - x : x - y;
  };
}

const COMPARE = { "<": (a, b) => a < b, ">": (a, b) => a > b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "=": (a, b) => a === b };

/** Tests for a filter like: rsi<30 stage=2 energy. Every word must hold. */
export function conditions(text, keys) {
  return text.toLowerCase().split(/\s+/).filter(Boolean).map(word => {
    const [, key, operator, value] = /^([\w.]+)(<=|>=|<|>|=)(.+)$/.exec(word) ?? [];
    if (!operator) return row => row.text.includes(word);
    const column = keys.find(k => k === key || k.replace(/^d(\d+)$/, "$1d") === key);
    if (!column) return null;
    const number = parseFloat(value.replace("−", "-"));
    return row => Number.isNaN(number) ? operator === "=" && String(row[column]).toLowerCase() === value : COMPARE[operator](row[column], number);
  });
}

export function makeFilter(rows) {
  const [input, count] = [$("filter"), $("filter-count")];
  const keys = all("#symbols thead th").map(th => th.dataset.k);
  const apply = () => {
    const tests = conditions(input.value, keys);
    const valid = tests.filter(Boolean);
    input.setAttribute("aria-invalid", String(valid.length < tests.length));
    let shown = 0;
    for (const row of rows) if (!(row.tr.hidden = !valid.every(test => test(row)))) shown++;
    count.textContent = valid.length < tests.length ? `unknown column; columns: ${keys.join(" ")}`
      : shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
  };
  input.addEventListener("input", apply);
  $("csv").addEventListener("click", () => download($("symbols")));
}

/** The rows shown, with every column. */
function download(table) {
  const cell = node => {
    const text = node.textContent.replace(/^−/, "-").replace(/^\+/, "").replace(/^–$/, "").replace(/(\d),(?=\d{3})/g, "$1");
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [table.tHead.rows[0], ...table.tBodies[0].rows].filter(row => !row.hidden)
    .map((row, i) => [...row.cells].map(c => i ? cell(c) : c.dataset.k).join(","));
  const url = URL.createObjectURL(new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
  element("a", { href: url, download: `symbols-${document.documentElement.dataset.date ?? "report"}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

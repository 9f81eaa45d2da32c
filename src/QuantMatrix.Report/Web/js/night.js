// The night's page.
import { $, all } from "./dom.js";
import { dates } from "./series.js";
import { drawBreadth } from "./breadth.js";
import { drawMap } from "./map.js";
import { makeFilter, makeSortable, readRows } from "./table.js";
import { makeDrawer } from "./drawer.js";

const data = JSON.parse($("data").textContent);
document.documentElement.dataset.date = data.date;
const rows = readRows();
const open = makeDrawer(data, dates(data.days), rows);
drawBreadth(data.breadth);
drawMap(rows.filter(row => row.symbol !== data.benchmark), open);
all("table.sortable").forEach(makeSortable);
if ($("filter")) makeFilter(rows);
search();
document.documentElement.dataset.ready = Math.round(performance.now());

/** Slash moves to the search field, Enter opens the first symbol that fits. */
function search() {
  const field = $("search");
  if (!field) return;
  addEventListener("keydown", event => {
    if (event.key !== "/" || event.target.closest("input")) return;
    event.preventDefault();
    field.focus();
  });
  field.addEventListener("keydown", event => {
    if (event.key === "Escape") field.blur();
    if (event.key !== "Enter") return;
    const word = field.value.trim().toLowerCase();
    const found = word && (rows.find(row => row.symbol.toLowerCase() === word) ?? rows.find(row => row.symbol.toLowerCase().startsWith(word))
      ?? rows.find(row => row.name.toLowerCase().includes(word)));
    field.setAttribute("aria-invalid", String(Boolean(word) && !found));
    if (found) { field.value = ""; field.blur(); open(found.symbol); }
  });
}

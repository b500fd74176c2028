"use strict";
document.querySelectorAll("table.sortable th button").forEach((button) => {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const column = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    const key = (row) => {
      const cell = row.cells[column];
      const told = cell.dataset.key ?? cell.textContent.trim();
      return told === "" || isNaN(told) ? told : Number(told);
    };
    const compare = (a, b) => {
      if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
      const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
      return up ? order : -order;
    };
    [...body.rows]
      .map((row) => [key(row), row])
      .sort((a, b) => compare(a[0], b[0]))
      .forEach(([, row]) => body.append(row));
    head.closest("tr").querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
  });
});
const unfold = () => {
  const told = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (told instanceof HTMLDetailsElement) told.open = true;
};
window.addEventListener("hashchange", unfold);
unfold();
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((one) => { one.open = true; });
});
window.addEventListener("afterprint", () => {
  folded.forEach((one) => { one.open = false; });
  folded = [];
});

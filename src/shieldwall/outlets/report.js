"use strict";
document.querySelectorAll("table.sortable th button").forEach((button) => {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const column = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    const key = (row) => {
      const cell = row.cells[column];
      const text = cell.dataset.key ?? cell.textContent.trim();
      return text === "" || isNaN(text) ? text : Number(text);
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
document.querySelectorAll(".filter").forEach((bar) => {
  const table = bar.parentElement.querySelector("table.sortable");
  const [field, count] = [bar.querySelector("input"), bar.querySelector("output")];
  const rows = [...table.tBodies[0].rows];
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    rows.forEach((row) => { row.hidden = !words.every((word) => texts.get(row).includes(word)); });
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = words.length ? `${shown} of ${rows.length}` : "";
  });
  bar.hidden = false;
});
const hand = (address, name) => {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
};
const paint = (image, name) => {
  const canvas = document.createElement("canvas");
  const scale = 2.5;
  [canvas.width, canvas.height] = [image.getAttribute("width") * scale, image.getAttribute("height") * scale];
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  hand(canvas.toDataURL("image/png"), `${name}.png`);
};
document.querySelectorAll(".take[data-picture]").forEach((place) => {
  const name = place.dataset.picture;
  const image = place.parentElement.querySelector("img");
  const offer = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", act);
    place.append(button);
  };
  offer(`${name}.svg`, () => hand(image.src, `${name}.svg`));
  offer(`${name}.png`, () => paint(image, name));
});
const unfold = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
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

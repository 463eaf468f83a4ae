"use strict";
(() => {
  const table = document.getElementById("heat"), body = table.tBodies[0], rows = [...body.rows];
  const form = document.getElementById("filters"), output = form.querySelector("output");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const heads = [...table.tHead.rows[0].cells];

  // Blank and missing figures go last, whichever way the column is sorted.
  const compare = (a, b, way) => {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    return way * (typeof a === "number" ? a - b : collator.compare(a, b));
  };
  const keyOf = (cell) => {
    const key = cell.dataset.k;
    return key === undefined ? cell.textContent : key === "" ? "" : Number(key);
  };
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const keyed = rows.map((row, i) => [keyOf(row.cells[column]), i, row]);
    keyed.sort((a, b) => compare(a[0], b[0], way) || a[1] - b[1]);
    body.append(...keyed.map((entry) => entry[2]));
  }));

  const texts = rows.map((row) => (row.cells[0].textContent + "\n" + row.cells[1].textContent).toLowerCase());
  const filter = () => {
    const asked = Object.fromEntries(new FormData(form)), text = asked.text.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row, i) => {
      const d = row.dataset;
      row.hidden = !((!asked.department || asked.department === d.d) && (!asked.position || asked.position === d.p)
        && (!asked.verdict || asked.verdict === d.v) && (!asked.status || d.s.includes(asked.status))
        && (!text || texts[i].includes(text)));
      shown += !row.hidden;
    });
    output.textContent = output.dataset.said.replace("{shown}", shown).replace("{all}", rows.length);
  };
  ["input", "change"].forEach((event) => form.addEventListener(event, filter));
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  form.reset();
  filter();
})();

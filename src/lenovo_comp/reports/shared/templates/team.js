"use strict";
// The people of the table are filtered, grouped and sorted; figures are counted anew from what their rows show.
(() => {
  const form = document.getElementById("filters"), phrases = JSON.parse(form.dataset.phrases);
  const table = document.getElementById("heat"), heads = [...table.tHead.rows[0].cells];
  const columnMarked = (mark) => heads.findIndex((head) => head.dataset.mark === mark);
  const first = columnMarked("first"), sure = columnMarked("clear");
  const people = [...table.tBodies[0].rows].map((row) => ({
    row, of: row.dataset, text: `${row.cells[0].textContent}\n${row.cells[1].textContent}`.toLowerCase(),
    cell: (competency) => row.cells[first + competency],
  }));
  const say = (phrase, figures) => phrase.replace(/\{(\w+)\}/g, (_, name) => figures[name]);
  const shown = (n) => n.toLocaleString("en-US");
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const columnOf = { department: "d", manager: "m", position: "p", verdict: "v" };

  // Sorting. Blank and missing figures go last, whichever way the column is sorted.
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
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
  let order = people;
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach((other) => other.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const keyed = order.map((person, i) => [keyOf(person.row.cells[column]), i, person]);
    keyed.sort((a, b) => compare(a[0], b[0], way) || a[1] - b[1]);
    order = keyed.map((entry) => entry[2]);
    arrange();
  }));

  // Groups: a body of the table each, with a head that counts those shown.
  const counted = (some) => phrases.heads.v.map(([name], verdict) => {
    const n = some.filter((person) => person.of.v === String(verdict)).length;
    return n ? say(phrases.verdict, { n: shown(n), verdict: name }) : "";
  }).filter(Boolean);
  const headOf = (name, some) => {
    const row = document.createElement("tr"), cell = document.createElement("th"), text = document.createElement("span");
    cell.scope = "rowgroup";
    cell.className = "group";
    cell.colSpan = heads.length;
    const n = say(some.length === 1 ? phrases.person : phrases.people, { n: shown(some.length) });
    text.textContent = [name, n, ...counted(some)].join(" · ");
    cell.append(text);
    row.append(cell);
    return row;
  };
  const grouping = () => form.elements.group ? form.elements.group.value : "";
  const arrange = () => {
    const by = grouping(), bodies = [];
    const add = (some, name) => {
      const body = document.createElement("tbody"), visible = some.filter((person) => !person.row.hidden);
      if (name !== undefined && visible.length) body.append(headOf(name, visible));
      body.append(...some.map((person) => person.row));
      bodies.push(body);
    };
    if (by) {
      [...form.elements[by].options].filter((option) => option.value).forEach((option) =>
        add(order.filter((person) => person.of[columnOf[by]] === option.value), option.textContent));
    } else add(order);
    [...table.tBodies].forEach((body) => body.remove());
    table.append(...bodies);
  };

  // Figures. They begin as they came with the page, which knows people too that it doesn't list.
  const live = [...document.querySelectorAll("[data-live]")], came = live.map((part) => part.cloneNode(true));
  const restore = () => live.forEach((part, i) => part.replaceChildren(...came[i].cloneNode(true).childNodes));
  const put = (cell, n) => {
    cell.textContent = typeof n === "number" ? shown(n) : n;
    if (typeof n === "number" && cell.tagName === "TD") cell.classList.toggle("dim", !n);
  };
  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const draw = (bar, numbers, kinds) => {
    const chart = bar.querySelector("svg.stack"), total = sum(numbers), head = bar.querySelector("th");
    let before = 0;
    chart.replaceChildren();
    numbers.forEach((n, i) => {
      const [name, tone] = kinds[i], at = 100 * before / total, size = 100 * n / total;
      before += n;
      if (!n) return;
      const part = svg("rect", { class: `part ${tone}`, x: `${at}%`, y: 0, width: `${size}%`, height: 20 });
      part.append(svg("title", {}, `${name} ${n}`));
      chart.append(part);
      if (size >= 9) chart.append(svg("text", { class: tone, x: `${at + size / 2}%`, y: 14.5, "text-anchor": "middle" }, n));
    });
    const label = numbers.map((n, i) => `${kinds[i][0]} ${n}`).join(", ");
    chart.setAttribute("aria-label", head ? `${head.textContent}: ${label}` : label);
  };
  // The competency on which most are short, of equal ones the first.
  const largest = (some) => {
    const short = phrases.competencies.map((_, i) => some.filter((person) => person.of.c[i] === "h").length);
    const most = Math.max(...short), i = short.indexOf(most);
    const assessed = some.filter((person) => "smh".includes(person.of.c[i])).length;
    return most > 0 ? say(phrases.gap, { competency: phrases.competencies[i], short: shown(most), assessed: shown(assessed) }) : "";
  };
  const bars = (some) => document.querySelectorAll("[data-count]").forEach((part) => {
    const { count, by } = part.dataset, kinds = phrases.heads[count];
    part.querySelectorAll("[data-bar]").forEach((bar) => {
      const cells = [...bar.querySelectorAll(".n")], which = bar.dataset.bar, gap = bar.querySelector(".gap");
      const here = by ? some.filter((person) => person.of[by] === which) : some;
      const numbers = cells.map((_, kind) => here.filter((person) => count === "v"
        ? person.of.v === String(kind) : person.of.c[which] === "smhu"[kind]).length);
      if (gap) gap.textContent = largest(here);
      cells.forEach((cell, kind) => put(cell, numbers[kind]));
      draw(bar, numbers, kinds);
      bar.hidden = Boolean(by) && !sum(numbers);
    });
  });

  const fixed = (value) => {
    const text = (Math.floor(Math.abs(value) * 100 + 0.5 + 1e-6) / 100).toFixed(2);
    return value < 0 && Number(text) ? `-${text}` : text;
  };
  const required = JSON.parse(document.getElementById("gap-counts").dataset.required);
  const gaps = (some) => {
    const body = document.querySelector("#gap-counts tbody"), ranked = [];
    [...body.rows].forEach((row) => {
      const competency = Number(row.dataset.bar), marked = (mark) =>
        some.filter((person) => person.cell(competency).textContent.includes(mark)).length;
      const asked = some.filter((person) => person.of.c[competency] !== "-");
      const assessed = asked.filter((person) => person.of.c[competency] !== "u");
      const mean = (of, value) => of.length ? sum(of.map(value)) / of.length : null;
      const level = (person) => required[Number(person.of.p)][competency];
      const wanted = mean(assessed.length ? assessed : asked, level);
      const rating = mean(assessed, (person) => Number(person.cell(competency).dataset.k));
      const gap = rating === null ? null : wanted - rating;
      row.querySelectorAll(".mean").forEach((cell, i) => {
        const value = [wanted, rating, gap][i];
        put(cell, value === null ? "" : fixed(value));
      });
      put(row.querySelector(".close"), marked("~"));
      put(row.querySelector(".low"), marked("!"));
      ranked.push([-asked.filter((person) => person.of.c[competency] === "h").length, -(gap || 0), competency, row]);
    });
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    body.append(...ranked.map((entry) => entry[3]));
  };
  const levels = (some) => document.querySelectorAll("#level-counts [data-bar]").forEach((row) => {
    const cells = [...row.querySelectorAll(".n")];
    const numbers = cells.map((_, i) => some.filter((person) => person.of.l[row.dataset.bar] === String(i)).length);
    cells.forEach((cell, i) => {
      cell.textContent = shown(numbers[i]);
      cell.className = `right n t${Math.ceil(4 * numbers[i] / Math.max(sum(numbers), 1))}`;
    });
  });
  const percent = (share) => `${Math.min(Math.floor(share * 100 + 0.5), share < 1 ? 99 : 100)}%`;
  const cards = (some) => {
    const set = (card, value, note = "") => {
      const parts = document.querySelectorAll(`[data-card="${card}"] dd`);
      if (parts.length) [parts[0].textContent, parts[1].textContent] = [value, note];
    };
    set("people", shown(some.length));
    ["ready", "near"].forEach((verdict, i) => {
      const n = some.filter((person) => person.of.v === String(i)).length;
      set(verdict, shown(n), some.length ? percent(n / some.length) : "");
    });
    const worst = document.querySelector("#gap-counts [data-bar]"), competency = worst.dataset.bar;
    const status = (letters) => some.filter((person) => letters.includes(person.of.c[competency])).length;
    const short = status("h");
    set("need", short ? worst.cells[0].textContent : "–",
      short ? say(phrases.short, { short: shown(short), assessed: shown(status("smh")) }) : phrases.met);
    const known = some.filter((person) => sure > 0 && Number(person.of.v) < 3 && person.row.cells[sure].dataset.k);
    const clear = known.filter((person) => person.row.cells[sure].dataset.k === "1").length;
    set("clear", say(phrases.of, { n: shown(clear), of: shown(known.length) }));
  };

  // The map: points of those shown, counted field by field.
  const points = [...document.querySelectorAll("#points a")];
  const place = () => {
    points.forEach((point) => { point.hidden = people[Number(point.hash.slice(2))].row.hidden; });
    document.querySelectorAll("#points td").forEach((field) => {
      const count = field.querySelector(".n"), left = (tone) => field.querySelectorAll(`a${tone}:not([hidden])`).length;
      if (count) count.textContent = left("") || "";
      field.querySelectorAll("details").forEach((folded) => { folded.hidden = !left(""); });
      field.querySelectorAll(".times").forEach((times) => {
        times.hidden = !left(`.${times.dataset.tone}`);
        times.lastChild.textContent = left(`.${times.dataset.tone}`);
      });
    });
  };

  const filter = () => {
    const { group, ...asked } = Object.fromEntries(new FormData(form)), text = asked.text.trim().toLowerCase();
    const is = (person, name) => !asked[name] || person.of[columnOf[name]] === asked[name];
    people.forEach((person) => {
      person.row.hidden = !(Object.keys(columnOf).every((name) => is(person, name))
        && (!asked.status || person.of.s.includes(asked.status)) && (!text || person.text.includes(text)));
    });
    const some = people.filter((person) => !person.row.hidden), isFiltered = Object.values(asked).some(Boolean);
    restore();
    document.querySelectorAll(".whole").forEach((note) => { note.hidden = !isFiltered; });
    if (isFiltered) [bars, gaps, levels, cards].forEach((update) => update(some));
    place();
    // Laying out a table anew takes longest, and only heads of groups need it.
    if (grouping() || table.tBodies.length > 1) arrange();
    document.getElementById("chosen").textContent = [...form.elements].filter((of) => of.value && of.name in asked)
      .map((of) => of.selectedOptions ? of.selectedOptions[0].textContent : of.value).join(" · ");
    document.getElementById("shown").textContent =
      say(isFiltered ? phrases.shown : phrases.everybody, { shown: shown(some.length), all: shown(people.length) });
  };
  ["input", "change"].forEach((event) => form.addEventListener(event, filter));
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  if (form.elements.group) {
    form.elements.group.addEventListener("change", arrange);
    document.getElementById("grouping").hidden = false;
  }
  form.hidden = false;
  form.reset();
  filter();
})();

"use strict";
/* Sorts and filters the table of actors, and shows the statements behind each row.
   Data reach the page through textContent only, never as markup. */

const PAGE = 20;
const FEW = 5;
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const data = JSON.parse(document.getElementById("data").textContent);
const { sentences, statements } = data;
const everyStatement = statements.sentence.map((_, i) => i);

const searchTexts = [];
const { compare: compareWords } = new Intl.Collator("en", { numeric: true });

document.documentElement.classList.add("js");
const table = document.getElementById("actor-table");
if (table) {
  followTable(table);
}
mountStatements(document.getElementById("all-statements"), everyStatement);
prepareSearch(0);

/* ---- elements ---- */

function element(name, { text, className, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function counted(n, one) {
  return `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;
}

/* ---- the table: sort, filter, open ---- */

function followTable(table) {
  const filters = ["actor-name", "actor-target", "actor-least"].map((id) => document.getElementById(id));
  for (const control of filters) control?.addEventListener("input", () => filterRows(table));
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button.sort");
    if (button) sortRows(table, button.closest("th"));
  });
  table.addEventListener("click", (event) => {
    const button = event.target.closest("button.open");
    if (button) toggleEvidence(button);
  });
  filterRows(table); // a browser that comes back to the page keeps what was typed
}

function standingsOf(body) {
  return [...body.rows].filter((row) => row.classList.contains("standing"));
}

function filterRows(table) {
  const target = document.getElementById("actor-target")?.value;
  const name = folded(document.getElementById("actor-name")?.value ?? "");
  const least = Number(document.getElementById("actor-least").value) || 1;
  for (const body of table.tBodies) {
    body.hidden = target !== undefined && body.dataset.target !== target;
    if (!body.hidden) filterBody(body, name, least);
  }
}

function filterBody(body, name, least) {
  const rows = standingsOf(body);
  for (const row of rows) {
    row.hidden = valueOf(row, indexOf("n")) < least || !folded(row.cells[0].textContent).includes(name);
    const evidence = evidenceBelow(row);
    if (evidence) evidence.hidden = row.hidden;
  }
  const named = rows.filter((row) => !row.classList.contains("apart"));
  announce(named.filter((row) => !row.hidden).length, named.length, rows.every((row) => row.hidden));
}

function announce(shown, all, none) {
  const what = document.getElementById("actor-name") ? "actor" : "target";
  const text = shown === all ? counted(all, what) : `${shown} of ${counted(all, what)}`;
  document.getElementById("actor-count").textContent = text;
  document.getElementById("actor-none").hidden = !none;
}

function folded(text) {
  return text.trim().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

function indexOf(key) {
  return table.tHead.querySelector(`button[data-key="${key}"]`).closest("th").cellIndex;
}

function valueOf(row, column) {
  const { value } = row.cells[column].dataset;
  return value === undefined ? null : Number(value);
}

function sortRows(table, header) {
  const down = header.getAttribute("aria-sort") !== "descending";
  const first = !header.hasAttribute("aria-sort");
  const words = ["name", "note"].includes(header.firstChild.dataset.key);
  const descending = first ? !words : down;
  for (const other of table.tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = words ? wordsOf : valueOf;
  for (const body of table.tBodies) {
    const keyed = standingsOf(body).map((row) => ({
      rows: [row, evidenceBelow(row)].filter(Boolean),
      key: key(row, header.cellIndex),
      apart: row.classList.contains("apart"),
    }));
    keyed.sort((a, b) => a.apart - b.apart || compareKeys(a.key, b.key, descending ? -1 : 1));
    body.replaceChildren(...keyed.flatMap(({ rows }) => rows));
  }
}

function wordsOf(row, column) {
  return row.cells[column].textContent.trim() || null;
}



function compareKeys(a, b, sign) {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1; // what is missing comes last, either way
  return sign * (typeof a === "string" ? compareWords(a, b) : a - b);
}

function evidenceBelow(row) {
  const next = row.nextElementSibling;
  return next?.classList.contains("evidence") ? next : null;
}

function toggleEvidence(button) {
  const row = button.closest("tr");
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) {
    evidenceBelow(row).remove();
    return;
  }
  const cell = element("td", { colspan: row.cells.length });
  row.after(element("tr", { className: "evidence" }, cell));
  const actor = Number(row.dataset.actor);
  mountStatements(cell, statementsOf(actor, Number(row.dataset.target)), actor);
}

function statementsOf(actor, target) {
  return everyStatement.filter(
    (i) => (actor < 0 || statements.actor[i] === actor) && (target < 0 || statements.target[i] === target),
  );
}

/* ---- a list of statements with its own filters: all of them, or those of an actor, who is then not named again ---- */

function mountStatements(place, all, actor = null) {
  place.append(document.getElementById("statement-view").content.cloneNode(true));
  const controls = place.querySelector(".controls");
  controls.hidden = actor !== null && all.length <= FEW;
  const view = {
    all,
    actor,
    controls: [...controls.querySelectorAll("input, select")],
    status: place.querySelector(".status"),
    list: place.querySelector(".list"),
    more: place.querySelector(".more"),
  };
  view.more.addEventListener("click", () => showMore(view, true));
  controls.addEventListener("input", () => filterStatements(view));
  filterStatements(view);
}

function filterStatements(view) {
  const tests = view.controls.map(testOf).filter(Boolean);
  view.found = tests.length ? view.all.filter((i) => tests.every((test) => test(i))) : view.all;
  view.list.replaceChildren();
  const { length } = view.found;
  const all = view.all.length;
  view.status.textContent =
    length === all ? counted(all, "statement") : `${length.toLocaleString("en")} of ${counted(all, "statement")}`;
  showMore(view, false);
}

function testOf(control) {
  if (control.type === "checkbox") return control.checked && differs;
  if (!control.value.trim()) return null;
  if (control.type === "search") return searchFor(control.value);
  const column = statements[control.name];
  const wanted = Number(control.value);
  return (i) => column[i] === wanted;
}

function differs(i) {
  return statements.gold[i] >= 0 && statements.gold[i] !== statements.predicted[i];
}

function searchFor(text) {
  const words = folded(text).split(/\s+/);
  return (i) => words.every((word) => searchable(i).includes(word));
}

/* Fold the texts while nobody waits for them, a few at a time. */
function prepareSearch(from) {
  const until = Math.min(from + 500, everyStatement.length);
  for (let i = from; i < until; i += 1) searchable(i);
  if (until < everyStatement.length) setTimeout(prepareSearch, 20, until);
}

function searchable(i) {
  if (searchTexts[i] === undefined) {
    const sentence = statements.sentence[i];
    const document = data.documents[sentences.document[sentence]] ?? "";
    searchTexts[i] = folded(`${sentences.text[sentence]}\n${data.actors[statements.actor[i]]}\n${document}`);
  }
  return searchTexts[i];
}

function showMore(view, moveFocus) {
  const from = view.list.children.length;
  const items = view.found.slice(from, from + PAGE).map((i) => statementItem(i, view.actor));
  view.list.append(...items);
  const left = view.found.length - from - items.length;
  view.more.hidden = left <= 0;
  view.more.textContent = `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`;
  if (moveFocus && items.length) {
    items[0].tabIndex = -1; // the button moved on: whoever reads by keyboard goes on at the first new statement
    items[0].focus();
  }
}

/* ---- one statement ---- */

function statementItem(i, knownActor) {
  const item = element("li", { className: differs(i) ? "statement wrong" : "statement" });
  item.append(inContext(i), facts(i, knownActor));
  return item;
}

function inContext(i) {
  const sentence = statements.sentence[i];
  const context = element("p", { className: "context", dir: RIGHT_TO_LEFT.test(sentences.text[sentence]) ? "rtl" : "ltr" });
  if (sentences.follows[sentence]) {
    context.append(element("bdi", { className: "aside", text: sentences.text[sentence - 1] }), " ");
  }
  context.append(element("bdi", { className: "sentence" }, ...marked(sentences.text[sentence], statements.marks[i])));
  if (sentences.follows[sentence + 1]) {
    context.append(" ", element("bdi", { className: "aside", text: sentences.text[sentence + 1] }));
  }
  return context;
}

/* Offsets count characters, of which JavaScript's strings split some in two: cut an array of them instead. */
function marked(text, marks = []) {
  const letters = Array.from(text);
  const parts = [];
  let done = 0;
  for (const [name, start, end] of marks) {
    if (start < done) continue;
    parts.push(letters.slice(done, start).join(""));
    parts.push(element(name === "cue" ? "mark" : "u", { text: letters.slice(start, end).join(""), title: name }));
    done = end;
  }
  return [...parts, letters.slice(done).join("")];
}

function facts(i, knownActor) {
  const sentence = statements.sentence[i];
  const [gold, predicted, chance] = [statements.gold[i], statements.predicted[i], statements.chance[i]];
  const line = element("p", { className: "facts" });
  if (gold >= 0) line.append(fact("gold", chip(gold)));
  line.append(fact("predicted", chip(predicted), chance >= 0 ? ` ${(chance / 100).toFixed(2)}` : ""));
  if (differs(i)) line.append(element("strong", { className: "differs", text: "differs" }));
  const actor = statements.actor[i];
  if (actor !== knownActor && actor !== data.nobody) line.append(fact("actor", element("bdi", { text: data.actors[actor] })));
  if (data.targets.length > 1) line.append(fact("target", element("bdi", { text: data.targets[statements.target[i]] })));
  if (statements.kind[i] >= 0) line.append(fact("kind", data.kinds[statements.kind[i]]));
  if (sentences.document[sentence] >= 0) {
    const number = sentences.number[sentence];
    const place = number >= 0 ? `, sentence ${number + 1}` : "";
    line.append(fact("document", element("bdi", { text: data.documents[sentences.document[sentence]] }), place));
  }
  return line;
}

function fact(name, ...children) {
  return element("span", { className: "fact" }, element("span", { className: "key", text: name }), " ", ...children);
}

function chip(stance) {
  const name = data.stances[stance] ?? "unknown";
  return element("span", { className: `chip ${name}`, text: name });
}

/**
 * The four ways to see an answer: table, network, pivot, raw. Each returns the elements that stand for it.
 *
 * @typedef {import("./workbench-answer.js").Answer} Answer
 * @typedef {import("./workbench-answer.js").Cell} Cell
 * @typedef {import("./workbench-labels.js").Labels} Labels
 * @typedef {{show: string, sort: string, page: number, row: string, column: string, value: string}} State
 * @typedef {{answer: Answer, labels: Labels, state: State, change: (changed: Partial<State>, focus: string) => void,
 *   network: string, notDrawn: string[], mostThings: number}} View
 */

import { irisIn } from "./workbench-labels.js";

const ROWS_PER_PAGE = 100;
const LONG = 60; // characters: such a text gets a wider column
const ENGLISH = /^en(?:-|$)/i; // the page is English: only other languages are told
const LEAST_S = 0.01; // that are told
const MOST_NAMES = 100; // down the side of a pivot, and across
const MOST_VALUES = 5; // in one of its cells
export const COUNT = ""; // no variable has that name

/**
 * Make an element.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {string} id how it is found again when the view is drawn anew
 * @param {() => void} action
 */
function button(text, id, action) {
  const made = make("button", { type: "button", id }, text);
  made.addEventListener("click", action);
  return made;
}

/**
 * @param {string} label
 * @param {...Node} children
 */
function region(label, ...children) {
  return make("div", { class: "results", role: "region", "aria-label": label, tabindex: "0" }, ...children);
}

/** @param {number} number */
export const counted = (number) => number.toLocaleString("en-US");

// --- table ----------------------------------------------------------------------------------

/**
 * Return the number that a cell holds, or NaN.
 *
 * @param {Cell} cell
 */
export const numberIn = (cell) => (cell?.datatype && cell.value.trim() ? Number(cell.value) : NaN);

/**
 * Return rows in the order of a column: numbers by size, before texts; what is unbound comes last, either way.
 *
 * @param {Cell[][]} rows
 * @param {number} place of the column
 * @param {boolean} isDown
 * @param {Labels} labels
 */
export function sortRows(rows, place, isDown, labels) {
  const keyed = rows.map((row) => ({ row, cell: row[place], number: numberIn(row[place]), words: labels.words(row[place]).toLowerCase() }));
  const way = isDown ? -1 : 1;
  keyed.sort((one, other) => {
    if (one.cell === null || other.cell === null) return Number(one.cell === null) - Number(other.cell === null);
    const [isText, isOtherText] = [Number.isNaN(one.number), Number.isNaN(other.number)];
    if (isText !== isOtherText) return way * (Number(isText) - Number(isOtherText));
    if (!isText) return way * (one.number - other.number);
    return way * (one.words < other.words ? -1 : Number(one.words > other.words));
  });
  return keyed.map((one) => one.row);
}

/**
 * @param {Cell} cell
 * @param {Labels} labels
 */
function drawCell(cell, labels) {
  const made = make("td");
  if (cell === null) return made;
  const path = cell.type === "uri" ? labels.path(cell.value) : "";
  made.append(path ? make("a", { href: path, title: cell.value }, labels.words(cell)) : labels.words(cell));
  const language = cell["xml:lang"] ?? "";
  if (language && !ENGLISH.test(language)) made.append(" ", make("span", { class: "quiet" }, `@${language}`));
  if (!Number.isNaN(numberIn(cell))) made.className = "number";
  else if (!path && cell.value.length > LONG) made.className = "long";
  return made;
}

/** @param {View} view */
async function drawTable({ answer, labels, state, change }) {
  const [name, isDown] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
  const place = answer.variables.indexOf(name);
  if (place >= 0) await labels.fetch(irisIn(answer.rows.map((row) => [row[place]])));
  const rows = place >= 0 ? sortRows(answer.rows, place, isDown, labels) : answer.rows;
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const page = Math.min(Math.max(1, state.page), pages);
  const shown = rows.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE);
  await labels.fetch(irisIn(shown));
  const heads = answer.variables.map((variable, index) => {
    const isSorted = index === place;
    const id = `sort-${index}`;
    const press = button(variable, id, () => change({ sort: isSorted && !isDown ? `-${variable}` : variable, page: 1 }, id));
    press.className = "sort";
    const isNumber = shown.some((row) => !Number.isNaN(numberIn(row[index])));
    return make("th", { scope: "col", ...(isNumber ? { class: "number" } : {}), ...(isSorted ? { "aria-sort": isDown ? "descending" : "ascending" } : {}) }, press);
  });
  const body = shown.map((row) => make("tr", {}, ...row.map((cell) => drawCell(cell, labels))));
  const first = (page - 1) * ROWS_PER_PAGE + 1;
  const caption = `Rows ${counted(first)} to ${counted(first + shown.length - 1)} of ${counted(rows.length)}${answer.cut ? " shown first" : ""}`;
  const table = make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
  const drawn = [region("Rows of the answer", table)];
  if (pages > 1) {
    const [previous, next] = [
      button("Previous rows", "previous", () => change({ page: page - 1 }, "previous")),
      button("Next rows", "next", () => change({ page: page + 1 }, "next")),
    ];
    previous.disabled = page === 1;
    next.disabled = page === pages;
    drawn.push(make("div", { class: "pages" }, previous, make("span", {}, `Page ${page} of ${pages}`), next));
  }
  return drawn;
}

// --- network --------------------------------------------------------------------------------

/**
 * Return the things in an answer that a picture can show, each once: no words of vocabularies, no claims.
 *
 * @param {Answer} answer
 * @param {string[]} notDrawn namespaces of what is no thing
 */
export function thingsIn(answer, notDrawn) {
  const rows = answer.form === "triples" ? answer.rows.map((row) => [row[0], row[2]]) : answer.rows;
  return irisIn(rows).filter((iri) => !notDrawn.some((namespace) => iri.startsWith(namespace)));
}

/** @param {View} view */
function drawNetwork({ answer, labels, network, notDrawn, mostThings }) {
  const things = thingsIn(answer, notDrawn);
  if (things.length === 0) {
    return [make("p", {}, "The answer names no things, so there is no picture of it. Words of vocabularies, claims and statements are not drawn as things.")];
  }
  const more = things.length > mostThings;
  const told = `The answer names ${things.length === 1 ? "one thing" : `${counted(things.length)} things`}.`;
  const why = more ? ` A picture of more than ${mostThings} cannot be read, so it begins with the first ${mostThings}.` : "";
  const address = `${network}?${new URLSearchParams(things.slice(0, mostThings).map((iri) => ["thing", labels.short(iri)]))}`;
  const what = things.length === 1 ? "it" : more ? `the first ${mostThings}` : "them";
  return [make("p", {}, told + why), make("p", {}, make("a", { href: address }, `Show ${what} as a network`))];
}

// --- pivot ----------------------------------------------------------------------------------

/**
 * Return the pivot of an answer: one column down the side, one across, and what stands where they meet.
 *
 * @param {Answer} answer
 * @param {{row: string, column: string, value: string}} chosen
 * @param {(cell: Cell) => string} words
 */
export function pivotOf(answer, chosen, words) {
  const known = answer.variables;
  const row = known.includes(chosen.row) ? chosen.row : known[0];
  const others = known.filter((name) => name !== row);
  const column = others.includes(chosen.column) ? chosen.column : others[0];
  const value = known.includes(chosen.value) ? chosen.value : COUNT;
  const [down, across, place] = [row, column, value].map((name) => known.indexOf(name));
  /** @type {Map<string, Map<string, Cell[][]>>} */ const met = new Map();
  const names = new Set();
  let left = 0;
  for (const one of answer.rows) {
    if (one[down] === null || one[across] === null) {
      left += 1;
      continue;
    }
    const [side, top] = [words(one[down]), words(one[across])];
    const cells = met.get(side) ?? new Map();
    names.add(top);
    met.set(side, cells);
    cells.set(top, [...(cells.get(top) ?? []), one]);
  }
  /** @param {Iterable<string>} texts */
  const sorted = (texts) => [...texts].sort((one, other) => one.toLowerCase().localeCompare(other.toLowerCase(), "en"));
  const [sides, tops] = [sorted(met.keys()), sorted(names)];
  const columns = tops.slice(0, MOST_NAMES);
  /** @param {Cell[][] | undefined} rows */
  const shown = (rows) => {
    if (!rows) return "";
    if (place < 0) return counted(rows.length);
    const values = sorted(new Set(rows.filter((one) => one[place] !== null).map((one) => words(one[place]))));
    return values.slice(0, MOST_VALUES).join("; ") + (values.length > MOST_VALUES ? ` and ${counted(values.length - MOST_VALUES)} more` : "");
  };
  const rows = sides.slice(0, MOST_NAMES).map((side) => ({ name: side, cells: columns.map((top) => shown(met.get(side)?.get(top))) }));
  const all = rows.flatMap((one) => one.cells);
  const bare = all.filter((cell) => cell === "").length;
  const told = [`${bare ? counted(bare) : "None"} of ${counted(all.length)} cells ${bare === 1 ? "is" : "are"} empty.`];
  for (const [side, name] of /** @type {[string[], string][]} */ ([[sides, row], [tops, column]])) {
    if (side.length > MOST_NAMES) told.push(`${MOST_NAMES} of ${counted(side.length)} values of ?${name} shown.`);
  }
  if (left) told.push(`${left === 1 ? "One row" : `${counted(left)} rows`} without ?${row} or ?${column} ${left === 1 ? "is" : "are"} left out.`);
  return { row, column, value, columns, rows, summary: told.join(" ") };
}

const empty = () =>
  make("td", { class: "empty" }, make("span", { "aria-hidden": "true" }, "–"), make("span", { class: "visually-hidden" }, "none"));

/** @param {View} view */
async function drawPivot({ answer, labels, state, change }) {
  if (answer.variables.length < 2) return [make("p", {}, "A pivot needs two columns at least; this answer has one.")];
  await labels.fetch(irisIn(answer.rows));
  const pivot = pivotOf(answer, state, (cell) => labels.words(cell));
  /** @param {"row" | "column" | "value"} name @param {string} words */
  const field = (name, words) => {
    const id = `pivot-${name}`;
    const select = make("select", { id });
    if (name === "value") select.append(make("option", { value: COUNT }, "How many rows"));
    for (const variable of answer.variables) select.append(make("option", { value: variable }, variable));
    select.value = pivot[name];
    select.addEventListener("change", () => change({ [name]: select.value }, id));
    return make("div", { class: "field" }, make("label", { for: id }, words), select);
  };
  const heads = [pivot.row, ...pivot.columns].map((name) => make("th", { scope: "col" }, name));
  const body = pivot.rows.map(({ name, cells }) =>
    make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => (cell ? make("td", {}, cell) : empty()))),
  );
  const table = make("table", { class: "pivot" }, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...body));
  return [
    make("div", { class: "controls" }, field("row", "Down the side"), field("column", "Across"), field("value", "In the cells")),
    make("p", { class: "status", role: "status" }, pivot.summary),
    region("Pivot", table),
  ];
}

// --- all ------------------------------------------------------------------------------------

/** @param {View} view */
function drawRaw({ answer }) {
  return [region("The answer as it was sent", make("pre", {}, answer.raw))];
}

/** @type {Record<string, (view: View) => Node[] | Promise<Node[]>>} */
const VIEWS = { table: drawTable, network: drawNetwork, pivot: drawPivot, raw: drawRaw };

/**
 * Return the elements that show an answer in the way that is chosen.
 *
 * @param {View} view
 */
export async function draw(view) {
  if (view.answer.rows.length === 0) return view.state.show === "raw" ? drawRaw(view) : [];
  return (VIEWS[view.state.show] ?? drawTable)(view);
}

/**
 * Return what is said of an answer: how many rows, in how many seconds.
 *
 * @param {Answer} answer
 */
export function said(answer) {
  const seconds = answer.seconds >= LEAST_S ? `${answer.seconds.toFixed(2)} seconds.` : `Less than ${LEAST_S} seconds.`;
  const silent = "That says nothing of what is not in it.";
  if (answer.truth !== null) return `${answer.truth ? "Yes: this graph holds a match." : `No: nothing in this graph matches. ${silent}`} ${seconds}`;
  const number = answer.rows.length;
  if (number === 0) return `No ${answer.form}: nothing in this graph matches. ${silent} ${seconds}`;
  if (answer.cut) return `The first ${counted(number)} ${answer.form}; there are more, and downloads have them. ${seconds}`;
  return `${number === 1 ? `One ${answer.form.slice(0, -1)}` : `${counted(number)} ${answer.form}`}. ${seconds}`;
}

/**
 * The workbench, brought to life: queries are sent without leaving the page, and can be stopped; answers can be sorted and
 * arranged; the address always is that of what stands here. Without this file the page is a form that the server answers.
 *
 * @typedef {import("./workbench-answer.js").Answer} Answer
 * @typedef {import("./workbench-answer.js").Fault} Fault
 * @typedef {import("./workbench-editor.js").Editor} Editor
 * @typedef {import("./workbench-views.js").State} State
 * @typedef {{page: string, endpoint: string, terms: string, labels: string, network: string, editor: string,
 *   prefixes: Record<string, string>, notDrawn: string[], mostRows: number, mostThings: number, mostLabels: number,
 *   longestLink: number, formats: Record<string, string[]>, answer: Answer | null, fault: Fault | null,
 *   named: Record<string, {label: string, path: string}>}} Settings
 */

import { ask, FaultError } from "./workbench-answer.js";
import { openEditor } from "./workbench-editor.js";
import { Labels } from "./workbench-labels.js";
import { drawPast, remember } from "./workbench-past.js";
import { draw, make, said } from "./workbench-views.js";

const PLAIN = "equigraph.plain-field";
const TOO_LONG = 504; // status: the page was not waited for
const TOO_LONG_TO_SHARE = "The query is too long for an address, so this page cannot be shared as a link.";
const QUIET_MS = 900; // an error is read out when nobody types any more

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const control = (id) => /** @type {HTMLButtonElement} */ (part(id));

const settings = /** @type {Settings} */ (JSON.parse(part("settings").textContent ?? "{}"));
const field = /** @type {HTMLTextAreaElement} */ (part("query"));
const plain = /** @type {HTMLInputElement} */ (part("plain"));
const labels = new Labels(settings.labels, settings.mostLabels, settings.named, settings.prefixes);
/** @type {Editor | null} */ let editor = null;
/** @type {Answer | null} */ let answer = settings.answer;
/** @type {AbortController | null} */ let running = null;
/** @type {import("./workbench-editor.js").Terms | null} */ let terms = null;
let asked = settings.answer || settings.fault ? field.value : "";
let state = stateOf(new URLSearchParams(location.search));
let syntaxTimer = 0;

// --- the address ----------------------------------------------------------------------------

/**
 * @param {URLSearchParams} query
 * @returns {State}
 */
function stateOf(query) {
  const [show, sort, row, column, value] = ["show", "sort", "row", "column", "value"].map((name) => query.get(name) ?? "");
  return { show: show || "table", sort, page: Number(query.get("page")) || 1, row, column, value };
}

/**
 * Return the address of the page with a query, and with how its answer is seen.
 *
 * @param {string} query
 * @param {State} seen
 */
function addressOf(query, seen) {
  const parts = Object.entries(seen).filter(([name, value]) => value && !(name === "show" && value === "table") && !(name === "page" && value === 1));
  return `${settings.page}?${new URLSearchParams([["query", query], ...parts.map(([name, value]) => [name, String(value)])])}`;
}

/** @param {string} query */
const isLong = (query) => addressOf(query, state).length > settings.longestLink;

// --- the answer -----------------------------------------------------------------------------

/** @param {string} words */
function say(words) {
  part("said").textContent = words;
}

/** @param {Fault} fault */
function showFault(fault) {
  const [told, ...place] = fault.error.split("\n");
  const sentence = told.charAt(0).toUpperCase() + told.slice(1);
  /** @type {HTMLElement[]} */
  const shown = [make("p", { class: "told" }, /[.?]$/.test(sentence) ? sentence : `${sentence}.`)];
  if (place.length) shown.push(make("pre", { class: "place" }, place.join("\n")));
  if (fault.hint) shown.push(make("p", {}, fault.hint));
  part("fault").replaceChildren(...shown);
  if (fault.line && editor) editor.mark(fault.line, told);
}

/** @param {string} [focus] the id of what has the focus afterwards */
async function show(focus = "") {
  part("shows").hidden = !answer || answer.rows.length === 0;
  for (const link of part("shows").querySelectorAll("a")) {
    const name = link.dataset.show ?? "";
    link.href = addressOf(asked, { ...state, show: name });
    if (name === state.show) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  part("downloads").hidden = !answer;
  if (!answer) return part("shown").replaceChildren();
  offerDownloads(answer);
  const { network, notDrawn, mostThings } = settings;
  const drawn = await draw({ answer, labels, state, change, network, notDrawn, mostThings });
  part("shown").replaceChildren(...drawn);
  if (focus) document.getElementById(focus)?.focus();
}

/** @param {Answer} of */
function offerDownloads(of) {
  const [formats, isForm] = [settings.formats[of.form], isLong(asked)];
  const list = /** @type {HTMLElement} */ (part("downloads").querySelector("ul"));
  const form = /** @type {HTMLFormElement} */ (part("downloads").querySelector("form"));
  const links = formats.map((format) => {
    const address = `${settings.endpoint}?${new URLSearchParams({ query: asked, format })}`;
    return make("li", {}, make("a", { href: address, download: `answer.${format}` }, format));
  });
  const buttons = formats.map((format) => make("button", { name: "format", value: format }, format));
  list.hidden = isForm;
  form.hidden = !isForm;
  list.replaceChildren(...(isForm ? [] : links));
  form.replaceChildren(make("input", { type: "hidden", name: "query", value: asked }), ...buttons);
}

/** @param {Partial<State>} changed @param {string} focus */
function change(changed, focus) {
  state = { ...state, ...changed };
  if (!isLong(asked)) history.replaceState(null, "", addressOf(asked, state));
  return show(focus);
}

// --- running --------------------------------------------------------------------------------

/** @param {boolean} isRunning */
function setRunning(isRunning) {
  control("stop").disabled = !isRunning;
  part("answer").setAttribute("aria-busy", String(isRunning));
}

/** @param {string} query @param {{isNew: boolean}} how `isNew` makes an entry of the browser's history */
async function run(query, { isNew }) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const begun = performance.now();
  [asked, answer] = [query, null];
  part("fault").replaceChildren();
  await show();
  setRunning(true);
  say("Running …");
  if (isNew) {
    state = { ...state, sort: "", page: 1 };
    if (!isLong(query)) history.pushState(null, "", addressOf(query, state));
    remember(query);
    listPast();
  }
  try {
    const found = await ask(settings.endpoint, query, settings.mostRows, mine.signal);
    if (running !== mine) return;
    answer = found;
    say(said(found) + (isLong(query) ? ` ${TOO_LONG_TO_SHARE}` : ""));
    await show();
  } catch (error) {
    if (running !== mine) return;
    if (mine.signal.aborted) say(`Stopped after ${((performance.now() - begun) / 1000).toFixed(1)} seconds; there is no answer.`);
    else {
      say("The query was not answered.");
      const hint = "Is the program still running?";
      showFault(error instanceof FaultError ? error.fault : { status: 0, error: "The answer broke off, or the server cannot be reached", hint });
    }
  } finally {
    if (running === mine) {
      running = null;
      setRunning(false);
    }
  }
}

function runField() {
  const query = editor ? editor.get() : field.value;
  if (query.trim()) run(query, { isNew: true });
  else say("There is no query to run.");
}

// --- the field ------------------------------------------------------------------------------

/** @param {string} query */
function put(query) {
  field.value = query;
  editor?.set(query);
}

/** @param {{line: number, words: string} | null} problem */
function changed(problem) {
  window.clearTimeout(syntaxTimer);
  const words = problem ? `Line ${problem.line}: ${problem.words}.` : "";
  if (!words) part("syntax").textContent = "";
  else syntaxTimer = window.setTimeout(() => (part("syntax").textContent = words), QUIET_MS);
}

async function setEditor() {
  const label = /** @type {HTMLLabelElement} */ (part("query-label"));
  if (plain.checked) {
    editor?.remove();
    editor = null;
    part("syntax").textContent = "";
  } else {
    try {
      const { Yasqe } = await import(settings.editor);
      part("editor").hidden = false; // it measures itself
      editor = openEditor(Yasqe, part("editor"), field, { prefixes: settings.prefixes, run: runField, changed });
      if (terms) editor.offer(terms);
    } catch (error) {
      console.warn("The plain field stays: the editor is not there.", error);
    }
  }
  field.hidden = editor !== null;
  part("editor").hidden = editor === null;
  label.htmlFor = editor ? editor.input.id : field.id;
}

/** Fetch the words that can be completed; a large graph takes a while to tell them, and nothing waits for it. */
async function loadTerms() {
  try {
    const response = await fetch(settings.terms);
    if (response.ok) terms = await response.json();
    if (terms) editor?.offer(terms);
  } catch {
    // one types the words in full
  }
}

function listPast() {
  drawPast(part("past"), control("forget"), (query) => {
    put(query);
    (editor ?? field).focus();
  });
}

/** @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

// --- start ----------------------------------------------------------------------------------

part("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  runField();
});
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  runField();
});
control("stop").addEventListener("click", () => {
  running?.abort();
  control("run").focus(); // it cannot stay on a button that can no longer be pressed
});
control("copy").addEventListener("click", async () => {
  const query = editor ? editor.get() : field.value;
  if (isLong(query)) return say(TOO_LONG_TO_SHARE);
  const address = new URL(addressOf(query, state), location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    say("The link is copied: whoever opens it sees this query and its answer.");
  } catch {
    say(`Copying was refused by the browser. The link is ${address}`);
  }
});
part("shows").addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  change({ show: link.dataset.show ?? "table" }, "");
});
plain.addEventListener("change", async () => {
  try {
    localStorage.setItem(PLAIN, plain.checked ? "yes" : "");
  } catch {
    // it is forgotten when the page is left
  }
  await setEditor();
});
window.addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search);
  const text = query.get("query") ?? "";
  state = stateOf(query);
  if (text) {
    put(text);
    run(text, { isNew: false });
  } else location.reload();
});

plain.checked = kept(PLAIN) === "yes";
listPast();
await setEditor();
loadTerms();
// The page itself is not waited for as long as a query may take, so that it can be stopped here.
if (settings.fault?.status === TOO_LONG) run(asked, { isNew: false });
else if (settings.fault) showFault(settings.fault);
if (answer) await show();
performance.mark("equigraph-live");

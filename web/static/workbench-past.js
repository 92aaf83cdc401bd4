/**
 * The queries that were run here: kept by this browser alone, the last first, each once.
 *
 * @typedef {{query: string, at: string}} Past
 */

import { make } from "./workbench-views.js";

const KEY = "equigraph.queries";
const MOST = 50;

/** @returns {Past[]} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.query === "string" && typeof one?.at === "string") : [];
  } catch {
    return []; // storage is refused, or another wrote it
  }
}

/** @param {Past[]} all */
function write(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // refused or full: the page works without
  }
}

/**
 * Remember a query.
 *
 * @param {string} query
 */
export function remember(query) {
  const rest = read().filter((one) => one.query !== query);
  write([{ query, at: new Date().toISOString() }, ...rest].slice(0, MOST));
}

/**
 * Draw the list of queries.
 *
 * @param {HTMLElement} list
 * @param {HTMLButtonElement} forget
 * @param {(query: string) => void} reuse
 */
export function drawPast(list, forget, reuse) {
  const all = read();
  const items = all.map(({ query, at }, place) => {
    const [use, remove] = ["Use", "Delete"].map((words) => make("button", { type: "button", "aria-describedby": `past-${place}` }, words));
    use.addEventListener("click", () => reuse(query));
    remove.addEventListener("click", () => {
      write(read().filter((one) => one.query !== query));
      drawPast(list, forget, reuse);
      const next = list.querySelectorAll("li")[Math.min(place, all.length - 2)]?.querySelectorAll("button")[1];
      (next ?? list.closest("details")?.querySelector("summary"))?.focus();
    });
    const when = make("time", { datetime: at, class: "quiet" }, new Date(at).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" }));
    const text = make("div", {}, when, make("pre", { id: `past-${place}` }, query));
    return make("li", {}, text, make("div", { class: "actions" }, use, remove));
  });
  list.replaceChildren(...items);
  forget.hidden = all.length === 0;
  forget.onclick = () => {
    write([]);
    drawPast(list, forget, reuse);
    list.closest("details")?.querySelector("summary")?.focus();
  };
  const summary = list.closest("details")?.querySelector("summary");
  if (summary) summary.textContent = `Queries you ran (${all.length})`;
}

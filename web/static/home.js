/**
 * The counts of the first page, where they were not known yet when it was sent.
 *
 * @typedef {{is_counted: boolean, questions: Record<string, {rows: number | null, about: string}>, kinds: Record<string, number | null>}} Counts
 */

const EVERY_MS = 1000;
const MOST_TRIES = 90;

/** @param {number} number @param {string} one @param {string} many */
const countOf = (number, one, many) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;

/** @param {Counts} counts */
function show(counts) {
  for (const [name, { rows, about }] of Object.entries(counts.questions)) {
    const part = document.querySelector(`[data-rows="${CSS.escape(name)}"]`);
    const said = rows === null ? "Not counted" : countOf(rows, "row", "rows");
    if (part) part.textContent = about ? `${said} for ${about}` : said;
  }
  for (const [path, number] of Object.entries(counts.kinds)) {
    const part = document.querySelector(`[data-kind="${CSS.escape(path)}"]`);
    if (part && number !== null) part.textContent = number.toLocaleString("en-US");
  }
  const status = document.getElementById("counted");
  if (counts.is_counted && status) status.textContent = "All questions are counted.";
}

/** @param {string} address @param {number} tries */
async function ask(address, tries) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  /** @type {Counts} */ const counts = await answer.json();
  show(counts);
  if (!counts.is_counted && tries > 1) setTimeout(() => ask(address, tries - 1), EVERY_MS);
}

const address = document.querySelector("[data-counts]")?.getAttribute("data-counts");
if (address) ask(address, MOST_TRIES);

/**
 * The live part of a gap map: arrow keys through the table, a cell that opens beside it, another choice of population
 * and design.
 *
 * The page is complete without this file. It computes no grade: every choice was graded beforehand, this only exchanges
 * words and signs. Text enters the page through `textContent` alone. It stands behind `cards.js` in one module.
 *
 * @typedef {[kind: string, verdict: string, token: string, sources: string, howSure: string, step: number, says: string,
 *   reason: string, quality: string, counts: Record<string, number>]} Grade
 * @typedef {{says: string, cells?: Record<string, number[]>, rows?: Record<string, number[]>,
 *   columns?: Record<string, number[]>, total?: number[]}} State `cells` hold places of grades: of the claims, of those
 *   about all students, of those like the profile; then how many are unlike it and of how many that cannot be told
 * @typedef {{grades: Grade[], states: Record<string, State>, empty: number, cells: number, words: string[], people: string[],
 *   claims: {own: number[], apart: number[], designs: number[]}[], kinds: Record<string, [token: string, means: string]>}} MapData
 */

const FIRST_COLUMNS = 2; // the name of the row and its total

/** @param {number} number @param {string} one @param {string} many */
const countOf = (number, one, many) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * Put text into a part, or hide it where there is none.
 *
 * @param {Element | null} part
 * @param {string} text
 */
function say(part, text) {
  if (!(part instanceof HTMLElement)) return;
  part.textContent = text;
  part.hidden = text === "";
}

/** @param {Element | null} use @param {string} id */
const draw = (use, id) => use?.setAttribute("href", `#${id}`);

/**
 * Let the arrow keys walk through the table, with one stop for the Tab key.
 *
 * @param {HTMLTableElement} table
 */
function walkTable(table) {
  table.setAttribute("role", "grid");
  const rows = () => [...table.rows].filter((row) => !row.closest("[hidden]") && !row.classList.contains("group"));
  /** @param {Element} cell its link, or the cell itself */
  const stopOf = (cell) => /** @type {HTMLElement} */ (cell.querySelector("a:not([hidden])") ?? cell);
  const open = (/** @type {HTMLTableRowElement} */ row) => [...row.cells].filter((cell) => !cell.hidden);
  /** @type {HTMLElement | null} */ let here = null;
  /** @param {Element | undefined} cell */
  const settle = (cell) => {
    if (!cell) return null;
    if (here) here.tabIndex = -1;
    here = stopOf(cell);
    here.tabIndex = 0;
    return here;
  };
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  const start = () => {
    const all = rows();
    const links = all.flatMap((row) => [...row.querySelectorAll("td:not([hidden]) > a:not([hidden])")]);
    return links[0]?.closest("td") ?? all.at(-1)?.cells[0];
  };
  settle(start());

  table.addEventListener("keydown", (event) => {
    const cell = /** @type {Element} */ (event.target).closest("td, th");
    const row = /** @type {HTMLTableRowElement | null} */ (cell?.closest("tr") ?? null);
    if (!cell || !row || event.altKey || event.metaKey) return;
    const [all, cells] = [rows(), open(row)];
    const [down, across] = [all.indexOf(row), cells.indexOf(/** @type {HTMLTableCellElement} */ (cell))];
    const far = event.ctrlKey;
    const steps = {
      ArrowRight: () => cells[far ? cells.length - 1 : across + 1],
      ArrowLeft: () => cells[far ? 0 : across - 1],
      ArrowDown: () => open(all[far ? all.length - 1 : Math.min(down + 1, all.length - 1)])[across],
      ArrowUp: () => open(all[far ? 0 : Math.max(down - 1, 0)])[across],
      Home: () => (far ? open(all[0])[0] : cells[0]),
      End: () => (far ? open(all[all.length - 1]).at(-1) : cells.at(-1)),
    };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (!step) return;
    event.preventDefault();
    const next = step();
    settle(next)?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest", inline: "nearest" }); // unlike the focus, it minds the names that stay in sight
  });
  table.addEventListener("focusin", (event) => {
    const cell = /** @type {Element} */ (event.target).closest("td, th");
    if (cell && stopOf(cell) === event.target) settle(cell);
  });
  return {
    settle,
    /** Make sure that Tab finds a cell that is still there. */
    refresh() {
      const cell = here?.closest("td, th");
      settle(!cell || cell.closest("[hidden]") ? start() : cell);
    },
  };
}

/**
 * Show one cell of the table.
 *
 * @param {HTMLTableCellElement} cell
 * @param {MapData} data
 * @param {number[] | undefined} places of its grades; nothing where no claim counts
 */
function showCell(cell, data, places) {
  const link = /** @type {HTMLElement} */ (cell.querySelector("a"));
  const [own, apart = -1, like = -1] = places ?? [];
  link.hidden = places === undefined;
  /** @type {HTMLElement} */ (cell.querySelector("i")).hidden = !link.hidden;
  cell.className = "";
  if (places === undefined) return;
  const [kind, verdict, token, sources, howSure, step, , , , counts] = data.grades[own];
  const isEmpty = Object.keys(counts).length === 0;
  cell.className = `c g-${data.kinds[kind][0]}`;
  draw(link.querySelector(".shape use"), `g-${data.kinds[kind][0]}`);
  const sign = /** @type {HTMLElement} */ (link.querySelector('[class^="v-"]'));
  sign.className = `v-${token}`;
  say(sign, isEmpty ? "" : verdict);
  say(link.querySelector(".kind"), isEmpty ? "no claim" : kind);
  const rests = /** @type {HTMLElement} */ (link.querySelector(".rests"));
  rests.hidden = isEmpty;
  say(rests.firstElementChild, sources);
  draw(rests.querySelector("use"), `m${step}`);
  say(rests.lastElementChild, howSure);
  say(link.querySelector(".apart"), apart < 0 ? "" : `all students: ${data.grades[apart][1]}, ${data.grades[apart][3]}`);
  const ours = link.querySelector(".ours");
  if (ours) {
    const grade = data.grades[like < 0 ? data.empty : like];
    say(ours, `like ours: ${Object.keys(grade[9]).length ? `${grade[1]}, ${grade[3]}` : "no claim"}`);
  }
}

/**
 * Show a grade on a card.
 *
 * @param {Element | null} part
 * @param {MapData} data
 * @param {number} place
 */
function showGrade(part, data, place) {
  if (!part) return;
  const [kind, , token, , , , says, reason, quality] = data.grades[place];
  const sign = /** @type {HTMLElement} */ (part.querySelector(".verdict span"));
  sign.className = `v-${token}`;
  sign.textContent = says;
  say(part.querySelector(".kind"), capital(kind));
  say(part.querySelector(".means"), data.kinds[kind][1]);
  say(part.querySelector(".reason"), reason);
  say(part.querySelector(".quality"), quality);
  /** @type {HTMLElement} */ (part.querySelector(".quality")?.parentElement).hidden = quality === "";
}

/**
 * Show the evidence of a cell for another choice: its grades, and which claims count.
 *
 * @param {Element} card
 * @param {Element[]} claims of the card, in their order
 * @param {MapData} data
 * @param {{people: number, design: number, words: string, group: string}} chosen
 * @param {number[]} places
 */
function showCard(card, claims, data, chosen, places) {
  const [own, apart = -1, like = data.empty, unlike = 0, unknown = 0] = places;
  say(card.querySelector(".for"), chosen.words);
  showGrade(card.querySelector(".all"), data, own);
  showGrade(card.querySelector(".like"), data, like);
  say(
    card.querySelector(".unlike"),
    `${countOf(unlike, "claim is", "claims are")} about others; for ${countOf(unknown, "claim", "claims")} it cannot be told.`,
  );
  say(card.querySelector("h4 .group"), chosen.group);
  say(card.querySelector(".apart-says"), apart < 0 ? "" : `${data.grades[apart][6]} How sure: ${data.grades[apart][7]}.`);
  const lists = { own: [], apart: [], others: [] };
  for (const claim of claims) {
    const counts = data.claims[Number(claim.getAttribute("data-claim"))];
    const fits = counts.designs.includes(chosen.design);
    const list = fits && counts.own.includes(chosen.people) ? "own" : fits && counts.apart.includes(chosen.people) ? "apart" : "others";
    /** @type {Element[]} */ (lists[list]).push(claim);
  }
  for (const [name, members] of Object.entries(lists)) {
    card.querySelector(`ol.${name}`)?.replaceChildren(...members);
    /** @type {HTMLElement} */ (card.querySelector(`h4.${name}`)).hidden = members.length === 0;
  }
}

/**
 * Let the choices regrade the map.
 *
 * @param {Document} page
 * @param {MapData} data
 * @param {HTMLTableElement} table
 * @param {() => void} onChange
 */
function chooseMap(page, data, table, onChange) {
  /** @param {string} id */
  const field = (id) => /** @type {(HTMLSelectElement & HTMLInputElement) | null} */ (page.getElementById(`f-${id}`));
  const status = page.getElementById("shown");
  const about = table.querySelector("caption .about");
  const rows = [...table.querySelectorAll("tbody:not(.totals) tr:not(.group)")].map((row) => /** @type {HTMLTableRowElement} */ (row));
  const totals = /** @type {HTMLTableRowElement} */ (table.querySelector(".totals tr"));
  const cells = [...table.querySelectorAll("[data-cell]")].map((cell) => /** @type {HTMLTableCellElement} */ (cell));
  const entries = [...page.querySelectorAll("#by-goal [data-cell]")].map((entry) => /** @type {HTMLElement} */ (entry));
  const cards = cells.map((_, place) => page.getElementById(`c${place}`));
  const claims = cards.map((card) => [...(card?.querySelectorAll("[data-claim]") ?? [])]);
  const form = /** @type {HTMLFormElement} */ (page.querySelector("#chart > form"));
  const [oneRow, manyRows] = data.words;

  /** @param {number[] | undefined} numbers @param {string} one @param {string} many */
  const total = ([filled, held, sources] = [0, 0, 0], one, many) =>
    filled ? [countOf(filled, one, many), countOf(held, "claim", "claims"), countOf(sources, "source", "sources")].join("\n") : "no claim";

  /** @param {State} state */
  const showTotals = (state) => {
    rows.forEach((row, place) => (row.cells[1].textContent = total(state.rows?.[place], "goal", "goals")));
    totals.cells[1].textContent = total(state.total, "cell", "cells");
    [...totals.cells].slice(FIRST_COLUMNS).forEach((cell, place) => (cell.textContent = total(state.columns?.[place], oneRow, manyRows)));
    for (const part of page.querySelectorAll("#by-goal details")) {
      const place = Number(part.getAttribute("data-column"));
      const filled = state.columns?.[place]?.[0] ?? 0;
      say(part.querySelector("summary span"), countOf(filled, oneRow, manyRows));
    }
  };

  /** @param {State} state */
  const hideEmpty = (state) => {
    const only = field("filled")?.checked ?? false;
    rows.forEach((row, place) => (row.hidden = only && !state.rows?.[place]));
    for (const body of table.tBodies) {
      if (!body.classList.contains("totals")) body.hidden = [...body.rows].every((row) => row.hidden || row.classList.contains("group"));
    }
    for (const row of table.rows) {
      if (row.classList.contains("group")) continue;
      [...row.cells].slice(FIRST_COLUMNS).forEach((cell, place) => (cell.hidden = only && !state.columns?.[place]));
    }
  };

  /** @param {number} people @param {number} design say with each choice how many cells it would fill */
  const countChoices = (people, design) => {
    for (const option of [...(field("people")?.options ?? []), ...(field("design")?.options ?? [])]) {
      const key = option.closest("#f-people") ? `${option.value}.${design}` : `${people}.${option.value}`;
      option.textContent = `${option.dataset.name} (${(data.states[key].total?.[0] ?? 0).toLocaleString("en-US")})`;
    }
  };

  /** @param {State} state dims the cells that are not asked for and returns what is said of the others */
  const lift = (state) => {
    const [direction, kind] = [field("direction")?.value ?? "", field("kind")?.value ?? ""];
    let fitting = 0;
    /** @type {Set<number>} */ const unfit = new Set();
    cells.forEach((cell, place) => {
      const grade = data.grades[state.cells?.[place]?.[0] ?? data.empty];
      const fits = (!direction || (grade[9][direction] ?? 0) > 0) && (!kind || grade[0] === kind);
      cell.classList.toggle("dim", !fits && !cell.querySelector("a")?.hidden);
      if (fits) fitting += 1;
      else unfit.add(place);
    });
    for (const entry of entries) entry.hidden ||= unfit.has(Number(entry.dataset.cell));
    const ofGaps = kind === data.grades[data.empty][0] && !direction;
    table.classList.toggle("gaps-lit", ofGaps);
    if (!direction && !kind) return "";
    if (ofGaps) fitting = data.cells - (state.total?.[0] ?? 0);
    const what = [kind && `${fitting === 1 ? "is" : "are"} of the kind “${kind}”`];
    if (direction) what.push(`${fitting === 1 ? "holds" : "hold"} a finding that is “${field("direction")?.selectedOptions[0].text}”`);
    return ` ${countOf(fitting, "cell", "cells")} ${what.filter(Boolean).join(" and ")}.`;
  };

  const apply = () => {
    const [people, design] = [Number(field("people")?.value ?? 0), Number(field("design")?.value ?? 0)];
    const state = data.states[`${people}.${design}`];
    const group = data.people[people];
    const by = design ? (field("design")?.selectedOptions[0].dataset.name?.toLowerCase() ?? "") : "";
    const chosen = [group && people ? `claims about ${group}` : "", by && `of the design ${by}`].filter(Boolean).join(", ");
    const shown = { people, design, group, words: chosen && `Shown for ${chosen}` };
    cells.forEach((cell, place) => {
      const places = state.cells?.[place];
      showCell(cell, data, places);
      const card = cards[place];
      if (card) showCard(card, claims[place], data, shown, places ?? [data.empty]);
    });
    for (const entry of entries) {
      const grade = data.grades[state.cells?.[Number(entry.dataset.cell)]?.[0] ?? data.empty];
      entry.hidden = Object.keys(grade[9]).length === 0;
      const sign = /** @type {HTMLElement} */ (entry.querySelector("span"));
      sign.className = `v-${grade[2]}`;
      sign.textContent = grade[1];
      say(entry.querySelector("small"), grade[3]);
    }
    say(about, group || by ? `, claims${group ? ` about ${group}` : ""}${by ? ` of the design ${by}` : ""}` : "");
    countChoices(people, design);
    showTotals(state);
    hideEmpty(state);
    if (status) status.textContent = `${state.says}.${lift(state)}`;
    onChange();
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  if (form.querySelector("select, input")) form.reset(); // what a browser kept from the last visit is not what is shown
}

/**
 * Bring the page to life.
 *
 * @param {Document} page
 * @param {{signal?: AbortSignal}} [life] `signal` ends it
 */
export function startGaps(page, life = {}) {
  /** @param {string} id */
  const part = (id) => /** @type {HTMLElement} */ (page.getElementById(id));
  /** @type {MapData} */ const data = JSON.parse(part("map-data").textContent ?? "");
  const region = part("map");
  const table = /** @type {HTMLTableElement} */ (region.querySelector("table"));
  const walker = walkTable(table);
  const panel = part("cards");
  const cards = manageCards(panel, {
    signal: life.signal,
    dataset: words(part("dataset-citation")),
    home: () => region,
    linesOf: () => [],
    onOpen: () => {},
    onClose: () => {},
  });

  /** @param {HTMLTableCellElement} cell say what is missing where there is nothing to open */
  const openGap = (cell) => {
    const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
    const column = words(table.tHead?.rows[0].cells[cell.cellIndex]);
    const card = part("gap");
    const [kind, means] = [data.grades[data.empty][0], data.kinds[data.grades[data.empty][0]][1]];
    say(card.querySelector("h3"), `${(row.cells[0].firstChild?.textContent ?? "").trim()} → ${column}`);
    say(card.querySelector(".verdict"), `${capital(kind)}: ${words(table.caption).split(", ").slice(1).join(", ") || "all claims"}.`);
    say(card.querySelector(".means"), means);
    cards.openFrom("gap");
  };
  const gapOf = (/** @type {Event} */ event) => {
    const target = /** @type {Element} */ (event.target);
    const cell = /** @type {HTMLTableCellElement | null} */ (target.closest("tbody:not(.totals) td:not(.sum)"));
    return cell && !cell.querySelector("a:not([hidden])") ? cell : null;
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.key === "Enter" ? gapOf(event) : null;
    if (cell) openGap(cell);
  });
  table.addEventListener("click", (event) => {
    const cell = gapOf(event);
    if (!cell) return;
    walker.settle(cell)?.focus({ preventScroll: true });
    openGap(cell);
  });
  page.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest('a[href^="#"]');
    if (!link || event.defaultPrevented) return;
    const id = targetOf(link);
    if (isCard(page.getElementById(id))) {
      event.preventDefault();
      if (link.closest("#cards")) cards.open(id);
      else cards.openFrom(id);
    } else if (link.closest("#cards")) cards.close();
  }, life);
  chooseMap(page, data, table, () => walker.refresh());

  const named = page.location.hash.slice(1);
  if (named && isCard(page.getElementById(named))) cards.openFrom(named);
  performance.mark("equigraph-live");
}

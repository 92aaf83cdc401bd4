/**
 * The live part of the workspace: it fetches the next address of a selection and puts it in the place of this one.
 *
 * Every tool is a link or a form that works without this file. Here what they lead to is fetched, the content of the
 * page is swapped, and scroll, focus, open tools and the open card stay where they were; what changed is said in a live
 * region. Undo and redo are the browser's own back and forward. Addresses come from the page, none is written here.
 *
 * @typedef {ReturnType<typeof start>} Live
 * @typedef {{at: number}} Entry of the browser's history: its number among those of this visit
 * @typedef {{things: string[], told: string, thing: string, look: import("./view.js").Look | undefined,
 *   tools: string[], focus: string, top: {thing: string, x: number, y: number} | null}} Before what was, to be kept
 */
import { startGaps } from "./gaps.js";
import { startSeek } from "./seek.js";
import { start } from "./view.js";

const LATEST = "equigraph-latest"; // the newest entry of this visit, so that "redo" is known after a reload
const FROM_PX = 4; // the pointer must move so far before a click becomes a move
const STYLE = /<style>([\s\S]*?)<\/style>/;
const ROOT = document.documentElement;

/** @type {Live | null} */ let live = null;
let life = new AbortController();
let asked = 0;

/** @param {string} id */
const part = (id) => document.getElementById(id);
const main = () => /** @type {HTMLElement} */ (part("main"));
/** @returns {Record<"things" | "groups", Record<string, string>>} what is drawn, as an address has it, by its id here */
const drawn = () => JSON.parse(part("drawn")?.textContent || '{"things":{},"groups":{}}');
/** @returns {Record<string, string>} */
const names = () => ({ ...drawn().things, ...drawn().groups });
/** @param {string} name */
const idOf = (name) => Object.keys(names()).find((id) => names()[id] === name) ?? "";
/** @param {string} words */
const tell = (words) => {
  const region = part("told");
  if (region) region.textContent = words;
};

// --- the history -----------------------------------------------------------------------------

/** @returns {number} */
const here = () => /** @type {Entry | null} */ (history.state)?.at ?? 0;
const latest = () => Math.max(here(), Number(sessionStorage.getItem(LATEST) ?? 0));
/** @param {string} address */
function push(address) {
  const at = here() + 1;
  history.pushState({ at }, "", address);
  sessionStorage.setItem(LATEST, String(at));
}

/** Say whether there is something to do again, and let undo go back where one came from. */
function tellHistory() {
  part("redo")?.setAttribute("aria-disabled", String(here() >= latest()));
  const undo = part("undo");
  if (undo instanceof HTMLButtonElement) undo.setAttribute("aria-disabled", String(here() === 0));
}

// --- the swap --------------------------------------------------------------------------------

/** Return what is to stay as it is when the page changes. */
function before() {
  const open = document.querySelector("#cards > article.open");
  const thing = names()[open?.id ?? ""] ?? "";
  const kept = thing || Object.values(names())[0] || "";
  const box = live?.picture?.place(idOf(kept));
  const scroll = part("scroll");
  const frame = scroll?.getBoundingClientRect();
  return {
    things: Object.values(names()),
    told: part("on-thing")?.dataset.told ?? "",
    thing,
    look: live?.picture?.look(),
    tools: [...document.querySelectorAll("main details[open][id]")].map((one) => one.id),
    focus: keyOf(document.activeElement),
    top: box && scroll && frame ? { thing: kept, x: box.x - scroll.scrollLeft, y: box.y + frame.top } : null,
  };
}

/** @param {Element | null} element what finds it again on the next page */
function keyOf(element) {
  if (!(element instanceof HTMLElement) || element === document.body) return "";
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.dataset.key) return `[data-key="${CSS.escape(element.dataset.key)}"]`;
  const holder = element.closest("[id]");
  return holder ? `#${CSS.escape(holder.id)} ${element.tagName.toLowerCase()}` : "";
}

/**
 * Put the content of another page in the place of this one.
 *
 * @param {string} html
 * @param {Before} was
 */
function swap(html, was) {
  // The rules of the figure are taken out first: those of another page would break the policy of this one.
  let rules = "";
  const next = new DOMParser().parseFromString(html.replace(STYLE, (_, found) => ((rules = found), "")), "text/html");
  const content = next.getElementById("main");
  if (!content) return;
  life.abort();
  life = new AbortController();
  live = null;
  ROOT.classList.remove("drawn", "reading");
  main().replaceChildren(...content.childNodes);
  dress(rules);
  document.title = next.title;
  for (const id of was.tools) part(id)?.setAttribute("open", "");
  startSeek(main());
  bring(was.look);
  settle(was);
}

/** @param {string} rules of the figure; a sheet made by script needs no leave of the page's policy */
function dress(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  for (const style of document.querySelectorAll("head > style")) style.remove();
  document.adoptedStyleSheets = [sheet];
}

/** @param {import("./view.js").Look} [look] how the picture was seen before */
function bring(look) {
  const vis = /** @type {any} */ (window).vis;
  if (part("picture-data")) live = start(document, vis, { signal: life.signal, look });
  if (part("map-data")) startGaps(document, { signal: life.signal });
  watchCards();
  if (live?.picture && part("scroll")) letMove(live.picture);
  tellHistory();
}

/** @param {Before} was */
function settle(was) {
  const box = was.top ? live?.picture?.place(idOf(was.top.thing)) : null;
  const scroll = part("scroll");
  if (box && scroll && was.top) {
    scroll.scrollLeft = box.x - was.top.x;
    window.scrollBy({ top: box.y + scroll.getBoundingClientRect().top - was.top.y, behavior: "instant" });
  }
  const id = was.thing ? idOf(was.thing) : "";
  if (id) live?.cards.openFrom(id);
  const target = was.focus ? document.querySelector(was.focus) : null;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  else if (!id) {
    const first = (part("bench-title")?.closest("section") ?? main()).querySelector("a, button");
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
  }
  tell(changes(was));
}

/** @param {Before} was what was shown before; what came, what went, and how much there is now, in words */
function changes(was) {
  const now = Object.values(names());
  const came = now.filter((one) => !was.things.includes(one)).length;
  const went = was.things.filter((one) => !now.includes(one)).length;
  const told = part("on-thing")?.dataset ?? {};
  const count = (/** @type {number} */ number) => `${number} ${number === 1 ? "thing" : "things"}`;
  const parts = [came ? `${count(came)} added` : "", went ? `${count(went)} taken out` : "", told.told ?? ""];
  const words = parts.filter(Boolean).join("; ");
  return [told.said, words ? `${words} shown.` : document.title].filter(Boolean).join(" ");
}

/**
 * Go to an address of the workspace.
 *
 * @param {string} address
 * @param {{isNew?: boolean}} how `isNew` makes an entry of the history
 */
async function go(address, { isNew = true } = {}) {
  const turn = (asked += 1);
  const was = before();
  main().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const html = await answer.text();
    if (turn !== asked) return;
    swap(html, was);
    const canonical = part("on-thing")?.dataset.address;
    if (isNew) push(canonical ?? answer.url);
    else if (canonical) history.replaceState(history.state, "", canonical);
    tellHistory();
    performance.mark("equigraph-swapped");
  } catch {
    if (turn === asked) tell("That could not be fetched. Is the explorer still running?");
  } finally {
    if (turn === asked) main().removeAttribute("aria-busy");
  }
}

// --- the cards -------------------------------------------------------------------------------

/** Fetch what can be done with a thing when its card opens, and put it in the place of the button that leads there. */
function watchCards() {
  const cards = part("cards");
  if (!cards) return;
  const look = () => {
    const card = cards.querySelector("article.open");
    const tools = card?.querySelector(".tools:not([data-full])");
    if (tools instanceof HTMLElement) fill(tools);
  };
  const watcher = new MutationObserver(look);
  watcher.observe(cards, { subtree: true, attributeFilter: ["class"] });
  life.signal.addEventListener("abort", () => watcher.disconnect());
}

/** @param {HTMLElement} tools */
async function fill(tools) {
  const button = tools.querySelector("button");
  const form = button?.form;
  if (!button || !form) return;
  tools.dataset.full = "";
  const query = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  query.append(button.name, button.value);
  const { signal } = life;
  try {
    const answer = await fetch(`${form.action}?${query}`, { headers: { Accept: "text/html" }, signal });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("on");
    if (!found || signal.aborted) return;
    const had = tools.contains(document.activeElement);
    button.hidden = true;
    for (const heading of found.querySelectorAll("h2")) {
      const lower = document.createElement("h4"); // what is a part of the page there is a part of a card here
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
    tools.append(...found.childNodes);
    startSeek(tools);
    if (had) tools.querySelector("a")?.focus();
    const wanted = tools.closest("article.open") && sessionStorage.getItem("equigraph-key");
    if (wanted) {
      sessionStorage.removeItem("equigraph-key");
      const again = tools.querySelector(`[data-key="${CSS.escape(wanted)}"]`);
      if (again instanceof HTMLElement) {
        again.closest("details")?.setAttribute("open", "");
        again.focus({ preventScroll: true });
      }
    }
  } catch {
    delete tools.dataset.full; // the button still leads there
  }
}

// --- moving by hand --------------------------------------------------------------------------

/** @param {import("./view.js").Picture} picture */
function letMove(picture) {
  const { element } = picture;
  const { signal } = life;
  element.addEventListener(
    "pointerdown",
    (event) => {
      const id = event.button === 0 && event.pointerType !== "touch" ? picture.at(event) : "";
      const from = id in drawn().things ? picture.place(id) : null;
      if (!from) return;
      event.stopPropagation(); // the library would move the whole picture
      drag(picture, event, id, from);
    },
    { capture: true, signal },
  );
}

/**
 * @param {import("./view.js").Picture} picture
 * @param {PointerEvent} first
 * @param {string} id
 * @param {{x: number, y: number}} from
 */
function drag(picture, first, id, from) {
  const { element } = picture;
  const [width, height] = live?.data.boxes[id] ?? [0, 0];
  const end = new AbortController();
  /** @type {HTMLElement | null} */ let ghost = null;
  let [dx, dy] = [0, 0];
  const scale = picture.scale();
  const follow = (/** @type {PointerEvent} */ event) => {
    [dx, dy] = [event.clientX - first.clientX, event.clientY - first.clientY];
    if (!ghost && Math.hypot(dx, dy) < FROM_PX) return;
    if (!ghost) {
      ghost = document.createElement("div");
      ghost.className = "ghost";
      Object.assign(ghost.style, { width: `${width * scale}px`, height: `${height * scale}px` });
      document.body.append(ghost);
    }
    const corner = picture.spot(from.x - width / 2, from.y - height / 2);
    ghost.style.transform = `translate(${corner.x + dx}px, ${corner.y + dy}px)`;
    event.preventDefault();
  };
  const stop = (/** @type {Event} */ event) => {
    end.abort();
    ghost?.remove();
    if (!ghost || event.type !== "pointerup") return;
    // The click that ends a move opens no card.
    element.addEventListener("click", (click) => click.stopImmediatePropagation(), { capture: true, once: true });
    setTimeout(() => moveTo(id, from.x + dx / scale, from.y + dy / scale));
  };
  window.addEventListener("pointermove", follow, { signal: end.signal });
  for (const type of ["pointerup", "pointercancel", "blur"]) window.addEventListener(type, stop, { signal: end.signal });
  window.addEventListener("keydown", (event) => event.key === "Escape" && stop(event), { signal: end.signal });
}

/** @param {string} id @param {number} x @param {number} y */
function moveTo(id, x, y) {
  const form = part("on-thing");
  const address = new URL(form?.dataset.address ?? "", location.href);
  const [name, steps] = [names()[id], address.searchParams.getAll("do")];
  const last = steps.at(-1)?.split("~") ?? [];
  if (last[0] === "pin" && last[1] === name) steps.pop(); // moved again: moved once
  address.searchParams.delete("do");
  const [left, top] = [x, y].map((px) => Math.max(0, Math.round(px)));
  for (const step of [...steps, `pin~${name}~${left}~${top}`]) address.searchParams.append("do", step);
  go(address.href);
}

// --- what leads on ---------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a[data-swap], #undo, #redo");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.id === "redo") return here() < latest() && history.forward();
  if (link.id === "undo" && here() > 0) {
    event.preventDefault();
    return history.back();
  }
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  if (link.id === "undo") return undo(link.href);
  if (link.dataset.key) sessionStorage.setItem("equigraph-key", link.dataset.key);
  go(link.href);
});

/** @param {string} address of the selection without its last step, for those who came by a shared address */
function undo(address) {
  const current = location.href;
  history.replaceState({ at: 0 }, "", address);
  history.pushState({ at: 1 }, "", current);
  sessionStorage.setItem(LATEST, "1");
  history.back();
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!("swap" in form.dataset)) return;
  event.preventDefault();
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, String(value));
  if (form.matches(".note")) query.set("act.note", String(new FormData(form).get("act.note") ?? ""));
  go(`${form.action}?${query}`);
});

document.addEventListener("keydown", (event) => {
  const moves = /** @type {Element} */ (event.target).closest?.(".moves");
  if (!moves || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const link = moves.querySelector(`[data-move="${event.key.slice("Arrow".length)}"]`);
  if (link instanceof HTMLElement) link.click();
});

window.addEventListener("popstate", () => go(location.href, { isNew: false }));

history.scrollRestoration = "manual";
if (!history.state) {
  history.replaceState({ at: 0 }, "");
  sessionStorage.setItem(LATEST, "0");
}
bring();

/**
 * The cards of an equigraph page: they open one at a time beside it, and what they say can be copied.
 *
 * Every page puts this before its own script, in one module. The page is complete without it.
 */

/**
 * Copy text to the clipboard and return whether that worked.
 *
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    return done;
  }
}

/** @param {Element} link the id that a link inside the page leads to */
const targetOf = (link) => link.getAttribute("href")?.slice(1) ?? "";

/** @param {Element | null} element */
const isCard = (element) => element?.matches("#cards > article") ?? false;

/** @param {Element | null | undefined} element */
const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/**
 * Return the sentences of a card, each with what it rests on, as plain text.
 *
 * @param {Element} card
 * @param {string} dataset how to cite the graph
 */
export function sentencesOf(card, dataset) {
  const claims = [...card.querySelectorAll("ol:not(.others) > li")].map((claim) => {
    const stated = [".direction", ".meta"].map((part) => words(claim.querySelector(part))).filter(Boolean).join("; ");
    const source = words(claim.querySelector(".cite")) || "No source recorded.";
    const finding = words(claim.querySelector(".finding")); // none where the heading says it
    return [`${finding}${stated ? ` (${stated})` : ""}`.trim(), source].filter(Boolean).join("\n");
  });
  const own = [...card.querySelectorAll(":scope > .citation .cite")].map(words); // what a description rests on
  const head = ["h3", ".verdict"].map((one) => words(card.querySelector(one)));
  return [...head, ...own, ...claims, dataset].filter(Boolean).join("\n\n");
}

/**
 * Make a button.
 *
 * @param {string} text
 * @param {() => void} action
 */
function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

/**
 * Let the cards open one at a time beside the page.
 *
 * @param {HTMLElement} panel holds the cards
 * @param {{signal?: AbortSignal, dataset: string, onOpen: (id: string) => void, onClose: () => void, onShow?: (id: string) => void,
 *   linesOf: (id: string) => string[], home: () => HTMLElement}} around `onShow` shows a thing or line in
 *   the picture, if there is one; `home` is where the focus goes when nothing else is known
 */
export function manageCards(panel, around) {
  const root = document.documentElement;
  const bar = /** @type {HTMLElement} */ (panel.querySelector(".bar"));
  const status = document.createElement("p");
  status.className = "quiet";
  status.setAttribute("role", "status");
  /** @type {string[]} */ let trail = [];
  /** @type {HTMLElement | null} */ let opener = null;
  const narrow = window.matchMedia("(max-width: 79.99rem)");
  /** @type {Element[]} */ const rest = []; // everything beside the panel, at every depth
  for (let part = /** @type {Element} */ (panel); part.parentElement && part !== document.body; part = part.parentElement) {
    rest.push(...[...part.parentElement.children].filter((other) => other !== part && !other.matches("[role=status]")));
  }
  const cover = () => {
    for (const part of rest) /** @type {HTMLElement} */ (part).inert = narrow.matches && trail.length > 0;
  };
  narrow.addEventListener("change", cover, around);

  const back = button("Back", () => {
    trail.pop();
    show(trail.at(-1) ?? "");
  });
  bar.append(status, back, button("Close", () => close()));

  /** @param {string} done what was copied @param {string} text */
  const copy = async (done, text) => {
    status.textContent = (await copyText(text)) ? done : "Copying was refused by the browser.";
  };

  /** @param {Element} card the card of a thing: add the list of its lines */
  const listLines = (card) => {
    const name = words(card.querySelector("h3"));
    const lines = around.linesOf(card.id);
    if (lines.length === 0) return;
    const [title, list] = [document.createElement("h4"), document.createElement("ul")];
    title.textContent = lines.length === 1 ? "One line" : `${lines.length} lines`;
    list.className = "links";
    for (const id of lines) {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      const line = document.getElementById(id);
      const ends = [...(line?.querySelectorAll("h3 a") ?? [])].map(words);
      const isPlain = words(line?.querySelector("h3")) === `${ends[0]} → ${ends[1]}`;
      link.href = `#${id}`;
      link.textContent = isPlain ? (ends.find((end) => end !== name) ?? name) : words(line?.querySelector("h3"));
      const verdict = line?.querySelector(".verdict > span")?.cloneNode();
      if (isPlain && verdict) {
        verdict.textContent = words(line?.querySelector(".verdict")).split(". ")[0].toLowerCase();
        item.append(link, " ", verdict);
      } else item.append(link);
      list.append(item);
    }
    card.append(title, list);
  };

  /** @param {Element} card */
  const equip = (card) => {
    if (card.querySelector(".actions")) return;
    if (card.id.startsWith("n")) listLines(card); // a thing; the card of a line says its own evidence
    const actions = document.createElement("div");
    actions.className = "actions";
    if (card.querySelector("ol")) {
      actions.append(button("Copy these sentences with sources", () => copy("Sentences copied.", sentencesOf(card, around.dataset))));
    }
    if (around.onShow) actions.append(button("Show in the picture", () => around.onShow?.(card.id)));
    if (actions.childElementCount > 0) (card.querySelector(".said, .verdict") ?? card.querySelector("h3"))?.after(actions);
    for (const citation of card.querySelectorAll(".citation")) {
      const link = citation.querySelector("a");
      const cite = link && document.getElementById(targetOf(link))?.querySelector(".cite")?.cloneNode(true);
      if (!link || !(cite instanceof Element)) continue;
      link.textContent = `[${words(link).split(":")[0]}]`;
      citation.replaceChildren(cite, " ", link);
      const holder = document.createElement("div");
      holder.className = "actions";
      const made = button("Copy citation", () => copy("Citation copied.", words(cite)));
      made.setAttribute("aria-description", words(cite).slice(0, 120));
      holder.append(made);
      citation.after(holder);
    }
  };

  /** @param {string} id */
  const show = (id) => {
    for (const card of panel.querySelectorAll("article.open")) card.classList.remove("open");
    const card = document.getElementById(id);
    if (!card) return;
    equip(card);
    status.textContent = "";
    card.classList.add("open");
    root.classList.add("reading");
    back.hidden = trail.length < 2;
    cover();
    panel.scrollTop = 0;
    const heading = card.querySelector("h3");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
    around.onOpen(id);
  };

  const open = (/** @type {string} */ id) => {
    if (trail.length === 0) {
      const here = document.activeElement;
      opener = here instanceof HTMLElement && here !== document.body ? here : null;
    }
    if (trail.at(-1) !== id) trail.push(id);
    show(id);
  };

  const close = () => {
    if (trail.length === 0) return;
    trail = [];
    root.classList.remove("reading");
    for (const card of panel.querySelectorAll("article.open")) card.classList.remove("open");
    cover();
    (opener?.isConnected && !opener.closest("[hidden]") ? opener : around.home()).focus({ preventScroll: opener === null });
    around.onClose();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || trail.length === 0) return;
    event.preventDefault();
    close();
  }, around);
  panel.setAttribute("aria-label", "Evidence");
  panel.removeAttribute("aria-labelledby");
  return { open, close, isOpen: () => trail.length > 0, openFrom: (/** @type {string} */ id) => ((trail = []), open(id)) };
}

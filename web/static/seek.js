/**
 * Suggestions as one types: for the search of every page, and for fields in which a thing is chosen.
 *
 * A combobox with a list box (WAI-ARIA Authoring Practices 1.2, "Editable Combobox With List Autocomplete"): the focus
 * stays in the field, arrows move through the list, Enter takes, Escape closes; Home and End move in the text. Without
 * this file the forms work as forms do. Text enters the page through `textContent` alone.
 *
 * @typedef {{iri: string, curie: string, path: string, label: string, kind: string, text: string,
 *   marks: [number, number][]}} Hit
 * @typedef {{shown: number, more: boolean, groups: {kind: string, title: string, hits: Hit[]}[]}} Found
 * @typedef {{address: string, kind?: string, onTake: (hit: Hit) => void}} Options
 */

const WAIT_MS = 150; // after the last letter
const MOST = 12;
let made = 0;

/** @param {string} tag @param {string} [className] @param {string} [text] */
function element(tag, className = "", text = "") {
  const part = document.createElement(tag);
  if (className) part.className = className;
  if (text) part.textContent = text;
  return part;
}

/**
 * Add a text to an element, the pieces that were looked for marked.
 *
 * @param {HTMLElement} part
 * @param {string} text
 * @param {[number, number][]} marks
 */
function addMarked(part, text, marks) {
  const letters = [...text]; // marks count characters, not the halves of which a script makes some
  let at = 0;
  for (const [start, end] of marks) {
    part.append(letters.slice(at, start).join(""), element("mark", "", letters.slice(start, end).join("")));
    at = end;
  }
  part.append(letters.slice(at).join(""));
}

/** @param {Hit} hit @param {string} id */
function optionOf(hit, id) {
  const option = element("div", "option");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const name = element("span", "name");
  if (hit.text) name.textContent = hit.label;
  else addMarked(name, hit.label, hit.marks);
  option.append(name);
  if (hit.text) {
    const text = element("span", "why quiet");
    addMarked(text, hit.text, hit.marks);
    option.append(text);
  }
  return option;
}

/**
 * Let a field suggest things as one types.
 *
 * @param {HTMLInputElement} field
 * @param {Options} options
 */
export function suggest(field, { address, kind = "", onTake }) {
  const id = `suggested-${(made += 1)}`;
  const box = element("div", "box");
  const list = element("div", "suggested");
  const status = element("p", "visually-hidden");
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.setAttribute("role", "status");
  field.replaceWith(box);
  box.append(field, list, status);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", id);

  /** @type {{hit: Hit, option: HTMLElement}[]} */ let shown = [];
  let current = -1;
  let timer = 0;
  /** @type {AbortController | null} */ let asking = null;

  /** @param {number} place */
  const settle = (place) => {
    shown[current]?.option.setAttribute("aria-selected", "false");
    current = place;
    const option = shown[current]?.option;
    if (!option) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    settle(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };

  /** @param {Found} found */
  const show = (found) => {
    settle(-1);
    shown = [];
    list.replaceChildren();
    for (const group of found.groups) {
      const part = element("div", "kind");
      const title = element("div", "title", group.title);
      title.id = `${id}-${group.kind}`;
      part.setAttribute("role", "group");
      part.setAttribute("aria-labelledby", title.id);
      part.append(title);
      for (const hit of group.hits) {
        const option = optionOf(hit, `${id}-${shown.length}`);
        shown.push({ hit, option });
        part.append(option);
      }
      list.append(part);
    }
    list.hidden = shown.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    const count = shown.length === 1 ? "1 suggestion" : `${shown.length} suggestions`;
    status.textContent = shown.length === 0 ? "No suggestion" : `${count}${found.more ? "; there are more" : ""}`;
  };

  const ask = async () => {
    asking?.abort();
    const own = new AbortController();
    asking = own;
    const query = new URLSearchParams({ q: field.value.trim(), limit: String(MOST) });
    if (kind) query.set("kind", kind);
    try {
      const answer = await fetch(`${address}?${query}`, { signal: own.signal, headers: { Accept: "application/json" } });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) close(); // the form still works
    }
  };

  /** @param {number} place */
  const take = (place) => {
    const { hit } = shown[place];
    close();
    onTake(hit);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (field.value.trim().length < 2) {
      close();
      status.textContent = "";
    } else timer = window.setTimeout(ask, WAIT_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && current >= 0) {
      event.preventDefault();
      take(current);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        if (event.key === "ArrowDown" && field.value.trim().length > 1) ask();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const places = shown.length + 1; // the field itself is one of them
      settle(((current + 1 + step + places) % places) - 1);
    }
  });
  field.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the field
  list.addEventListener("click", (event) => {
    const option = /** @type {Element} */ (event.target).closest(".option");
    const place = shown.findIndex((one) => one.option === option);
    if (place >= 0) take(place);
  });
}

/**
 * Show a thing by its name in a field; the form still sends what names it without doubt.
 *
 * @param {HTMLInputElement} field
 * @param {string} value
 * @param {string} label
 */
function name(field, value, label) {
  Object.assign(field.dataset, { value, label });
  field.value = label;
}

/** @param {HTMLInputElement} field @param {FormData} sent */
function send(field, sent) {
  const { value = "", label = "" } = field.dataset;
  if (!label || field.value !== label) return; // something else was written
  const values = sent.getAll(field.name); // fields of one name, each in its turn
  values.splice(values.indexOf(label), 1, value);
  sent.delete(field.name);
  for (const one of values) sent.append(field.name, one);
}

/**
 * Bring every search and every field for a thing on a page to life.
 *
 * @param {ParentNode} page
 */
export function startSeek(page) {
  for (const form of page.querySelectorAll("form[data-seek]")) {
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector("input[type=search]"));
    const address = form.getAttribute("data-seek") ?? "";
    if (field) suggest(field, { address, onTake: (hit) => window.location.assign(hit.path) });
  }
  for (const part of page.querySelectorAll("input[data-pick]")) {
    const field = /** @type {HTMLInputElement} */ (part);
    if (field.dataset.label) name(field, field.value, field.dataset.label);
    field.form?.addEventListener("formdata", (event) => send(field, event.formData));
    suggest(field, {
      address: field.dataset.from ?? "",
      kind: field.dataset.pick,
      onTake: (hit) => {
        name(field, hit.curie, hit.label);
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
    });
  }
}

startSeek(document);

/**
 * The editor over the text field: colours, completion, and errors at their line. Tab leaves it, as it leaves the field.
 *
 * It is `@zazuko/yasqe`, of which only the editing is used: queries are sent by the page, and nothing is asked of any
 * other machine, so its own completers, buttons and storage are taken out.
 *
 * @typedef {{iri: string, short: string, label: string, used: boolean}} Word
 * @typedef {{classes: Word[], properties: Word[], prefixes: Record<string, string>, note: string}} Terms
 * @typedef {{get: () => string, set: (text: string) => void, focus: () => void, input: HTMLElement,
 *   mark: (line: number, words: string) => void, offer: (terms: Terms) => void, remove: () => void}} Editor
 */

const MOST_HINTS = 100;
const TYPE = new Set(["a", "rdf:type", "rdfs:domain", "rdfs:range", "rdfs:subClassOf"]);

/**
 * Return the words that fit what was typed: those that begin with it, then those that hold it.
 *
 * @param {Word[]} words
 * @param {string} typed
 */
export function fitting(words, typed) {
  const sought = typed.toLowerCase().replace(/^</, "");
  /** @param {Word} word */
  const place = (word) => {
    if (!sought) return 0;
    const [short, label] = [word.short.toLowerCase(), word.label.toLowerCase()];
    const local = short.slice(short.indexOf(":") + 1);
    if ([short, local, word.iri.toLowerCase()].some((one) => one.startsWith(sought)) || label.startsWith(sought)) return 1;
    return `${short} ${label}`.includes(sought) ? 2 : 9;
  };
  const ranked = words.map((word, at) => ({ word, at, rank: place(word) + (word.used ? 0 : 0.5) })).filter((one) => one.rank < 9);
  return ranked.sort((one, other) => one.rank - other.rank || one.at - other.at).slice(0, MOST_HINTS).map((one) => one.word);
}

/** @param {any} element @param {Word} word */
function drawHint(element, word) {
  element.append(word.short || `<${word.iri}>`);
  const told = [word.label, word.used ? "" : "not used in this graph"].filter(Boolean).join(", ");
  if (!told) return;
  const more = document.createElement("span");
  more.className = "quiet";
  more.textContent = told;
  element.append(more);
}

/**
 * Return the completer of prefixes, classes and properties.
 *
 * @param {() => Terms | null} known
 */
function wordCompleter(known) {
  /** @type {Map<string, Word>} */ const offered = new Map();
  /** @param {any} editor */
  const before = (editor) => editor.getPreviousNonWsToken(editor.getDoc().getCursor().line, editor.getCompleteToken())?.string ?? "";
  return {
    name: "words",
    bulk: false,
    autoShow: false,
    isValidCompletionPosition: (/** @type {any} */ editor) => {
      const token = editor.getCompleteToken();
      return known() !== null && !/^[?$"'#]/.test(token.string) && token.type !== "comment" && token.type !== "string";
    },
    get: (/** @type {any} */ editor, /** @type {any} */ token) => {
      const terms = known();
      if (!terms) return [];
      const typed = (token?.string ?? "").trim();
      const last = before(editor);
      if (last.toUpperCase() === "PREFIX") {
        return Object.entries(terms.prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`).filter((one) => one.startsWith(typed));
      }
      const words = fitting(TYPE.has(last) ? terms.classes : [...terms.properties, ...terms.classes], typed);
      offered.clear();
      for (const word of words) offered.set(word.short || `<${word.iri}>`, word);
      return [...offered.keys()];
    },
    postprocessHints: (/** @type {any} */ _editor, /** @type {any[]} */ hints) =>
      hints.map((hint) => {
        const word = offered.get(hint.text);
        return word ? { ...hint, render: (/** @type {any} */ element) => drawHint(element, word) } : hint;
      }),
  };
}

/**
 * Return where the text stops being SPARQL, by the grammar of the editor; null when it does not.
 *
 * @param {any} yasqe
 * @returns {{line: number, words: string} | null}
 */
function firstProblem(yasqe) {
  const doc = yasqe.getDoc();
  for (let line = 0; line < doc.lineCount(); line += 1) {
    const { state } = yasqe.getTokenAt({ line, ch: doc.getLine(line).length }, true);
    yasqe.setOption("queryType", state.queryType);
    if (state.OK !== false) continue;
    const wrong = yasqe.getLineTokens(line, true).find((/** @type {any} */ token) => token.state.OK === false);
    const words = state.errorMsg || (wrong ? `“${wrong.string.trim()}” is not expected here` : "this is not SPARQL");
    return { line: line + 1, words };
  }
  return null;
}

/**
 * Put the editor in the place of a text field.
 *
 * @param {any} Yasqe
 * @param {HTMLElement} holder
 * @param {HTMLTextAreaElement} field
 * @param {{prefixes: Record<string, string>, run: () => void,
 *   changed: (problem: {line: number, words: string} | null) => void}} page `prefixes` need no declaration
 * @returns {Editor}
 */
export function openEditor(Yasqe, holder, field, page) {
  /** @type {Terms | null} */ let terms = null;
  const { variables } = Yasqe.Autocompleters;
  Yasqe.Autocompleters = {};
  Yasqe.defaults.autocompleters = [];
  Yasqe.registerAutocompleter(variables);
  Yasqe.registerAutocompleter(wordCompleter(() => terms));
  Yasqe.defineMode("sparql-of-ours", (/** @type {any} */ config) => {
    const mode = Yasqe.getMode(config, "sparql11");
    return { ...mode, startState: () => ({ ...mode.startState(), prefixes: { ...page.prefixes } }) };
  });
  const yasqe = new Yasqe(holder, {
    mode: "sparql-of-ours",
    value: field.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    inputStyle: "contenteditable",
    viewportMargin: 200,
    extraKeys: {
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-S": false,
      Esc: false,
      "Ctrl-Enter": page.run,
      "Cmd-Enter": page.run,
    },
  });
  const input = /** @type {HTMLElement} */ (yasqe.getInputField());
  for (const [name, value] of Object.entries({
    id: "query-editor",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": "query-label",
    "aria-describedby": "query-help",
  })) {
    input.setAttribute(name, value);
  }
  input.removeAttribute("aria-label");

  /** @param {number} line @param {string} words */
  const mark = (line, words) => {
    const place = Math.min(Math.max(line, 1), yasqe.getDoc().lineCount()) - 1;
    const sign = document.createElement("span");
    sign.className = "wrong-mark";
    sign.textContent = "!";
    sign.title = words;
    yasqe.getDoc().addLineClass(place, "background", "wrong-line");
    yasqe.setGutterMarker(place, "gutterErrorBar", sign);
  };
  const clear = () => {
    yasqe.clearGutter("gutterErrorBar");
    yasqe.getDoc().eachLine((/** @type {any} */ line) => yasqe.getDoc().removeLineClass(line, "background", "wrong-line"));
  };
  // Its own check draws the words with styles of their own, which the policy of our pages does not let in.
  yasqe.checkSyntax = () => {
    clear();
    const problem = firstProblem(yasqe);
    yasqe.queryValid = problem === null;
    if (problem) mark(problem.line, problem.words);
    field.value = yasqe.getValue();
    page.changed(problem);
  };
  yasqe.checkSyntax();
  return {
    get: () => yasqe.getValue(),
    set: (text) => yasqe.setValue(text),
    focus: () => yasqe.focus(),
    input,
    mark: (line, words) => {
      clear();
      mark(line, words);
    },
    offer: (found) => {
      terms = found;
    },
    remove: () => {
      yasqe.destroy();
      holder.replaceChildren();
    },
  };
}

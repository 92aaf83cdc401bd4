/**
 * Asking the endpoint, and reading what it sends: line by line, so that a large answer is left when a page has enough.
 *
 * @typedef {{type: string, value: string, "xml:lang"?: string, datatype?: string}} Term a term as SPARQL 1.1 JSON
 *   results have it
 * @typedef {Term | null} Cell null where a variable is unbound
 * @typedef {{form: string, variables: string[], rows: Cell[][], cut: boolean, raw: string, seconds: number,
 *   truth: boolean | null}} Answer `form` is rows, triples or boolean
 * @typedef {{status: number, error: string, hint: string, line?: number, column?: number}} Fault
 */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const TSV = "text/tab-separated-values";
const TRIPLES = "application/n-triples";
const JSON_RESULTS = "application/sparql-results+json";
const ACCEPT = `${TSV}, ${TRIPLES};q=0.9, ${JSON_RESULTS};q=0.8, application/json;q=0.1`; // the last: how it tells what went wrong
const TERM =
  /(<<.*>>)|<([^>]*)>|_:([^\s]+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?|([^\s]+)/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
/** @type {Record<string, string>} */
const ESCAPED = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** What went wrong, as the server told it. */
export class FaultError extends Error {
  /** @param {Fault} fault */
  constructor(fault) {
    super(fault.error);
    this.fault = fault;
  }
}

/** @param {string} text */
const unescaped = (text) =>
  text.replace(ESCAPE, (_, short, long, one) =>
    one === undefined ? String.fromCodePoint(parseInt(short ?? long, 16)) : (ESCAPED[one] ?? one),
  );

/**
 * Return the datatype of a value that Turtle writes without quotes.
 *
 * @param {string} text
 */
function bareDatatype(text) {
  if (text === "true" || text === "false") return `${XSD}boolean`;
  if (/^[+-]?\d+$/.test(text)) return `${XSD}integer`;
  return `${XSD}${/e/i.test(text) ? "double" : "decimal"}`;
}

/**
 * Read the term that stands at a place of a line, in the notation of Turtle.
 *
 * @param {string} line
 * @param {number} at
 * @returns {[Cell, number]} the term, and where it ends
 */
export function readTerm(line, at) {
  TERM.lastIndex = at;
  const found = TERM.exec(line);
  if (!found) return [null, at];
  const [, triple, iri, blank, text, language, datatype, bare] = found;
  const end = TERM.lastIndex;
  if (triple !== undefined) return [{ type: "triple", value: triple }, end];
  if (iri !== undefined) return [{ type: "uri", value: unescaped(iri) }, end];
  if (blank !== undefined) return [{ type: "bnode", value: blank }, end];
  if (bare !== undefined) return [{ type: "literal", value: bare, datatype: bareDatatype(bare) }, end];
  /** @type {Term} */
  const literal = { type: "literal", value: unescaped(text) };
  if (language) literal["xml:lang"] = language;
  if (datatype) literal.datatype = unescaped(datatype);
  return [literal, end];
}

/**
 * Read lines of TSV: a heading, then a row each.
 *
 * @param {string[]} lines
 */
export function readRows(lines) {
  const variables = lines[0] ? lines[0].split("\t").map((name) => name.replace(/^\?/, "")) : [];
  const rows = lines.slice(1).map((line) => line.split("\t").map((cell) => readTerm(cell, 0)[0]));
  return { variables, rows };
}

/**
 * Read lines of N-Triples.
 *
 * @param {string[]} lines
 */
export function readTriples(lines) {
  const rows = lines.map((line) => {
    /** @type {Cell[]} */ const cells = [];
    let at = 0;
    while (cells.length < 3) {
      const [cell, end] = readTerm(line, at);
      cells.push(cell);
      at = end + 1;
    }
    return cells;
  });
  return { variables: ["subject", "predicate", "object"], rows };
}

/**
 * Read a body until it has so many lines.
 *
 * @param {Response} response
 * @param {number} most
 */
async function readLines(response, most) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  const decoder = new TextDecoder();
  /** @type {string[]} */ const lines = [];
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const parts = rest.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    if (done) break;
    if (lines.length > most || (lines.length === most && rest)) {
      await reader.cancel();
      return { lines: lines.slice(0, most), cut: true };
    }
  }
  if (rest) lines.push(rest);
  return { lines: lines.slice(0, most), cut: lines.length > most };
}

/**
 * Return what an answer that is none says.
 *
 * @param {Response} response
 * @returns {Promise<Fault>}
 */
async function faultOf(response) {
  const text = await response.text();
  try {
    const told = JSON.parse(text);
    if (typeof told.error === "string") return { hint: "", ...told, status: response.status };
  } catch {
    // not ours: a proxy between, perhaps
  }
  return { status: response.status, error: `the server answered with status ${response.status}`, hint: text.slice(0, 300) };
}

/**
 * Ask a query.
 *
 * @param {string} endpoint
 * @param {string} query
 * @param {number} mostRows what comes after so many rows is not waited for
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 * @throws {FaultError} the server says why not
 */
export async function ask(endpoint, query, mostRows, signal) {
  const begun = performance.now();
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { Accept: ACCEPT },
    body: new URLSearchParams({ query }),
    signal,
    redirect: "error",
  });
  if (!response.ok) throw new FaultError(await faultOf(response));
  const type = response.headers.get("Content-Type")?.split(";")[0].trim();
  const { lines, cut } = await readLines(response, mostRows + (type === TSV ? 1 : 0));
  const seconds = (performance.now() - begun) / 1000;
  const raw = lines.map((line) => `${line}\n`).join("");
  const truth = type === JSON_RESULTS ? JSON.parse(raw).boolean : { true: true, false: false }[raw.trim()];
  if (truth !== undefined) return { form: "boolean", variables: [], rows: [], cut: false, raw, seconds, truth };
  const form = type === TSV ? "rows" : "triples";
  const read = form === "rows" ? readRows(lines) : readTriples(lines.filter(Boolean));
  return { form, ...read, cut, raw, seconds, truth: null };
}

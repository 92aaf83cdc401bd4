/**
 * What things are called, and where their pages are: asked of the server in groups, each thing once.
 *
 * @typedef {import("./workbench-answer.js").Cell} Cell
 * @typedef {{label: string, path: string}} Named
 */

export class Labels {
  /**
   * @param {string} address where names are asked for
   * @param {number} most so many at once
   * @param {Record<string, Named>} known
   * @param {Record<string, string>} prefixes
   */
  constructor(address, most, known, prefixes) {
    this.address = address;
    this.most = most;
    this.known = new Map(Object.entries(known));
    this.namespaces = Object.entries(prefixes).sort((one, other) => other[1].length - one[1].length);
  }

  /**
   * Fetch the names of things; those that cannot be had stay without.
   *
   * @param {Iterable<string>} iris
   */
  async fetch(iris) {
    const missing = [...new Set(iris)].filter((iri) => !this.known.has(iri));
    for (let start = 0; start < missing.length; start += this.most) {
      try {
        const response = await fetch(this.address, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ iris: missing.slice(start, start + this.most) }),
        });
        const told = response.ok ? (await response.json()).labels : {};
        for (const [iri, named] of Object.entries(told)) this.known.set(iri, named);
      } catch {
        return; // the IRIs are shown as they are
      }
    }
  }

  /**
   * Return an IRI with a prefix of ours, or as it is.
   *
   * @param {string} iri
   */
  short(iri) {
    const found = this.namespaces.find(([, namespace]) => iri.startsWith(namespace));
    if (!found) return iri;
    const local = iri.slice(found[1].length);
    return /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/.test(local) ? `${found[0]}:${local}` : iri;
  }

  /** @param {string} iri */
  path(iri) {
    return this.known.get(iri)?.path ?? "";
  }

  /**
   * Return what people read where a cell stands.
   *
   * @param {Cell} cell
   */
  words(cell) {
    if (cell === null) return "";
    if (cell.type === "uri") return this.known.get(cell.value)?.label || this.short(cell.value);
    return cell.type === "bnode" ? `_:${cell.value}` : cell.value;
  }
}

/**
 * Return the IRIs in rows, each once.
 *
 * @param {Cell[][]} rows
 */
export function irisIn(rows) {
  return [...new Set(rows.flat().flatMap((cell) => (cell?.type === "uri" ? [cell.value] : [])))];
}

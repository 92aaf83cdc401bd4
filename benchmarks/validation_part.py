"""The part of the page about checking data against the shapes."""

from __future__ import annotations

from types import SimpleNamespace

from markdown import ms, size, table
from part import Part, Promise, at_most, rows_by_size
from results import Results

BARE_X = 1.5
IMPORT_S = 2.0


def validation_part(results: Results) -> Part | None:
    """The bundled data, and what an import touches."""
    found = results.rows("validation", 0, SimpleNamespace)
    if not found:
        return None
    [one] = found
    touched = rows_by_size(results, "validation of imports", SimpleNamespace)
    imports = {triples: row for triples, [row] in touched.items()}
    rows = [[size(triples), f"{row.quads:,}", ms(row.seconds)] for triples, row in imports.items()]
    text = f"""The bundled data have {one.triples:,} triples. A bare run of pyshacl with the same shapes, which reads
the files with rdflib, takes {ms(one.bare)} ms; ours, which also words every finding and looks for all advice
({one.advice:,} pieces), takes {ms(one.ours)} ms.

What an import touches is checked alone, whatever the size of the store:

{table(["triples in the store", "quads imported", "ms to check them"], rows)}"""
    promises = [
        at_most("checking the bundled data, of a bare run of pyshacl", [(one.triples, one.ours / one.bare)], BARE_X),
        *(
            Promise(
                f"an import into {size(triples)} triples is checked", f"within {IMPORT_S:g} s",
                f"{row.seconds:.1f} s", row.seconds <= IMPORT_S,
            )
            for triples, row in imports.items()
        ),
    ]  # fmt: skip
    return Part("Checking data", text, promises)

"""In which line of an RDF file a finding stands: a light look at the text, never a guess.

Turtle, TriG, N-Triples and N-Quads are read word by word, so a thing is found where it is the subject, and its property
and value in the same sentence. In RDF/XML and JSON-LD only a line that names the thing by its IRI as its subject is
found. What is not found, and what stands beyond the first megabytes, has a file and no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from equigraph.data.description import Origin
from equigraph.data.packed import Document, RdfFile
from equigraph.data.rdf_problems import open_text
from equigraph.errors import EquigraphError, SparqlSyntaxError
from equigraph.graph.findings import Finding, ValidationReport
from equigraph.graph.loading import files_of
from equigraph.graph.tokens import Token, split_name, tokenize, unescape_name
from equigraph.ontology.prefixes import expand

__all__ = ["locate_findings"]

MOST_BYTES: Final = 30_000_000  # of one document; a word takes about a microsecond
BY_WORDS: Final = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
SUBJECT: Final = re.compile(r"""(?:rdf:about\s*=|"@id"\s*:)\s*["']([^"']+)["']""")

RDF_TYPE: Final = expand("rdf:type")

Line = tuple[str, str, str]  # subject, predicate, object; the last two may be ""


def locate_findings(report: ValidationReport, places: Sequence[str | Path]) -> ValidationReport:
    """Return the report with file and line of every finding that could be found in the files that were read.

    Args:
        report: A report on what is there.
        places: Files of RDF, or "bundled", as they were named; in a folder store or an endpoint there are no lines.
    """
    wanted = {finding.thing for finding in report.findings}
    files = [path for path in files_of(places) if path.is_file()] if wanted else []
    found: dict[Line, Origin] = {}
    for path in files:
        for name, document in _documents(path):
            for line, number in _lines(document, wanted):
                found.setdefault(line, Origin(name, row=number))
    only = Origin(files[0].name) if len(files) == 1 else None
    findings = tuple(replace(one, place=_place(one, found) or one.place or only) for one in report.findings)
    return replace(report, findings=findings)


def _place(finding: Finding, found: Mapping[Line, Origin]) -> Origin | None:
    """Return the place of the value, else of the property, else of the thing."""
    thing, predicate = finding.thing, finding.predicate
    keys = ((thing, predicate, finding.term), (thing, predicate, ""), (thing, "", ""))
    return next((found[key] for key in keys if key in found), None)


def _documents(path: Path) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a file; a file that cannot be read any more has no lines."""
    try:
        with RdfFile(path) as file:
            for document in file.documents:
                yield Path(document.name).name if document.name == str(path) else document.name, document
    except (EquigraphError, OSError):
        return


def _lines(document: Document, wanted: set[str]) -> Iterator[tuple[Line, int]]:
    with open_text(document) as stream:
        text = stream.read(MOST_BYTES).decode("utf-8", "replace")
    try:
        yield from _by_words(text, wanted) if document.rdf_format in BY_WORDS else _by_names(text, wanted)
    except SparqlSyntaxError:  # a text that was cut off within a string
        return


# --- Turtle and its relatives ---------------------------------------------------------------


def _by_words(text: str, wanted: set[str]) -> Iterator[tuple[Line, int]]:
    """Yield what is said of the things that are wanted, with its line."""
    words = [token for token in tokenize(text) if token.kind != "comment"]
    prefixes: dict[str, str] = {}
    said: list[str] = []  # subject and predicate of the sentence so far
    line = at = 0
    for index, (word, is_term) in enumerate(zip(words, _terms(words), strict=True)):
        if word.text.lower() in {"prefix", "@prefix"}:
            prefixes |= {name.text[:-1]: iri.text[1:-1] for name, iri in [words[index + 1 : index + 3]]}
        elif word.text in {".", "{", "}", ";"}:
            said = said[:1] if word.text == ";" else []
        elif is_term and (not said or said[0] in wanted):
            line, at = line + text.count("\n", at, word.start), word.start
            if len(said) < len(("subject", "predicate")):
                said.append(_iri(word, prefixes))
                yield (said[0], said[1] if len(said) > 1 else "", ""), line + 1
            else:
                yield (said[0], said[1], _object(text, words[index : index + 3], prefixes)), line + 1


def _terms(words: Sequence[Token]) -> Iterator[bool]:
    """Yield of every word whether it is a term by itself: no part of one, and not within brackets."""
    depth = 0
    before = ""
    for word in words:
        depth -= word.text in {"]", ")"}
        yield depth == 0 and before != "^^" and word.kind not in {"symbol", "language"}
        depth += word.text in {"[", "("}
        before = word.text


def _iri(word: Token, prefixes: Mapping[str, str]) -> str:
    if word.kind == "iri":
        return word.text[1:-1]
    if word.kind == "name":
        prefix, local = split_name(word.text)
        return prefixes.get(prefix, "") + unescape_name(local)
    return RDF_TYPE if word.text == "a" else word.text


def _object(text: str, words: Sequence[Token], prefixes: Mapping[str, str]) -> str:
    """Return an object as an N-Triples term; the words that follow it may be its type or its language."""
    if words[0].kind in {"iri", "name"}:
        return f"<{_iri(words[0], prefixes)}>"
    last = words[-1] if words[1].text == "^^" else words[1] if words[1].kind == "language" else words[0]
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    sentence = f"{declared}<a:a> <a:a> {text[words[0].start : last.end]} ."
    return str(next(parse(sentence, RdfFormat.TURTLE)).object)


# --- RDF/XML and JSON-LD --------------------------------------------------------------------


def _by_names(text: str, wanted: set[str]) -> Iterator[tuple[Line, int]]:
    """Yield the things that are wanted, with the first line that names them as what it is about."""
    for number, line in enumerate(text.splitlines(), 1):
        for named in SUBJECT.finditer(line):
            if named[1] in wanted:
                yield (named[1], "", ""), number

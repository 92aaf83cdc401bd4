"""Read RIS (https://en.wikipedia.org/wiki/RIS_(file_format)), as EndNote, Zotero, Mendeley and catalogues export it.

rispy reads each reference; where one begins and ends is found here, so that one without its end (``ER``) does not
swallow the next. A file with other words before, between or behind references is read all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final

import rispy  # type: ignore[import-untyped] # it ships neither types nor stubs

from equigraph.data.authors import author_of, split_names
from equigraph.data.reference import DOCUMENT, Entry

__all__ = ["TYPES", "names_of", "parse_ris"]

TYPES: Final[Mapping[str, str]] = {
    "ABST": "article abstract", "BILL": "bill", "BLOG": "blog", "BOOK": "book", "CASE": "court case",
    "CHAP": "book chapter", "CONF": "conference paper", "CPAPER": "conference paper", "DATA": "dataset",
    "EBOOK": "book", "ECHAP": "book chapter", "EDBOOK": "book", "EJOUR": "journal article", "ELEC": "web page",
    "GEN": DOCUMENT, "GOVDOC": "report", "INPR": "journal article", "JFULL": "journal article",
    "JOUR": "journal article", "LEGAL": "regulation", "MANSCPT": "manuscript", "MGZN": "magazine article",
    "NEWS": "news article", "PAMP": "pamphlet", "PCOMM": "letter", "RPRT": "report", "SLIDE": "presentation",
    "SOUND": "audio recording", "STAND": "standard", "STAT": "statute", "THES": "dissertation", "UNPB": "manuscript",
    "VIDEO": "video", "WEB": "web page",
}  # fmt: skip
"""Type of RIS to ours; any other is a document."""

TAG: Final = re.compile(r"([A-Z][A-Z0-9])  ?-(?: |$)")
SUFFIX_PARTS: Final = 3  # surname, given names, suffix


class _Parser(rispy.RisParser):  # type: ignore[misc] # untyped, as above
    """Reads one reference; an address may hold a semicolon."""

    DEFAULT_DELIMITER_MAPPING: ClassVar[dict[str, str]] = {}


def parse_ris(text: str, notes: list[str]) -> Iterator[Entry]:
    r"""Yield the entries of a RIS text.

    Args:
        text: The text, with ``\n`` as line end.
        notes: Where it is said which references have no end.

    Example:
        >>> [entry.title for entry in parse_ris("TY  - RPRT\nTI  - A report\nAU  - Doe, Jo\nER  - \n", [])]
        ['A report']
    """
    for number, block in enumerate(_blocks(text), 1):
        if not block[-1].startswith("ER"):
            notes.append(f"reference {number} has no end (ER); it was read up to the next one")
            block.append("ER  - ")
        [record] = _Parser().parse_lines(iter(block))
        yield _entry(record)


def _blocks(text: str) -> Iterator[list[str]]:
    """Yield the fields of each reference, from its type to its end, to the next type or to the end of the file."""
    block: list[list[str]] = []
    for line in map(str.strip, text.split("\n")):
        found = TAG.match(line)
        tag = found[1] if found else ""
        if tag == "TY" and block:
            yield [" ".join(lines) for lines in block]
            block = []
        if found and (block or tag == "TY"):
            block.append([f"{tag}  - {line[found.end() :]}"])
        elif block and line:
            block[-1].append(line)  # the rest of a long text, whatever it begins with
        if tag == "ER" and block:
            yield [" ".join(lines) for lines in block]
            block = []
    if block:
        yield [" ".join(lines) for lines in block]


def _entry(record: Mapping[str, Any]) -> Entry:
    def first(*names: str) -> str:
        return next((value for name in names if isinstance(value := record.get(name), str) and value), "")

    kind = str(record["type_of_reference"]).upper()
    notes = [*record.get("notes", ()), first("research_notes"), first("note"), first("call_number"), first("custom7")]
    start, end = first("start_page"), first("end_page")
    return Entry(
        key=first("id", "label"),
        source_type=TYPES.get(kind, DOCUMENT),
        genre=first("type_of_work"),
        title=first("title", "primary_title", *(() if first("journal_name") else ("translated_title",))),
        authors=names_of(record.get("authors") or record.get("first_authors") or ()),
        editors=names_of(record.get("secondary_authors", ())) if kind in {"BOOK", "EDBOOK", "EBOOK"} else (),
        date=first("year", "publication_year", "date"),
        container=first("journal_name", "secondary_title", "alternate_title3", "alternate_title1", "alternate_title2"),
        volume=first("volume"),
        issue=first("number"),
        pages=f"{start}-{end}" if start and end and end != start and "-" not in start else start,
        publisher=first("publisher"),
        doi=first("doi"),
        urls=tuple(record.get("urls", ())),
        accession=first("accession_number"),
        notes=tuple(note for note in notes if not note.startswith("IRI: ")),
        iri=next((note.removeprefix("IRI: ") for note in notes if note.startswith("IRI: ")), ""),
    )


def names_of(names: Iterable[str], *, bare_is_person: bool = False) -> tuple[Mapping[str, str], ...]:
    """Return names as CSL has them: that of a person has a comma behind the surname.

    Args:
        names: Names, or several in one text with ";" between them.
        bare_is_person: A name without a comma may be a person's, if the rules of our tables say so.

    Example:
        >>> names_of(["Doe, Jo, Jr.", "Sesame Workshop"])
        ({'family': 'Doe', 'given': 'Jo', 'suffix': 'Jr.'}, {'literal': 'Sesame Workshop'})
        >>> names_of(["Jo Doe", "Sesame Workshop,"], bare_is_person=True)
        ({'family': 'Doe', 'given': 'Jo'}, {'literal': 'Sesame Workshop'})
    """
    return tuple(
        author_of(one) if bare_is_person and not name.rstrip().endswith(",") and "," not in one else _name(one)
        for name in names
        for one in split_names(name)
    )


def _name(name: str) -> Mapping[str, str]:
    pieces = [piece.strip() for piece in name.split(",")]
    is_person = 1 < len(pieces) <= SUFFIX_PARTS and "family" in author_of(name)
    return dict(zip(("family", "given", "suffix"), pieces, strict=False)) if is_person else {"literal": name}

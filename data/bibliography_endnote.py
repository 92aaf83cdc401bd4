"""Read what EndNote exports beside RIS: its tagged text (``.enw``, "Refer") and its XML.

Tags: https://en.wikipedia.org/wiki/Refer_(software). XML is read by defusedxml: a file that declares entities is
refused, whatever they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from equigraph.data.bibliography_ris import names_of
from equigraph.data.reference import DOCUMENT, Entry
from equigraph.errors import DataError

__all__ = ["TYPES", "parse_endnote_text", "parse_endnote_xml"]

TYPES: Final[Mapping[str, str]] = {
    "audiovisual material": "video", "bill": "bill", "blog": "blog", "book": "book", "book section": "book chapter",
    "case": "court case", "conference paper": "conference paper", "conference proceedings": "conference paper",
    "dataset": "dataset", "edited book": "book", "electronic article": "journal article",
    "electronic book": "book", "electronic book section": "book chapter", "generic": DOCUMENT,
    "government document": "report", "journal article": "journal article", "legal rule or regulation": "regulation",
    "magazine article": "magazine article", "manuscript": "manuscript", "newspaper article": "news article",
    "pamphlet": "pamphlet", "personal communication": "letter", "podcast": "podcast",
    "press release": "press release", "report": "report", "standard": "standard", "statute": "statute",
    "thesis": "dissertation", "unpublished work": "manuscript", "web page": "web page",
}  # fmt: skip
"""Type of EndNote, in small letters, to ours; any other is a document."""

TAG: Final = re.compile(r"%(\S)(?: (.*))?")


def parse_endnote_text(text: str) -> Iterator[Entry]:
    r"""Yield the entries of EndNote's tagged text.

    Example:
        >>> [entry.title for entry in parse_endnote_text("%0 Report\n%A Doe, Jo\n%T A\n long title\n")]
        ['A long title']
    """
    block: list[tuple[str, list[str]]] = []
    for line in map(str.strip, text.split("\n")):
        found = TAG.fullmatch(line)
        if found and found[1] == "0" and block:
            yield _tagged(block)
            block = []
        if found and (block or found[1] == "0"):
            block.append((found[1], [(found[2] or "").strip()]))
        elif block and line:
            block[-1][1].append(line)
    if block:
        yield _tagged(block)


def _tagged(fields: Iterable[tuple[str, list[str]]]) -> Entry:
    block: defaultdict[str, list[str]] = defaultdict(list)
    for tag, lines in fields:
        block[tag].append(" ".join(lines))

    def first(*tags: str) -> str:
        return next((value for tag in tags for value in block.get(tag, ()) if value), "")

    kind = first("0").casefold()
    return Entry(
        key=first("F", "L"),
        source_type=TYPES.get(kind, DOCUMENT),
        genre=first("9"),
        title=first("T"),
        authors=names_of(block.get("A", ()), bare_is_person=True),
        editors=names_of(block.get("E", ()), bare_is_person=True) if "book" in kind and "section" not in kind else (),
        date=first("D", "8"),
        container=first("J", "B"),
        volume=first("V"),
        issue=first("N"),
        pages=first("P"),
        publisher=first("I"),
        doi=first("R"),
        urls=tuple(block.get("U", ())),
        accession=first("M"),
        notes=(first("Z"), first("O")),
    )


def parse_endnote_xml(text: str) -> Iterator[Entry]:
    """Yield the entries of EndNote's XML.

    Args:
        text: The text, decoded.

    Raises:
        DataError: It is no XML of EndNote, or declares entities.

    Example:
        >>> record = (
        ...     "<record><ref-type name='Report'/><titles><title><style>A &amp; B</style></title></titles></record>"
        ... )
        >>> [entry.title for entry in parse_endnote_xml(f"<xml><records>{record}</records></xml>")]
        ['A & B']
    """
    body = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)  # it may name an encoding, which no longer holds
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except ParseError as error:
        raise DataError(f"this is not XML: {error}") from error
    except DefusedXmlException as error:
        raise DataError("this XML has a document type or declares entities; neither is accepted") from error
    records = root.findall("./records/record") or root.findall("./record")
    if not records and root.tag not in {"xml", "records"}:
        raise DataError(
            f'this is not XML of EndNote: it begins with "{root.tag[:40]}"; "xml" with "records" is accepted'
        )
    return map(_record, records)


def _record(record: Element) -> Entry:
    def text(path: str) -> str:
        found = record.find(path)
        return _text_of(found) if found is not None else ""

    def names(role: str) -> tuple[Mapping[str, str], ...]:
        found = record.findall(f"contributors/{role}/author")
        return names_of(map(_text_of, found), bare_is_person=True)

    kind = record.find("ref-type")
    name = (kind.get("name", "") if kind is not None else "").casefold()
    return Entry(
        key=text("label") or text("rec-number"),
        source_type=TYPES.get(name, DOCUMENT),
        genre=text("work-type"),
        title=text("titles/title"),
        authors=names("authors"),
        editors=names("secondary-authors") if name in {"book", "edited book"} else (),
        date=text("dates/year") or text("dates/pub-dates/date"),
        container=text("periodical/full-title") or text("titles/secondary-title"),
        volume=text("volume"),
        issue=text("number"),
        pages=text("pages"),
        publisher=text("publisher"),
        doi=text("electronic-resource-num"),
        urls=tuple(_text_of(one) for one in record.findall("urls/related-urls/url")),
        accession=text("accession-num"),
        notes=(text("notes"), text("call-num"), text("research-notes")),
    )


def _text_of(element: Element) -> str:
    """Return the text in an element, that of its pieces with a style of their own included."""
    return " ".join("".join(element.itertext()).split())

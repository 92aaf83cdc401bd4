"""Read CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), as Zotero and others export it.

A file is a list of items, one item, or an object that holds the list as ``items``. What stands in lines "Name: value"
of ``note``, where Zotero keeps what it has no field for, is read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from equigraph.data.authors import ET_AL_WORDS
from equigraph.data.json_levels import JsonLevels
from equigraph.data.reference import DOCUMENT, Broken, Entry
from equigraph.errors import DataError

__all__ = ["TYPES", "parse_csl_json"]

TYPES: Final[Mapping[str, str]] = {
    "article": "manuscript", "article-journal": "journal article", "article-magazine": "magazine article",
    "article-newspaper": "news article", "bill": "bill", "book": "book", "broadcast": "broadcast",
    "chapter": "book chapter", "dataset": "dataset", "document": DOCUMENT, "entry": "reference entry",
    "entry-dictionary": "reference entry", "entry-encyclopedia": "reference entry", "event": "presentation",
    "interview": "interview", "legal_case": "court case", "legislation": "statute", "manuscript": "manuscript",
    "motion_picture": "video", "pamphlet": "pamphlet", "paper-conference": "conference paper",
    "personal_communication": "letter", "post": "forum post", "post-weblog": "blog", "regulation": "regulation",
    "report": "report", "review": "review", "song": "audio recording", "speech": "presentation",
    "standard": "standard", "thesis": "dissertation", "webpage": "web page",
}  # fmt: skip
"""Type of CSL to ours; any other is a document."""

DEEPEST: Final = 50  # levels; an item has four
PARTS_OF_NAMES: Final = {"family", "given", "suffix", "literal"}


def parse_csl_json(text: str, broken: list[Broken]) -> Iterator[Entry]:
    """Yield the entries of a CSL-JSON text.

    Args:
        text: The text.
        broken: Where it is said which items are none.

    Raises:
        DataError: It is no JSON, is nested too deeply, or holds no list of items.

    Example:
        >>> [entry.title for entry in parse_csl_json('[{"title": "A", "issued": {"date-parts": [[2020]]}}, 3]', [])]
        ['A']
    """
    levels = JsonLevels()
    levels.feed(text.encode("utf-8", "surrogatepass"))
    if levels.deepest > DEEPEST:
        raise DataError(f"the JSON is nested {levels.deepest:,} levels deep; {DEEPEST} are accepted")
    try:
        found = json.loads(text)
    except ValueError as error:  # also a number of thousands of digits
        raise DataError(f"this is not JSON: {error}") from error
    items = found.get("items", [found]) if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise DataError("this JSON holds no list of references; a list of items of CSL-JSON is accepted")
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield _entry(item)
        else:
            broken.append((number, f"item {number} is no reference but {json.dumps(item)[:40]}; an object is needed"))


def _entry(item: Mapping[str, Any]) -> Entry:
    def text(name: str) -> str:
        value = item.get(name)
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    custom = item.get("custom")
    kept = {
        name: value for name, value in (custom if isinstance(custom, dict) else {}).items() if isinstance(value, str)
    }
    extra = _lines_of(text("note"))
    kind = text("type")
    return Entry(
        key=text("citation-key") or text("id"),
        source_type=TYPES.get(kind, DOCUMENT),
        genre=kept.get("type") or text("genre"),
        title=text("title"),
        authors=_names(item.get("author")),
        editors=_names(item.get("editor")) if kind == "book" else (),
        date=_date(item.get("issued")) or extra.get("issued", ""),
        container=text("container-title"),
        volume=text("volume"),
        issue=text("issue"),
        pages=text("page"),
        publisher=text("publisher"),
        doi=text("DOI") or extra.get("doi", ""),
        urls=(text("URL"),),
        accession=extra.get("eric number", "") or extra.get("eric", "") or text("archive_location") or text("number"),
        notes=(text("note"), text("call-number"), text("archive")),
        iri=kept.get("iri", ""),
    )


def _lines_of(note: str) -> dict[str, str]:
    lines = (line.partition(":") for line in note.splitlines())
    return {name.strip().casefold(): value.strip() for name, colon, value in lines if colon}


def _date(issued: Any) -> str:
    """Return a date as text: its first parts, or the words that stand for them."""
    if not isinstance(issued, Mapping):
        return str(issued) if isinstance(issued, str | int) else ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return str(parts[0][0])
    return next((str(issued[name]) for name in ("literal", "raw", "season") if issued.get(name)), "")


def _names(names: Any) -> tuple[Mapping[str, str], ...]:
    return tuple(_name(name) for name in names if isinstance(name, Mapping)) if isinstance(names, list) else ()


def _name(name: Mapping[str, Any]) -> Mapping[str, str]:
    parts = {part: str(value) for part, value in name.items() if isinstance(value, str | int)}
    given = " ".join(filter(None, (parts.get("given"), parts.get("dropping-particle"))))
    family = " ".join(filter(None, (parts.get("non-dropping-particle"), parts.get("family"))))
    kept = {**parts, "given": given, "family": family}
    if kept.get("literal", family).casefold() in ET_AL_WORDS:
        return {"literal": "et al."}
    return {part: text for part, text in kept.items() if text and part in PARTS_OF_NAMES}

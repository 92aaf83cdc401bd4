r"""Read BibTeX and biblatex (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf), Better BibTeX and JabRef included.

bibtexparser finds the entries and names those that are broken, without which the others are read. Macros (``@string``),
values joined by ``#``, ``crossref`` and LaTeX in texts are resolved. Limits: of ``xdata`` and of biblatex's extended
names no more than family, given, prefix and suffix.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateFieldKeyBlock, ParsingFailedBlock, String
from bibtexparser.model import Entry as Record

from equigraph.data.authors import ET_AL_WORDS
from equigraph.data.latex_text import latex_to_text, unescaped
from equigraph.data.reference import DOCUMENT, LONGEST_FIELD, Broken, Entry

__all__ = ["TYPES", "parse_bibtex"]

TYPES: Final[Mapping[str, str]] = {
    "article": "journal article", "book": "book", "booklet": "pamphlet", "bookinbook": "book chapter",
    "collection": "book", "conference": "conference paper", "dataset": "dataset", "electronic": "web page",
    "inbook": "book chapter", "incollection": "book chapter", "inproceedings": "conference paper",
    "jurisdiction": "court case", "legislation": "statute", "letter": "letter", "manual": "handbook",
    "mastersthesis": "thesis", "misc": DOCUMENT, "mvbook": "book", "online": "web page",
    "patent": "patent", "phdthesis": "dissertation", "proceedings": "book", "report": "report",
    "standard": "standard", "techreport": "report", "thesis": "dissertation", "unpublished": "manuscript",
    "video": "video", "www": "web page",
}  # fmt: skip
"""Type of BibTeX and biblatex to ours; any other is a document."""

PART: Final = re.compile(r'"(?:[^"{}\\]|\\.|\{(?:[^{}]|\{[^{}]*\})*\})*"|\{|[^\s#{}"]+')
EXTENDED_NAME: Final = re.compile(r'\b(family|given|prefix|suffix)=(?:"([^"]*)"|([^,"]*))')
# What the entry that ``crossref`` names gives to a part of it, beside the fields of the same name.
FROM_WHOLE: Final = {"booktitle": "title"}
NEVER_FROM_WHOLE: Final = frozenset({"title", "author", "doi", "url", "eprint", "crossref", "ids"})
Fields = Mapping[str, str]

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it would print, `parse_bibtex` says


def parse_bibtex(text: str, notes: list[str], broken: list[Broken]) -> Iterator[Entry]:
    r"""Yield the entries of a BibTeX text.

    Args:
        text: The text, with ``\n`` as line end.
        notes: Where it is said what was taken in spite of an error.
        broken: Where the entries that cannot be read are named, with their line.

    Example:
        >>> broken = []
        >>> text = "@book{a, title={One\n@misc{b, title = {Two \\& more}, author = {Doe, Jo and {A and B}}}"
        >>> [(entry.title, entry.authors[1]) for entry in parse_bibtex(text, [], broken)]
        [('Two & more', {'literal': 'A and B'})]
        >>> broken
        [(1, 'the entry "a" (line 1) is broken: a brace or quote is not closed before the next entry begins')]
    """
    library = parse_string(text, parse_stack=[])
    strings = _strings(library)
    records: list[Record] = []
    for block in library.blocks:
        found = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(found, Record):
            records.append(found)
            if isinstance(block, DuplicateFieldKeyBlock):
                twice = ", ".join(sorted(block.duplicate_keys))
                notes.append(f'the entry "{found.key}" {_line(found)} says twice: {twice}; the first was taken')
        elif isinstance(block, ParsingFailedBlock) and not _is_macro(block):
            broken.append(_broken(block))
    fields = [_fields(record, strings) for record in records]
    by_key = {record.key.casefold(): own for record, own in zip(records, fields, strict=True)}
    for record, own in zip(records, fields, strict=True):
        try:
            yield _entry(record, _with_whole(own, by_key))
        except ValueError as error:
            broken.append((_number(record), f'the entry "{record.key}" {_line(record)} is broken: {error}'))


def _line(block: Block) -> str:
    return f"(line {_number(block)})"


def _number(block: Block) -> int:
    return (block.start_line or 0) + 1


def _is_macro(block: ParsingFailedBlock) -> bool:
    """Return whether a block is a macro that is defined twice; the later one counts."""
    return block.ignore_error_block is not None


def _broken(block: ParsingFailedBlock) -> Broken:
    start = re.match(r"@\w*\s*[{(]\s*([^,\s{}=]*)", block.raw or "")
    name = f'the entry "{start[1]}"' if start and start[1] else "an entry"
    reason = str(getattr(block.error, "abort_reason", block.error))
    if "block start" in reason:
        why = "a brace or quote is not closed before the next entry begins"
    elif "end of file" in reason:
        why = "a brace or quote is not closed before the file ends"
    else:
        why = f"{reason[:1].lower()}{reason[1:]}".replace("`", '"').rstrip(". ")
    return _number(block), f"{name} {_line(block)} is broken: {why}"


# --- values ---------------------------------------------------------------------------------


def _strings(library: Library) -> dict[str, str]:
    """Return the macros; one may use those that stand before it."""
    strings: dict[str, str] = {}
    for block in library.blocks:
        found = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(found, String):
            strings[found.key.casefold()] = _value(str(found.value), strings)
    return strings


def _fields(record: Record, strings: Fields) -> dict[str, str]:
    """Return the fields of an entry by their names in small letters, without what encloses them."""
    fields: dict[str, str] = {}
    for field in record.fields:
        fields.setdefault(field.key.casefold(), _value(str(field.value), strings))
    return fields


def _value(written: str, strings: Fields) -> str:
    """Return a value without its braces or quotes; its parts joined, macros resolved.

    A value that grows beyond any use by macros of macros is cut: a field of that length is refused later on.
    """
    parts = _parts(written)
    resolved = (part[1:-1] if part[0] in '{"' else strings.get(part.casefold(), part) for part in parts)
    return "".join(resolved)[: LONGEST_FIELD * 10]


def _parts(written: str) -> list[str]:
    """Return the parts of a value that "#" joins, each with what encloses it."""
    parts: list[str] = []
    place = 0
    while found := PART.search(written, place):
        end = _closing(written, found.start()) if found[0] == "{" else found.end()
        parts.append(written[found.start() : end])
        place = end
    return parts


def _closing(written: str, start: int) -> int:
    """Return where the brace that opens at ``start`` is closed, or the end; an escaped brace counts for nothing."""
    depth = 0
    for sign in re.finditer(r"(?<!\\)[{}]", written[start:]):
        depth += 1 if sign[0] == "{" else -1
        if depth == 0:
            return start + sign.end()
    return len(written)


def _with_whole(own: Fields, by_key: Mapping[str, Fields]) -> Fields:
    whole = by_key.get(own.get("crossref", "").strip().casefold())
    if not whole or whole is own:
        return own
    given = {name: text for name, text in whole.items() if name not in NEVER_FROM_WHOLE}
    given |= {name: whole[source] for name, source in FROM_WHOLE.items() if source in whole}
    return {**given, **own}


# --- entries --------------------------------------------------------------------------------


def _entry(record: Record, fields: Fields) -> Entry:
    def text(*names: str) -> str:
        return latex_to_text(next((value for name in names if (value := fields.get(name, "").strip())), ""))

    kind = record.entry_type.casefold()
    page = fields.get("howpublished", "")  # often the address alone
    is_eric = fields.get("eprinttype", fields.get("archiveprefix", "")).casefold() == "eric"
    subtitle = text("subtitle")
    return Entry(
        key=record.key,
        source_type=TYPES.get(kind, DOCUMENT),
        genre=text("sourcetype", "type", "entrysubtype"),
        title=": ".join(filter(None, (text("title"), subtitle))),
        authors=_names(fields.get("author", "")),
        editors=_names(fields.get("editor", "")) if kind in {"book", "collection", "mvbook", "proceedings"} else (),
        date=text("date", "year"),
        container=text("journal", "journaltitle", "booktitle"),
        volume=text("volume"),
        issue=text("number", "issue"),
        pages=text("pages"),
        publisher=text(
            "publisher", "institution", "school", "organization", *(() if "://" in page else ("howpublished",))
        ),
        doi=unescaped(fields.get("doi", "")),
        urls=tuple(map(unescaped, (fields.get("url", ""), *re.findall(r"https?://[^\s{}]+", page)))),
        accession=unescaped(fields.get("eprint", "")) if is_eric else "",
        notes=(text("note"), text("annotation"), text("annote"), text("eric")),
        iri=fields.get("iri", "").strip(),
    )


def _names(written: str) -> tuple[Mapping[str, str], ...]:
    return tuple(_name(" ".join(name.split())) for name in split_multiple_persons_names(written) if name.strip())


def _name(written: str) -> Mapping[str, str]:
    if written.casefold() in ET_AL_WORDS:
        return {"literal": "et al."}
    if written.startswith("{") and _closing(written, 0) == len(written):
        return {"literal": latex_to_text(written)}
    if extended := {found[1]: found[2] or found[3] for found in EXTENDED_NAME.finditer(written)}:
        family = " ".join(filter(None, (extended.pop("prefix", ""), extended.pop("family", ""))))
        return {part: latex_to_text(text) for part, text in {"family": family, **extended}.items()}
    parts = parse_single_name_into_parts(written, strict=False)
    pieces = {"family": [*parts.von, *parts.last], "given": parts.first, "suffix": parts.jr}
    return {part: latex_to_text(" ".join(words)) for part, words in pieces.items() if words}

"""Read a bibliography: what a librarian exports from Zotero, EndNote, Mendeley, JabRef or a catalogue.

The suffix says the format. RIS, BibTeX and CSL-JSON are also what this project writes. Zotero's own RDF is not read:
Zotero exports the same as CSL-JSON.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from equigraph.data.bibliography_bibtex import parse_bibtex
from equigraph.data.bibliography_csl import parse_csl_json
from equigraph.data.bibliography_endnote import parse_endnote_text, parse_endnote_xml
from equigraph.data.bibliography_ris import parse_ris
from equigraph.data.description import Origin
from equigraph.data.file_looks import HEAD_BYTES, text_look
from equigraph.data.reference import Broken, Entry, Reference, reference_of
from equigraph.data.text_file import read_text
from equigraph.errors import DataError, RowError

__all__ = ["SUFFIXES", "WHOLE_ENTRY", "format_of", "read_references"]

WHOLE_ENTRY: Final = "(all)"  # stands for the field where a problem is not in one
COMMENTS: Final = re.compile(r"^%(?:[^\w\n].*)?$", re.MULTILINE)  # as BibTeX files begin; an empty one has no more
Parse = Callable[[str, list[str], list[Broken]], Iterator[Entry]]

SUFFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".ris": "RIS",
        ".bib": "BibTeX",
        ".bibtex": "BibTeX",
        ".csl.json": "CSL-JSON",
        ".json": "CSL-JSON",
        ".enw": "EndNote text",
        ".xml": "EndNote XML",
    }
)
"""Suffix of a file, in small letters, to the format that is read; of two that fit, the first."""

_PARSERS: Final[Mapping[str, Parse]] = {
    "RIS": lambda text, notes, _: parse_ris(text, notes),
    "BibTeX": parse_bibtex,
    "CSL-JSON": lambda text, _, broken: parse_csl_json(text, broken),
    "EndNote text": lambda text, *_: parse_endnote_text(text),
    "EndNote XML": lambda text, *_: parse_endnote_xml(text),
}
_BEGINNINGS: Final[Mapping[str, str]] = {
    "RIS": 'a line that begins with "TY  - "',
    "BibTeX": 'an entry such as "@article{name, title = {...}}"',
    "EndNote text": 'a line that begins with "%0 "',
}


def read_references(path: Path, problems: list[RowError], notes: list[str]) -> list[Reference]:
    r"""Return the references of a bibliography, and add what is wrong with it to ``problems``.

    Args:
        path: The file.
        problems: Where every entry that is wrong is named; the others are returned.
        notes: Where it is said in words what was guessed, and what was left out.

    Returns:
        The references, in the order of the file.

    Raises:
        DataError: The suffix is none of `SUFFIXES`, or the file cannot be read at all.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> problems = []
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "library.bib")
        ...     _ = path.write_text("@report{a, title={One}}\n@report{b, title={Two}, year={19}}", encoding="utf-8")
        ...     [reference.title for reference in read_references(path, problems, [])]
        ['One']
        >>> [problem.column for problem in problems]
        ['year']
    """
    format_name = format_of(path)
    if format_name is None:
        raise DataError(f'"{path.name}" is no bibliography that can be read; accepted: {", ".join(SUFFIXES)}')
    text = read_text(path, notes)
    said: list[str] = []
    broken: list[Broken] = []
    references: list[Reference | None] = []
    before = len(problems)
    try:
        for number, entry in enumerate(_PARSERS[format_name](text, said, broken), 1):
            references.append(reference_of(entry, Origin(path.name, row=number), problems, notes))
    except DataError as error:
        raise DataError(f'"{path.name}" cannot be read: {error.message}', hint=error.hint) from error
    notes += [f"{path.name}: {words}" for words in said]
    problems += [RowError(path.name, row, WHOLE_ENTRY, words) for row, words in broken]
    if not references and len(problems) == before and format_name in _BEGINNINGS and COMMENTS.sub("", text).strip():
        raise _nothing_found(path.name, format_name, text)
    return [reference for reference in references if reference is not None]


def format_of(path: Path) -> str | None:
    """Return the name of the format of a bibliography, by the suffix of the file; None when it is none.

    Example:
        >>> from pathlib import Path
        >>> format_of(Path("library.RIS")), format_of(Path("graph.xlsx"))
        ('RIS', None)
    """
    return next((name for suffix, name in SUFFIXES.items() if path.name.lower().endswith(suffix)), None)


def _nothing_found(name: str, format_name: str, text: str) -> DataError:
    look = text_look(text[:HEAD_BYTES].encode("utf-8", "replace"))
    seems = f"; it looks like {look}" if look else ""
    return DataError(f'"{name}" holds no reference{seems}; {format_name} has {_BEGINNINGS[format_name]}')

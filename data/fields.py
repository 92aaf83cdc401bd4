"""Between a cell of the workbook and the RDF terms that it stands for: one rule for each way of reading, both ways.

What is written for a term is read back as that term. A term that its column cannot show (a name in another language,
a second value where there is room for one) is not written, and stays as it is in the graph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from equigraph.data.cells import ADDRESS, NUMBER, YEAR
from equigraph.data.known import Known, fold
from equigraph.data.sheets import RELATIONS
from equigraph.data.terms import GYEAR, INTEGER, LANGUAGE, gyear, integer, node, plain, text
from equigraph.errors import did_you_mean
from equigraph.ontology.prefixes import CONCEPT_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from equigraph.data.table import Column, Value

__all__ = ["MOST_CHARACTERS", "RELATION_KINDS", "RELATION_WORDS", "Shown", "Term", "clean", "read_cell", "show"]

Term = NamedNode | Literal

MOST_CHARACTERS: Final = 32_767  # in one cell: no workbook holds more
STRING: Final = plain("").datatype
RELATION_LABELS: Final = {node(relation.predicate): label for label, relation in RELATIONS.items()}
RELATION_NODES: Final = {fold(label): predicate for predicate, label in RELATION_LABELS.items()}
RELATION_KINDS: Final = {node(relation.predicate): relation.kinds for relation in RELATIONS.values()}
RELATION_WORDS: Final = {
    node("eq:cost"): "cost",
    **{node(relation.predicate): relation.word_in_ids(label) for label, relation in RELATIONS.items()},
}
# What XML 1.0 cannot hold, in any escape.
UNHOLDABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACES: Final = re.compile(r"[^\S\n]+")


class Shown(NamedTuple):
    """A cell, and which terms it shows."""

    text: str
    terms: tuple[Term, ...]


def clean(cell: str) -> str:
    r"""Return a cell as it is after a spreadsheet had it, so that what was not edited compares equal.

    Example:
        >>> clean(" a\u00a0b \r\n c\x01"), clean("x" * 40_000) == "x" * MOST_CHARACTERS
        ('a b\nc\ufffd', True)
    """
    lines = unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    whole = "\n".join(SPACES.sub(" ", line).strip() for line in lines).strip()
    return UNHOLDABLE.sub("\ufffd", whole)[:MOST_CHARACTERS]


def show(column: Column, terms: Iterable[Term | BlankNode], known: Known) -> Shown:
    """Return the cell of a column for what a graph says.

    Args:
        column: The column.
        terms: The values of its property.
        known: The things of the graph.

    Returns:
        The cell, and the values that it shows; others stay as they are, whatever becomes of the cell.

    Example:
        >>> from equigraph.data.table import Column
        >>> show(Column("Other names", "text", separator=";"), [text("b"), text("a"), plain("c")], Known()).text
        'a; b'
    """
    write = _WRITERS[column.value]
    cells: dict[str, Term] = {}
    for term in terms:
        if isinstance(term, BlankNode):
            continue
        cell = write(term, column, known)
        if cell is None or not clean(cell) or (column.separator and column.separator in cell):
            continue
        # Only what reads back as itself can be edited in a cell.
        if read_cell(column, clean(cell), known) == [term]:
            cells.setdefault(clean(cell), term)
    shown = sorted(cells.items())[: None if column.separator else 1]
    return Shown(f"{column.separator} ".join(cell for cell, _ in shown), tuple(term for _, term in shown))


def read_cell(column: Column, cell: str, known: Known) -> list[Term] | str:
    """Return what a cell says, or why it says nothing.

    Args:
        column: Its column.
        cell: What it holds, cleaned.
        known: The things of the graph and those that come with it.

    Example:
        >>> from equigraph.data.table import Column
        >>> (
        ...     read_cell(Column("Year", "year"), "2015", Known())[0].value,
        ...     read_cell(Column("Year", "year"), "15", Known()),
        ... )
        ('2015', '"15" is not a year; a year has four digits, from 1500 to 2099')
    """
    read = _READERS[column.value]
    parts = [part.strip() for part in cell.split(column.separator)] if column.separator else [cell]
    terms: dict[Term, None] = {}
    for part in filter(None, parts):
        term = read(part, column, known)
        if isinstance(term, str):
            return term
        terms[term] = None
    return list(terms)


# --- reading --------------------------------------------------------------------------------


def _read_year(cell: str, _column: Column, _known: Known) -> Term | str:
    return gyear(cell) if YEAR.fullmatch(cell) else f'"{cell}" is not a year; a year has four digits, from 1500 to 2099'


def _read_number(cell: str, _column: Column, _known: Known) -> Term | str:
    return integer(int(cell)) if NUMBER.fullmatch(cell) else f'"{cell}" is not a number; digits alone are accepted'


def _read_url(cell: str, _column: Column, _known: Known) -> Term | str:
    if ADDRESS.fullmatch(cell):
        try:
            return NamedNode(cell)
        except ValueError:
            pass
    return f'"{cell}" is not a web address; one that begins with http:// or https://, without spaces, is accepted'


def _read_thing(cell: str, column: Column, known: Known) -> Term | str:
    return known.find(cell, column.kinds)


def _read_relation(cell: str, _column: Column, _known: Known) -> Term | str:
    found = RELATION_NODES.get(fold(cell))
    if found is not None:
        return found
    import difflib  # noqa: PLC0415 # only a wrong cell needs it

    close = did_you_mean(difflib.get_close_matches(fold(cell), RELATION_NODES, 1))
    return f'there is no relation "{cell}"{close or "; known: " + ", ".join(RELATIONS)}'


def _read_scheme(cell: str, _column: Column, _known: Known) -> Term | str:
    slug = fold(cell).replace(" ", "-")
    if slug in CONCEPT_PREFIXES:
        return node(f"scheme:{slug}")
    return f'there is no list "{cell}"; known: {", ".join(sorted(CONCEPT_PREFIXES))}'


_READERS: Final[Mapping[Value, Callable[[str, Column, Known], Term | str]]] = {
    "text": lambda cell, _column, _known: text(cell),
    "string": lambda cell, _column, _known: plain(cell),
    "year": _read_year,
    "number": _read_number,
    "count": _read_number,
    "url": _read_url,
    "thing": _read_thing,
    "concept": _read_thing,
    "relation": _read_relation,
    "scheme": _read_scheme,
}

# --- writing --------------------------------------------------------------------------------


def _write_text(term: Term, _column: Column, _known: Known) -> str | None:
    return term.value if isinstance(term, Literal) and term.language == LANGUAGE else None


def _write_literal(term: Term, column: Column, _known: Known) -> str | None:
    datatype = {"year": GYEAR, "number": INTEGER, "count": INTEGER}.get(column.value, STRING)
    return term.value if isinstance(term, Literal) and not term.language and term.datatype == datatype else None


def _write_url(term: Term, _column: Column, _known: Known) -> str | None:
    return term.value if isinstance(term, NamedNode) else None


def _write_thing(term: Term, column: Column, known: Known) -> str | None:
    return known.cell_of(term, column.kinds) if isinstance(term, NamedNode) else None


def _write_relation(term: Term, _column: Column, _known: Known) -> str | None:
    return RELATION_LABELS.get(term) if isinstance(term, NamedNode) else None


def _write_scheme(term: Term, _column: Column, _known: Known) -> str | None:
    return term.value.rpartition("/")[2] if isinstance(term, NamedNode) else None


_WRITERS: Final[Mapping[Value, Callable[[Term, Column, Known], str | None]]] = {
    "text": _write_text,
    "string": _write_literal,
    "year": _write_literal,
    "number": _write_literal,
    "count": _write_literal,
    "url": _write_url,
    "thing": _write_thing,
    "concept": _write_thing,
    "relation": _write_relation,
    "scheme": _write_scheme,
}

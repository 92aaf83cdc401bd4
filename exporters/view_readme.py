"""What goes with the tables of a view: what it shows, how to read it, its licence, how to cite it, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.view_tables import made_for
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["HOW_TO_READ", "data_lines", "named_lines", "readme_lines", "readme_text"]

HOW_TO_READ: Final = (
    "A line says what studies found, or what a source states; it is not an endorsement.",
    "A verdict is always told with the number of sources that bear it; those of one study count once.",
    "Null and negative findings are kept like any other, and come first.",
    "No claim means that this data holds none. It does not mean that there is no effect, or that nobody studied it.",
    "Where a tie is our reading (inferred), the source itself does not say it.",
    "Effects and ESSA tiers are given only where a source states them; none given does not mean a low one.",
)
NOT_RECORDED: Final = "not recorded"
DATA: Final[Mapping[str, str]] = {
    "What it is about": "about",
    "Data version": "data_version",
    "Date of the data": "data_date",
    "Licence": "licence",
    "Licence text": "licence_url",
    "How to cite": "citation",
}
NOTHING: Final = "This view is empty: the data holds nothing for what was chosen."


def readme_lines(network: Network, contents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield a name, or "" where the one before goes on, and a text; a heading has no text.

    Args:
        network: What the tables are of.
        contents: What each table holds, by its name.
    """
    facts = network.graph
    if not len(network):
        yield "Empty", NOTHING
    yield "Question", str(facts.get("question") or NOT_RECORDED)
    yield "Made for", made_for(network)
    yield from named_lines("Summary", facts.get("summary") or ())
    yield from named_lines("Note", facts.get("notes") or ())
    yield "How to read it", ""
    yield from named_lines("", HOW_TO_READ)
    yield "Tables", ""
    yield from contents.items()
    yield from data_lines(facts)


def data_lines(graph: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what the data say of themselves, by the graph attributes of a network.

    Example:
        >>> [text for name, text in data_lines({"licence": "CC BY 4.0"}) if name in {"Licence", "How to cite"}]
        ['CC BY 4.0', 'not recorded']
    """
    yield "The data", ""
    yield from ((name, str(graph.get(key) or NOT_RECORDED)) for name, key in DATA.items())
    yield from named_lines("What is missing", graph.get("blind_spots") or [NOT_RECORDED])


def named_lines(name: str, texts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield texts below each other, the first with its name.

    Example:
        >>> list(named_lines("Note", ["One.", "Two."]))
        [('Note', 'One.'), ('', 'Two.')]
    """
    for number, text in enumerate(texts):
        yield ("" if number else name), str(text)


def readme_text(network: Network, contents: Mapping[str, str], columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return it as plain text, with what the columns mean.

    Args:
        network: What the tables are of.
        contents: What each table holds, by its name.
        columns: Meanings of the columns of each table.
    """
    lines = [clean(str(network.graph.get("title") or "A view without a title")), ""]
    for name, text in readme_lines(network, contents):
        lines += ["", name.upper()] if not text else [f"{name}: {clean(text)}" if name else f"- {clean(text)}"]
    for table, meanings in columns.items():
        lines += ["", f"COLUMNS OF {table}", *(f"{name}: {meaning}" for name, meaning in meanings.items())]
    return "\n".join(lines) + "\n"

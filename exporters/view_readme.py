"""What goes with the tables of a view: what it shows, how to read it, its licence, how to cite it, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.view_tables import made_for

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["HOW_TO_READ", "readme_lines", "readme_text"]

HOW_TO_READ: Final = (
    "A line says what studies found, or what a source states; it is not an endorsement.",
    "A verdict is always told with the number of sources that bear it; those of one study count once.",
    "Null and negative findings are kept like any other, and come first.",
    "No claim means that this data holds none. It does not mean that there is no effect, or that nobody studied it.",
    "Where a tie is our reading (inferred), the source itself does not say it.",
    "Effects and ESSA tiers are given only where a source states them; none given does not mean a low one.",
)
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
    yield "Question", _said(facts, "question")
    yield "Made for", made_for(network)
    yield from _named("Summary", facts.get("summary") or ())
    yield from _named("Note", facts.get("notes") or ())
    yield "How to read it", ""
    yield from _named("", HOW_TO_READ)
    yield "Tables", ""
    yield from contents.items()
    yield "The data", ""
    yield "What it is about", _said(facts, "about")
    data = {"Data version": "data_version", "Date of the data": "data_date", "Licence": "licence"}
    yield from ((name, _said(facts, key)) for name, key in data.items())
    yield "Licence text", _said(facts, "licence_url")
    yield "How to cite", _said(facts, "citation")
    yield from _named("What is missing", facts.get("blind_spots") or ["not stated"])


def _said(facts: Mapping[str, Any], name: str) -> str:
    return str(facts.get(name) or "not stated")


def _named(name: str, texts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for number, text in enumerate(texts):
        yield ("" if number else name), str(text)


def readme_text(network: Network, contents: Mapping[str, str], columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return it as plain text, with what the columns mean.

    Args:
        network: What the tables are of.
        contents: What each table holds, by its name.
        columns: Meanings of the columns of each table.
    """
    lines = [_one_line(str(network.graph.get("title") or "A view without a title")), ""]
    for name, text in readme_lines(network, contents):
        lines += ["", name.upper()] if not text else [f"{name}: {_one_line(text)}" if name else f"- {_one_line(text)}"]
    for table, meanings in columns.items():
        lines += ["", f"COLUMNS OF {table}", *(f"{name}: {meaning}" for name, meaning in meanings.items())]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""What two networks differ in, as one self-contained page: no script, no request, readable on paper.

The picture shows old and new together, told apart by colour, dash and sign; the tables say the same in words. Of a
large picture only what changed is drawn, with the things it is connected to, and it is said. Lost: what only programs
read, which the JSON of :mod:`equigraph.exporters.changes` holds. The contract is that of every page, see
:mod:`equigraph.exporters.page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from equigraph.exporters.changes import citation_of_statement, claim_words, sections
from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import safe_link
from equigraph.exporters.page import ASSETS, compact, environment, policy, read_asset, sign_rule, style_sheet
from equigraph.exporters.palette import CHANGES, change_look
from equigraph.exporters.still import still_figure
from equigraph.exporters.svg import generate_svg
from equigraph.graph.change_words import in_short, kind_words, line_name, line_sentence, support, thing_sentence
from equigraph.graph.changes import CHANGED
from equigraph.graph.union import picture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equigraph.graph.changes import Change, Changes
    from equigraph.graph.network import Network

__all__ = ["generate_changes_html"]

COLUMNS: Final = {
    "claims": ("What it is about", "Claim", "Source"),
    "other_statements": ("From and to", "Statement", "Source"),
    "lines": ("Line", "Support, or what changed"),
    "things": ("Thing", "What became of it"),
    "sources": ("Source", "What became of it"),
}


def generate_changes_html(changes: Changes, before: Network, after: Network) -> str:
    """Return what two networks differ in, as one self-contained page.

    Args:
        changes: What they differ in, as :func:`equigraph.graph.changes.compare` found it.
        before: The earlier network.
        after: The later one.

    Returns:
        The whole document. The same networks give the same text, always.

    Example:
        >>> from equigraph.graph.changes import compare
        >>> from equigraph.graph.network import Network
        >>> page = generate_changes_html(compare(Network(), Network()), Network(), Network())
        >>> "No change." in page, "<script" in page
        (True, False)
    """
    union = None if changes.is_same_content else picture_of(before, after, changes)
    figure = still_figure(generate_svg(union, frame=False) if union else EMPTY_SVG, LABEL)
    looks = [f".s-{look.token} {{ stroke: var(--{look.token}); }}" for look in CHANGES.values()]
    looks += [sign_rule(look) for look in CHANGES.values() if look.glyph]
    style = style_sheet(compact(read_asset(ASSETS / "changes.css")), *looks, figure.style)
    graph = changes.after
    return (
        environment()
        .get_template("changes.html.j2")
        .render(
            title=f"What changed: {graph.get('title') or 'two networks'}",
            graph={**ABOUT, **graph},
            policy=policy([], [style]),
            style=Markup(style),  # noqa: S704 (our own files and palette)
            figure=Markup(figure.markup) if union else "",  # noqa: S704 (escaped by generate_svg)
            figure_note=" ".join(union.graph["notes"]) if union else "",
            legend=[item for item in draw(union).legend if item.sort != "note"] if union else [],
            licence_url=safe_link(str(graph.get("licence_url", ""))),
            sentences=in_short(changes),
            verdicts=[_verdict(line) for line in changes.lines if line.is_regraded],
            sections=[_section(changes, heading, what, found) for heading, what, found in sections(changes)],
            counts=changes.counts,
            sides=list(_sides(changes)),
            token_of=lambda kind: change_look(kind).token,
        )
    )


LABEL: Final = "Picture of what changed; the tables say the same"
EMPTY_SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg"/>'
# What the end of a page asks of a network that says little about itself.
ABOUT: Final = {
    **dict.fromkeys(("dataset", "data_version", "data_date", "licence", "citation", "scope", "about"), ""),
    "blind_spots": [],
}


def _verdict(line: Change) -> dict[str, str]:
    """Return the row of a line whose verdict or support changed."""
    grades = [edge.get("grade") or {} for edge in (line.before, line.after)]
    return {
        "name": line_name(line),
        "before": str(line.before.get("strength", "")),
        "after": str(line.after.get("strength", "")),
        "sure_before": str(grades[0].get("how_sure", "")),
        "sure_after": str(grades[1].get("how_sure", "")),
        "sentence": line_sentence(line),
    }


def _section(changes: Changes, heading: str, what: str, found: list[Change]) -> dict[str, Any]:
    return {
        "id": heading.lower().replace(" ", "-"),
        "heading": heading,
        "kind": found[0].kind,
        "word": kind_words(changes, found[0].kind),
        "columns": COLUMNS[what],
        "rows": [_row(change, what) for change in found],
    }


def _row(change: Change, what: str) -> dict[str, Any]:
    """Return the cells of one change: its name, what became of it, and for what is said its source with a link."""
    record = change.now
    if what in {"claims", "other_statements"}:
        source = change.sources.get(str(record.get("source", "")), {})
        return {
            "name": f"{record.get('subject_label', '')} → {record.get('object_label', '')}",
            "words": claim_words(change),
            "source": citation_of_statement(change),
            "url": safe_link(str(source.get("url", ""))),
        }
    if what == "lines":
        return {
            "name": line_name(change),
            "words": line_sentence(change) if change.kind == CHANGED else support(change),
        }
    name = record.get("citation") if what == "sources" else record.get("label")
    return {"name": str(name or change.id), "words": thing_sentence(change) if change.kind == CHANGED else ""}


def _sides(changes: Changes) -> Iterator[tuple[str, str, str]]:
    """Yield what was asked of which data, before and after."""
    names = {
        "title": "Picture",
        "data_version": "Data version",
        "data_date": "Date of the data",
        "shown": "Things shown",
        "total": "Things in all",
    }
    for name, words in names.items():
        if name in changes.before or name in changes.after:
            yield words, str(changes.before.get(name, "")), str(changes.after.get(name, ""))

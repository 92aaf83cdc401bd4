"""Why two things are connected, as one self-contained page: no script, no request, readable on paper.

The picture is the still figure of the network; the words are those of the other formats.
The contract is that of every page, see :mod:`equigraph.exporters.page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from equigraph.exporters.drawing import draw
from equigraph.exporters.evidence import DIRECTIONS, reference_of, safe_link, statement_of
from equigraph.exporters.page import ASSETS, compact, environment, policy, read_asset, style_sheet
from equigraph.exporters.palette import verdict_look
from equigraph.exporters.still import still_figure
from equigraph.exporters.svg import generate_svg
from equigraph.exporters.why import paths_heading, shown_paths
from equigraph.graph.why_words import PATHS_SAY, more_line, path_line
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from equigraph.exporters.evidence import Reference, Statement
    from equigraph.graph.why import Bundle, Why

__all__ = ["WhyBody", "generate_why_html", "why_body"]


def generate_why_html(why: Why) -> str:
    """Return the answer as one self-contained page.

    Returns:
        The whole document. The same answer gives the same text, always.
    """
    body = why_body(why)
    style = style_sheet(compact(read_asset(ASSETS / "why.css")), body.style)
    return (
        environment()
        .get_template("why.html.j2")
        .render(
            **body.context,
            policy=policy([], [style]),
            style=Markup(style),  # noqa: S704 (our own files and palette)
            licence_url=safe_link(body.context["graph"]["licence_url"]),
        )
    )


@dataclass(frozen=True)
class WhyBody:
    """What the template ``why_body.html.j2`` shows.

    Attributes:
        context: Its variables.
        style: The rules that its picture needs beside ``assets/why.css``.
    """

    context: Mapping[str, Any]
    style: str


def why_body(why: Why) -> WhyBody:
    """Return what a page that says why two things are connected holds, for the page alone and for the explorer."""
    figure = still_figure(generate_svg(why.network, frame=False), f"{why.title}: picture; the steps say the same")
    references = _references(why)
    ways = shown_paths(why)

    def claims_of(bundle: Bundle) -> list[Statement]:
        return [statement_of(record, references) for record in bundle.claims]

    context = {
        "why": why,
        "graph": why.network.graph,
        "figure": Markup(figure.markup) if ways or why.direct else "",  # noqa: S704 (escaped by generate_svg)
        "labels": {iri: node["label"] for iri, node in why.network.nodes(data=True)},
        "ways": ways,
        "paths_heading": paths_heading(why),
        "paths_say": PATHS_SAY,
        "path_line": path_line,
        "more_line": more_line,
        "legend": [item for item in draw(why.network).legend if item.sort != "note"],
        "notes": [*why.notes, *why.unlooked],
        "claims_of": claims_of,
        "references": list(references.values()),
        "evidence_steps": any(step.kind == "evidence" for way in ways for step in way.steps),
        "rule": grading_rule(),
        "token_of": lambda verdict: verdict_look(verdict).token,
        "words": {"": "", **DIRECTIONS},
        "tokens": {slug: verdict_look(DIRECTIONS.get(slug, "none")).token for slug in ("", *DIRECTIONS)},
    }
    return WhyBody(context, figure.style)


def _references(why: Why) -> dict[str, Reference]:
    """Return the sources that are cited, in the order of their numbers."""
    records = why.network.graph["sources"]
    return {iri: reference_of(number, records[iri]) for iri, number in why.sources.items()}

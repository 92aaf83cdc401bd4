"""The page of an evidence gap map: one self-contained HTML file with the table, what stands behind it, the sources.

Everything stands in the page as plain HTML and is there without script and in print; ``assets/gaps.js`` lets the arrow
keys walk through the table, opens a cell beside it, and exchanges words and signs when another population or design is
chosen. It never computes a verdict: every choice is graded beforehand, as :meth:`GapMap.cell` grades it.

Format: HTML Living Standard, CSP Level 3 (https://www.w3.org/TR/CSP3/). Lost: IRIs (the RDF exports hold them); claims
whose records the map does not hold are counted on the card of their cell, with the command that shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from equigraph.exporters.evidence import DIRECTIONS, gather, safe_link
from equigraph.exporters.files import write_atomically
from equigraph.exporters.gap_cards import Ours, cell_cards, claim_order, cost_cards
from equigraph.exporters.gap_palette import GAP_LOOKS, GapLook
from equigraph.exporters.gap_shown import Choices, choices_of, count, shown
from equigraph.exporters.page import ASSETS, as_json, compact, environment, policy, read_asset, style_sheet
from equigraph.exporters.palette import VERDICTS, verdict_look
from equigraph.exporters.still import StillFigure, still_figure
from equigraph.exporters.svg import generate_svg
from equigraph.graph.gap_map import TOTAL
from equigraph.graph.gap_words import ROW_WORDS, kinds_of
from equigraph.graph.kinds import sentence_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from equigraph.exporters.palette import Theme
    from equigraph.graph.gap_map import GapMap, Heading, Population

__all__ = ["GapBody", "gap_body", "generate_gap_html", "write_gap_html"]

EARLY_SCRIPT = 'document.documentElement.classList.add("live");'
START_SCRIPT = """
try { startGaps(document); }
catch (error) { document.documentElement.classList.remove("live", "reading"); throw error; }
"""
SHORT_WORDS: Final = {**ROW_WORDS, "category": ("category", "categories")}
NAMED_MOST: Final = 12  # groups below a group that are named


def write_gap_html(found: GapMap, path: Path | str) -> None:
    """Write the page of a gap map to ``path``; what was there before stays until the new file is whole.

    Args:
        found: The map.
        path: Where the page goes.

    Raises:
        NotSavedError: The file could not be written.
    """
    write_atomically(Path(path), generate_gap_html(found).encode("utf-8"))


def generate_gap_html(found: GapMap) -> str:
    """Return a gap map as one self-contained page.

    Args:
        found: The map; it is not changed.

    Returns:
        The whole document. The same map gives the same text, always.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     page = generate_gap_html(graph.gaps(practice="looping"))
        >>> "<title>Evidence gap map: practices by equity goals</title>" in page
        True
    """
    body = gap_body(found)
    style = style_sheet(compact(read_asset(ASSETS / "gaps.css")), body.style)
    script = "".join(compact(read_asset(ASSETS / name)) for name in ("cards.js", "gaps.js")) + START_SCRIPT
    return (
        environment()
        .get_template("gaps.html.j2")
        .render(
            **body.context,
            licence_url=safe_link(body.context["graph"]["licence_url"]),
            policy=policy([EARLY_SCRIPT, script], [style]),
            style=Markup(style),  # noqa: S704 (our own files and palette)
            early_script=Markup(EARLY_SCRIPT),  # noqa: S704 (a constant)
            script=Markup(script),  # noqa: S704 (our own files)
        )
    )


@dataclass(frozen=True)
class GapBody:
    """What the template ``gaps_body.html.j2`` shows.

    Attributes:
        context: Its variables.
        style: The rules that this map needs beside ``assets/gaps.css``: colours of its cells, looks of its picture.
    """

    context: Mapping[str, Any]
    style: str


def gap_body(found: GapMap) -> GapBody:
    """Return what a page of a gap map holds, for the self-contained page and for the explorer.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     body = gap_body(graph.gaps(practice="looping"))
        >>> [heading.label for heading in body.context["found"].rows]
        ['Looping']
    """
    evidence = gather(found.network)
    choices = choices_of(found)
    figure = _figure(found) if found.network.number_of_edges() else None
    held = {column for _, column in choices.keys}
    context = {
        "found": found,
        "graph": _graph(found),
        "data": Markup(as_json(_data(found, choices))),  # noqa: S704 (escaped by as_json)
        "figure": Markup(figure.markup) if figure else "",  # noqa: S704 (escaped by generate_svg)
        "choices": choices,
        "first": choices.first,
        "kinds": [(step, GAP_LOOKS[step.yields]) for step in found.grader.rule.gaps],
        "kind_counts": kinds_of(found),
        "looks": GAP_LOOKS,
        "verdicts": [look for look in VERDICTS.values() if look.glyph],
        "levels": _levels(found),
        "groups": _row_groups(found, choices),
        "goals": _goals(found, choices),
        "is_bare": [column.iri not in held for column in found.columns],
        "empty_goals": [column.label for column in found.columns if not found.cell(TOTAL, column.iri).claims],
        "definitions": {step.yields: step.definition for step in found.grader.rule.gaps},
        "nothing": Ours(shown(found.grader.grade(())), 0, 0),
        "cards": cell_cards(found, evidence, choices),
        "costs": cost_cards(found, evidence),
        "include": [(people.label, _below(people, found.populations)) for people in found.populations],
        "population_options": _population_options(choices),
        "design_options": [(d, label, _filled(choices, 0, d)) for d, (_, label) in enumerate(found.designs, 1)],
        "direction_options": _direction_options(choices),
        "row_words": ROW_WORDS[found.rows_are],
        "short_words": SHORT_WORDS[found.rows_are],
        "references": evidence.references,
        "rule": found.grader.rule,
        "count": count,
        "words": {"": "", **DIRECTIONS},
        "tokens": {slug: verdict_look(DIRECTIONS.get(slug, "none")).token for slug in ("", *DIRECTIONS)},
    }
    return GapBody(context, "\n".join((*_looks(), figure.style if figure else "")))


# --- words ----------------------------------------------------------------------------------


def _graph(found: GapMap) -> dict[str, Any]:
    """Return what the catalogue says of the graph, with the defaults of one that says little about itself."""
    known = found.network.graph
    texts = ("data_version", "data_date", "licence", "licence_url", "citation", "scope", "about")
    return {
        **{name: str(known.get(name, "")) for name in texts},
        "title": f"Evidence gap map: {ROW_WORDS[found.rows_are][1]} by equity goals",
        "dataset": str(known.get("dataset") or "equigraph"),
        "blind_spots": list(known.get("blind_spots", ())),
    }


def _levels(found: GapMap) -> list[tuple[int, str]]:
    """Return the scale of how sure: the place of each level, and its name."""
    scale = found.grader.rule.scale
    return [(len(scale) - 1 - place, level) for place, level in enumerate(scale)]


def _row_groups(found: GapMap, choices: Choices) -> list[tuple[str, list[tuple[int, Heading, list[int | None]]]]]:
    """Return the rows under their headings, each with the places of its cells; None where there is no claim."""
    places = {key: place for place, key in enumerate(choices.keys)}
    groups: list[tuple[str, list[tuple[int, Heading, list[int | None]]]]] = []
    for number, row in enumerate(found.rows):
        if not groups or groups[-1][0] != row.group:
            groups.append((row.group, []))
        groups[-1][1].append((number, row, [places.get((row.iri, column.iri)) for column in found.columns]))
    return groups


def _goals(found: GapMap, choices: Choices) -> list[tuple[Heading, list[tuple[int, Heading]]]]:
    """Return the goals that have evidence, each with the places and rows of its cells."""
    rows = {row.iri: row for row in found.rows}
    of_goal: dict[str, list[tuple[int, Heading]]] = {}
    for place, (row, column) in enumerate(choices.keys):
        of_goal.setdefault(column, []).append((place, rows[row]))
    return [(column, of_goal[column.iri]) for column in found.columns if column.iri in of_goal]


def _below(people: Population, known: Sequence[Population]) -> str:
    """Return the groups that count with a group, named where claims name them; "" if it stands alone."""
    names = [one.label for one in known if one.iri in people.groups and one.iri != people.iri]
    rest = len(people.groups) - 1 - len(names)
    if len(people.groups) <= 1:
        return ""
    more = max(0, len(names) - NAMED_MOST)
    parts = names[:NAMED_MOST] + ([f"{more} more"] if more else [])
    parts += [f"{count(rest, 'group')} that no claim here is about"] if rest else []
    return ", ".join(parts)


def _filled(choices: Choices, p: int, d: int) -> int:
    return choices.states[p, d].total[0]


def _population_options(choices: Choices) -> list[tuple[str, list[tuple[int, str, int]]]]:
    """Return the populations that can be chosen, those that the brief names together."""
    named: list[tuple[int, str, int]] = []
    others: list[tuple[int, str, int]] = []
    first: list[tuple[int, str, int]] = []
    for p, people in enumerate(choices.populations):
        option = (p, sentence_case(people.label), _filled(choices, p, 0))
        (first if p == 0 else named if people.is_named_in_brief else others).append(option)
    groups = [("", first), ("Named in the brief", named), ("Other groups", others)]
    return [(label, options) for label, options in groups if options]


def _direction_options(choices: Choices) -> list[tuple[str, str]]:
    known = {slug for grade in choices.grades for slug, _ in grade.counts}
    return [(slug, word) for slug, word in DIRECTIONS.items() if slug in known]


# --- the looks, the picture, the data ---------------------------------------------------------


def _looks() -> Iterator[str]:
    """Yield the colours of each kind of cell, in each theme."""
    for theme, media in (("light", ""), ("dark", "screen and (prefers-color-scheme: dark)"), ("print", "print")):
        rules = " ".join(f".g-{look.token} {{ {_colours(look, theme)} }}" for look in GAP_LOOKS.values())  # type: ignore[arg-type]
        yield f"@media {media} {{ {rules} }}" if media else rules
    names = ", ".join(f".g-{look.token}" for look in GAP_LOOKS.values())
    yield f"@media (forced-colors: active) {{ {names} {{ --fill: Canvas; --on-fill: CanvasText; }} }}"


def _colours(look: GapLook, theme: Theme) -> str:
    return f"--fill: {look.fill(theme)}; --on-fill: {look.ink(theme)};"


def _figure(found: GapMap) -> StillFigure:
    """Return the network of the map, each line with an id that a cell can link to."""
    figure = still_figure(
        generate_svg(found.network, frame=False), f"{found.network.graph.get('title', 'The network')}: picture"
    )
    return StillFigure(figure.markup.replace(' data-edge="', ' id="').replace(" data-id=", " data-box="), figure.style)


def _data(found: GapMap, choices: Choices) -> dict[str, Any]:
    """Return what the script needs: every grade in words once, and for every choice which cell has which.

    ``designs`` and ``people`` say of each claim, in the order of ``data-claim``, for which choices it counts.
    """
    return {
        "grades": [grade.as_record() for grade in choices.grades],
        "states": {f"{p}.{d}": state.as_record() for (p, d), state in choices.states.items()},
        "claims": _counting(found, choices),
        "kinds": {step.yields: [GAP_LOOKS[step.yields].token, step.definition] for step in found.grader.rule.gaps},
        "empty": choices.empty,
        "people": [people.label if people.iri else "" for people in choices.populations],
        "cells": len(found.rows) * len(found.columns),
        "words": SHORT_WORDS[found.rows_are],
    }


def _counting(found: GapMap, choices: Choices) -> list[Mapping[str, list[int]]]:
    """Return of each claim for which populations it counts, for which it stands apart, and which designs it has."""
    order = claim_order(choices)
    own: dict[str, list[int]] = {iri: [] for iri in order}
    apart: dict[str, list[int]] = {iri: [] for iri in order}
    for p, people in enumerate(choices.populations):
        cell = found.cell(TOTAL, TOTAL, people.iri)
        for iri in cell.claims:
            own[iri].append(p)
        for iri in cell.general_claims:
            apart[iri].append(p)
    designs = {claim.iri: claim.designs for claim in found.claims}
    places = {slug: d for d, slug in enumerate(choices.designs)}
    return [
        {"own": own[iri], "apart": apart[iri], "designs": [0, *sorted(places[slug] for slug in designs[iri])]}
        for iri in order
    ]

"""The last slides of a deck: how to read it, the rule of grading, scope, sources, the data and their licence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.deck_text import Words, text_slides
from equigraph.exporters.evidence import safe_link
from equigraph.exporters.legend import HOW_TO_READ, THIN
from equigraph.exporters.palette import VERDICTS
from equigraph.exporters.rule_words import rule_lines
from equigraph.exporters.slide_picture import pill_text
from equigraph.ontology.grading import grading_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from equigraph.exporters.evidence import Reference
    from equigraph.exporters.slide import Slides

__all__ = ["endings"]

BACKGROUND: Final = " (general knowledge, not seen in this source)"


def endings(slides: Slides, about: Mapping[str, Any], verdicts: Collection[str], scopes: Collection[str]) -> None:
    """Add the last slides.

    Args:
        slides: Those of the deck.
        about: What the data say of themselves: graph attributes of a ``Network``.
        verdicts: Those that occur in the deck; where there is none, nothing is said of grading.
        scopes: What was chosen in each network, in a sentence.
    """
    if verdicts:
        text_slides(slides, "How to read these slides", [*_how_to_read(verdicts)])
        lines = [line.strip() for line in rule_lines(grading_rule())]
        text_slides(slides, "How the evidence is graded", [Words(lines[0], bold=True), *map(Words, lines[1:])])
    text_slides(slides, "Scope, and what is missing", [*_scope(about, scopes)])
    references = slides.sources.references
    if references:
        text_slides(slides, "Sources", [*map(_citation, references)])
    text_slides(slides, "The data, and how to cite them", [*_data(about)])


def _how_to_read(verdicts: Collection[str]) -> Iterator[Words]:
    yield Words(HOW_TO_READ)
    for look in VERDICTS.values():
        if look.verdict in verdicts:
            yield Words(f"{pill_text(look.glyph, '')}  {look.words}".strip())
    yield Words(f"Lines: {THIN}; thicker: more claims, two sources or more.")
    yield Words(
        "The numbers at the end of a line are those of its sources in the list at the end; +5 are five more, which the"
        " notes of the slide name."
    )


def _scope(about: Mapping[str, Any], scopes: Collection[str]) -> Iterator[Words]:
    if about.get("about"):
        yield Words(str(about["about"]))
    for scope in scopes:
        yield Words(scope)
    spots = list(map(str, about.get("blind_spots") or ()))
    if spots:
        yield Words("What is missing", bold=True)
        yield from map(Words, spots)
    if not (about.get("about") or scopes or spots):
        yield Words("The data do not say what they cover.")


def _citation(reference: Reference) -> Words:
    said = f"[{reference.number}] {reference.citation}"
    if reference.url and reference.url not in said:
        said += f" {reference.url}"
    return Words(said + BACKGROUND * reference.background, reference.url)


def _data(about: Mapping[str, Any]) -> Iterator[Words]:
    named = (
        ("Data", about.get("dataset")),
        ("Version", about.get("data_version")),
        ("Date", about.get("data_date")),
        ("Content digest", about.get("data_digest")),
    )
    said = False
    for name, value in named:
        if value:
            said = True
            yield Words(f"{name}: {value}")
    if about.get("citation"):
        said = True
        yield Words(f"Cite as: {about['citation']}")
    if about.get("licence"):
        said = True
        link = safe_link(str(about.get("licence_url") or ""))
        yield Words(f"Licence: {about['licence']}" + (f", {link}" if link else ""), link)
    if not said:
        yield Words("No source is recorded for these data.")

"""The slides of an answer to "why is this connected?": in short, what speaks against and for, the paths, the picture.

What speaks against stands beside what speaks for, in a column of the same width. A path is a table of its steps, each
with how well it is supported and the numbers of its sources. Notes hold claims and steps whole, with citations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.deck_network import network_slides, slide_source
from equigraph.exporters.deck_text import Words, text_slides
from equigraph.exporters.evidence import DIRECTIONS
from equigraph.exporters.own_words import own_words
from equigraph.exporters.slide_table import Row, Table, table_slides
from equigraph.exporters.why import shown_paths
from equigraph.graph.kinds import count_words
from equigraph.graph.why_words import PATHS_SAY, more_line, path_line

if TYPE_CHECKING:
    from equigraph.exporters.slide import Slides
    from equigraph.graph.why import Bundle, Path, Step, Why

__all__ = ["verdicts_of", "why_slides"]

IN_FAVOUR: Final = "positive"
NONE_HERE: Final = "No claim here."
NO_SOURCE: Final = "no source recorded"
LEFT_OUT: Final = "what was not looked at or is not shown"


def verdicts_of(why: Why) -> list[str]:
    """Return the verdicts of the lines that are shown."""
    return sorted({str(data["verdict"]) for *_, data in why.network.edges(data=True) if data["kind"] == "evidence"})


def why_slides(slides: Slides, why: Why, *, title: str = "", text: str = "") -> None:
    """Add the slides of an answer.

    Args:
        slides: Those of the deck.
        why: The answer.
        title: Words for its slides in place of the question.
        text: The author's own words, set apart from what the data say.
    """
    _Showing(slides, why, title or why.title).add(text)


class _Showing:
    """Adds the slides of one answer."""

    def __init__(self, slides: Slides, why: Why, title: str) -> None:
        self.slides = slides
        self.why = why
        self.title = title
        self.ends = f"{why.start_label} and {why.end_label}"
        self.source = slide_source(why.network.graph)
        records: Mapping[str, Mapping[str, Any]] = why.network.graph["sources"]
        self.records = {number: records[iri] for iri, number in why.sources.items() if iri in records}
        self.of_source = records

    def add(self, text: str) -> None:
        """Add all slides."""
        ways = shown_paths(self.why)
        said: list[str | Words] = [*own_words(text), *self.why.sentences, *([PATHS_SAY] if ways else [])]
        text_slides(self.slides, self.title, said, notes=[self.title, *self.why.sentences])
        for bundle in self.why.direct:
            self._add_bundle(bundle)
        for way in ways:
            self._add_path(way)
        network_slides(self.slides, self.why.network, title=f"{self.ends}: the picture")
        text_slides(self.slides, f"{self.ends}: {LEFT_OUT}", [*self.why.notes, *self.why.unlooked])

    # --- direct evidence ------------------------------------------------------------------------

    def _add_bundle(self, bundle: Bundle) -> None:
        """Add the claims in two columns of the same width, those that do not speak for it on the left."""
        against = [claim for claim in bundle.claims if claim["direction"] != IN_FAVOUR]
        favour = [claim for claim in bundle.claims if claim["direction"] == IN_FAVOUR]
        header = (
            f"Speaks against, or not for it: {count_words(len(against), 'claim')}",
            f"Speaks for it: {count_words(len(favour), 'claim')}",
        )
        scope = f" ({bundle.scope})" if bundle.scope else ""
        notes = [f"How sure: {bundle.reason}.", f"How well done: {bundle.quality}"]
        notes += [f"Evidence like ours: {bundle.ours}."] if bundle.ours else []
        table = Table(
            f"{self.ends}: what speaks against it, and what for it{scope}",
            bundle.sentence,
            header,
            list(self._pairs(against, favour)),
            notes=notes,
            has_row_header=False,
            widths=(1.0, 1.0),
            source=self.source,
        )
        table_slides(self.slides, table)

    def _pairs(self, against: Sequence[Mapping[str, Any]], favour: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
        for number, claims in enumerate(zip_longest(against, favour)):
            told = [claim for claim in claims if claim]
            none = "" if number else NONE_HERE
            yield Row(
                [self._claim(claim) if claim else none for claim in claims],
                [self._claim(claim, whole=True) for claim in told],
                [record for claim in told for record in self._source_of(claim)],
            )

    def _source_of(self, claim: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [self.of_source[claim["source"]]] if claim["source"] in self.of_source else []

    def _claim(self, claim: Mapping[str, Any], *, whole: bool = False) -> str:
        """Return a claim in words, its direction first; ``whole`` with all that is recorded of it."""
        direction = DIRECTIONS.get(claim["direction"], claim["direction"])
        named = ("group_label", "design", "effect", "essa_tier", "check", "locator") if whole else ()
        inside = "; ".join(filter(None, (str(claim[name]) for name in named)))
        mark = self.slides.sources.mark(self._source_of(claim)) or NO_SOURCE
        reading = "; our reading (inferred)" if claim["mapping"] == "inferred" else ""
        return f"{direction}: {claim['sentence']}{f' ({inside})' if inside else ''} [{mark}]{reading}"

    # --- paths ----------------------------------------------------------------------------------

    def _add_path(self, way: Path) -> None:
        rows = [row for number, step in enumerate(way.steps) for row in self._step(way, number, step)]
        table = Table(
            f"{self.ends}: {path_line(way)[:1].lower()}{path_line(way)[1:]}",
            f"{' – '.join(way.labels)}. {way.weakest_words}",
            ("Step", "What is recorded", "How well supported", "Sources"),
            rows,
            notes=[more_line(way)] if way.more else (),
            widths=(0.8, 6.0, 2.6, 1.2),
            source=self.source,
        )
        table_slides(self.slides, table)

    def _step(self, way: Path, number: int, step: Step) -> Iterator[Row]:
        weakest = number == way.weakest and len(way.steps) > 1
        for name, one in [(str(number + 1), step), *(("also", other) for other in step.also)]:
            records = [self.records[source] for source in one.sources if source in self.records]
            support = one.support_words + ("; the weakest link" if weakest and one is step else "")
            mark = self.slides.sources.mark(records) or NO_SOURCE
            notes = [
                f"Step {name}. {one.sentence} {one.support_said}".strip() if name != "also" else f"Also: {one.sentence}"
            ]
            yield Row([name, one.sentence, support, mark], notes, records)

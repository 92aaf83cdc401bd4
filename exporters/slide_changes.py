"""The slides of what changed from one network to another: in short, verdicts with their reasons, claims, the rest.

The sentences are those of :mod:`equigraph.graph.change_words`; verdicts stand before and after, side by side, with why.
Notes hold every change whole, with the citation of its source. The picture holds old and new in one. Of very many
changes of one sort the first are shown, and the slide says how many of how many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.exporters.changes import citation_of_statement, claim_words, sections
from equigraph.exporters.deck_network import network_slides, slide_source
from equigraph.exporters.deck_text import Words, text_slides
from equigraph.exporters.own_words import own_words
from equigraph.exporters.slide_table import Row, Table, table_slides
from equigraph.graph.change_words import in_short, line_name, line_sentence, thing_sentence
from equigraph.graph.changes import CHANGED
from equigraph.graph.labels import clean
from equigraph.graph.union import picture_of

if TYPE_CHECKING:
    from equigraph.exporters.slide import Slides
    from equigraph.graph.changes import Change, Changes
    from equigraph.graph.network import Network

__all__ = ["MOST_SHOWN", "change_slides", "changes_title", "verdicts_of_lines"]

MOST_SHOWN: Final = 60  # of one sort: some fifteen slides
STATEMENTS: Final = frozenset({"claims", "other_statements"})
NO_SOURCE: Final = "no source recorded"
WHY: Final = " because "
NO_REASON: Final = "neither its claims nor the rule changed; see the notes"


def changes_title(changes: Changes) -> str:
    """Return what the slides are called: what changed in which picture."""
    return f"What changed: {clean(str(changes.after.get('title') or 'two networks'))}"


def change_slides(
    slides: Slides, changes: Changes, before: Network, after: Network, *, title: str = "", text: str = ""
) -> None:
    """Add the slides of what changed.

    Args:
        slides: Those of the deck.
        changes: What the two differ in.
        before: The earlier network.
        after: The later one.
        title: Words for the slides in place of :func:`changes_title`.
        text: The author's own words, set apart from what the data say.
    """
    showing = _Showing(slides, changes, title or changes_title(changes))
    showing.add(text)
    if not changes.is_same_content and before.number_of_nodes() + after.number_of_nodes():
        network_slides(slides, picture_of(before, after, changes), title=f"{showing.title}: the picture")


class _Showing:
    """Adds the slides of one comparison, but for the picture."""

    def __init__(self, slides: Slides, changes: Changes, title: str) -> None:
        self.slides = slides
        self.changes = changes
        self.title = title
        self.source = slide_source(changes.after)

    def add(self, text: str) -> None:
        """Add all slides."""
        other_verdicts = [line for line in self.changes.lines if line.is_regraded]
        told = {line_sentence(line) for line in other_verdicts}
        said: list[str | Words] = [*own_words(text)]
        said += [sentence for sentence in in_short(self.changes) if sentence not in told]
        if not self.changes.is_same:
            said.append(self._counts())
        text_slides(self.slides, f"{self.title}: in short", said)
        if other_verdicts:
            self._add_verdicts(other_verdicts)
        rest: list[str | Words] = []
        for heading, what, found in sections(self.changes):
            if what in STATEMENTS:
                self._add_statements(heading, found)
            else:
                rest.append(Words(f"{heading}: {_shown(found)}", bold=True))
                rest += [_sentence(change, what) for change in found[:MOST_SHOWN]]
        if rest:
            text_slides(self.slides, f"{self.title}: what else", rest)

    def _counts(self) -> str:
        """Return how many there were and are, in a sentence."""
        told = (f"{name} {one:,} and {two:,}" for name, (one, two) in self.changes.counts.items())
        return f"How many before and after: {'; '.join(told)}."

    def _add_table(
        self, name: str, takeaway: str, header: Sequence[str], rows: list[Row], widths: Sequence[float]
    ) -> None:
        table = Table(f"{self.title}: {name}", takeaway, header, rows, widths=widths, source=self.source)
        table_slides(self.slides, table)

    def _add_verdicts(self, lines: Sequence[Change]) -> None:
        """Add the verdicts before and after, side by side, with what the change comes from."""
        rows = []
        for line in lines[:MOST_SHOWN]:
            sentence = line_sentence(line)
            claims = [claim for reason in line.because for claim in reason.claims]
            records = [record for claim in claims for record in _records(claim)]
            _, _, why = sentence.partition(WHY)
            cells = [line_name(line), _support(line.before), _support(line.after), why.rstrip(".") or NO_REASON]
            rows.append(Row(cells, [sentence, *map(claim_words, claims)], records))
        name = "verdicts and what they rest on"
        takeaway = f"{_shown(lines, 'line')} with another verdict, another support or another certainty."
        self._add_table(name, takeaway, ("Line", "Before", "After", "Why"), rows, (2.6, 2.2, 2.2, 3.6))

    def _add_statements(self, heading: str, found: Sequence[Change]) -> None:
        rows = []
        for change in found[:MOST_SHOWN]:
            record = change.now
            about = f"{record.get('subject_label', '')} → {record.get('object_label', '')}"
            records = _records(change)
            mark = self.slides.sources.mark(records) or NO_SOURCE
            where = f", {record['locator']}" if record.get("locator") else ""
            note = f"{about}: {claim_words(change)} Source: {citation_of_statement(change)}{where}"
            rows.append(Row([about, claim_words(change), mark], [note], records))
        name = f"{heading[:1].lower()}{heading[1:]}"
        self._add_table(name, f"{_shown(found)}.", ("About", "What it says", "Sources"), rows, (3.0, 6.2, 1.3))


def _support(edge: Mapping[str, Any]) -> str:
    sure = str((edge.get("grade") or {}).get("how_sure", ""))
    return "; ".join(filter(None, (str(edge.get("strength", "")), f"how sure: {sure}" if sure else ""))) or "none"


def _records(change: Change) -> list[Mapping[str, Any]]:
    source = str(change.now.get("source", ""))
    return [change.sources[source]] if source in change.sources else []


def _sentence(change: Change, what: str) -> str:
    if what == "lines":
        return line_sentence(change)
    if what == "sources" and change.kind != CHANGED:
        return str(change.now.get("citation") or change.id)
    return thing_sentence(change)


def _shown(found: Sequence[Change], noun: str = "change") -> str:
    """Return how many of a sort there are, and how many of them are shown."""
    total = f"{len(found):,} {noun}{'s' * (len(found) != 1)}"
    return total if len(found) <= MOST_SHOWN else f"{MOST_SHOWN:,} of {total} shown"


def verdicts_of_lines(networks: Sequence[Network]) -> Iterator[str]:
    """Yield the verdicts of the lines of these networks."""
    for network in networks:
        yield from (str(data["verdict"]) for *_, data in network.edges(data=True) if data.get("verdict"))

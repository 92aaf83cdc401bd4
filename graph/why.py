"""Why two things are connected: the paths between them, each step with what it rests on.

A :class:`Why` is a finished value, like a network: exporters write it and ask nothing. It assembles what sources say
and what we read into them; what follows from it, it leaves to the reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from equigraph.graph.kinds import sentence_case
from equigraph.graph.showing import Showing

if TYPE_CHECKING:
    from equigraph.graph.network import Network

__all__ = ["Bundle", "Path", "Step", "Why"]


@dataclass(frozen=True)
class Step:
    """One step of a path: a line, told in the direction in which it is recorded.

    Attributes:
        subject: IRI of where the line begins.
        subject_label: Its name.
        predicate: IRI of the relation; ``eq:advances`` for a bundle of claims.
        predicate_label: Its name.
        object: IRI of where the line ends.
        object_label: Its name.
        forward: Whether the path goes from subject to object.
        key: Key of the edge in ``Why.network``.
        kind: "evidence", "relation", or "triple" where nobody states anything of it.
        verdict: What the claims of a line of evidence come to, "" for others.
        counts: Its claims by direction, and those of a line that rests on claims.
        sentence: The line in words, with what speaks against it.
        support: How well it is supported: a key of :data:`equigraph.graph.steps.SUPPORTS`.
        support_words: The same in words.
        sources: Numbers of its sources in ``Why.sources``, ascending.
        statements: IRIs of the claims and statements behind it, what speaks against first.
        also: Further lines between the same two things.
    """

    subject: str
    subject_label: str
    predicate: str
    predicate_label: str
    object: str
    object_label: str
    forward: bool
    key: str
    kind: str
    verdict: str
    counts: Mapping[str, int]
    sentence: str
    support: str
    support_words: str
    sources: tuple[int, ...]
    statements: tuple[str, ...]
    also: tuple[Step, ...] = ()

    @property
    def support_said(self) -> str:
        """How well it is supported, as a sentence; "" where ``sentence`` says so, or there is no source to speak of."""
        if self.support == "unsourced" or (self.kind == "evidence" and self.support != "inferred"):
            return ""
        return f"{sentence_case(self.support_words)}."


@dataclass(frozen=True)
class Path:
    """One way from start to end.

    Attributes:
        number: Its place among those shown, from 1.
        things: IRIs from start to end.
        labels: Their names.
        shape: The kinds of things it goes through, in words.
        steps: Its steps.
        weakest: The place, from 0, of the step that is supported least.
        weakest_words: A sentence that names it.
        more: Further paths of the same shape that are not shown; told of the last one that is.
        through: The names of what those go through.
    """

    number: int
    things: tuple[str, ...]
    labels: tuple[str, ...]
    shape: str
    steps: tuple[Step, ...]
    weakest: int
    weakest_words: str
    more: int = 0
    through: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """Whether one line connects start and end."""
        return len(self.steps) == 1

    @property
    def has_unsourced(self) -> bool:
        """Whether no source is recorded for one of its steps."""
        return any(step.support == "unsourced" for step in self.steps)


@dataclass(frozen=True)
class Bundle:
    """The claims about a practice and a goal, all of them, what speaks against first.

    Attributes:
        practice: IRI.
        goal: IRI.
        general: Whether these are the claims about all students, beside those about a chosen group.
        scope: Words for that, "" otherwise.
        sentence: Verdict, sources, and claims by direction.
        reason: The sentence that produced how sure one can be.
        quality: How well done the studies are.
        ours: What the evidence like ours comes to; "" without a profile.
        edge: The attributes of the edge (see :mod:`equigraph.graph.network`).
        claims: Records of the claims (see :mod:`equigraph.graph.records`).
        sources: Numbers of its sources in ``Why.sources``.
    """

    practice: str
    goal: str
    general: bool
    scope: str
    sentence: str
    reason: str
    quality: str
    ours: str
    edge: Mapping[str, Any]
    claims: tuple[Mapping[str, Any], ...]
    sources: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class Why(Showing):
    """Why two things are connected.

    Attributes:
        start: IRI.
        start_label: Its name.
        end: IRI.
        end_label: Its name.
        group: IRI of the chosen student group, or "".
        group_label: Its name, or "".
        exact: Whether the group was taken alone.
        max_length: Most steps of a path.
        limit: Most paths shown.
        direct: The claims about the two, if they are a practice and a goal; about a chosen group, those about all
            students apart.
        paths: The paths that are shown, in their order.
        found: How many paths there are; more where ``notes`` say that the search stopped.
        nearest: A longer path, where there is none of at most ``max_length`` steps.
        sentences: The answer in short.
        notes: What was cut.
        unlooked: What was not looked at, whatever was asked.
        network: Everything that is shown, for exporters and pictures: records, citations, positions.
        sources: Number of each cited source by IRI, from 1, in the order in which they are cited.
    """

    start: str
    start_label: str
    end: str
    end_label: str
    group: str
    group_label: str
    exact: bool
    max_length: int
    limit: int
    direct: tuple[Bundle, ...]
    paths: tuple[Path, ...]
    found: int
    nearest: Path | None
    sentences: tuple[str, ...]
    notes: tuple[str, ...]
    unlooked: tuple[str, ...]
    network: Network
    sources: Mapping[str, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The question, with the names of both ends."""
        whom = f", for {self.group_label}" if self.group else ""
        return f"Why is {self.start_label} connected to {self.end_label}{whom}?"

    @property
    def others(self) -> tuple[Path, ...]:
        """The paths that are not told under the direct evidence."""
        return tuple(path for path in self.paths if not (self.direct and path.is_direct))

    def citation(self, source: str) -> str:
        """Return the citation of a source."""
        record = self.network.graph["sources"].get(source)
        return str(record["citation"]) if record else source

    def in_words(self) -> tuple[str, Sequence[str]]:
        """Return title and summary."""
        return self.title, self.sentences

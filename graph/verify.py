"""Holding a snapshot against the data at hand, or against another: the same result, or exactly what changed and why."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from equigraph.errors import EquigraphError
from equigraph.graph.change_words import in_short
from equigraph.graph.changes import Changes, compare
from equigraph.graph.recipe import causes, make_again
from equigraph.graph.snapshot import Snapshot

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph

__all__ = ["CHANGED", "IMPOSSIBLE", "SAME", "Verification", "diff", "today_of", "verify"]

SAME: Final = "same result"
CHANGED: Final = "changed"
IMPOSSIBLE: Final = "cannot be made again"


@dataclass(frozen=True)
class Verification:
    """What came of making a network again by the recipe of its snapshot.

    Attributes:
        outcome: :data:`SAME`, :data:`CHANGED` or :data:`IMPOSSIBLE`.
        causes: What differs in how the two were made: data, rule, ontology, query, program; a sentence each.
        changes: What differs; None where it could not be made again.
        today: The snapshot of today; None where it could not be made.
        reason: Why it could not be made again, else "".
    """

    outcome: str
    causes: tuple[str, ...] = ()
    changes: Changes | None = None
    today: Snapshot | None = None
    reason: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the result is the same."""
        return self.outcome == SAME

    @property
    def sentences(self) -> tuple[str, ...]:
        """The outcome in sentences, the verdict of the check first."""
        if self.changes is None:
            return (f"The snapshot cannot be made again from the data at hand: {self.reason}.",)
        if self.outcome == CHANGED:
            if not self.causes:
                return (UNEXPLAINED, *in_short(self.changes))
            return ("The result changed.", *in_short(self.changes))
        still = "The same result, though not all is as it was." if self.causes else "The same result."
        return (still, *self.causes, *in_short(self.changes)[1 + len(self.causes) :])


UNEXPLAINED: Final = (
    "The result changed, though the recipe finds data, rule, query and program as they were: the data may have changed "
    "without a new version or digest."
)


def verify(graph: KnowledgeGraph, snapshot: Snapshot) -> Verification:
    """Make the network of a snapshot again by its recipe, from the data at hand, and tell what differs.

    Args:
        graph: The data; its own profile is not used, that of the recipe is.
        snapshot: As it was read.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> from equigraph.graph.snapshot import take
        >>> with KnowledgeGraph.open() as graph:
        ...     found = verify(graph, take(graph, "practice", {"practice": "looping"}))
        >>> found.outcome, found.sentences
        ('same result', ('The same result.',))
    """
    try:
        today = today_of(graph, snapshot)
    except EquigraphError as error:
        return Verification(IMPOSSIBLE, reason=error.message.rstrip("."))
    changes = diff(snapshot, today)
    outcome = SAME if changes.is_same_content else CHANGED
    return Verification(outcome, changes.causes, changes, today)


def today_of(graph: KnowledgeGraph, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot that the recipe of another makes of the data at hand.

    Raises:
        EquigraphError: It cannot be made: the view or a thing that was chosen is not there.
    """
    return Snapshot.of(*make_again(graph, snapshot.recipe))


def diff(before: Snapshot, after: Snapshot) -> Changes:
    """Return what two snapshots differ in, with what differs in how they were made."""
    changes = compare(before.network, after.network, unknown={*before.filled, *after.filled})
    return dataclasses.replace(changes, causes=causes(before.recipe, after.recipe))

"""A question as it is asked: with the names of what was chosen in the place of its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from equigraph.graph.query_file import NamedQuery

__all__ = ["asked_words"]

# How a question speaks of a thing that can be chosen, by its kind, and what it says where any will do.
LETTERS: Final[Mapping[str, tuple[str, str]]] = {
    "Practice": (r"\bpractice P\b", "any practice"),
    "EquityGoal": (r"\bgoal G\b", "any goal"),
    "StudentGroup": (r"\b(?:students of )?group S\b", "any group"),
    "ResearchSource": (r"\bsource R\b", "any source"),
    "Commitment": (r"\bcommitment N\b(?: of Leading for Equity)?", "any commitment"),
    "Jurisdiction": (r"\ba state\b", "any state"),
}


def asked_words(query: NamedQuery, chosen: Mapping[str, str]) -> str:
    """Return a question with the names of what was chosen; as it is where nothing was.

    Args:
        query: The question.
        chosen: Names of what was chosen, by parameter.

    Example:
        >>> from equigraph.graph.reader import own_queries
        >>> query = own_queries("questions")["evidence-against"]
        >>> asked_words(query, {"practice": "Looping"})
        'Which studies of Looping, any goal or any group found no effect, harm, or a mixed picture?'
    """
    told = {one.type: chosen.get(one.name, LETTERS[one.type][1]) for one in query.parameters if one.type in LETTERS}
    if not any(one.name in chosen for one in query.parameters if one.type in LETTERS):
        return query.question
    words = query.question
    for kind, name in told.items():
        words = name.join(re.split(LETTERS[kind][0], words))
    return words

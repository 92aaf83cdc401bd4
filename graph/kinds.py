"""The kinds of thing in the graph: one table of their namespaces and of the words for one and for many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = [
    "DIRECTIONS",
    "KINDS",
    "MAPPINGS",
    "OUR_READING",
    "VERDICTS",
    "Kind",
    "count_words",
    "direction_words",
    "kind_of",
    "sentence_case",
    "words_for",
]


class Kind(NamedTuple):
    """How a kind of thing is spoken of.

    Attributes:
        prefix: Prefix of the IRIs of such things; "" for kinds without a namespace of their own.
        one: The noun.
        many: Its plural.
    """

    prefix: str
    one: str
    many: str


# By local name of the class; where a thing has several, the first one here is its kind.
KINDS: Final[Mapping[str, Kind]] = {
    "Practice": Kind("practice", "practice", "practices"),
    "EquityGoal": Kind("goal", "equity goal", "equity goals"),
    "StudentGroup": Kind("group", "student group", "student groups"),
    "Policy": Kind("policy", "policy", "policies"),
    "Organization": Kind("organization", "organization", "organizations"),
    "Jurisdiction": Kind("jurisdiction", "jurisdiction", "jurisdictions"),
    "Commitment": Kind("commitment", "commitment", "commitments"),
    "ResearchSource": Kind("source", "source", "sources"),
    "EvidenceClaim": Kind("claim", "claim", "claims"),
    "Statement": Kind("statement", "statement", "statements"),
    "Thing": Kind("", "thing", "things"),
}
# What a claim may have found, in the order in which it is read out: what speaks against comes first.
DIRECTIONS: Final = ("negative", "null", "mixed", "insufficient", "positive")
DIRECTION_WORDS: Final[Mapping[str, str]] = {"null": "no effect found"}  # the others are words already
# Who says so, by the slug of its mapping.
MAPPINGS: Final[Mapping[str, str]] = {"stated": "stated by the source", "inferred": "our reading (inferred)"}
OUR_READING: Final = MAPPINGS["inferred"]
# What a bundle may come to, in the order in which verdicts are counted out.
VERDICTS: Final = ("positive", "mixed", "conflicting", "no effect found", "negative", "insufficient")


def kind_of(classes: set[str], preferred: tuple[str, ...] = ()) -> str:
    """Return the kind of a thing from the local names of its classes of ours, "Thing" if it has none.

    Example:
        >>> kind_of({"Jurisdiction", "Organization"})
        'Organization'
        >>> kind_of({"Jurisdiction", "Organization"}, preferred=("Jurisdiction",))
        'Jurisdiction'
    """
    return next((kind for kind in (*preferred, *KINDS) if kind in classes), "Thing")


def count_words(number: int, one: str, many: str = "") -> str:
    """Return a count in words, large numbers with separators; the plural is the noun with an "s" unless it is given.

    Example:
        >>> count_words(1, "source"), count_words(3000, "source"), count_words(0, "policy", "policies")
        ('one source', '3,000 sources', 'no policies')
    """
    if number == 1:
        return f"one {one}"
    return f"{number:,} {many or one + 's'}" if number else f"no {many or one + 's'}"


def direction_words(direction: str) -> str:
    """Return the direction of a claim in words.

    Example:
        >>> direction_words("null"), direction_words("negative")
        ('no effect found', 'negative')
    """
    return DIRECTION_WORDS.get(direction, direction)


def sentence_case(words: str) -> str:
    """Return words with a capital at their beginning, the rest as it is.

    Example:
        >>> sentence_case("one ESSA rating"), sentence_case("")
        ('One ESSA rating', '')
    """
    return words[:1].upper() + words[1:]


def words_for(number: int, kind: str) -> str:
    """Return a count of things of a kind in words.

    Example:
        >>> words_for(1, "Policy"), words_for(3, "Policy"), words_for(0, "Practice")
        ('one policy', '3 policies', 'no practices')
    """
    return count_words(number, KINDS[kind].one, KINDS[kind].many)

"""The sentences of an answer to "why is this connected?": counted from the graph, and never more than it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.kinds import DIRECTIONS, KINDS, count_words, sentence_case
from equigraph.graph.steps import SUPPORTS

if TYPE_CHECKING:
    from equigraph.graph.why import Bundle, Path, Step, Why

__all__ = [
    "JUDGE",
    "PATHS_SAY",
    "answer_in_short",
    "evidence_words",
    "relation_words",
    "shape_words",
    "unlooked",
    "weakest_words",
]

JUDGE: Final = (
    "This answer assembles what sources say and what we read into them; what follows from it, the reader judges."
)
FINDINGS: Final = {
    "negative": "negative",
    "null": "of no effect",
    "mixed": "mixed",
    "insufficient": "with too little to judge",
    "positive": "positive",
}
PATHS_SAY: Final = (
    "A path shows what lies between the two, not an effect of one on the other. Where its lines meet in a policy, a "
    "student group or a goal, that is what two things have in common."
)
UNLOOKED: Final = (
    "Places, where a policy holds or an organization is, count only as the first or the last step.",
    "Matches with other vocabularies count only so, too, and the group of all students only as an end.",
    "Costs, categories, designs and other descriptions connect nothing.",
)
NO_SOURCES: Final = (
    "Sources connect nothing here, as neither end is one: two things told of in the same report have no more in common."
)
SPEAK_OF_ONE_SOURCE: Final = ("unrecorded", "background", "unsourced")  # their words do
ALWAYS_TOLD: Final = ("negative", "null")
NAMES_TOLD: Final = 12


def evidence_words(practice: str, goal: str, edge: Mapping[str, Any], group: str = "") -> str:
    """Say what a line of evidence comes to: its verdict, how sure, and its claims, what speaks against first."""
    scope = f" ({edge['scope_label']})" if edge["scope_label"] else f", about {group}" if group else ""
    claims = count_words(edge["claims"], "claim")
    return (
        f"Evidence on {practice} for the goal {goal}{scope}: {edge['strength']}; how sure: "
        f"{edge['grade']['how_sure']}. "
        f"{sentence_case(claims)}: {findings_words(edge['counts'])}."
    )


def findings_words(counts: Mapping[str, int]) -> str:
    """Return claims by direction; that none speaks against is said too.

    Example:
        >>> findings_words({"positive": 2, "null": 1})
        'none negative, one of no effect, 2 positive'
    """
    return ", ".join(
        f"{_number(counts.get(name, 0))} {words}"
        for name, words in FINDINGS.items()
        if counts.get(name) or name in ALWAYS_TOLD
    )


def _number(number: int) -> str:
    return {0: "none", 1: "one"}.get(number, f"{number:,}")


def relation_words(record: Mapping[str, Any], edge: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """Say a line that is no bundle of claims: what is stated, how many claims it rests on, and whose reading it is."""
    said = f"{record['subject_label']} {record['predicate_label']} {record['object_label']}"
    if counts:
        claims = count_words(sum(counts.values()), "claim")
        return f"{said}{_scope(edge)}: {claims} ({findings_words(counts)})."
    if edge["statement_count"] == 1 and record["type"] == "statement":
        return str(record["sentence"])
    return f"{said}."


def _scope(edge: Mapping[str, Any]) -> str:
    return f" ({edge['scope_label']})" if edge["scope_label"] else ""


def counts_of(records: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many of these claims there are of each direction, what speaks against first."""
    found = [record["direction"] for record in records]
    return {name: found.count(name) for name in DIRECTIONS if name in found}


def weakest_words(steps: Sequence[Step], at: int) -> str:
    """Name the step that is supported least, with its support and how many sources it has."""
    step = steps[at]
    sources = count_words(len(step.sources), "source")
    words = SUPPORTS[step.support]
    if step.kind == "evidence":
        words = f"evidence with the verdict {step.verdict}, {words}"
    if step.support == "stated":
        words = f"stated by {sources}"
    elif len(step.sources) > 1 or step.support not in SPEAK_OF_ONE_SOURCE:
        words += f", {sources}"
    if len(steps) == 1:
        return f"It rests on this one step: {words}."
    return f"The weakest link is step {at + 1}: {words}."


def shape_words(kinds: Sequence[str]) -> str:
    """Return the kinds of things that a path goes through.

    Example:
        >>> shape_words(["Practice", "Policy", "EquityGoal"])
        'through a policy'
        >>> shape_words(["Practice", "EquityGoal"])
        'directly'
    """
    between = [_a(KINDS[kind].one) for kind in kinds[1:-1]]
    if not between:
        return "directly"
    return "through " + (between[0] if len(between) == 1 else f"{', '.join(between[:-1])} and {between[-1]}")


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def names_words(names: Sequence[str]) -> str:
    """Return names in a row; of very many, the first dozen and how many more there are."""
    more = len(names) - NAMES_TOLD
    return "; ".join(names[:NAMES_TOLD]) + (f"; and {more:,} more" if more > 0 else "")


def unlooked(*, has_source: bool) -> tuple[str, ...]:
    """Say over what no path goes, because everything hangs on it."""
    return UNLOOKED if has_source else (*UNLOOKED, NO_SOURCES)


def answer_in_short(why: Why, ends: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the answer in a few sentences, the direct evidence first, and last who judges."""
    return (*_direct(why), *(_paths(why) if why.paths else _nothing(why, ends)), JUDGE)


def _direct(why: Why) -> list[str]:
    sentences = [_direct_words(bundle) for bundle in why.direct]
    if why.group and why.direct and all(bundle.general for bundle in why.direct):
        sentences.insert(0, f"No claim here about the two is about {why.group_label}.")
    kinds = {why.network.nodes[iri]["kind"] for iri in (why.start, why.end)}
    if not why.direct and kinds == {"Practice", "EquityGoal"}:
        about = [why.start_label, why.end_label, *[why.group_label] * bool(why.group)]
        words = f"{', '.join(about[:-1])} and {about[-1]} together"
        sentences.append(f"There is no direct evidence: no claim here is about {words}.")
    return sentences


def _direct_words(bundle: Bundle) -> str:
    return f"Direct evidence. {bundle.sentence}"


def _paths(why: Why) -> list[str]:
    steps = count_words(why.max_length, "step")
    sentences = []
    best = why.others[0] if why.others else None
    number = why.found - (1 if why.direct else 0)
    if all(path.has_unsourced for path in why.paths):
        sentences.append(
            f"No sourced path of at most {steps} connects {why.start_label} and {why.end_label}; "
            "the nearest has a step for which no source is recorded."
        )
    if best is None:
        sentences.append(f"No other path of at most {steps} connects the two.")
        return sentences
    other = "other " if why.direct and not best.is_direct else ""
    paths = sentence_case(count_words(number, f"{other}path"))
    over = "" if best.is_direct else ", over other things"
    sentences.append(f"{paths} of at most {steps} {_do(number)} the two{over}.")
    sentences.append(f"The first of them goes {best.shape}: {' – '.join(best.labels)}. {best.weakest_words}")
    return sentences


def _nothing(why: Why, ends: Mapping[str, Sequence[str]]) -> list[str]:
    steps = count_words(why.max_length, "step")
    first = f"No sourced path of at most {steps} connects {why.start_label} and {why.end_label}"
    if why.nearest is not None:
        sourced = ", with a step for which no source is recorded" if why.nearest.has_unsourced else ""
        length = len(why.nearest.steps)
        return [f"{first}; the nearest has {length} steps{sourced}: {' – '.join(why.nearest.labels)}."]
    return [f"{first}, nor does any longer one that was looked for.", *(_end(why, iri, ends) for iri in ends)]


def _end(why: Why, iri: str, ends: Mapping[str, Sequence[str]]) -> str:
    label = why.start_label if iri == why.start else why.end_label
    if not ends[iri]:
        return f"{label} is connected to nothing."
    return f"{label} is connected to {count_words(len(ends[iri]), 'thing')}: {names_words(ends[iri])}."


def path_line(path: Path) -> str:
    """Return what stands above the steps of a path."""
    return f"Path {path.number}, {path.shape}"


def more_line(path: Path) -> str:
    """Say how many further paths of the same shape there are, and what they go through."""
    one = "one more path" if path.more == 1 else f"{path.more:,} more paths"
    return f"And {one} of this shape, through: {names_words(path.through)}."


def _do(number: int) -> str:
    return "connects" if number == 1 else "connect"

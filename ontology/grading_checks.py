"""What a file must hold to be a rule that evidence can be graded by: every problem in words, before anything is read.

A condition that its part does not know would never be asked, and a step without its label would yield nothing: both
would change grades without a word, so they are problems here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pyoxigraph import NamedNode

__all__ = ["NAMESPACE", "PARTS", "READ_BY_NAME", "SKOS", "Properties", "part", "rule_problems"]

NAMESPACE: Final = "https://w3id.org/equigraph/grading#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
NUMBERS: Final = frozenset(
    {"order", "attribution", "lowersBy", "leastSources", "leastPartly", "leastWell", "mostClaims", "mostSources"}
)
# The parts that are steps, and what each of them may say beside its label and its order.
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "Verdict": frozenset({"of", "only", "has"}),
    "Level": frozenset({"leastSources", "leastPartly", "leastWell"}),
    "Agreement": frozenset({"only", "has", "lowersBy", "leastSources"}),
    "Gap": frozenset(
        {"only", "has", "mostClaims", "mostSources", "withoutSynthesis", "agreeing", "leastWell", "glyph"}
    ),
}
# What is no condition, or no number: it is read by its name.
READ_BY_NAME: Final = frozenset({"order", "of", "only", "has", "lowersBy", "glyph"})
SEVERAL: Final = frozenset({"only", "has", "of"})  # what may be said of several directions; "of" is looked at apart
WORDS_OF_A_FINDING: Final = 3

Properties = Mapping[str, Sequence[Any]]


def part(things: Mapping[str, Properties], name: str) -> dict[str, Properties]:
    """Return the members of one part of a rule, by IRI, in their order."""
    of_class = NamedNode(NAMESPACE + name)
    members = [(iri, one) for iri, one in things.items() if of_class in one.get(RDF_TYPE, ())]
    return dict(sorted(members, key=lambda item: _order(item[1])))


def rule_problems(things: Mapping[str, Properties]) -> Iterator[str]:
    """Yield what is wrong with a rule, in words; nothing for a rule that can be used.

    Args:
        things: What the file says, by subject and predicate.

    Example:
        >>> next(rule_problems({}))
        'it has 0 grading:Rule, a rule has one'
    """
    rules = len(part(things, "Rule"))
    if rules != 1:
        yield f"it has {rules} grading:Rule, a rule has one"
    for name in ("Design", *PARTS, "Example"):
        members = part(things, name)
        if not members:
            yield f"it has no grading:{name}, a rule has one or more"
        orders: set[int] = set()
        for iri, one in members.items():
            yield from (f"{_short(iri)} {problem}" for problem in _member_problems(name, one))
            if _order(one) in orders:
                yield f"{_short(iri)} has the order of another grading:{name}"
            orders.add(_order(one))
        last = list(members.values())[-1:]
        if name in PARTS and any(_names(one) & (PARTS[name] - {"of", "lowersBy", "glyph"}) for one in last):
            yield f"the last grading:{name} has a condition, it must fit whatever is left"


def _member_problems(name: str, one: Properties) -> Iterator[str]:
    yield from _number_problems(one)
    if name in PARTS:
        yield from _step_problems(name, one)
    elif name == "Design":
        if len(one.get(NAMESPACE + "of", ())) != 1:
            yield "is of no design, or of several; accepted: one grading:of"
        if not {"one", "many"} <= _names(one):
            yield "has no grading:one or no grading:many, the words for it"
    else:
        for finding in _text(one, "findings").split(";"):
            if len(finding.split()) != WORDS_OF_A_FINDING:
                yield f'has the finding "{finding.strip()}"; accepted: a source, its design and its direction'


def _number_problems(one: Properties) -> Iterator[str]:
    if "order" not in _names(one):
        yield "has no grading:order"
    for name in sorted(_names(one) - SEVERAL):
        if len(one[NAMESPACE + name]) > 1:
            yield f"has grading:{name} more than once"
    for name in sorted(_names(one) & NUMBERS):
        if not _text(one, name).isdecimal():
            yield f'has grading:{name} "{_text(one, name)}"; accepted: a whole number, 0 or more'


def _step_problems(name: str, one: Properties) -> Iterator[str]:
    if SKOS + "prefLabel" not in one:
        yield "has no skos:prefLabel, which is what it yields"
    for unknown in sorted(_names(one) - PARTS[name] - {"order"}):
        known = ", ".join(sorted(PARTS[name]))
        yield f'has "grading:{unknown}"; accepted in a grading:{name}: {known}'
    for flag in sorted(_names(one) & {"withoutSynthesis", "agreeing"}):
        if _text(one, flag) != "true":
            yield f'has grading:{flag} "{_text(one, flag)}"; accepted: true, or leave it out'


def _names(one: Properties) -> frozenset[str]:
    return frozenset(name.removeprefix(NAMESPACE) for name in one if name.startswith(NAMESPACE))


def _text(one: Properties, name: str) -> str:
    return next((str(value.value) for value in one.get(NAMESPACE + name, ())), "")


def _order(one: Properties) -> int:
    order = _text(one, "order")
    return int(order) if order.isdecimal() else 0


def _short(iri: str) -> str:
    return iri.replace(NAMESPACE, "grading:")

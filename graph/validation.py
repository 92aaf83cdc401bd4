"""Checking a graph: against the shapes of the ontology or of a person (SHACL), and for advice beyond them.

What is wrong is told in words: the thing and the value by name, the field and the rule as a curator would say them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from equigraph.graph.advice import Advice, Hit, advise
from equigraph.graph.findings import Finding, Rule, ValidationReport
from equigraph.graph.naming import Names
from equigraph.graph.property_words import property_words
from equigraph.graph.reader import Reader
from equigraph.graph.shacl import Result, check
from equigraph.ontology.prefixes import PREFIXES, expand

__all__ = ["validate", "validate_touched"]

MOST_SHOWN: Final = 1000  # findings of one rule that are told in full; nobody reads more, and naming each takes time
THINGS_PER_QUERY: Final = 500
# What the shapes ask of a thing that another points to: so a change of it concerns those that point there.
SEEN_FROM_AFAR: Final = frozenset({expand("rdf:type"), expand("skos:inScheme")})


def validate(reader: Reader, shapes: str | Path | None = None, *, older_than: int | None = None) -> ValidationReport:
    """Return what in a graph breaks the shapes, and what a curator may want to look at.

    Args:
        reader: The graph.
        shapes: An RDF file of shapes, which are checked alone; None for the shapes of the ontology and all advice.
        older_than: Advise on claims whose source is older than so many years.

    Raises:
        RdfSyntaxError: The file of shapes is not what its ending says.
    """
    about = reader.catalog()
    size, results = check(reader.triples(), shapes)
    found = _by_rule(results)
    rules = [Rule(shape, many[0].severity, many[0].message, len(many)) for shape, many in found.items()]
    told: list[Result | tuple[Advice, Hit]] = [one for many in found.values() for one in many[:MOST_SHOWN]]
    for advice, hits in () if shapes else advise(reader, about, older_than=older_than):
        first = list(islice(hits, MOST_SHOWN))
        told += [(advice, hit) for hit in first]
        rules.append(Rule(advice.name, "advice", advice.title, len(first) + sum(1 for _ in hits)))
    findings = _in_words(reader, told)
    order = {finding.rule: number for number, finding in reversed(list(enumerate(findings)))}
    return ValidationReport(
        findings=findings,
        rules=tuple(sorted(rules, key=lambda rule: (order.get(rule.id, len(findings)), rule.id))),
        triples=size,
        things=sum(
            int(row["things"].value) for row in reader.rows("kinds") if row["kind"].value.startswith(PREFIXES["eq"])
        ),
        about=about,
    )


def validate_touched(reader: Reader, changes: Iterable[Quad | Triple]) -> ValidationReport:
    """Return what breaks the shapes of the ontology in the things that a change concerns, all of it.

    These are the things that the change speaks of, the things that point to one whose kind or scheme changed, and the
    statements whose plain triple it took away. The same change may be read on the graph before and after it: see
    :meth:`ValidationReport.new_since`.

    Args:
        reader: The graph.
        changes: What was, or is to be, added and removed.
    """
    changes = list(changes)
    focus = _focus(reader, changes)
    _, results = check(_around(reader, focus))
    found = _by_rule(result for result in results if result.focus in focus)
    rules = [Rule(shape, many[0].severity, many[0].message, len(many)) for shape, many in found.items()]
    findings = _in_words(reader, [one for many in found.values() for one in many])
    kinds = {iri for iri, one in reader.describe(node.value for node in focus).items()
             if any(kind.startswith(PREFIXES["eq"]) for kind in one.types)}  # fmt: skip
    return ValidationReport(findings, tuple(rules), len(changes), len(kinds))


def _by_rule(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Return the results by shape, in a stable order; what breaks two constraints of one shape is one result."""
    different = {(one.shape, one.focus, one.path, one.value): one for one in results}
    found: dict[str, list[Result]] = {}
    for one in sorted(different.values(), key=lambda one: (one.shape, str(one.focus), one.path, str(one.value))):
        found.setdefault(one.shape, []).append(one)
    return found


def _in_words(reader: Reader, told: Iterable[Result | tuple[Advice, Hit]]) -> tuple[Finding, ...]:
    told = list(told)
    names = Names(
        reader,
        things=(one.focus if isinstance(one, Result) else one[1].thing for one in told),
        values=(one.value if isinstance(one, Result) else one[1].value for one in told),
    )
    findings = (_of_shape(one, names) if isinstance(one, Result) else _of_advice(*one, names) for one in told)
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _of_shape(one: Result, names: Names) -> Finding:
    return Finding(
        severity=one.severity,
        thing=names.iri(one.focus),
        label=names.label(one.focus),
        predicate=one.path,
        field=one.field or (property_words(one.path) if one.path else ""),
        term=str(one.value) if one.value is not None else "",
        value=names.value(one.value, one.focus),
        message=one.message,
        rule=one.shape,
    )


def _of_advice(advice: Advice, hit: Hit, names: Names) -> Finding:
    return Finding(
        severity="advice",
        thing=names.iri(hit.thing),
        label=names.label(hit.thing),
        predicate=hit.predicate,
        field=property_words(hit.predicate) if hit.predicate else "",
        term=str(hit.value) if hit.value is not None else "",
        value=names.value(hit.value, hit.thing),
        message=hit.says,
        rule=advice.name,
    )


# --- what a change concerns -----------------------------------------------------------------


def _focus(reader: Reader, changes: Iterable[Quad | Triple]) -> set[NamedNode]:
    """Return the things that a change concerns."""
    triples = [(one.subject, one.predicate, one.object) for one in changes if isinstance(one.subject, NamedNode)]
    focus = {subject for subject, _, _ in triples}
    from_afar = {subject for subject, predicate, _ in triples if predicate.value in SEEN_FROM_AFAR}
    for chunk in _chunks(from_afar):
        rows = reader.rows("pointing-at", {"thing": chunk})
        focus.update(row["pointing"] for row in rows if isinstance(row["pointing"], NamedNode))
    relations = sorted({predicate for _, predicate, _ in triples}, key=str)
    stated = set(triples)
    for chunk in _chunks(focus & {subject for subject, _, _ in triples}):
        rows = reader.rows("statements-of", {"thing": chunk, "relation": relations})
        focus.update(statement for statement, *triple in rows if tuple(triple) in stated)
    return focus


def _around(reader: Reader, focus: Iterable[NamedNode]) -> Iterator[Triple]:
    """Yield what the shapes look at in some things, and which kind belongs to which."""
    yield from reader.construct("kinds-above")
    for chunk in _chunks(focus):
        yield from reader.construct("around", {"thing": chunk})


def _chunks(things: Iterable[NamedNode]) -> Iterator[list[NamedNode]]:
    ordered = sorted(things, key=str)
    for start in range(0, len(ordered), THINGS_PER_QUERY):
        yield ordered[start : start + THINGS_PER_QUERY]

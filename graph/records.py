"""Evidence as plain records: what a card, a table row and a citation show.

A record is a JSON-able dictionary made from a :class:`~equigraph.graph.describe.Description`. Records are
stored once in ``network.graph["statements"]`` and ``network.graph["sources"]``; edges hold their IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode

from equigraph.graph.describe import DEFINITION_PROPERTIES, LABEL_PROPERTIES, Description, Term, iri_label
from equigraph.graph.kinds import DIRECTIONS, sentence_case
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES

__all__ = ["claim_record", "facts", "publishable_url", "short_citation", "source_record", "statement_record"]

EQ: Final = PREFIXES["eq"]
RDF: Final = PREFIXES["rdf"]
DCTERMS: Final = PREFIXES["dcterms"]
SOURCE: Final = DCTERMS + "source"
CITATION: Final = DCTERMS + "bibliographicCitation"

# Said elsewhere on a card: names, the definition, and where the description comes from.
NOT_FACTS: Final = frozenset(
    {
        *LABEL_PROPERTIES,
        *DEFINITION_PROPERTIES,
        RDF + "type",
        SOURCE,
        EQ + "locator",
        EQ + "basis",
        EQ + "category",
        EQ + "cost",
        EQ + "urlKind",
        PREFIXES["schema"] + "url",
        PREFIXES["foaf"] + "homepage",
        PREFIXES["rdfs"] + "isDefinedBy",
    }
)
# What readers call the standard properties.
FACT_NAMES: Final = {
    PREFIXES["skos"] + "altLabel": "Also called",
    PREFIXES["skos"] + "notation": "Code",
    CITATION: "Legal citation",
}
# Things that are values rather than neighbours: the concepts of our own schemes.
VALUE_NAMESPACES: Final = tuple(PREFIXES[name] for name in CONCEPT_PREFIXES)

SHORT_LENGTH: Final = 60  # characters of an author in a short citation

Record = dict[str, Any]


def publishable_url(address: str) -> str:
    """Return the address if a published page may link to it (http, https, mailto, doi), else ``""``.

    Example:
        >>> publishable_url("https://ccsso.org")
        'https://ccsso.org'
        >>> publishable_url("javascript:alert(1)"), publishable_url("https:"), publishable_url("https://a b.org")
        ('', '', '')
    """
    if re.search(r"[\x00-\x20<>\"{}|\\^`]", address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    needed = {"http": parts.netloc, "https": parts.netloc, "mailto": parts.path, "doi": parts.path}
    return address if needed.get(parts.scheme.lower()) else ""


def claim_record(claim: Description, names: Mapping[str, Description]) -> Record:
    """Return the record of one ``eq:EvidenceClaim``."""
    effect, metric = claim.text(EQ + "effectSize"), claim.text(EQ + "effectMetric")
    practice, goal = claim.iri_of(EQ + "practice"), claim.iri_of(EQ + "goal")
    return _record(claim, "claim", practice, EQ + "advances", goal, names) | {
        "sentence": claim.text(EQ + "finding"),
        "direction": _slug(claim.iri_of(EQ + "direction")),
        "group": claim.iri_of(EQ + "group"),
        "group_label": claim.name_of(EQ + "group"),
        "effect": f"{effect} ({metric})" if effect and metric else effect or metric,
        "design": claim.name_of(EQ + "design"),
        "essa_tier": claim.name_of(EQ + "essaTier"),
    }


def statement_record(statement: Description, names: Mapping[str, Description]) -> Record:
    """Return the record of one ``eq:Statement`` (any ``rdf:Statement`` will do)."""
    subject, predicate = statement.iri_of(RDF + "subject"), statement.iri_of(RDF + "predicate")
    objects = statement.values(RDF + "object")
    value = objects[0] if objects else None
    record = _record(statement, "statement", subject, predicate, value.value if value is not None else "", names)
    if isinstance(value, Literal):
        unit = statement.text(EQ + "costUnit")
        record["object_label"] = f"{value.value} {unit}" if unit else value.value
    description = statement.text(DCTERMS + "description")
    plain = f"{record['subject_label']} {record['predicate_label']} {record['object_label']}"
    record["sentence"] = f"{plain}: {description}" if description else f"{plain}."
    record["notes"] = _notes(statement)
    return record


def _notes(statement: Description) -> list[str]:
    labelled = (
        ("Site type", statement.name_of(EQ + "siteType")),
        ("Year", statement.text(EQ + "year")),
        ("Context", statement.text(EQ + "context")),
        ("Note", statement.text(PREFIXES["skos"] + "note")),
    )
    return [f"{name}: {text}" for name, text in labelled if text]


def _record(
    description: Description,
    kind: str,
    subject: str,
    predicate: str,
    object_: str,
    names: Mapping[str, Description],
) -> Record:
    def label(iri: str) -> str:
        return names[iri].label if iri in names else description.names.get(iri) or iri_label(iri)

    return {
        "iri": description.iri,
        "type": kind,
        "sentence": "",
        "subject": subject,
        "subject_label": label(subject),
        "predicate": predicate,
        "predicate_label": label(predicate),
        "object": object_,
        "object_label": label(object_),
        "direction": "",
        "group": "",
        "group_label": "",
        "effect": "",
        "design": "",
        "essa_tier": "",
        "mapping": _slug(description.iri_of(EQ + "mapping")),
        "basis": _slug(description.iri_of(EQ + "basis")),
        "check": description.name_of(EQ + "check"),
        "check_note": description.text(EQ + "checkNote"),
        "locator": description.text(EQ + "locator"),
        "notes": [],
        "source": description.iri_of(SOURCE),
    }


def triple_record(subject: Description, predicate: Description, object_: Description) -> Record:
    """Return the record of a plain triple that nobody has said where it comes from."""
    bare = Description(f"<{subject.iri}> <{predicate.iri}> <{object_.iri}>")
    names = {thing.iri: thing for thing in (subject, predicate, object_)}
    record = _record(bare, "triple", subject.iri, predicate.iri, object_.iri, names)
    record["sentence"] = f"{subject.label} {predicate.label} {object_.label}."
    return record


def source_record(source: Description) -> Record:
    """Return the record of a source: its citation, its parts, and the one link that is best published.

    ``url`` leads to the DOI, to ERIC or to the page itself, in this order; ``address`` is that of the page.
    """
    doi, eric = source.text(PREFIXES["bibo"] + "doi"), source.text(EQ + "eric")
    address = publishable_url(source.iri_of(PREFIXES["schema"] + "url"))
    if doi:
        url = "https://doi.org/" + quote(doi, safe="/():;.-_")
    elif eric:
        url = "https://eric.ed.gov/?id=" + quote(eric, safe="")
    else:
        url = address
    return {
        "iri": source.iri,
        "label": source.label,
        "citation": source.text(CITATION) or source.label,
        "title": source.label,
        "authors": source.text(EQ + "authors"),
        "year": source.text(DCTERMS + "issued"),
        "publisher": source.text(DCTERMS + "publisher"),
        "type": source.name_of(EQ + "sourceType"),
        "doi": doi,
        "eric": eric,
        "url": url,
        "address": address,
        "basis": _slug(source.iri_of(EQ + "basis")),
    }


def short_citation(source: Mapping[str, Any]) -> str:
    """Return author and year of the record of a source, or what stands for them.

    Example:
        >>> short_citation({"authors": "Doe, J.; Roe, R.", "year": "2020"})
        'Doe, J. and others, 2020'
    """
    first, *others = str(source.get("authors") or source.get("publisher") or source["citation"]).split(";")
    if len(first) > SHORT_LENGTH:
        first = first[:SHORT_LENGTH].rsplit(" ", 1)[0] + " …"
    return f"{first.strip()}{' and others' if others else ''}, {source.get('year') or 'n.d.'}"


def facts(thing: Description, label_of: Callable[[str], str]) -> list[list[str]]:
    """Return ``[name, value]`` pairs for the literal and concept values of a thing, names in alphabetical order."""
    pairs = []
    # The citation of a source is shown as its citation; that of a policy is a fact about it.
    hidden = NOT_FACTS | ({CITATION} if EQ + "ResearchSource" in thing.types else set())
    for name, values in thing.properties.items():
        if name in hidden:
            continue
        words = [text for value in values if (text := _fact_text(value, thing))]
        if words:
            pairs.append([FACT_NAMES.get(name) or sentence_case(label_of(name)), "; ".join(words)])
    return sorted(pairs)


def _fact_text(value: Term, thing: Description) -> str:
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, NamedNode) and value.value.startswith(VALUE_NAMESPACES):
        return thing.names.get(value.value, iri_label(value.value))
    return ""


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def by_direction(records: Mapping[str, Record]) -> Callable[[str], tuple[int, str]]:
    """Return a sort key for statement IRIs: what speaks against comes first, then by IRI."""

    def key(iri: str) -> tuple[int, str]:
        direction = records[iri]["direction"]
        return (DIRECTIONS.index(direction) if direction in DIRECTIONS else len(DIRECTIONS), iri)

    return key


def own_sources(thing: Description) -> Sequence[str]:
    """Return the sources that a thing's own description rests on, the main one first."""
    return [*thing.iris(SOURCE), *thing.iris(EQ + "furtherSource"), *thing.iris(EQ + "confirmedBy")]

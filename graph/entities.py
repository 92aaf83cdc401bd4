"""Finding the one thing that people mean: by an IRI, a CURIE, a slug or a label."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, TypeVar

from pyoxigraph import Literal, NamedNode

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, OntologyError, UnknownNameError
from equigraph.graph.describe import SKOS
from equigraph.graph.kinds import KINDS
from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES, compress, expand

__all__ = ["addresses", "by_name", "nearest", "present", "resolve", "resolve_concept"]

T = TypeVar("T")

# Prefixes of things by kind.
NAMESPACES: Final = {kind: words.prefix for kind, words in KINDS.items() if words.prefix}
MAX_CLOSE: Final = 3
NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
# Below this likeness (0 to 1, difflib's ratio) a name is not worth suggesting.
CLOSE_CUTOFF: Final = 0.6
# Names that are compared with one that is not there: the likest by their words.
COMPARED: Final = 1000
# Tags of English, as people write them; a text index or a scan finds every other language.
ENGLISH: Final = ("en", "en-US", "en-us")


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that look like the one given, the nearest first.

    Example:
        >>> nearest("english learner", ["English Learners", "All students"])
        ['English Learners']
    """
    by_lower = {candidate.lower(): candidate for candidate in names}
    found = difflib.get_close_matches(name.lower(), by_lower, MAX_CLOSE, CLOSE_CUTOFF)
    return [by_lower[one] for one in found]


def by_name(known: Mapping[str, T], what: str, name: str) -> T:
    """Return what has that name among some that are known, such as the questions.

    Raises:
        UnknownNameError: There is none; near names are told.

    Example:
        >>> by_name({"funding": 1}, "question", "fundin")
        Traceback (most recent call last):
        ...
        equigraph.errors.UnknownNameError: no question "fundin"; there are: funding (did you mean "funding"?)
    """
    if name not in known:
        raise UnknownNameError(what, name, known, nearest(name, known))
    return known[name]


def resolve(reader: Reader, name: str, kind: str | None = None) -> str:
    """Return the IRI of the one thing of that name.

    Args:
        reader: The graph.
        name: An IRI, a CURIE, a slug, or a label: spelt exactly so, else in any case.
        kind: Local name of a class ("Practice") that the thing must have, or None for any.

    Raises:
        EntityNotFoundError: Nothing has that name; ``close`` holds near labels.
        AmbiguousEntityError: Several things have it.
    """
    text = name.strip().strip("<>")
    found = present(reader, addresses(text, kind), kind)
    if not found and not _is_absolute(text):
        found = _named(reader, text, kind)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousEntityError(name, [_short(iri) for iri in found])
    raise EntityNotFoundError(name, _close(reader, text, kind), kind=KINDS[kind].one if kind else None)


def resolve_concept(reader: Reader, name: str, scheme: str) -> str:
    """Return the IRI of the concept of that name in one of our schemes ("direction", "category", ...).

    Raises:
        EntityNotFoundError: No concept of the scheme has that slug or label; ``close`` lists what there is.
    """
    base = PREFIXES[scheme]
    wanted = name.strip().lower()
    # A graph of one's own may use our concepts without naming them.
    if found := present(reader, [base + wanted.removeprefix(base).removeprefix(f"{scheme}:").replace(" ", "-")], None):
        return found[0]
    rows = reader.rows("labels", {"namespace": [Literal(base)]})
    concepts: dict[str, str] = {row["thing"].value: row["text"].value for row in rows}
    for iri, label in concepts.items():
        if wanted in {iri.lower(), iri.removeprefix(base), f"{scheme}:{iri.removeprefix(base)}", label.lower()}:
            return iri
    slugs = sorted(iri.removeprefix(base) for iri in concepts)
    close = nearest(wanted, slugs) or slugs
    raise EntityNotFoundError(name, close, kind=scheme.replace("-", " "))


def _is_absolute(text: str) -> bool:
    return "://" in text


def addresses(text: str, kind: str | None = None) -> list[str]:
    """Return the IRIs that a text may stand for: itself, an expanded CURIE, or a slug in our namespaces.

    Example:
        >>> addresses("practice:tutoring")
        ['https://w3id.org/equigraph/id/practice/tutoring', 'practice:tutoring']
        >>> addresses("two words"), addresses("tutoring", "Practice")
        ([], ['https://w3id.org/equigraph/id/practice/tutoring'])
    """
    if not text or NOT_IN_IRI.search(text):
        return []
    if ":" in text:
        try:
            return list(dict.fromkeys((expand(text), text)))
        except OntologyError:  # no CURIE of ours, but perhaps an IRI such as mailto:someone@example.org
            return [text]
    return [namespace + text for namespace in _namespaces(kind) or _namespaces(*NAMESPACES)]


def _namespaces(*kinds: str | None) -> list[str]:
    """Return the namespaces in which things of these kinds stand; none for a kind that has none of its own."""
    prefixes = [NAMESPACES[kind] for kind in kinds if kind in NAMESPACES]
    if "Jurisdiction" in kinds:  # a state is an organization and a jurisdiction under one IRI
        prefixes.append("organization")
    return [PREFIXES[prefix] for prefix in dict.fromkeys(prefixes)]


def present(reader: Reader, iris: list[str], kind: str | None = None) -> list[str]:
    """Return those of the IRIs that occur in the graph, and are of the kind, in order."""
    if not iris:
        return []
    try:
        things = [NamedNode(iri) for iri in iris]
    except ValueError:  # a character that no IRI may hold
        return []
    rows = reader.rows("present", {"thing": things})
    wanted = PREFIXES["eq"] + kind if kind else None
    return sorted({row["thing"].value for row in rows if wanted is None or _value(row["kind"]) == wanted})


def _named(reader: Reader, text: str, kind: str | None) -> list[str]:
    """Return the things of that name: spelt exactly so in English or no language, else in any case."""
    exact = [Literal(text), *(Literal(text, language=language) for language in ENGLISH)]
    found = _preferred(reader, reader.rows("named-exactly", {"text": exact}), kind)
    if found:
        return found
    narrowed: dict[str, Any] = {"name": Literal(text)}
    index = reader.text_index()
    if index is not None and index.is_whole(text):
        narrowed["thing"] = [NamedNode(iri) for iri in index.named(text)]
        if not narrowed["thing"]:
            return []
    return _preferred(reader, reader.rows("named", narrowed), kind)


def _preferred(reader: Reader, rows: Iterable[Any], kind: str | None) -> list[str]:
    """Return the things that have the name as their own; those that have it as another name if there are none."""
    rows = [row for row in rows if isinstance(row["thing"], NamedNode)]
    preferred = {row["thing"].value for row in rows if row["property"].value != SKOS + "altLabel"}
    return present(reader, sorted(preferred or {row["thing"].value for row in rows}), kind)


def _close(reader: Reader, text: str, kind: str | None) -> list[str]:
    """Return names that look like the text, else names that hold it."""
    names = list(_names(reader, text, kind))
    return nearest(text, names) or sorted(name for name in names if text and text.lower() in name.lower())[:MAX_CLOSE]


def _names(reader: Reader, text: str, kind: str | None) -> Iterator[str]:
    """Yield the names worth suggesting: of things of that kind, or of any thing but our own words for them."""
    namespaces = tuple(_namespaces(kind))
    words = (PREFIXES["eq"], PREFIXES["scheme"], *(PREFIXES[name] for name in CONCEPT_PREFIXES))
    index = reader.text_index()
    if index is None:
        rows = reader.rows("labels", {"namespace": [Literal(namespace) for namespace in namespaces]})
        names: Iterable[tuple[str, str]] = ((row["thing"].value, row["text"].value) for row in rows)
    else:
        names = index.names_like(text)
    fitting = (name for iri, name in names if (iri.startswith(namespaces) if namespaces else not iri.startswith(words)))
    yield from fitting if index is None else islice(fitting, COMPARED)


def _short(iri: str) -> str:
    return compress(iri) or iri


def _value(term: object) -> str:
    return getattr(term, "value", "")

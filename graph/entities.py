"""Finding things by what people call them: an IRI, a CURIE, a slug or a label; and searching for them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, OntologyError, ParameterError
from equigraph.graph.describe import LABEL_PROPERTIES, SKOS
from equigraph.graph.kinds import KINDS, kind_of
from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, PREFIXES, compress, expand

__all__ = ["Hit", "nearest", "resolve", "resolve_concept", "search"]

# Prefixes of things by kind.
NAMESPACES: Final = {kind: words.prefix for kind, words in KINDS.items() if words.prefix}
MAX_CLOSE: Final = 3
NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
# Below this likeness (0 to 1, difflib's ratio) a name is not worth suggesting.
CLOSE_CUTOFF: Final = 0.6
# A search reads at most this many rows before it ranks them, and says so.
SEARCH_ROWS: Final = 2000


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """Return up to three names that look like the one given, the nearest first.

    Example:
        >>> nearest("english learner", ["English Learners", "All students"])
        ['English Learners']
    """
    by_lower = {candidate.lower(): candidate for candidate in names}
    found = difflib.get_close_matches(name.lower(), by_lower, MAX_CLOSE, CLOSE_CUTOFF)
    return [by_lower[one] for one in found]


def resolve(reader: Reader, name: str, kind: str | None = None) -> str:
    """Return the IRI of the one thing of that name.

    Args:
        reader: The graph.
        name: An IRI, a CURIE, a slug, or a label in any case.
        kind: Local name of a class ("Practice") that the thing must have, or None for any.

    Raises:
        EntityNotFoundError: Nothing has that name; ``close`` holds near labels.
        AmbiguousEntityError: Several things have it.
    """
    text = name.strip().strip("<>")
    found = _present(reader, _addresses(text, kind), kind)
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
    if found := _present(reader, [base + wanted.removeprefix(base).removeprefix(f"{scheme}:").replace(" ", "-")], None):
        return found[0]
    concepts: dict[str, str] = {
        row["thing"].value: row["text"].value for row in reader.rows("labels") if row["thing"].value.startswith(base)
    }
    for iri, label in concepts.items():
        if wanted in {iri.lower(), iri.removeprefix(base), f"{scheme}:{iri.removeprefix(base)}", label.lower()}:
            return iri
    slugs = sorted(iri.removeprefix(base) for iri in concepts)
    close = nearest(wanted, slugs) or slugs
    raise EntityNotFoundError(name, close, kind=scheme.replace("-", " "))


def _is_absolute(text: str) -> bool:
    return "://" in text


def _addresses(text: str, kind: str | None) -> list[str]:
    """Return the IRIs that a text may stand for: itself, an expanded CURIE, or a slug in our namespaces."""
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


def _present(reader: Reader, iris: list[str], kind: str | None) -> list[str]:
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
    rows = list(reader.rows("named", {"name": Literal(text)}))
    preferred = {row["thing"].value for row in rows if row["property"].value != SKOS + "altLabel"}
    found = preferred or {row["thing"].value for row in rows}
    return _present(reader, sorted(found), kind)


def _close(reader: Reader, text: str, kind: str | None) -> list[str]:
    """Return names that look like the text, else names that hold it."""
    names = _labels(reader, kind)
    return nearest(text, names) or sorted(name for name in names if text and text.lower() in name.lower())[:MAX_CLOSE]


def _labels(reader: Reader, kind: str | None) -> list[str]:
    """Return the names worth suggesting: of things of that kind, or of any thing but our own words for them."""
    namespace = {"namespace": [Literal(namespace) for namespace in _namespaces(kind)]}
    words = (PREFIXES["eq"], PREFIXES["scheme"], *(PREFIXES[name] for name in CONCEPT_PREFIXES))
    rows = reader.rows("labels", namespace)
    return [row["text"].value for row in rows if namespace["namespace"] or not row["thing"].value.startswith(words)]


def _short(iri: str) -> str:
    return compress(iri) or iri


def _value(term: object) -> str:
    return getattr(term, "value", "")


@dataclass(frozen=True)
class Hit:
    """One thing that a search found.

    Attributes:
        iri: The thing.
        label: Its name.
        kind: Local name of its class, "Thing" if none of ours.
        text: The text in which the words occur (a name, another name, a definition or a finding).
        score: How well it fits: 0 is the whole name, higher is further away.
    """

    iri: str
    label: str
    kind: str
    text: str
    score: int


def search(reader: Reader, text: str, limit: int) -> tuple[list[Hit], bool]:
    """Return the best hits for a text in names, definitions and findings, and whether there were more.

    Args:
        reader: The graph.
        text: What to look for, in any case.
        limit: Most hits.

    Returns:
        Hits, best first, then by kind and label; and True if the limit (here or in the query) cut the answer.

    Raises:
        ParameterError: There is no text to look for.
    """
    if not text.strip():
        raise ParameterError(f'there is nothing to look for in "{text}"; accepted: at least one letter')
    found: dict[str, tuple[int, str]] = {}
    kinds: dict[str, set[str]] = {}
    rows = 0
    for row in reader.rows("search", {"text": Literal(text), "limit": SEARCH_ROWS}):
        rows += 1
        if not isinstance(row["thing"], NamedNode):
            continue  # a thing without a name of its own cannot be shown
        iri = row["thing"].value
        kinds.setdefault(iri, set()).add(_value(row["kind"]))
        score = _score(row["property"].value, row["value"].value.lower(), text.lower())
        found[iri] = min(found.get(iri, (score, row["value"].value)), (score, row["value"].value))
    described = reader.describe(found)
    hits = [Hit(iri, described[iri].label, _kind(kinds[iri]), value, score) for iri, (score, value) in found.items()]
    hits.sort(key=lambda hit: (hit.score, _kind_rank(hit.kind), hit.label.lower(), hit.iri))
    return hits[:limit], len(hits) > limit or rows >= SEARCH_ROWS


def _score(name: str, value: str, text: str) -> int:
    if name not in LABEL_PROPERTIES and name != SKOS + "altLabel":
        return 5
    alternative = name == SKOS + "altLabel"
    if value == text:
        return 0 + alternative
    if value.startswith(text):
        return 2 + alternative
    return 4


def _kind_rank(kind: str) -> int:
    return list(KINDS).index(kind)


def _kind(types: set[str]) -> str:
    return kind_of({iri.removeprefix(PREFIXES["eq"]) for iri in types})

"""Tell what a patch changes by thing and field, as a person reads it, not by triple.

The plain triple that a statement stands for is told with the statement; a thing that is new or gone is told as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pyoxigraph import NamedNode, Quad

from equigraph.data.patch import Patch
from equigraph.data.row_ids import plain_triple
from equigraph.data.sheets import SHEETS
from equigraph.data.terms import RDF_TYPE
from equigraph.graph.describe import Description, iri_label
from equigraph.graph.kinds import KINDS, kind_of, words_for
from equigraph.graph.reader import Reader
from equigraph.ontology.prefixes import PREFIXES, expand

__all__ = ["Edits", "FieldEdit", "ThingEdit", "field_name", "tell_edits"]

What = Literal["added", "changed", "removed"]

SEPARATOR: Final = " \N{EN DASH} "
# What properties are called in the workbook, which is where people meet them; two sheets may call one differently.
_NAMES: Final = {
    (sheet.types[0].removeprefix("eq:"), expand(column.property)): column.name
    for sheet in reversed(list(SHEETS.values()))  # of two sheets of one class, the first
    for column in sheet.columns
    if column.property
} | {("ResearchSource", expand("dcterms:bibliographicCitation")): "Reference"}
# A claim is called by what it is about, and a statement by its ends.
PARTS: Final = {
    "EvidenceClaim": tuple(map(expand, ("eq:practice", "eq:goal", "eq:group"))),
    "Statement": tuple(map(expand, ("rdf:subject", "rdf:predicate", "rdf:object"))),
}


@dataclass(frozen=True)
class FieldEdit:
    """One field of a thing.

    Attributes:
        name: What it is called.
        before: Its values before, in words; none where it was empty.
        after: Its values after.
    """

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ThingEdit:
    """What became of one thing.

    Attributes:
        iri: The thing.
        label: What it is called.
        kind: Name of its class, "Thing" if it has none of ours.
        what: "added", "changed" or "removed".
        fields: The fields that differ, by name.
    """

    iri: str
    label: str
    kind: str
    what: What
    fields: tuple[FieldEdit, ...]


@dataclass(frozen=True)
class Edits:
    """What a patch changes.

    Attributes:
        things: The things it touches: by kind, then by name.
        total: How many there are in all, where not all of them are told.
    """

    things: tuple[ThingEdit, ...]
    total: int

    @property
    def headline(self) -> str:
        """How much changes, in a sentence.

        Example:
            >>> Edits((), 0).headline
            'no changes'
        """
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for thing in self.things:
            counts[thing.what, thing.kind] += 1
        told = [f"{words_for(number, kind)} {what}" for (what, kind), number in sorted(counts.items())]
        rest = f", and {self.total - len(self.things):,} more" if self.total > len(self.things) else ""
        return "; ".join(told) + rest if told else "no changes"

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "headline": self.headline,
            "shown": len(self.things),
            "total": self.total,
            "things": [
                {
                    "iri": thing.iri,
                    "label": thing.label,
                    "kind": thing.kind,
                    "what": thing.what,
                    "fields": [
                        {"field": field.name, "before": list(field.before), "after": list(field.after)}
                        for field in thing.fields
                    ],
                }
                for thing in self.things
            ],
        }


def tell_edits(patch: Patch, before: Reader, after: Reader, most: int | None = None) -> Edits:
    """Return what a patch changes, in words.

    Args:
        patch: The patch.
        before: The graph that it was made for.
        after: The graph that it leads to.
        most: Most things that are told; all when it is None.
    """
    added, removed = _by_subject(patch.added), _by_subject(patch.removed)
    plain = {quad for said in (added, removed) for quads in said.values() if (quad := plain_triple(quads))}
    touched = sorted(
        subject
        for subject in {*added, *removed}
        if any(quad not in plain for said in (added, removed) for quad in said.get(subject, ()))
    )
    told = touched[:most]
    teller = _Teller(before.describe(told), after.describe(told), _names((before, after), patch, told))
    edits = [
        teller.thing(
            subject, *([quad for quad in said.get(subject, ()) if quad not in plain] for said in (removed, added))
        )
        for subject in told
    ]
    return Edits(tuple(sorted(edits, key=_order)), len(touched))


def field_name(kind: str, predicate: str) -> str:
    """Return what the workbook calls a property of things of a kind, or ``""``.

    Example:
        >>> citation = expand("dcterms:bibliographicCitation")
        >>> field_name("Policy", citation), field_name("ResearchSource", citation), field_name("Practice", citation)
        ('Legal citation', 'Reference', '')
    """
    return _NAMES.get((kind, predicate), "")


class _Teller:
    """Words what became of things; knows what is said of them before and after, and what everything is called."""

    def __init__(
        self, before: Mapping[str, Description], after: Mapping[str, Description], names: Mapping[str, str]
    ) -> None:
        self._before = before
        self._after = after
        self._names = names

    def thing(self, subject: str, removed: Iterable[Quad], added: Iterable[Quad]) -> ThingEdit:
        old, new = self._before[subject], self._after[subject]
        what: What = "removed" if not new.properties else "changed" if old.properties else "added"
        now = new if new.properties else old
        kind = kind_of({iri.removeprefix(PREFIXES["eq"]) for iri in now.types})
        fields: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, quads in enumerate((removed, added)):
            for quad in quads:
                if quad.predicate != RDF_TYPE:
                    name = field_name(kind, quad.predicate.value) or self._words(quad.predicate, now)
                    fields[name][side].append(self._words(quad.object, now))
        told = [FieldEdit(name, tuple(sorted(a)), tuple(sorted(b))) for name, (a, b) in sorted(fields.items())]
        return ThingEdit(subject, self._label(now, kind), kind, what, tuple(told))

    def _label(self, thing: Description, kind: str) -> str:
        parts = [thing.properties.get(part, ()) for part in PARTS.get(kind, ())]
        told = [self._words(values[0], thing) for values in parts if values]
        return SEPARATOR.join(told) or thing.label

    def _words(self, term: Any, thing: Description) -> str:
        if isinstance(term, NamedNode):
            return thing.names.get(term.value) or self._names.get(term.value) or iri_label(term.value)
        return str(getattr(term, "value", term))


def _by_subject(quads: Iterable[Quad]) -> dict[str, list[Quad]]:
    """Return quads by the IRI of their subject; what hangs on blank nodes has no name to be told by."""
    found: defaultdict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.subject.value].append(quad)
    return dict(found)


def _names(readers: Sequence[Reader], patch: Patch, told: Iterable[str]) -> dict[str, str]:
    """Return the names of the properties and values in a patch; the later of two names is taken."""
    shown = set(told)
    iris = {
        term.value
        for quads in (patch.added, patch.removed)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.subject.value in shown
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode)
    }
    return {
        iri: described.label
        for reader in readers
        for iri, described in reader.names(iris).items()
        if described.properties
    }


def _order(edit: ThingEdit) -> tuple[int, str, str]:
    return list(KINDS).index(edit.kind), edit.label.casefold(), edit.iri

"""Know which things and concepts a graph holds, so that a cell can name one as a person would: by its name.

A cell may hold a name, the slug of an IRI of ours, a CURIE or a whole IRI. What is written back is the name where
that is enough to tell the thing from others, and the slug where it is not. A scheme of concepts counts as a kind.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from equigraph.data.names import SLUG, with_article
from equigraph.errors import UnknownPrefixError, did_you_mean
from equigraph.ontology.prefixes import CONCEPT_PREFIXES, ID_BASE, compress, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Known", "fold"]

LONGEST_NAME = 120  # characters; a longer one is no good in a list to choose from
NEAR = 0.75  # of difflib: "english learner" and "English Learners", but not any two names of students
MOST_LISTED = 12
KIND_WORDS = {"goal": "equity goal", "group": "student group", "claim": "claim of evidence"}


class Known:
    """The things and concepts of a graph, by their names and ids.

    Example:
        >>> known = Known()
        >>> known.add("https://w3id.org/equigraph/id/group/english-learners", "group", "English Learners")
        >>> known.find("english learners", ("group",)).value
        'https://w3id.org/equigraph/id/group/english-learners'
        >>> known.find("english learner", ("group",))
        'there is no student group "english learner" (did you mean "English Learners"?)'
        >>> known.cell_of(NamedNode("https://w3id.org/equigraph/id/group/english-learners"), ("group",))
        'English Learners'
    """

    def __init__(self) -> None:
        self._kinds: dict[str, list[str]] = {}
        self._labels: dict[str, str] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)  # by folded name or slug

    def add(self, iri: str, kind: str, label: str = "") -> None:
        """Learn a thing.

        Args:
            iri: Its IRI.
            kind: The prefix of its kind ("practice"), or of its scheme ("category").
            label: Its name, if it has one.
        """
        kinds = self._kinds.setdefault(iri, [])
        if kind not in kinds:
            kinds.append(kind)
        names = {fold(label), _slug(iri)} - {""}
        for name in names:
            if iri not in self._named[name]:
                self._named[name].append(iri)
        if label and iri not in self._labels:
            self._labels[iri] = label

    def __contains__(self, iri: str) -> bool:
        """Say whether it is known."""
        return iri in self._kinds

    def kinds_of(self, iri: str) -> Sequence[str]:
        """Return the kinds of a thing; none when it is not known."""
        return self._kinds.get(iri, ())

    def label_of(self, iri: str) -> str:
        """Return the name of a thing, or ``""``."""
        return self._labels.get(iri, "")

    def things(self, kinds: Sequence[str]) -> Iterator[str]:
        """Yield the IRIs of the things of some kinds, in the order in which they were learnt."""
        return (iri for iri, own in self._kinds.items() if any(kind in kinds for kind in own))

    def find(self, cell: str, kinds: Sequence[str]) -> NamedNode | str:
        """Return what a cell names.

        Args:
            cell: A name in any case, a slug, a CURIE or an IRI.
            kinds: Kinds that are accepted.

        Returns:
            The thing; a text that says why there is none, if there is none.
        """
        found = self._matches(cell)
        fitting = [iri for iri in found if any(kind in kinds for kind in self._kinds[iri])]
        exact = [iri for iri in fitting if _slug(iri) == cell] if len(fitting) > 1 else fitting
        if len(exact) == 1:  # an id, as it is written, is of one thing, even if others are called so
            return NamedNode(exact[0])
        wanted = _in_words(kinds)
        if fitting:
            listed = ", ".join(f'"{_id_of(iri)}"' for iri in fitting[:MOST_LISTED])
            return f'"{cell}" names {len(fitting)} things: {listed}; write the id of the one that is meant'
        if found:
            its_kind = with_article(_in_words(self._kinds[found[0]]))
            return f'"{cell}" is {its_kind}; {with_article(wanted)} is needed here'
        return f'there is no {wanted} "{cell}"{self._hint(cell, kinds)}'

    def cell_of(self, iri: NamedNode, kinds: Sequence[str]) -> str | None:
        """Return how a cell names a thing: by its name if that is enough, else by its id; None when it is not known."""
        own = self._kinds.get(iri.value)
        if own is None or not any(kind in kinds for kind in own):
            return None
        label = self._labels.get(iri.value, "")
        if label and len(label) <= LONGEST_NAME and self.find(label, kinds) == iri:
            return label
        return _id_of(iri.value)

    def _matches(self, cell: str) -> list[str]:
        whole = iri_of(cell)
        if whole is not None and whole in self._kinds:
            return [whole]
        return self._named.get(fold(cell), [])

    def _hint(self, cell: str, kinds: Sequence[str]) -> str:
        names = {fold(name): name for iri in self.things(kinds) if (name := self._labels.get(iri) or _slug(iri))}
        close = difflib.get_close_matches(fold(cell), names, 1, NEAR)
        if close:
            return did_you_mean([names[close[0]]])
        if len(names) <= MOST_LISTED:
            return f"; known: {', '.join(sorted(names.values())) or 'none'}"
        return ""


def fold(name: str) -> str:
    r"""Return a name as names are compared: in small letters, with single spaces.

    Example:
        >>> fold("  English \u00a0Learners ")
        'english learners'
    """
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def iri_of(cell: str) -> str | None:
    """Return the IRI that a cell spells out, as such or as a CURIE; None when it spells none.

    Example:
        >>> iri_of("practice:looping"), iri_of("Looping"), iri_of("note: x")
        ('https://w3id.org/equigraph/id/practice/looping', None, None)
    """
    if "://" in cell:
        return cell
    prefix, colon, local = cell.partition(":")
    if not colon or not local or " " in cell or not prefix:
        return None
    try:
        return expand(cell)
    except UnknownPrefixError:
        return None


def _slug(iri: str) -> str:
    """Return the slug of an IRI of ours, ``""`` for any other."""
    slug = iri.removeprefix(ID_BASE).partition("/")[2] if iri.startswith(ID_BASE) else ""
    return slug if SLUG.fullmatch(slug) else ""


def _id_of(iri: str) -> str:
    return _slug(iri) or compress(iri) or iri


def _in_words(kinds: Sequence[str]) -> str:
    words = [kind.replace("-", " ") if kind in CONCEPT_PREFIXES else KIND_WORDS.get(kind, kind) for kind in kinds]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"

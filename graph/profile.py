"""Evidence like ours: a profile of students and places, kept in a file, against which claims are held.

A profile is a TOML file (https://toml.io/en/v1.0.0) with any of four keys, each a text or a list of texts::

    groups = ["english-learners", "students-living-in-poverty"]
    grade-band = ["middle"]
    locale = "rural"
    state = "Vermont"

A claim is *like* it when everything the claim records about these fits, and it records something that the profile asks
for; *unlike* when something it records does not fit; and for all others it *cannot be told*. A claim about all students
names no group: whether it holds for a group cannot be told from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from equigraph.errors import ParameterError, did_you_mean
from equigraph.graph.claims import ALL_STUDENTS, Claim
from equigraph.graph.entities import nearest, resolve, resolve_concept
from equigraph.graph.reader import Reader
from equigraph.graph.roll_up import with_below
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["DIMENSIONS", "LIKE", "UNKNOWN", "UNLIKE", "Likeness", "Profile", "read_profile"]

LIKE, UNLIKE, UNKNOWN = "like", "unlike", "unknown"

# What a profile may ask for, and the property of a claim that records it.
DIMENSIONS: Final[Mapping[str, str]] = {
    "groups": "group",
    "grade-band": "gradeBand",
    "locale": "locale",
    "state": "studiedIn",
}


@dataclass(frozen=True)
class Profile:
    """What a person's own students and places are.

    Attributes:
        name: Of the file.
        wanted: Names of things by dimension, as the file has them.
    """

    name: str
    wanted: Mapping[str, tuple[str, ...]]


def read_profile(path: Path | str) -> Profile:
    """Return the profile in a file; its names are looked up when a graph is there.

    Raises:
        ParameterError: The file is not there, is no TOML, has a key that is none of ours, or asks for nothing.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "ours.toml")
        ...     _ = path.write_text('groups = "english-learners"', encoding="utf-8")
        ...     read_profile(path).wanted
        {'groups': ('english-learners',)}
    """
    path = Path(path)
    accepted = f"accepted: a TOML file with any of {', '.join(DIMENSIONS)}"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ParameterError(f'the profile "{path}" cannot be read ({error}); {accepted}') from None
    wanted: dict[str, tuple[str, ...]] = {}
    for key, value in content.items():
        if key not in DIMENSIONS:
            close = did_you_mean(nearest(key, DIMENSIONS))
            raise ParameterError(f'the profile "{path}" has "{key}"; {accepted}{close}')
        names = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) and name.strip() for name in names):
            raise ParameterError(f'the profile "{path}" has {key} = {value!r}; accepted: a text or a list of texts')
        wanted |= {key: tuple(names)} if names else {}
    if not wanted:
        raise ParameterError(f'the profile "{path}" asks for nothing; {accepted}')
    return Profile(path.name, wanted)


class Likeness:
    """Tells claims that are like a profile from others, in one graph.

    Attributes:
        profile: The profile, as the file has it.
        words: What it asks for, in words, by dimension.
        notes: What the data cannot tell.

    Raises:
        EntityNotFoundError: The profile names a thing that the graph does not hold; near names are suggested.
    """

    def __init__(self, profile: Profile, reader: Reader) -> None:
        self.profile = profile
        self._wanted = {name: _resolve(reader, name, profile.wanted[name]) for name in profile.wanted}
        labels = reader.describe({iri for iris in self._wanted.values() for iri in iris})
        self.words = {name: ", ".join(labels[iri].label for iri in sorted(iris)) for name, iris in self._wanted.items()}
        if "groups" in self._wanted:
            self._wanted["groups"] = frozenset().union(*with_below(reader, self._wanted["groups"]).values())
        self._recorded = _recorded(reader) if self._wanted.keys() - {"groups"} else {}
        known = {name for of in self._recorded.values() for name in of}
        self.notes = tuple(
            f"No claim here records its {DIMENSION_WORDS[name]}: the profile's could not be used."
            for name in self._wanted
            if name != "groups" and name not in known
        )

    def of(self, claim: Claim) -> str:
        """Return whether a claim is :data:`LIKE`, :data:`UNLIKE`, or :data:`UNKNOWN`."""
        recorded = self._recorded.get(claim.iri, {}) | {"groups": set(claim.groups) - {ALL_STUDENTS}}
        fits = [bool(recorded[name] & wanted) for name, wanted in self._wanted.items() if recorded.get(name)]
        if not fits:
            return UNKNOWN
        return LIKE if all(fits) else UNLIKE


DIMENSION_WORDS: Final = {"groups": "student group", "grade-band": "grade band", "locale": "locale", "state": "state"}


def _resolve(reader: Reader, dimension: str, names: Iterable[str]) -> frozenset[str]:
    if dimension == "groups":
        return frozenset(resolve(reader, name, "StudentGroup") for name in names)
    if dimension == "state":
        return frozenset(resolve(reader, name, "Jurisdiction") for name in names)
    return frozenset(resolve_concept(reader, name, dimension) for name in names)


def _recorded(reader: Reader) -> dict[str, dict[str, set[str]]]:
    """Return what claims record about where and whom, by claim and dimension."""
    names = {PREFIXES["eq"] + term: dimension for dimension, term in DIMENSIONS.items()}
    found: dict[str, dict[str, set[str]]] = {}
    for claim, term, value in reader.rows("settings"):
        found.setdefault(claim.value, {}).setdefault(names[term.value], set()).add(value.value)
    return found

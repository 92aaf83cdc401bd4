"""The steps of a selection: what a person did to a picture, one value each, and how each is written in an address.

A step is written in fields apart by ``~``: its verb, its things, and what else it needs, where the last fields may be
left out when they hold what is usual: ``expand~practice:looping~Organization~40``, ``pin~practice:looping~120~340``.
A thing stands as a CURIE of our own prefixes where it has one; else as its IRI, within ``<`` and ``>`` where it would
be read as a CURIE. ``~`` and ``%`` within an IRI are percent-encoded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from pyoxigraph import NamedNode

from equigraph.errors import OntologyError, ParameterError, did_you_mean
from equigraph.graph.kinds import KINDS, count_words
from equigraph.graph.positions import MOST_PX
from equigraph.ontology.prefixes import compress, expand

__all__ = ["MOST_ADDED", "MOST_THINGS", "VERBS", "Step", "accept", "check_iri", "read_iri", "shortened", "write_iri"]

MOST_THINGS: Final = 1000  # more than this no picture shows
MOST_ADDED: Final = 40  # neighbours that an expansion adds unless it says how many
# Each verb with how many things it takes at least and at most.
VERBS: Final = {
    "expand": (1, 1),
    "collapse": (1, 1),
    "hide": (1, 1),
    "pin": (1, 1),
    "path": (2, 2),
    "add": (1, MOST_THINGS),
}
FIELDS: Final = {
    "expand": "expand~THING, expand~THING~KIND or expand~THING~KIND~MOST",
    "collapse": "collapse~THING",
    "hide": "hide~THING",
    "pin": "pin~THING or pin~THING~X~Y",
    "path": "path~THING~THING",
    "add": "add~THING, with further things after it",
}
SEPARATOR: Final = "~"
DIGITS: Final = re.compile(r"[0-9]{1,6}")
SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
MOST_IRI: Final = 2000  # characters; longer ones no address line takes


@dataclass(frozen=True)
class Step:
    """One thing that a person did to a picture.

    Attributes:
        verb: One of :data:`VERBS`.
        things: IRIs: one for expand, collapse, hide and pin; two for path; some for add.
        kind: Of an expansion: local name of the kind of neighbours, "" for all.
        most: Of an expansion: most neighbours added.
        place: Of a pin: where the middle of the thing stands, in px; None: where it stands now.

    Raises:
        ParameterError: It says what cannot be done.

    Example:
        >>> Step("expand", ("https://w3id.org/equigraph/id/practice/looping",), kind="Organization").text
        'expand~practice:looping~Organization'
    """

    verb: str
    things: tuple[str, ...]
    kind: str = ""
    most: int = MOST_ADDED
    place: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        accept("the verb of a step", self.verb, VERBS)
        object.__setattr__(self, "things", tuple(self.things))
        least, most = VERBS[self.verb]
        if not least <= len(self.things) <= most:
            wanted = f"{least} to {most:,}" if least < most else str(least)
            raise ParameterError(f"{self.verb} is given {count_words(len(self.things), 'thing')}; accepted: {wanted}")
        for thing in self.things:
            check_iri(self.verb, thing)
        if self.verb == "path" and self.things[0] == self.things[1]:
            raise ParameterError(f'path leads from "{self.things[0]}" to itself; accepted: two things')
        self._check_expansion()
        self._check_place()

    def _check_expansion(self) -> None:
        if self.verb != "expand":
            if self.kind or self.most != MOST_ADDED:
                raise ParameterError(f"{self.verb} takes neither a kind nor a number; expand does")
            return
        if self.kind:
            accept("the kind of neighbours", self.kind, KINDS)
        if not 1 <= self.most <= MOST_THINGS:
            raise ParameterError(f'expand adds "{self.most}" neighbours at most; accepted: 1 to {MOST_THINGS:,}')

    def _check_place(self) -> None:
        if self.place is None:
            return
        if self.verb != "pin":
            raise ParameterError(f"{self.verb} takes no place; pin does")
        numbers = tuple(self.place)
        if len(numbers) != 2 or not all(math.isfinite(px) and abs(px) <= MOST_PX for px in numbers):  # noqa: PLR2004
            wanted = f"two numbers from -{MOST_PX:,.0f} to {MOST_PX:,.0f}"
            raise ParameterError(f'the place of a pin is "{self.place}"; accepted: {wanted}')
        # A tenth of a px is what an address is worth; adding zero makes -0.0 the 0.0 that it looks like.
        x, y = (round(float(px), 1) + 0.0 for px in numbers)
        object.__setattr__(self, "place", (x, y))

    @property
    def text(self) -> str:
        """The step as an address has it."""
        fields = [self.verb, *(write_iri(thing) for thing in self.things)]
        if self.verb == "expand":
            most = "" if self.most == MOST_ADDED else str(self.most)
            fields += [self.kind, most] if most else [self.kind] if self.kind else []
        if self.place is not None:
            fields += [f"{px:.10g}" for px in self.place]
        return SEPARATOR.join(fields)

    @classmethod
    def parse(cls, text: str) -> Step:
        """Return the step that an address says.

        Raises:
            ParameterError: It says none; the message says what is accepted.

        Example:
            >>> Step.parse("pin~practice:looping~120~340").place
            (120.0, 340.0)
            >>> Step.parse("pn~practice:looping")
            Traceback (most recent call last):
            ...
            equigraph.errors.ParameterError: the verb of a step is "pn"; accepted: expand, collapse, hide, pin, path,
            add (did you mean "pin"?)
        """
        verb, *fields = text.split(SEPARATOR)
        accept("the verb of a step", verb, VERBS)
        most = 1 if verb in {"pin", "expand"} else len(fields)
        things, rest = fields[:most], fields[most:]
        if not things or (verb == "expand" and len(rest) > 2) or (verb == "pin" and len(rest) not in {0, 2}):  # noqa: PLR2004
            raise ParameterError(f'do is "{shortened(text)}"; accepted: {FIELDS[verb]}')
        iris = tuple(read_iri("do", thing) for thing in things)
        if verb == "pin":
            return cls(verb, iris, place=_place(text, rest) if rest else None)
        kind, number = (*rest, "", "")[:2]
        if number and not DIGITS.fullmatch(number):
            raise ParameterError(
                f'expand adds "{shortened(number)}" neighbours at most; accepted: 1 to {MOST_THINGS:,}'
            )
        return cls(verb, iris, kind=kind, most=int(number) if number else MOST_ADDED)


def _place(text: str, fields: Sequence[str]) -> tuple[float, float]:
    try:
        x, y = map(float, fields)
    except ValueError:
        raise ParameterError(f'do is "{shortened(text)}"; accepted: {FIELDS["pin"]}, in px') from None
    return x, y


def accept(what: str, value: str, accepted: Iterable[str]) -> None:
    """Refuse a value that is not among those accepted, with near ones.

    Raises:
        ParameterError: It is not.
    """
    names = list(accepted)
    if value not in names:
        close = did_you_mean(get_close_matches(value, names, n=2))
        raise ParameterError(f'{what} is "{shortened(value)}"; accepted: {", ".join(names)}{close}')


def shortened(text: str) -> str:
    """Return the beginning of a text that is too long to be quoted whole."""
    return text if len(text) <= 100 else text[:99] + "\N{HORIZONTAL ELLIPSIS}"  # noqa: PLR2004 - what a message shows


def check_iri(what: str, iri: str) -> None:
    """Refuse what is no absolute IRI.

    Raises:
        ParameterError: It is none, or too long.
    """
    try:
        is_iri = SCHEME.match(iri) is not None and bool(NamedNode(iri))
    except ValueError:
        is_iri = False
    if not is_iri:
        raise ParameterError(
            f'{what} names "{shortened(iri)}"; accepted: a CURIE such as practice:looping, or a whole IRI'
        )
    if len(iri) > MOST_IRI:
        raise ParameterError(f'{what} names "{shortened(iri)}", of {len(iri):,} characters; accepted: {MOST_IRI:,}')


def write_iri(iri: str) -> str:
    """Return an IRI as an address has it.

    Example:
        >>> write_iri("https://w3id.org/equigraph/id/goal/attendance"), write_iri("http://example.org/~a")
        ('goal:attendance', 'http://example.org/%7Ea')
        >>> write_iri("goal:attendance")  # this very IRI
        '<goal:attendance>'
    """
    text = compress(iri) or (f"<{iri}>" if _expanded(iri) else iri)
    return text.replace("%", "%25").replace(SEPARATOR, "%7E")


def read_iri(what: str, text: str) -> str:
    """Return the IRI that an address names.

    Args:
        what: Which part of the address it is, for messages.
        text: As :func:`write_iri` writes it.

    Raises:
        ParameterError: It names none.

    Example:
        >>> read_iri("thing", "goal:attendance")
        'https://w3id.org/equigraph/id/goal/attendance'
    """
    plain = text.strip().replace("%7E", SEPARATOR).replace("%7e", SEPARATOR).replace("%25", "%")
    is_whole = plain.startswith("<") and plain.endswith(">")
    iri = plain[1:-1] if is_whole else _expanded(plain) or plain
    check_iri(what, iri)
    return iri


def _expanded(text: str) -> str:
    """Return the IRI of a CURIE with a name after its colon; "" for any other text."""
    try:
        return "" if text.endswith(":") else expand(text)
    except OntologyError:
        return ""

"""The selection: everything a person chose for one picture, as one value with one form in an address.

A selection starts from a view, a question or some things; its steps then add and take out things one after another;
facets, a focus and groups decide what of that is drawn; notes and highlights are laid upon it. It holds names only:
:func:`equigraph.graph.selecting.select` makes a picture of it, the same one in every process.

Its form in an address is a list of pairs: ``view=NAME`` with the parameters of the view by their plain names, or
``question=NAME`` with its parameters, or ``thing=CURIE`` once for each; then :data:`RESERVED`. Steps are ``do=STEP`` in
order (:mod:`equigraph.graph.selection_step`), a facet is ``keep.NAME=VALUE``, a note ``note=CURIE~TEXT``. A parameter
that is called like a reserved name (``by``) is the selection's. The form is canonical: two selections are the same
exactly when their pairs are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final, Self
from urllib.parse import urlencode

from equigraph.errors import ParameterError
from equigraph.graph.facets import FACETS
from equigraph.graph.groups import BY
from equigraph.graph.labels import clean
from equigraph.graph.selection_step import MOST_THINGS, Step, accept, check_iri, read_iri, shortened, write_iri

__all__ = [
    "LAYOUTS", "MOST_DEGREES", "MOST_NOTE", "MOST_STEPS", "MOST_THINGS", "RESERVED", "Selection", "Step",
]  # fmt: skip

MOST_STEPS: Final = 200
MOST_NOTE: Final = 500  # characters of one note
MOST_DEGREES: Final = 6  # farther away than this everything is near everything
MOST_VALUES: Final = 1000  # of one parameter, or one facet
MOST_TEXT: Final = 2000  # characters of one value
LAYOUTS: Final = ("layered", "organic")
KEEP: Final = "keep."
# What an address says of a selection beside parameters; "show" is how a page shows it, and no part of it.
RESERVED: Final = (
    "view", "question", "thing", "do", "focus", "degrees", "by", "layout", "note", "mark", "from", "to", "show",
)  # fmt: skip

Values = str | tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """Everything a person chose for one picture.

    Attributes:
        view: The view from which it starts.
        question: Or the question.
        things: Or some things, by IRI.
        parameters: Of the view or question, as people write them.
        steps: What was done to the picture, in order.
        keep: Facet to values of which a line must have one; every facet that is named must fit.
        focus: A thing; only what is near it is drawn.
        degrees: How many steps away from ``focus``; 0 draws everything.
        by: What things are grouped by: "", "kind", "category" or "community".
        layout: "layered", "organic", or "" for that of the view.
        notes: A person's words on things, by IRI.
        marks: Highlighted things.
        ends: From where to where the list of paths goes.

    Raises:
        ParameterError: It says what cannot be chosen.

    Example:
        >>> selection = Selection(view="practices-to-goals", parameters={"group": "english-learners"})
        >>> step = Step("hide", ("https://w3id.org/equigraph/id/goal/attendance",))
        >>> selection.with_step(step).pairs()
        [('view', 'practices-to-goals'), ('group', 'english-learners'), ('do', 'hide~goal:attendance')]
        >>> Selection.read(selection.pairs()) == selection
        True
    """

    view: str = ""
    question: str = ""
    things: tuple[str, ...] = ()
    parameters: Mapping[str, Values] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    focus: str = ""
    degrees: int = 0
    by: str = ""
    layout: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    ends: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        for name, value in self._normal().items():
            object.__setattr__(self, name, value)
        self._check_start()
        self._check_sizes()
        for name, value, accepted in (("by", self.by, BY), ("layout", self.layout, LAYOUTS)):
            if value:
                accept(name, value, accepted)
        if not 0 <= self.degrees <= MOST_DEGREES:
            raise ParameterError(f'degrees is "{self.degrees}"; accepted: 0 (everything) to {MOST_DEGREES} steps')
        for facet in self.keep:
            accept("keep", facet, FACETS)
        for name in ("things", "notes", "marks"):
            for iri in getattr(self, name):
                check_iri(name.removesuffix("s"), iri)
        for name, iri in (("focus", self.focus), ("from", self.ends[0]), ("to", self.ends[1])):
            if iri:
                check_iri(name, iri)

    def _normal(self) -> dict[str, Any]:
        """Return what has several forms in the one that is kept."""
        return {
            "view": self.view.strip(),
            "question": self.question.strip(),
            "degrees": self.degrees if self.focus else 0,
            "things": tuple(dict.fromkeys(self.things)),
            "steps": tuple(self.steps),
            "parameters": MappingProxyType(dict(sorted(_parameters(self.parameters)))),
            "keep": MappingProxyType(
                {
                    name: kept
                    for name, values in sorted(self.keep.items())
                    if (kept := tuple(sorted(filter(str.strip, set(values)))))
                }
            ),
            "notes": MappingProxyType(
                {thing: text for thing in sorted(self.notes) if (text := clean(self.notes[thing]))}
            ),
            "marks": frozenset(self.marks),
        }

    def _check_start(self) -> None:
        starts = [name for name in ("view", "question", "things") if getattr(self, name)]
        if len(starts) > 1:
            raise ParameterError(
                f"a picture starts from {' and '.join(starts)}; accepted: one of a view, a question and some things",
                hint="Things can be added to a view or question by a step: do=add~THING.",
            )
        if self.parameters and not self.view and not self.question:
            names = ", ".join(f'"{shortened(name)}"' for name in self.parameters)
            raise ParameterError(
                f"{names} belongs to no view or question; accepted: view=NAME or question=NAME with it"
            )
        for name in self.parameters:
            if name in RESERVED or name.startswith(KEEP):
                raise ParameterError(
                    f'the parameter "{name}" is a word of the selection itself; accepted: any other name'
                )

    def _check_sizes(self) -> None:
        several = {
            f'the parameter "{name}"': value for name, value in self.parameters.items() if not isinstance(value, str)
        }
        several |= {f'the facet "{name}"': values for name, values in self.keep.items()}
        sizes = [
            ("a selection", self.steps, "steps", MOST_STEPS),
            ("a selection", self.things, "things", MOST_THINGS),
            ("a selection", self.notes, "notes", MOST_THINGS),
            ("a selection", self.marks, "highlighted things", MOST_THINGS),
            *((what, values, "values", MOST_VALUES) for what, values in several.items()),
            *((f'the note on "{thing}"', text, "characters", MOST_NOTE) for thing, text in self.notes.items()),
            *(("a value", text, "characters", MOST_TEXT) for text in self._texts()),
        ]
        for what, value, many, most in sizes:
            if len(value) > most:
                raise ParameterError(f"{what} has {len(value):,} {many}; accepted: at most {most:,}")

    def _texts(self) -> Iterable[str]:
        yield from (self.view, self.question, *self.parameters, *self.keep)
        for value in (*self.parameters.values(), *self.keep.values()):
            yield from (value,) if isinstance(value, str) else value

    # --- its form in an address -----------------------------------------------------------------

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Return the selection that the pairs of an address say.

        Args:
            pairs: Names and values, as they stand in the query of an address, decoded. Values that are empty count as
                absent, as those of a form in which nothing was chosen; "show" is left to the page.

        Raises:
            ParameterError: They say none; the message names the value and what is accepted.

        Example:
            >>> Selection.read([("thing", "practice:looping"), ("by", "kind"), ("show", "table")]).by
            'kind'
        """
        found = _Found()
        for name, value in pairs:
            if value.strip():
                found.take(name, value)
        return cls(**found.chosen())

    def pairs(self) -> list[tuple[str, str]]:
        """Return its form in an address: the same selection gives the same pairs in the same order."""
        found = [("view", self.view), ("question", self.question)]
        found += [("thing", write_iri(thing)) for thing in self.things]
        for name, value in self.parameters.items():
            found += [(name, one) for one in ((value,) if isinstance(value, str) else value)]
        found += [("do", step.text) for step in self.steps]
        found += [(KEEP + name, value) for name, values in self.keep.items() for value in values]
        found += [("focus", write_iri(self.focus)), ("degrees", str(self.degrees or ""))]
        found += [("by", self.by), ("layout", self.layout)]
        found += [("note", f"{write_iri(thing)}~{text}") for thing, text in self.notes.items()]
        found += [("mark", write_iri(thing)) for thing in sorted(self.marks)]
        found += [("from", write_iri(self.ends[0])), ("to", write_iri(self.ends[1]))]
        return [(name, value) for name, value in found if value]

    @property
    def query(self) -> str:
        """The same as the query of an address, without the question mark."""
        return urlencode(self.pairs(), safe=":~/,")

    def __hash__(self) -> int:
        return hash(tuple(self.pairs()))

    # --- its neighbours -------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether it starts from nothing, so that there is no picture."""
        return not (self.view or self.question or self.things)

    @property
    def start(self) -> Self:
        """Where it starts: without steps, and without what decides which of it is drawn and how."""
        plain = type(self)()
        return replace(
            self,
            **{
                one.name: getattr(plain, one.name)
                for one in fields(self)
                if one.name not in {"view", "question", "things", "parameters"}
            },
        )

    @property
    def drawn(self) -> Self:
        """The part of it that decides what is drawn: without the ends of paths, and a focus that takes nothing out."""
        return replace(self, ends=("", ""), focus=self.focus if self.degrees else "")

    @property
    def is_moved(self) -> bool:
        """Whether a person gave something a place."""
        return any(step.place is not None for step in self.steps)

    @property
    def is_plain_view(self) -> bool:
        """Whether it draws a view as it stands, in groups or not."""
        return bool(self.view) and self.drawn == replace(self.start, by=self.by)

    def with_step(self, step: Step) -> Self:
        """Return the selection after one more step."""
        return replace(self, steps=(*self.steps, step))

    def without_last_step(self) -> Self:
        """Return the selection before its last step; itself where there is none."""
        return replace(self, steps=self.steps[:-1])

    def with_note(self, thing: str, text: str) -> Self:
        """Return the selection with these words on a thing in place of any others; none where they are empty."""
        return replace(self, notes={**self.notes, thing: text})

    def with_mark(self, thing: str, *, marked: bool = True) -> Self:
        """Return the selection with a thing highlighted, or not."""
        return replace(self, marks=self.marks | {thing} if marked else self.marks - {thing})

    def with_kept(self, facet: str, values: Iterable[str]) -> Self:
        """Return the selection with these values of a facet in place of any others; all lines where there are none."""
        return replace(self, keep={**self.keep, facet: tuple(values)})


def _parameters(given: Mapping[str, Any]) -> Iterable[tuple[str, Values]]:
    """Yield parameters by their name with hyphens, without empty values, one value as itself."""
    for name, value in given.items():
        values = [one for one in ((value,) if isinstance(value, str) else value) if one.strip()]
        if values:
            yield name.replace("_", "-"), values[0] if len(values) == 1 else tuple(dict.fromkeys(values))


class _Found:
    """What the pairs of an address say, gathered."""

    def __init__(self) -> None:
        self.many: dict[str, list[str]] = {}
        self.once: dict[str, str] = {}
        self.parameters: dict[str, list[str]] = {}
        self.keep: dict[str, list[str]] = {}

    def take(self, name: str, value: str) -> None:
        """Take one pair."""
        if name in {"thing", "do", "note", "mark"}:
            self.many.setdefault(name, []).append(value)
        elif name == "show":
            pass
        elif name.startswith(KEEP):
            self.keep.setdefault(name.removeprefix(KEEP), []).append(value)
        elif name not in RESERVED:
            self.parameters.setdefault(name, []).append(value)
        elif self.once.setdefault(name, value) != value:
            raise ParameterError(
                f'{name} is "{shortened(self.once[name])}" and "{shortened(value)}"; accepted: one value'
            )

    def chosen(self) -> dict[str, Any]:
        """Return what makes the selection."""
        # Counted before anything is read, so that no address costs more than a picture can use.
        for name, values in self.many.items():
            most = MOST_STEPS if name == "do" else MOST_THINGS
            if len(values) > most:
                raise ParameterError(f"{name} stands {len(values):,} times; accepted: at most {most:,}")
        ends = tuple(self._iri(name) for name in ("from", "to"))
        return {
            "view": self.once.get("view", "").strip(),
            "question": self.once.get("question", "").strip(),
            "things": self._iris("thing"),
            "parameters": {name: tuple(values) for name, values in self.parameters.items()},
            "steps": tuple(Step.parse(text) for text in self.many.get("do", ())),
            "keep": {name: tuple(values) for name, values in self.keep.items()},
            "focus": self._iri("focus"),
            "degrees": self._degrees(),
            "by": self.once.get("by", ""),
            "layout": self.once.get("layout", ""),
            "notes": dict(self._note(text) for text in self.many.get("note", ())),
            "marks": frozenset(self._iris("mark")),
            "ends": ends,
        }

    def _iri(self, name: str) -> str:
        return read_iri(name, self.once[name]) if name in self.once else ""

    def _iris(self, name: str) -> tuple[str, ...]:
        return tuple(read_iri(name, text) for text in self.many.get(name, ()))

    def _degrees(self) -> int:
        text = self.once.get("degrees", "0").strip()
        if not text.isdecimal() or len(text) > len(str(MOST_DEGREES)):
            raise ParameterError(f'degrees is "{shortened(text)}"; accepted: 0 (everything) to {MOST_DEGREES} steps')
        return int(text)

    @staticmethod
    def _note(text: str) -> tuple[str, str]:
        thing, separator, words = text.partition("~")
        if not separator:
            raise ParameterError(f'note is "{shortened(text)}"; accepted: THING~TEXT')
        return read_iri("note", thing), words

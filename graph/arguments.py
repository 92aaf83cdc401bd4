"""What people type for the parameters of a view or question, turned into typed terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from equigraph.errors import ParameterError
from equigraph.graph.entities import nearest, resolve, resolve_concept
from equigraph.graph.query_file import NamedQuery, Parameter
from equigraph.graph.reader import Reader

__all__ = ["Arguments", "read_arguments", "unchosen"]

Value = str | int | bool | Sequence[str] | None
# What is written for a flag, in an address above all.
FLAG_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Arguments:
    """The parameters of one run.

    Attributes:
        terms: Values to bind, by parameter name.
        words: The same in words (labels, not IRIs), for people; only what was chosen.
        labels: Names of all things among the values, defaults too, by parameter name.
        focus: IRIs of what the run is about: the first parameter that must be given.
    """

    terms: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    focus: tuple[str, ...] = ()

    def iris(self, name: str) -> tuple[str, ...]:
        """Return the IRIs among the values of a parameter."""
        return _iris(self.terms.get(name))

    def plain(self) -> dict[str, str | int | bool | list[str]]:
        """Return all values as JSON can hold them: IRIs and texts as strings; enough to run the query again."""
        return {name: _plain(term) for name, term in self.terms.items()}


def _plain(term: Any) -> Any:
    if isinstance(term, (list, tuple)):
        return [_plain(one) for one in term]
    return term if isinstance(term, (bool, int)) else term.value


def read_arguments(reader: Reader, query: NamedQuery, given: Mapping[str, Value]) -> Arguments:
    """Return the arguments of a query, each name resolved to the thing it means.

    Args:
        reader: The graph in which names are looked up.
        query: Whose parameters they are.
        given: Values by parameter name (``-`` or ``_``); None and empty ones count as absent.

    Raises:
        ParameterError: A name is unknown, a value is missing or of the wrong type.
        EntityNotFoundError: A value names nothing; near names are suggested.
    """
    values = {name.replace("_", "-"): value for name, value in given.items() if not _is_absent(value)}
    known = {parameter.name: parameter for parameter in query.parameters}
    for name, written in list(values.items()):
        if name not in known:
            close = nearest(name, known)
            near = f' (did you mean "{close[0]}"?)' if close else ""
            raise ParameterError(f'{query.name} has no parameter "{name}"; there are: {", ".join(known)}{near}')
        if known[name].type == "flag":
            values[name] = _flag(name, written)
    values = {name: one for name, one in values.items() if not _is_absent(one)}
    terms: dict[str, Any] = {}
    words: dict[str, str] = {}
    labels: dict[str, str] = {}
    focus: tuple[str, ...] = ()
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is None:
            continue
        terms[parameter.name] = _term(reader, parameter, value)
        if parameter.name not in values:
            _check_default(reader, query, parameter, _iris(terms[parameter.name]))
        labels[parameter.name] = _words(reader, terms[parameter.name])
        if parameter.name in values:
            words[parameter.name] = labels[parameter.name]
        if not focus and not parameter.optional:
            focus = _iris(terms[parameter.name])
    return Arguments(terms, words, labels, focus)


def unchosen(reader: Reader, query: NamedQuery, given: Mapping[str, Value]) -> list[Parameter]:
    """Return what must be chosen before a query can be asked: the usual choice is not in this graph."""
    defaults = {
        one.name: _iris(_term(reader, one, one.default))
        for one in query.parameters
        if one.default is not None and _is_absent(given.get(one.name))
    }
    return [one for one in query.parameters if not _is_here(reader, defaults.get(one.name, ()))]


def _check_default(reader: Reader, query: NamedQuery, parameter: Parameter, iris: tuple[str, ...]) -> None:
    """Refuse a default that this graph does not hold: an answer about it would speak of nothing."""
    if not _is_here(reader, iris):
        article = "an" if parameter.name[0] in "aeiou" else "a"
        raise ParameterError(f"{query.name} needs {article} {parameter.name}: the usual one is not in this graph")


def _is_here(reader: Reader, iris: tuple[str, ...]) -> bool:
    return not iris or bool(list(reader.rows("present", {"thing": [NamedNode(iri) for iri in iris]})))


def _is_absent(value: Value) -> bool:
    """Say whether a value counts as not given; the number 0 and an empty text are values."""
    return value is None or value is False or (isinstance(value, (list, tuple)) and not value)


def _iris(term: Any) -> tuple[str, ...]:
    terms = term if isinstance(term, (list, tuple)) else (term,)
    return tuple(one.value for one in terms if isinstance(one, NamedNode))


def _term(reader: Reader, parameter: Parameter, value: Any) -> Any:
    if parameter.type == "flag":
        return bool(value)
    if isinstance(value, (list, tuple)) and not parameter.several:
        given = " and ".join(f'"{one}"' for one in value)
        raise ParameterError(f"{parameter.name} is {given}; accepted: one value")
    if parameter.type == "integer":
        return _integer(parameter, value)
    if parameter.several:
        many = [value] if isinstance(value, (str, NamedNode)) else list(value)
        return [_one(reader, parameter, one) for one in many]
    return _one(reader, parameter, value)


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    said = FLAG_WORDS.get(value.strip().casefold()) if isinstance(value, str) else None
    if said is None:
        raise ParameterError(f'{name} is "{value}"; accepted: true, false')
    return said


def _integer(parameter: Parameter, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    raise ParameterError(f'{parameter.name} is "{value}"; accepted: a whole number, 0 or more')


def _one(reader: Reader, parameter: Parameter, value: Any) -> NamedNode | Literal:
    if isinstance(value, (NamedNode, Literal)):
        return value
    if not isinstance(value, str):
        raise ParameterError(f'{parameter.name} is "{value}"; accepted: text')
    if parameter.type == "string":
        return Literal(value)
    if parameter.scheme:
        return NamedNode(resolve_concept(reader, value, parameter.scheme))
    kind = None if parameter.type == "iri" else parameter.type
    return NamedNode(resolve(reader, value, kind))


def _words(reader: Reader, term: Any) -> str:
    if isinstance(term, bool):
        return "yes"
    if isinstance(term, (list, tuple)):
        return ", ".join(_words(reader, one) for one in term)
    if isinstance(term, NamedNode):
        return reader.describe([term.value])[term.value].label
    return str(getattr(term, "value", term))

"""The fields of a form in which parameters are chosen: those of a question or a view, or of a page of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from equigraph.graph.kinds import KINDS
from equigraph.ontology.prefixes import PREFIXES, compress

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from equigraph.graph.arguments import Arguments
    from equigraph.graph.query_file import NamedQuery, Parameter
    from equigraph.graph.reader import Reader

__all__ = ["choices", "field_of", "fields"]

# Kinds with so few things, in most graphs, that all can be offered; more than the number are typed instead.
OFFERED: Final = frozenset({"Practice", "EquityGoal", "StudentGroup", "Commitment", "Jurisdiction"})
OFFERED_MOST: Final = 100


def choices(query: QueryParams, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """Return the values that a query string gives to parameters, empty ones left out; flags are true or false.

    Example:
        >>> from equigraph.graph.query_file import Parameter
        >>> from starlette.datastructures import QueryParams
        >>> choices(QueryParams("group=a&group=b&exact=true&goal="), [Parameter("exact", "flag")])
        {'group': ['a', 'b'], 'exact': True}
    """
    flags = {one.name for one in parameters if one.type == "flag"}
    found: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        values = [value.strip() for value in query.getlist(name) if value.strip()]
        if values:
            found[name] = values[0] if len(values) == 1 else values
            if name in flags and values in (["true"], ["false"]):
                found[name] = values == ["true"]
    return found


def fields(
    reader: Reader, query: NamedQuery, chosen: Mapping[str, Any], arguments: Arguments | None = None
) -> list[dict[str, Any]]:
    """Return the fields of the form in which the parameters of a question are chosen; see :func:`field_of`.

    Args:
        reader: The graph.
        query: The question.
        chosen: What was written, by parameter.
        arguments: What that means; None where it means nothing that can be asked.
    """
    meant = arguments.iris if arguments else lambda _: ()
    return [field_of(reader, one, meant(one.name), chosen.get(one.name)) for one in query.parameters]


def field_of(reader: Reader, parameter: Parameter, iris: Sequence[str] = (), chosen: Any = None) -> dict[str, Any]:
    """Return the field of a form in which a parameter is chosen.

    Args:
        reader: The graph.
        parameter: The parameter.
        iris: The things that are chosen.
        chosen: What was written, where it is no thing.

    Returns:
        Its ``name``, ``label``, ``type`` ("flag", "number", "choice", "thing" or "text"), ``values`` (those chosen, one
        empty at least), and for a choice its ``options``.
    """
    options = _options(reader, parameter)
    values = [compress(iri) or iri for iri in iris] or _texts(chosen)
    kinds = {"flag": "flag", "integer": "number", "string": "text"}
    # What was written and means nothing stays in sight: a list to choose from would hide it.
    is_offered = bool(options) and {value for value, _ in options}.issuperset(values)
    return {
        "name": parameter.name,
        "label": parameter.description or parameter.name,
        "type": kinds.get(parameter.type) or ("choice" if is_offered else "thing"),
        "kind": parameter.type if parameter.type in KINDS else "",
        "several": parameter.several,
        "needed": not parameter.optional and parameter.type not in {"flag", "integer"},
        "values": values if values and not parameter.several else [*values, ""],
        "options": options,
        "is_set": chosen is True,
    }


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if one is not None]


def _options(reader: Reader, parameter: Parameter) -> list[tuple[str, str]]:
    """Return what can be chosen, as it is written and as it is called; nothing where there is too much of it."""
    if parameter.scheme:
        rows = reader.rows("labels", {"namespace": [Literal(PREFIXES[parameter.scheme])]})
        iris = {row["thing"].value for row in rows}
    elif parameter.type in OFFERED:
        terms = {"kind": NamedNode(PREFIXES["eq"] + parameter.type), "limit": OFFERED_MOST + 1}
        iris = {row["thing"].value for row in reader.rows("list-things", terms)}
    else:
        return []
    if len(iris) > OFFERED_MOST:
        return []
    names = reader.names(iris)
    return sorted(((compress(iri) or iri, names[iri].label) for iri in iris), key=lambda option: option[1].casefold())

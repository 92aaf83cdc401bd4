"""The question library as examples of SPARQL: what may be chosen in each, as fields, and its text with what was chosen.

What people choose becomes typed terms and enters the text where the question declares it
(:meth:`equigraph.graph.query_file.NamedQuery.bind`); nothing is put together from text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from equigraph.errors import UnknownNameError
from equigraph.graph.arguments import read_arguments
from equigraph.graph.entities import nearest
from equigraph.graph.kinds import KINDS
from equigraph.graph.tokens import tokenize
from equigraph.ontology.prefixes import PREFIXES, compress

if TYPE_CHECKING:
    from equigraph.graph.knowledge_graph import KnowledgeGraph
    from equigraph.graph.query_file import NamedQuery, Parameter

__all__ = ["bound_text", "example_data", "example_named", "fields_of"]

MOST_CHOICES: Final = 500  # names that a field suggests; any name may be typed
NAME_PROPERTIES: Final = (PREFIXES["skos"] + "prefLabel", PREFIXES["dcterms"] + "title")
GONE: Final = "\0"  # stands where a comment stood, until its line is known to be empty
OWN_LINE: Final = re.compile(r"#(?:param\b.*|if\b.*|else\b.*|end\b.*|=.*)", re.IGNORECASE)


def example_named(graph: KnowledgeGraph, name: str) -> NamedQuery:
    """Return the question of that name.

    Raises:
        UnknownNameError: There is none; near names are told.
    """
    known = graph.questions()
    if name not in known:
        raise UnknownNameError("question", name, known, nearest(name, known))
    return known[name]


def example_data(query: NamedQuery) -> dict[str, str]:
    """Return what a list of examples shows of one."""
    return {"name": query.name, "title": query.title, "question": query.question}


def bound_text(graph: KnowledgeGraph, query: NamedQuery, given: dict[str, list[str]]) -> str:
    """Return the text of a question with what was chosen in it, ready to be read, changed and run.

    Args:
        graph: Where names are looked up.
        query: The question.
        given: What was typed, by parameter.

    Raises:
        ParameterError, EntityNotFoundError, AmbiguousEntityError: What was typed is no value.

    Example:
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     text = bound_text(graph, example_named(graph, "policies-in-state"), {"state": ["Vermont"]})
        >>> text.splitlines()[0]
        '# Policies of a state and what they reach'
        >>> next(line.strip() for line in text.splitlines() if "VALUES" in line)
        'VALUES ?state { <https://w3id.org/equigraph/id/organization/vermont> }'
    """
    values: dict[str, Any] = {}
    for parameter in query.parameters:
        texts = [text.strip() for text in given.get(parameter.name, []) if text.strip()]
        if parameter.type == "flag":
            values[parameter.name] = bool(texts)
        elif texts:
            values[parameter.name] = texts if parameter.several else texts[-1]
    values.update({name: texts[-1] for name, texts in given.items() if name not in values and texts[-1].strip()})
    text = query.bind(read_arguments(graph.reader, query, values).terms)
    return f"# {query.title}\n# {query.question}\n{_plain(text)}"


def _plain(text: str) -> str:
    """Return a bound text without what only the file needs: its header, its directives, its marks."""
    body = re.sub(r"\A(?:#.*\n)*", "", text)
    pieces, at = [], 0
    for token in tokenize(body):
        if token.kind == "comment" and OWN_LINE.match(token.text):
            pieces.append(body[at : token.start].rstrip(" ") + GONE)
            at = token.end
    lines = "".join([*pieces, body[at:]]).split("\n")
    return "\n".join(line.replace(GONE, "").rstrip() for line in lines if line != GONE).strip("\n") + "\n"


def fields_of(graph: KnowledgeGraph, query: NamedQuery, given: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Return the fields of an example's form: what each is called, what it holds, and names that it suggests.

    Args:
        graph: Where names come from.
        query: The question.
        given: What was typed, by parameter; a field for which nothing was holds what the question takes then.
    """
    return [_field(graph, parameter, given.get(parameter.name, [])) for parameter in query.parameters]


def _field(graph: KnowledgeGraph, parameter: Parameter, given: Sequence[str]) -> dict[str, Any]:
    values = [text for text in given if text.strip()] or _defaults(parameter)
    extra = [""] if not values or (parameter.several and parameter.type != "flag") else []
    return {
        "name": parameter.name,
        "label": parameter.name.replace("-", " ").capitalize(),
        "description": parameter.description,
        "type": {"flag": "flag", "integer": "integer"}.get(parameter.type, "text"),
        "required": parameter.is_required,
        "several": parameter.several,
        "values": [*values, *extra],
        "choices": _choices(graph, parameter),
    }


def _defaults(parameter: Parameter) -> list[str]:
    default = parameter.default
    terms = default if isinstance(default, tuple) else () if default is None else (default,)
    return [_short(term) for term in terms]


def _short(term: NamedNode | Literal | int) -> str:
    if isinstance(term, NamedNode):
        return (compress(term.value) or term.value).rpartition(":")[2] if compress(term.value) else term.value
    return str(term if isinstance(term, int) else term.value)


def _choices(graph: KnowledgeGraph, parameter: Parameter) -> list[dict[str, str]]:
    """Return slugs and names of the things that a field takes; none for texts, numbers and any IRI."""
    prefix = parameter.scheme or (KINDS[parameter.type].prefix if parameter.type in KINDS else "")
    namespace = PREFIXES.get(prefix, "")
    if not namespace:
        return []
    rows = graph.reader.rows("labels", {"namespace": [Literal(namespace)], "limit": MOST_CHOICES})
    named: dict[str, str] = {}
    for thing, name, text in rows:
        if name.value in NAME_PROPERTIES:
            named.setdefault(thing.value.removeprefix(namespace), text.value)
    return [{"value": slug, "label": label} for slug, label in sorted(named.items(), key=lambda one: one[1].casefold())]

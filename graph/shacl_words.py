"""Sentences for shapes that bring no message of their own, by the kind of their constraint (SHACL, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from equigraph.graph.describe import iri_label
from equigraph.graph.kinds import count_words, sentence_case
from equigraph.graph.property_words import property_words

if TYPE_CHECKING:
    import rdflib

__all__ = ["sentence", "type_words"]

Values = list[Any]

# What types of literal are called.
TYPE_WORDS: Final[Mapping[str, str]] = {
    "string": "a plain text",
    "langString": "a text with its language",
    "integer": "a whole number",
    "decimal": "a number",
    "double": "a number",
    "float": "a number",
    "boolean": "true or false",
    "date": "a date, such as 2026-11-23",
    "dateTime": "a date with a time",
    "gYear": "a year, four digits",
    "anyURI": "an address",
}
KIND_WORDS: Final[Mapping[str, str]] = {
    "IRI": "an IRI",
    "BlankNode": "a thing without an IRI",
    "Literal": "a value, not a thing",
    "BlankNodeOrIRI": "a thing, not a value",
    "BlankNodeOrLiteral": "a value, or a thing without an IRI",
    "IRIOrLiteral": "an IRI or a value",
}
MOST_ACCEPTED: Final = 12  # values named in one sentence


def type_words(datatype: str) -> str:
    """Return what a type of literal is called, with its article.

    Example:
        >>> type_words("http://www.w3.org/2001/XMLSchema#gYear"), type_words("http://example.org/gradeLevel")
        ('a year, four digits', 'a value of the type "grade level"')
    """
    return TYPE_WORDS.get(datatype.rpartition("#")[2], f'a value of the type "{iri_label(datatype)}"')


def _number(of: Values) -> int:
    return int(of[0])


def _names(terms: Iterable[Any]) -> str:
    words = [iri_label(str(term)) if _is_iri(term) else f'"{term}"' for term in terms]
    left = len(words) - MOST_ACCEPTED
    return ", ".join(words[:MOST_ACCEPTED]) + (f" and {left} more" if left > 0 else "")


def _is_iri(term: Any) -> bool:
    from rdflib import URIRef  # noqa: PLC0415 # slow to import, and only a shape without a message needs it

    return isinstance(term, URIRef)


# By constraint component: the parameter that says how much, and the end of a sentence that begins with the field.
ENDINGS: Final[Mapping[str, tuple[str, Callable[[Values], str]]]] = {
    "MinCount": ("minCount", lambda of: f"at least {count_words(_number(of), 'value')} is needed"
                 if _number(of) == 1 else f"at least {count_words(_number(of), 'value')} are needed"),
    "MaxCount": ("maxCount", lambda of: f"at most {count_words(_number(of), 'value')} may stand here"
                 if _number(of) else "nothing may stand here"),
    "Datatype": ("datatype", lambda of: f"the value must be {type_words(str(of[0]))}"),
    "Class": ("class", lambda of: f"the value must be a thing of the kind {_names(of)} that is in the data"),
    "NodeKind": ("nodeKind", lambda of: f"the value must be {KIND_WORDS[str(of[0]).rpartition('#')[2]]}"),
    "In": ("in", lambda of: f"the value must be one of: {_names(of)}"),
    "Pattern": ("pattern", lambda of: f'the value must fit the pattern "{of[0]}"'),
    "MinLength": ("minLength", lambda of: f"the text must have at least {count_words(_number(of), 'character')}"),
    "MaxLength": ("maxLength", lambda of: f"the text must have at most {count_words(_number(of), 'character')}"),
    "LanguageIn": ("languageIn", lambda of: f"the text must be in one of these languages: {_names(of)}"),
    "UniqueLang": ("uniqueLang", lambda _: "there may be one text only in each language"),
    "MinInclusive": ("minInclusive", lambda of: f"the value must be {of[0]} or more"),
    "MaxInclusive": ("maxInclusive", lambda of: f"the value must be {of[0]} or less"),
    "MinExclusive": ("minExclusive", lambda of: f"the value must be more than {of[0]}"),
    "MaxExclusive": ("maxExclusive", lambda of: f"the value must be less than {of[0]}"),
    "HasValue": ("hasValue", lambda of: f"the value {_names(of)} must be there"),
    "Equals": ("equals", lambda of: f"the values must be those of {_properties(of)}"),
    "Disjoint": ("disjoint", lambda of: f"no value may be one of {_properties(of)} too"),
    "LessThan": ("lessThan", lambda of: f"the value must be less than that of {_properties(of)}"),
    "LessThanOrEquals": ("lessThanOrEquals", lambda of: f"the value must not be more than that of {_properties(of)}"),
    "Not": ("not", lambda _: "it is as the rule says that it must not be"),
    "And": ("and", lambda _: "it is not all that the rule asks for at once"),
    "Or": ("or", lambda _: "it is none of what the rule accepts"),
    "Xone": ("xone", lambda _: "it must be exactly one of what the rule accepts"),
    "Node": ("node", lambda _: "it is not as the rule for such a thing says"),
    "QualifiedMinCount": ("qualifiedMinCount",
                          lambda of: f"of the kind that the rule names, at least {_number(of)} must be there"),
    "QualifiedMaxCount": ("qualifiedMaxCount",
                          lambda of: f"of the kind that the rule names, at most {_number(of)} may be there"),
    "Closed": ("closed", lambda _: "the rule for such a thing knows no property of that name"),
}  # fmt: skip


def _properties(terms: Iterable[Any]) -> str:
    return ", ".join(f'"{property_words(str(term))}"' for term in terms)


def sentence(found: rdflib.Graph, node: Any, shapes: rdflib.Graph) -> str:
    """Return in one sentence what a result of a shape without a message says.

    Args:
        found: The results.
        node: The result.
        shapes: The shapes.
    """
    from rdflib.namespace import SH  # noqa: PLC0415

    component = str(found.value(node, SH.sourceConstraintComponent)).rpartition("#")[2]
    path = found.value(node, SH.resultPath)
    parameter, ending = ENDINGS.get(
        component.removesuffix("ConstraintComponent"), ("", lambda _: "this does not fit the rule")
    )
    values = _parameters(shapes, found.value(node, SH.sourceShape), SH[parameter] if parameter else None)
    words = ending(values)
    return sentence_case(f"{property_words(str(path))}: {words}." if _is_iri(path) else f"{words}.")


def _parameters(shapes: rdflib.Graph, shape: Any, parameter: Any) -> Values:
    """Return the values of a parameter of a shape, a list as its members."""
    from rdflib.collection import Collection  # noqa: PLC0415
    from rdflib.namespace import RDF  # noqa: PLC0415

    values = list(shapes.objects(shape, parameter)) if parameter is not None else []
    lists = [list(Collection(shapes, value)) for value in values if (value, RDF.first, None) in shapes]
    return lists[0] if lists else sorted(values)

"""A named question in a file: SPARQL that runs as it is, with a header that says what it asks and what may be chosen.

The header is comment lines ``# key: value``; a line that begins with ``#`` and three spaces continues the one before.
``param`` declares a parameter: ``# param NAME: TYPE[*][?] [= DEFAULT] [-- description]`` (``*`` several values are
allowed, ``?`` it may be absent). Keys other than ``title``, ``question`` and ``param`` are kept in ``meta``.

In the text, ``VALUES ?name { example }`` is filled with the bound terms (so is ``VALUES ?other { example } #= name``,
for a query that needs another variable), ``50 #= name`` with the bound integer, ``"example" #= name`` with the bound
text (for what takes no variable, as Virtuoso's ``bif:contains``), and the lines between ``#if name`` (or ``#if not
name``), ``#else`` and ``#end`` stay or go by whether the parameter is present. A parameter ``max-nodes`` is the
variable ``?max_nodes``. Nothing else is ever changed, so no value can become query text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from equigraph.errors import ParameterError, did_you_mean
from equigraph.graph.sparql import term_text
from equigraph.graph.tokens import Token, declared_prefixes, split_name, tokenize, unescape_name

__all__ = ["Bound", "NamedQuery", "Parameter", "load_queries"]

Term = NamedNode | Literal
Bound = Term | str | bool | int | Sequence[Term | str] | None  # what a parameter is bound to

_HEADER = re.compile(r"#\s?([\w-]+(?: [\w-]+)?):\s*(.*)")
_PARAMETER = re.compile(
    r"""(?P<type>[A-Za-z]\w*)(?:\((?P<scheme>[\w-]+)\))?(?P<several>\*)?(?P<optional>\?)?
        (?:\s*=\s*(?P<default>.*?))?(?:\s*--\s*(?P<description>.*))?$""",
    re.VERBOSE,
)
_DIRECTIVE = re.compile(r"#(if|else|end)\b\s*(not\s+)?([\w-]*)")
_BOUND = re.compile(r"#=\s*([\w-]+)")


@dataclass(frozen=True)
class Parameter:
    """What may be chosen in a named query.

    Attributes:
        name: As people write it, with hyphens.
        type: ``string``, ``integer``, ``flag``, ``iri``, ``Concept``, or a class of the ontology (an entity).
        scheme: For ``Concept`` the scheme, which is also the prefix of its concepts; else empty.
        several: Whether more than one value may be given.
        optional: Whether it may be absent though it has no default.
        default: The value taken when none is given: a term, several, an integer, or None.
        description: In plain words.
    """

    name: str
    type: str
    scheme: str = ""
    several: bool = False
    optional: bool = False
    default: Term | tuple[Term, ...] | int | None = None
    description: str = ""

    @property
    def variable(self) -> str:
        """Name of its variable in the query.

        Example:
            >>> Parameter("max-nodes", "integer").variable
            'max_nodes'
        """
        return self.name.replace("-", "_")

    @property
    def is_required(self) -> bool:
        """Whether a value must be given."""
        return self.type != "flag" and not self.optional and self.default is None


@dataclass(frozen=True)
class NamedQuery:
    """A question with a name, and what may be chosen in it.

    Attributes:
        name: Name of the file without suffix.
        title: A few words.
        question: The question in plain words.
        parameters: In the order of the header.
        meta: Every other key of the header.
        text: The whole file.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    meta: Mapping[str, str]
    text: str
    _tokens: tuple[Token, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def read(cls, path: Path) -> NamedQuery:
        """Return the named query in a file.

        Raises:
            ParameterError: The header, or an ``#if``, is not written as this module's first lines say.
        """
        return cls.parse(path.stem, path.read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, name: str, text: str) -> NamedQuery:
        """Return the named query in a text.

        Example:
            >>> query = NamedQuery.parse(
            ...     "labels",
            ...     '''# title: Labels
            ... # param thing: iri -- any thing
            ... SELECT ?label { VALUES ?thing { <a:example> } ?thing rdfs:label ?label }''',
            ... )
            >>> query.title, [parameter.name for parameter in query.parameters]
            ('Labels', ['thing'])
            >>> print(query.bind({"thing": NamedNode("http://example.org/x")}).splitlines()[-1])
            SELECT ?label { VALUES ?thing { <http://example.org/x> } ?thing rdfs:label ?label }
        """
        tokens = tokenize(text)
        header = _read_header(text)
        prefixes = declared_prefixes(tokens)
        meta = {key: value for key, value in header if not key.startswith("param ")}
        parameters = [
            _parse_parameter(name, key.removeprefix("param "), value, prefixes)
            for key, value in header
            if key.startswith("param ")
        ]
        query = cls(
            name=name,
            title=meta.pop("title", name),
            question=meta.pop("question", ""),
            parameters=tuple(parameters),
            meta=MappingProxyType(meta),
            text=text,
            _tokens=tuple(tokens),
        )
        for _ in query._dropped({}):  # a directive that is wrong is told now, not when somebody asks
            pass
        return query

    def bind(self, values: Mapping[str, Bound] | None = None) -> str:
        """Return the query with its parameters bound.

        Args:
            values: By parameter name (``-`` or ``_``); None, an empty sequence and False count as absent.

        Raises:
            ParameterError: A name is unknown, a required value is missing, or a value is of the wrong type.
        """
        bound = self._resolve(values or {})
        edits = [(start, end, "") for start, end in self._dropped(bound)]
        edits += self._filled(bound)
        text, at = [], 0
        for start, end, new in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
            if start >= at:  # else it lies within lines that have gone
                text += [self.text[at:start], new]
                at = end
        return "".join([*text, self.text[at:]])

    def _resolve(self, values: Mapping[str, Bound]) -> dict[str, tuple[str, ...] | int | bool]:
        """Return what is present: query text of the terms, integers, True for flags; by variable name."""
        given = {name.replace("_", "-"): value for name, value in values.items()}
        known = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in known:
                from difflib import get_close_matches  # noqa: PLC0415 # only when something is wrong

                there_are = f"there are: {', '.join(known)}" if known else "it has none"
                close = did_you_mean(get_close_matches(name, known, n=2))
                raise ParameterError(f'{self.name} has no parameter "{name}"; {there_are}{close}')
        bound: dict[str, tuple[str, ...] | int | bool] = {}
        for parameter in self.parameters:
            value = given.get(parameter.name)
            if value is None or (isinstance(value, (tuple, list)) and not value):
                value = parameter.default
            if value is None:
                if parameter.is_required:
                    raise ParameterError(f'{self.name} needs a value for "{parameter.name}" ({_accepted(parameter)})')
            elif checked := _check(parameter, value):
                bound[parameter.variable] = checked[0]
        return bound

    def _dropped(self, bound: Mapping[str, object]) -> Iterator[tuple[int, int]]:
        """Yield start and end of the lines that go."""
        known = {parameter.variable for parameter in self.parameters}
        open_blocks: list[tuple[bool, int]] = []  # whether the lines stay, and where they begin
        for token in self._tokens:
            found = _DIRECTIVE.fullmatch(token.text.rstrip()) if token.kind == "comment" else None
            line_start = self.text.rfind("\n", 0, token.start) + 1
            if found is None or self.text[line_start : token.start].strip():
                continue
            word, negated, name = found.groups()
            if (word == "if") != bool(name) or (word == "if" and name.replace("-", "_") not in known):
                raise ParameterError(f'{self.name}: "{token.text}" names no parameter of this query')
            if word == "if":
                open_blocks.append(((name.replace("-", "_") in bound) != bool(negated), token.end))
                continue
            if not open_blocks:
                raise ParameterError(f'{self.name}: "{token.text}" without an #if')
            stays, begin = open_blocks.pop()
            if not stays:
                yield begin, line_start
            if word == "else":
                open_blocks.append((not stays, token.end))
        if open_blocks:
            raise ParameterError(f"{self.name}: an #if without an #end")

    def _filled(self, bound: Mapping[str, tuple[str, ...] | int | bool]) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and new text of every place that a value goes to."""
        words = [token for token in self._tokens if token.kind != "comment"]
        marks = self._marks()
        for index, token in enumerate(words):
            if token.kind == "word" and token.text.upper() == "VALUES":
                yield from self._filled_values(words[index + 1 :], bound, marks)
        for before, token in zip(self._tokens, self._tokens[1:], strict=False):
            found = _BOUND.fullmatch(token.text.rstrip()) if token.kind == "comment" else None
            value = bound.get(found[1].replace("-", "_"), ()) if found else ()
            if before.kind == "number" and not isinstance(value, tuple):
                yield before.start, before.end, str(value)
            elif before.kind == "string" and isinstance(value, tuple) and len(value) == 1:
                yield before.start, before.end, value[0]

    def _marks(self) -> dict[int, str]:
        """Return the parameters that are named in a comment (``#= name``), by the end of the word before it."""
        pairs = zip(self._tokens, self._tokens[1:], strict=False)
        found = ((before.end, _BOUND.fullmatch(token.text.rstrip())) for before, token in pairs)
        return {end: mark[1].replace("-", "_") for end, mark in found if mark}

    def _filled_values(
        self, words: Sequence[Token], bound: Mapping[str, tuple[str, ...] | int | bool], marks: Mapping[int, str]
    ) -> Iterator[tuple[int, int, str]]:
        """Yield the change to one ``VALUES ?name { ... }`` or ``VALUES (?name) { (...) }``."""
        shape = [word.text for word in words[:4]]
        in_tuples = shape[:1] == ["("]
        variable = words[1 if in_tuples else 0]
        brace = 3 if in_tuples else 1
        if variable.kind != "variable" or shape[brace : brace + 1] != ["{"]:
            return
        end = next((word for word in words[brace + 1 :] if word.text == "}"), words[brace])
        value = bound.get(marks.get(end.end, variable.text[1:]))
        if end is words[brace] or value is None or isinstance(value, bool):
            return
        terms = value if isinstance(value, tuple) else (str(value),)
        new = " ".join(f"({term})" for term in terms) if in_tuples else " ".join(terms)
        yield words[brace].end, end.start, f" {new} "


def load_queries(folder: Path) -> dict[str, NamedQuery]:
    """Return the named queries (``*.rq``) of a folder by name, sorted.

    Example:
        >>> load_queries(Path("/no/such/folder"))
        {}
    """
    return {path.stem: NamedQuery.read(path) for path in sorted(Path(folder).glob("*.rq"))}


def _read_header(text: str) -> list[tuple[str, str]]:
    header: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = _HEADER.fullmatch(line.rstrip())
        if line.startswith("#   ") and header:
            key, value = header[-1]
            header[-1] = (key, f"{value} {line[1:].strip()}")
        elif found:
            header.append((found[1], found[2].strip()))
    return header


def _parse_parameter(query: str, name: str, declaration: str, prefixes: Mapping[str, str]) -> Parameter:
    found = _PARAMETER.fullmatch(declaration)
    if found is None:
        msg = f'{query}: "{declaration}" does not declare a parameter; accepted: TYPE[*][?] [= DEFAULT] [-- words]'
        raise ParameterError(msg)
    several = found["several"] is not None
    default: Term | tuple[Term, ...] | int | None = None
    if found["default"]:
        parsed = _parse_default(query, name, found["type"], found["default"], prefixes)
        default = parsed if isinstance(parsed, int) or several else parsed[0]
    return Parameter(
        name=name,
        type=found["type"],
        scheme=found["scheme"] or "",
        several=several,
        optional=found["optional"] is not None,
        default=default,
        description=found["description"] or "",
    )


def _parse_default(
    query: str, name: str, type_name: str, text: str, prefixes: Mapping[str, str]
) -> int | tuple[Term, ...]:
    if type_name == "integer" and text.isdecimal():
        return int(text)
    terms: list[Term] = []
    for token in tokenize(text):
        prefix, local = split_name(token.text)
        if token.kind == "name" and prefix in prefixes:
            terms.append(NamedNode(prefixes[prefix] + unescape_name(local)))
        elif token.kind == "iri":
            terms.append(NamedNode(token.text[1:-1]))
        elif token.kind == "string" and "\\" not in token.text:
            terms.append(Literal(token.text[1:-1]))
        elif token.text != ",":
            accepted = 'a prefixed name, an <iri>, a "string", a number'
            raise ParameterError(f'{query}: "{text}" is no default for "{name}"; accepted: {accepted}')
    return tuple(terms)


def _accepted(parameter: Parameter) -> str:
    return {
        "integer": "a whole number, 0 or more",
        "flag": "true or false",
        "string": "text",
        "iri": "an IRI",
        "Concept": f"a concept of the scheme {parameter.scheme}",
    }.get(parameter.type, f"the IRI of a {parameter.type}")


def _check(parameter: Parameter, value: Bound) -> tuple[tuple[str, ...] | int | bool] | None:
    """Return the value as it enters the query; None when it counts as absent."""
    wrong = ParameterError(f'"{parameter.name}" is {value!r}; accepted: {_accepted(parameter)}')
    if parameter.type == "flag":
        if not isinstance(value, bool):
            raise wrong
        return (True,) if value else None
    if parameter.type == "integer":
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise wrong
        return (value,)
    values = list(value) if isinstance(value, (tuple, list)) else [value]
    if len(values) > 1 and not parameter.several:
        raise ParameterError(f'"{parameter.name}" has {len(values)} values; accepted: one')
    if parameter.type == "string":
        values = [Literal(one) if isinstance(one, str) else one for one in values]
    kind = Literal if parameter.type == "string" else NamedNode
    if not all(isinstance(one, kind) for one in values):
        raise wrong
    return (tuple(term_text(one) for one in values),)

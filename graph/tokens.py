"""The words of a SPARQL query: one small tokenizer (SPARQL 1.1, section 19.8).

The engine shows no syntax tree, and rdflib's grammar differs from the engine's. To find the keywords of a query it is
enough to know where strings, IRIs, comments, variables and prefixed names begin and end; this is all that is done here.
A query that passes is not thereby valid: only the engine decides that.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from equigraph.errors import SparqlSyntaxError

__all__ = ["Kind", "Token", "declared_prefixes", "locate", "split_name", "tokenize", "unescape_name"]

Kind = Literal["comment", "iri", "string", "variable", "blank", "language", "number", "name", "word", "symbol"]


class Token(NamedTuple):
    """One word of a query, and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int


# `<` opens an IRI only when what follows can be one; otherwise it is the operator. No keyword hides behind this choice:
# an IRI holds no space, brace, quote or second `<`, and SERVICE and FROM need one of these before the next `>`.
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
    | (?P<string>\"{3}[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*\"{3}
               | '{3}[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*'{3}
               | "(?!"")[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"
               | '(?!'')[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:\w(?:[\w.\u00B7-]*[\w\u00B7-])?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_](?:[\w.\u00B7-]*[\w\u00B7-])?)?:
               (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                  (?:[\w:\u00B7-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.+(?=[\w:\u00B7%\\-]))*)?)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<symbol>\^\^|&&|\|\||[!<>]=|[^\s])
    """,
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(r"\s*")


def tokenize(query: str) -> list[Token]:
    """Return the words of a query in order, comments among them, white space left out.

    Args:
        query: Text of a SPARQL query or update.

    Returns:
        Tokens; ``query[token.start:token.end] == token.text`` for each.

    Raises:
        SparqlSyntaxError: A string is opened and not closed.

    Example:
        >>> [(token.kind, token.text) for token in tokenize("ASK { ?x a <a:b> } # SERVICE")]
        [('word', 'ASK'), ('symbol', '{'), ('variable', '?x'), ('word', 'a'), ('iri', '<a:b>'), ('symbol', '}'),\
 ('comment', '# SERVICE')]
    """
    tokens: list[Token] = []
    at = _SPACE.match(query, 0).end()  # type: ignore[union-attr] # the pattern matches the empty string
    while at < len(query):
        found = _TOKEN.match(query, at)
        if found is None or (found.lastgroup == "symbol" and found.group() in {'"', "'"}):
            line, column = locate(query, at)
            raise SparqlSyntaxError(query, "the string that opens here is not closed", line=line, column=column)
        tokens.append(Token(found.lastgroup, found.group(), at, found.end()))  # type: ignore[arg-type]
        at = _SPACE.match(query, found.end()).end()  # type: ignore[union-attr]
    return tokens


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""Return line and column of an offset, both counted from 1.

    Example:
        >>> locate("ASK {\n  ?x", 8)
        (2, 3)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def split_name(name: str) -> tuple[str, str]:
    """Return prefix and local part of a prefixed name.

    Example:
        >>> split_name("group:english-learners")
        ('group', 'english-learners')
    """
    prefix, _, local = name.partition(":")
    return prefix, local


def unescape_name(local: str) -> str:
    r"""Return the local part of a prefixed name without its backslashes.

    Example:
        >>> unescape_name(r"a\,b")
        'a,b'
    """
    return re.sub(r"\\(.)", r"\1", local)


def declared_prefixes(tokens: list[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, as written in it.

    Example:
        >>> declared_prefixes(tokenize("PREFIX ex: <http://example.org/> ASK {}"))
        {'ex': 'http://example.org/'}
    """
    words = [token for token in tokens if token.kind != "comment"]
    declared = {}
    for word, name, iri in zip(words, words[1:], words[2:], strict=False):
        if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri":
            declared[split_name(name.text)[0]] = iri.text[1:-1]
    return declared

"""What may be asked, and how values enter a question (SPARQL 1.1, https://www.w3.org/TR/sparql11-query/).

``check_read_only`` refuses what changes data or leaves this machine; ``term_text`` is the only way a value becomes
query text. Limits: neither says whether a query is valid (the engine does), and a prefixed name whose prefix ends in
``service`` and which stands directly before a brace is taken for ``SERVICE``, because the engine may take it so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from equigraph.errors import ParameterError, QueryError, UpdateForbiddenError
from equigraph.graph.tokens import Token, declared_prefixes, split_name, tokenize, unescape_name
from equigraph.ontology.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class GraphHolder(Protocol):
        """What the guard needs to know of a store."""

        def contains_graph(self, iri: str) -> bool:
            """Say whether the store holds a named graph of that IRI."""
            ...


__all__ = ["check_read_only", "check_update", "term_text"]

_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
_PROTOCOL_LINK = "https://www.w3.org/TR/sparql11-update/"
_FEDERATION_LINK = "https://www.w3.org/TR/sparql11-federated-query/"
# What stands in every query that could be refused, and in few others: where it is not, no word needs to be looked at.
# A keyword may follow a digit directly ("5DROP"), never a letter. Beyond ASCII, upper case can be spelled in odd ways.
_NEVER_MEANT = ("service", "from")
_RARELY_MEANT = re.compile(rf"(?<![A-Za-z_])(?:{'|'.join(sorted(_UPDATES))})(?!\w)", re.IGNORECASE)
_PIECES = tuple(sorted(word.lower() for word in _UPDATES))
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def check_read_only(query: str, store: GraphHolder) -> None:
    """Refuse a query that changes data, reaches the network, or reads a graph that the store does not hold.

    Words inside strings, comments, IRIs, variables and prefixed names pass.

    Args:
        query: Text of the query.
        store: Where it is to be asked; says which graphs there are.

    Raises:
        UpdateForbiddenError: The query holds an update keyword, ``LOAD`` or ``SERVICE``; the message names it.
        QueryError: ``FROM`` names a graph that the store does not hold (the engine would silently answer nothing).
        SparqlSyntaxError: A string is opened and not closed.

    Example:
        >>> from equigraph.graph.store import OxigraphStore
        >>> check_read_only('SELECT ("DROP ALL" AS ?drop) {} # DELETE', OxigraphStore.memory())
        >>> check_read_only("DROP ALL", OxigraphStore.memory())
        Traceback (most recent call last):
        equigraph.errors.UpdateForbiddenError: "DROP" changes data, and a query here only reads; accepted: SELECT, \
ASK, CONSTRUCT, DESCRIBE
        See <https://www.w3.org/TR/sparql11-update/>
    """
    if not _needs_a_look(query):
        return
    words = [token for token in tokenize(query) if token.kind != "comment"]
    declared = declared_prefixes(words)
    for index, token in enumerate(words):
        if token.kind == "word":
            _check_word(token)
        if token.kind == "name" and _is_hidden_service(words, index):
            _refuse_service()
    for iri in _graphs_named(words, declared):
        if not store.contains_graph(iri):
            msg = f"FROM <{iri}>: the store holds no graph of that name, and nothing is fetched from elsewhere"
            hint = "Leave FROM out to ask the default graph, or GRAPH ?g { ... } to ask every named graph."
            raise QueryError(msg, hint=hint)


def _needs_a_look(query: str) -> bool:
    """Say whether a query may hold a word that is refused; searching for it is much quicker than reading the query."""
    if not query.isascii():
        return True
    lowered = query.lower()
    if any(word in lowered for word in _NEVER_MEANT):
        return True
    return any(word in lowered for word in _PIECES) and _RARELY_MEANT.search(query) is not None


def check_update(text: str) -> None:
    """Refuse an update that would read from the network: ``LOAD`` and ``SERVICE``.

    Raises:
        UpdateForbiddenError: It holds one of them; the message names it.
        SparqlSyntaxError: A string is opened and not closed.

    Example:
        >>> check_update("INSERT DATA { <a:a> <a:b> 'LOAD' }")
        >>> check_update("LOAD <http://example.org/data.ttl>")
        Traceback (most recent call last):
        equigraph.errors.UpdateForbiddenError: "LOAD" fetches from elsewhere, and nothing here does; save what it \
names to a file and load that
        See <https://www.w3.org/TR/sparql11-update/>
    """
    words = [token for token in tokenize(text) if token.kind != "comment"]
    for index, token in enumerate(words):
        word = token.text.upper()
        if token.kind == "word" and word == "LOAD":
            msg = '"LOAD" fetches from elsewhere, and nothing here does; save what it names to a file and load that'
            raise UpdateForbiddenError(msg, link=_PROTOCOL_LINK)
        if (token.kind == "word" and "SERVICE" in word) or (token.kind == "name" and _is_hidden_service(words, index)):
            _refuse_service()


def _check_word(token: Token) -> None:
    word = token.text.upper()
    if word in _UPDATES:
        msg = f'"{word}" changes data, and a query here only reads; accepted: SELECT, ASK, CONSTRUCT, DESCRIBE'
        raise UpdateForbiddenError(msg, link=_PROTOCOL_LINK)
    if "SERVICE" in word:  # the engine needs no space between keywords: "trueSERVICE" is two
        _refuse_service()


def _refuse_service() -> None:
    msg = '"SERVICE" sends a part of the query to another machine, and a query here asks this store only'
    raise UpdateForbiddenError(msg, link=_FEDERATION_LINK)


def _is_hidden_service(words: list[Token], index: int) -> bool:
    """Say whether the engine may read `service:name {` as the keyword SERVICE and a name."""
    prefix = split_name(words[index].text)[0].upper()
    if not prefix.endswith("SERVICE") or index + 1 == len(words) or words[index + 1].text != "{":
        return False
    before = words[index - 1].text.upper() if index else ""
    return before not in {"GRAPH", "FROM", "NAMED"}


def _graphs_named(words: list[Token], declared: dict[str, str]) -> Iterator[str]:
    """Yield the IRIs that FROM and FROM NAMED name; those that cannot be resolved are left to the engine."""
    base = ""
    for index, token in enumerate(words):
        word = token.text.upper() if token.kind == "word" else ""
        following = words[index + 1 : index + 3]
        if word == "BASE" and following and following[0].kind == "iri":
            base = urljoin(base, following[0].text[1:-1])
        if token.kind == "name":
            prefix, local = split_name(token.text)
            if prefix.upper().endswith("FROM") and prefix not in declared:  # "FROM:x" is FROM and the name :x
                yield from _expand(f":{local}", declared)
        if word.endswith(("FROM", "FROMNAMED")):
            if following and following[0].text.upper() == "NAMED":
                following = following[1:]
            if following and following[0].kind == "iri":
                yield urljoin(base, following[0].text[1:-1])
            elif following and following[0].kind == "name":
                yield from _expand(following[0].text, declared)


def _expand(name: str, declared: dict[str, str]) -> Iterator[str]:
    prefix, local = split_name(name)
    namespace = declared.get(prefix) or PREFIXES.get(prefix)
    if namespace is not None:
        yield namespace + unescape_name(local)


def term_text(term: object) -> str:
    r"""Return a term as query text that can only be read as that term (N-Triples).

    Args:
        term: A pyoxigraph ``NamedNode`` or ``Literal``. Blank nodes and triples are refused: in a query they would
            be variables and patterns.

    Returns:
        Text to stand inside ``VALUES ?x { ... }``.

    Raises:
        ParameterError: The term is of another type, or its IRI holds a character that no IRI may hold.

    Example:
        >>> term_text(Literal('a "quoted" } DROP ALL'))
        '"a \\"quoted\\" } DROP ALL"'
        >>> term_text(NamedNode("https://w3id.org/equigraph/id/goal/graduation"))
        '<https://w3id.org/equigraph/id/goal/graduation>'
    """
    if isinstance(term, NamedNode):
        return _iri_text(term.value)
    if isinstance(term, Literal):
        if term.language is None and term.datatype is not None:
            _iri_text(term.datatype.value)
        return str(term)
    msg = f"{term!r} cannot stand in a query; accepted: an IRI (NamedNode) or a literal (Literal)"
    raise ParameterError(msg)


def _iri_text(iri: str) -> str:
    found = _NOT_IN_IRI.search(iri)
    if found:
        msg = f'"{iri}" is not an IRI: it holds {found[0]!r}'
        raise ParameterError(msg)
    return f"<{iri}>"

"""What is wrong with a query: the engine's message turned into a line, a column, the piece and plain words.

The engine reports the furthest place that any rule of its grammar looked at, which may lie many characters behind the
mistake. So the mistake is searched: the shortest run of words from the start that no longer is the start of a query.
Each try is read against an empty store, so that nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import pyoxigraph

from equigraph.errors import SparqlSyntaxError, did_you_mean
from equigraph.graph.tokens import Token, declared_prefixes, locate, split_name, tokenize

__all__ = ["explain_half_character", "explain_syntax_error", "undeclared_prefixes"]

_PAD = 64  # lines; more than any keyword of the grammar is long
_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(
    r"\[[^\]]*(?:'\]'[^\]]*)?\](?:\s*\|[^\],]*)*|\"(?:[^\"\\]|\\.)*\"|[A-Z_][A-Z0-9_]*(?=,|$)|[A-Z][^,\[\"]+"
)
_MOST_EXPECTED = 8  # words named in a message; more are not read
_START = "; a query starts with PREFIX, BASE, SELECT, ASK, CONSTRUCT or DESCRIBE"
_PLAIN = {
    '"?"': "a variable",
    '"$"': "a variable",
    '":"': "a prefixed name",
    '"<"': "an IRI",
    '"_:"': "a blank node",
    '"["': "a blank node",
    '"\\""': "a string",
    '"\'"': "a string",
    '"\\"\\"\\""': "a string",
    "\"'''\"": "a string",
    '"<<"': "",
    '"<<("': "",
    "['0'..='9']": "a number",
}


def undeclared_prefixes(tokens: Iterable[Token]) -> list[Token]:
    """Return the prefixed names of a query whose prefix it does not declare, in order.

    Example:
        >>> [token.text for token in undeclared_prefixes(tokenize("PREFIX a: <a:> ASK { a:b c:d e:f }"))]
        ['c:d', 'e:f']
    """
    words = [token for token in tokens if token.kind != "comment"]
    declared = declared_prefixes(words)
    names = []
    for before, token in zip([None, *words], words, strict=False):
        is_declaration = before is not None and before.kind == "word" and before.text.upper() == "PREFIX"
        if token.kind == "name" and not is_declaration and split_name(token.text)[0] not in declared:
            names.append(token)
    return names


def explain_syntax_error(query: str, engine_message: str, prefixes: Mapping[str, str]) -> SparqlSyntaxError:
    """Return the error that tells a person where and why their query is not SPARQL.

    Args:
        query: The text that the engine refused.
        engine_message: What the engine said.
        prefixes: Prefixes that need no declaration.

    Returns:
        The error, to be raised by the caller.

    Example:
        >>> error = explain_syntax_error("SELECT ?x WHERE { ?x ?p }", "", {})
        >>> error.line, error.column
        (1, 25)
    """
    try:
        words = [token for token in tokenize(query) if token.kind != "comment"]
    except SparqlSyntaxError as error:
        return error
    first_bad = _first_bad(query, words, prefixes)
    unknown = [token for token in undeclared_prefixes(words) if split_name(token.text)[0] not in prefixes]
    if unknown and (first_bad >= len(words) or unknown[0].start <= words[first_bad].start):
        return _at(query, unknown[0].start, _unknown_prefix(unknown[0], words, prefixes))
    if first_bad == len(words):
        reason = _semantic(engine_message) if words else "the query is empty"
        if reason is None:
            reason = f"the query ends too early{_expected(_refusal(query, prefixes)[1])}"
        return _at(query, len(query.rstrip()), reason)
    bad = words[first_bad]
    _, message = _refusal(query[: bad.end], prefixes)
    reason = _semantic(message)
    if reason is None:
        expected = _START if first_bad == 0 else _expected(_refusal(query[: words[first_bad - 1].end], prefixes)[1])
        reason = f'did not expect "{_shorten(bad.text)}"{expected}'
    elif reason.startswith("not a valid IRI"):
        bad = next((word for word in reversed(words[: first_bad + 1]) if word.text.startswith("<")), bad)
        end = query.find(">", bad.start) + 1 or bad.end
        reason = f'"{_shorten(query[bad.start : end])}" is {reason}'
    return _at(query, bad.start, reason)


def explain_half_character(query: str, refused: UnicodeEncodeError) -> SparqlSyntaxError:
    r"""Return the error for a text that holds half of a character, which no encoding can write.

    Example:
        >>> try:
        ...     "ASK {} \udcff".encode()
        ... except UnicodeEncodeError as refused:
        ...     explain_half_character("ASK {} \udcff", refused).column
        8
    """
    readable = query.encode("utf-8", "replace").decode("utf-8")
    line, column = locate(query, refused.start)
    return SparqlSyntaxError(readable, "a character here is not text in any encoding", line=line, column=column)


def _at(query: str, offset: int, reason: str) -> SparqlSyntaxError:
    line, column = locate(query, offset)
    return SparqlSyntaxError(query, reason, line=line, column=column)


def _shorten(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _refusal(text: str, prefixes: Mapping[str, str]) -> tuple[bool, str]:
    """Say whether the text is the start of a query, and how the engine refused it."""
    try:
        pyoxigraph.Store().query(text + "\n" * _PAD, prefixes=dict(prefixes))
    except SyntaxError as error:
        found = _POSITION.match(str(error))
        if found is None:
            return False, str(error)
        at_the_end = int(found[1]) > text.count("\n") + _PAD
        return at_the_end, str(error)
    except (OSError, ValueError):  # read well; it only could not be evaluated
        return True, ""
    return True, ""


def _first_bad(query: str, words: list[Token], prefixes: Mapping[str, str]) -> int:
    low, high = 0, len(words)  # the first `low` words are the start of a query; `high` + 1 words are not, or are all
    while low < high:
        middle = (low + high) // 2
        if _refusal(query[: words[middle].end], prefixes)[0]:
            low = middle + 1
        else:
            high = middle
    return low


def _semantic(message: str) -> str | None:
    """Return the reason in words where the engine gives one."""
    if "IRI parsing failed" in message:
        return "not a valid IRI (a full address is needed, without spaces; a relative one needs a BASE)"
    found = _POSITION.match(message)
    items: list[str] = _EXPECTED.findall(found[3]) if found else []
    for item in items:
        if " " in item and item[0].isupper() and item != "Prefix not found":
            return item[0].lower() + item[1:].strip()
    return None


def _expected(message: str) -> str:
    found = _POSITION.match(message)
    items = _EXPECTED.findall(found[3]) if found else []
    is_expression = '"<="' in items
    words: list[str] = []
    for item in items:
        word = _PLAIN.get(item)
        if item == '"<"' and is_expression:
            word = "an operator"
        elif word is None and item.startswith("["):
            word = ""
        elif word is None:
            word = f'"{item[1:-1]}"' if item.startswith('"') else item
        if word and word not in words:
            words.append(word)
    words.sort(key=lambda word: (word.isupper(), not word.startswith("a"), word))
    if not words:
        return ""
    more = ", ..." if len(words) > _MOST_EXPECTED else ""
    return f"; expected {', '.join(words[:_MOST_EXPECTED])}{more}"


def _unknown_prefix(token: Token, words: list[Token], prefixes: Mapping[str, str]) -> str:
    prefix = split_name(token.text)[0]
    known = [*dict.fromkeys([*declared_prefixes(words), *prefixes])]
    close = get_close_matches(prefix, known, n=2)
    return (
        f'"{_shorten(token.text)}" uses the prefix "{prefix}:", which the query does not declare; '
        f"known prefixes: {', '.join(known) or 'none'}{did_you_mean(close)}"
    )

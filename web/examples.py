"""The question library as examples of SPARQL: the text of each, with what was chosen in it.

What people choose becomes typed terms and enters the text where the question declares it
(:meth:`equigraph.graph.query_file.NamedQuery.bind`); nothing is put together from text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from equigraph.graph.tokens import tokenize

if TYPE_CHECKING:
    from equigraph.graph.arguments import Arguments
    from equigraph.graph.query_file import NamedQuery

__all__ = ["bound_text", "example_data"]

GONE: Final = "\0"  # stands where a comment stood, until its line is known to be empty
OWN_LINE: Final = re.compile(r"#(?:param\b.*|if\b.*|else\b.*|end\b.*|=.*)", re.IGNORECASE)


def example_data(query: NamedQuery) -> dict[str, str]:
    """Return what a list of examples shows of one."""
    return {"name": query.name, "title": query.title, "question": query.question}


def bound_text(query: NamedQuery, arguments: Arguments) -> str:
    """Return the text of a question with what was chosen in it, ready to be read, changed and run.

    Example:
        >>> from equigraph.graph.arguments import read_arguments
        >>> from equigraph.graph.knowledge_graph import KnowledgeGraph
        >>> with KnowledgeGraph.open() as graph:
        ...     query = graph.questions()["policies-in-state"]
        ...     text = bound_text(query, read_arguments(graph.reader, query, {"state": "Vermont"}))
        >>> text.splitlines()[0]
        '# Policies of a state and what they reach'
        >>> next(line.strip() for line in text.splitlines() if "VALUES" in line)
        'VALUES ?state { <https://w3id.org/equigraph/id/organization/vermont> }'
    """
    return f"# {query.title}\n# {query.question}\n{_plain(query.bind(arguments.terms))}"


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

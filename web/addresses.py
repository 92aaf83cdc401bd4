"""Where things stand: a thing has its page at the path of its IRI, so that one leads to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from equigraph.ontology.prefixes import compress

__all__ = ["ENDINGS", "OURS", "ROOT", "drill_path", "iri_at", "path_of", "with_query"]

ROOT: Final = "https://w3id.org/equigraph"  # IRIs of ours; what comes after it is the path of the page
OURS: Final = ROOT + "/id/"
SAFE: Final = "/:@!$'()*,;=~-._"  # what a path may hold as it is (RFC 3986, 3.3), but for "&" and "+"
ENDINGS: Final = (".json", ".ttl", ".jsonld", ".nt")  # what chooses the form of a page, and so ends no path of a thing
DOTS: Final = frozenset({".", ".."})  # what a browser takes out of a path

Query = Mapping[str, str] | Iterable[tuple[str, str]]


def path_of(iri: str) -> str:
    """Return the path of the page of a thing: that of its IRI for ours, "/thing" for all others.

    An IRI of ours that no path can hold as it is (with ".." in it, or the ending of a form) is one of the others.

    Example:
        >>> path_of("https://w3id.org/equigraph/id/practice/looping")
        '/id/practice/looping'
        >>> path_of("http://example.org/a?b=1&c")
        '/thing?iri=http%3A%2F%2Fexample.org%2Fa%3Fb%3D1%26c'
    """
    rest = iri.removeprefix(ROOT)
    if iri.startswith(OURS) and not (rest.endswith(ENDINGS) or DOTS.intersection(rest.split("/"))):
        return quote(rest, safe=SAFE)
    return with_query("/thing", {"iri": iri})


def iri_at(path: str) -> str:
    """Return the IRI of ours whose page is at that (decoded) path.

    Example:
        >>> iri_at("/id/practice/looping")
        'https://w3id.org/equigraph/id/practice/looping'
    """
    return ROOT + path


def with_query(path: str, query: Query) -> str:
    """Return a path with a query string; empty values are left out.

    Example:
        >>> with_query("/why", {"from": "a b", "to": "c", "group": ""})
        '/why?from=a+b&to=c'
    """
    pairs = query.items() if isinstance(query, Mapping) else query
    text = urlencode([(name, value) for name, value in pairs if value != ""])
    return f"{path}?{text}" if text else path


def drill_path(drill: Mapping[str, Any]) -> str:
    """Return the path of the workspace that shows a view with these parameters.

    Args:
        drill: As :mod:`equigraph.graph.drill` makes it: ``view``, and ``parameters`` by name.

    Example:
        >>> goal = "https://w3id.org/equigraph/id/goal/attendance"
        >>> drill_path({"view": "practices-to-goals", "parameters": {"goal": [goal], "exact": True}})
        '/network?view=practices-to-goals&goal=goal%3Aattendance&exact=true'
    """
    pairs = [("view", str(drill["view"]))]
    for name, value in drill["parameters"].items():
        for one in value if isinstance(value, list) else [value]:
            text = "true" if one is True else str(one)
            pairs.append((name, compress(text) or text))
    return with_query("/network", pairs)

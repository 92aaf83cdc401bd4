r"""BibTeX (http://mirrors.ctan.org/biblio/bibtex/base/btxdoc.pdf), for LaTeX, JabRef and Zotero: the bibliography.

One entry for each source behind the view, written by bibtexparser. Articles in journals, magazines and news are
``@article``, reports that name who published them ``@techreport``, all else ``@misc``. Texts are UTF-8, with what LaTeX
would take for commands or ligatures escaped; titles and organizations keep their capitals in braces. The fields
``iri``, ``citation`` and ``basis``, which styles pass over, keep what the graph knows.

What it loses: what the sources found, which every format but a bibliography has; the kind of a web page or a post;
days and months of dates in classical styles (``date`` has them for biblatex).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry as Record
from bibtexparser.model import Field, ImplicitComment
from bibtexparser.writer import BibtexFormat

from equigraph.data.authors import ET_AL_WORDS
from equigraph.data.citations import JOURNAL_TYPE
from equigraph.exporters.bibliography import Entry, entries
from equigraph.exporters.files import write_atomically
from equigraph.graph.labels import clean

if TYPE_CHECKING:
    import os

    from equigraph.graph.network import Network

__all__ = ["generate_bibtex", "latex", "write_bibtex"]

ARTICLES: Final = frozenset({JOURNAL_TYPE, "article-magazine", "article-newspaper"})
# Never a bare brace: BibTeX counts them, escaped or not.
ESCAPES: Final = str.maketrans(
    {
        "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "^": r"{\textasciicircum}",
        "~": r"{\textasciitilde}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    }
)  # fmt: skip
# Pairs that TeX sets as one sign: two hyphens as a dash, two quotes as one, "?`" as an inverted question mark.
LIGATURE: Final = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=[`?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)")


def latex(text: str) -> str:
    r"""Return a text on one line, so that LaTeX sets it as it is.

    Example:
        >>> print(latex("R&D -- 100% {sure}"))
        R\&D -{}- 100\% {\textbraceleft}sure{\textbraceright}
    """
    return LIGATURE.sub("{}", clean(text).translate(ESCAPES))


def generate_bibtex(network: Network) -> str:
    r"""Return the sources behind a network as BibTeX text.

    Example:
        >>> import networkx as nx
        >>> sources = {
        ...     "https://w3id.org/equigraph/id/source/doe": {"title": "A & B", "authors": "Jo Doe", "year": "2020"}
        ... }
        >>> print(generate_bibtex(nx.MultiDiGraph(title="Two things", sources=sources)))
        % Two things
        % Sources: 1. Data: version not recorded; licence not recorded
        <BLANKLINE>
        @misc{doe,
          author = {Doe, Jo},
          title = {{A \& B}},
          year = {2020},
          iri = {https://w3id.org/equigraph/id/source/doe}
        }
        <BLANKLINE>
    """
    found = entries(network)
    facts = network.graph
    version = clean(str(facts.get("data_version") or "version not recorded"))
    licence = clean(str(facts.get("licence") or "licence not recorded"))
    data = f"% Sources: {len(found):,}. Data: {version}; {licence}"
    comment = f"% {clean(str(facts.get('title') or ''))}\n{data}".replace("@", "(at)")  # "@" would begin an entry
    records = [Record(_type(entry), entry.key, _fields(entry)) for entry in found]
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.block_separator = "  ", "\n"
    return write_string(Library([ImplicitComment(comment), *records]), unparse_stack=[], bibtex_format=layout)


def _type(entry: Entry) -> str:
    if entry.item["type"] in ARTICLES and "container-title" in entry.item:
        return "article"
    return "techreport" if entry.is_report and "publisher" in entry.item else "misc"


def _fields(entry: Entry) -> list[Field]:
    """Return the fields that have a value, enclosed in braces."""
    item = entry.item
    holder = {"article": "journal", "techreport": "institution"}.get(_type(entry), "howpublished")
    dates = item.get("issued", {}).get("date-parts", [[]])[0]
    texts = {
        "author": " and ".join(map(_name, item.get("author", ()))),
        "title": f"{{{latex(item['title'])}}}",
        holder: latex(item.get("container-title") or item.get("publisher") or ""),
        "year": str(dates[0]) if dates else latex(item.get("issued", {}).get("literal", "")),
        "date": "-".join(f"{part:02}" for part in dates) if len(dates) > 1 else "",
        "volume": latex(item.get("volume", "")),
        "number": latex(item.get("issue", "")),
        "pages": latex(item.get("page", "")).replace("-", "--"),
        "type": latex(item.get("genre", "")) if holder == "institution" else "",
        "note": latex(item.get("genre", "")) if holder != "institution" else "",
        "doi": _verbatim(item.get("DOI", "")),
        "url": _verbatim(item.get("URL", "")),
        "eprint": latex(entry.text("eric")),
        "eprinttype": "eric" if entry.text("eric") else "",
        "iri": _verbatim(entry.text("iri")),
        "citation": latex(entry.text("citation")),
        "basis": latex(entry.text("basis")),
    }
    return [Field(name, f"{{{text}}}") for name, text in texts.items() if text]


def _name(name: Mapping[str, Any]) -> str:
    if "literal" in name:
        return "others" if name["literal"].casefold() in ET_AL_WORDS else f"{{{latex(name['literal'])}}}"
    return ", ".join(latex(name[part]) for part in ("family", "suffix", "given") if name.get(part))


def _verbatim(address: str) -> str:
    """Return an address as it is: LaTeX sets it by a command that needs no escapes, but braces must not stray."""
    return address.replace("{", "%7B").replace("}", "%7D")


def write_bibtex(network: Network, path: str | os.PathLike[str]) -> None:
    """Write the sources behind a network as BibTeX.

    Raises:
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    write_atomically(path, generate_bibtex(network))

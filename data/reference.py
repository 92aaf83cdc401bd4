"""A reference: what a bibliography, or a graph, says of one source, in the fields that a source has here.

The readers of the formats hand on entries as their files have them; `reference_of` makes each fit: markup goes, DOI and
ERIC number come in one form, a year is found in a date, and a journal gets its volume and pages. What an entry does not
say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from equigraph.data.authors import plain_text, written_name
from equigraph.data.cells import YEAR
from equigraph.data.description import Origin
from equigraph.errors import RowError

__all__ = ["DOCUMENT", "Broken", "Entry", "Reference", "doi_in", "eric_in", "problem", "reference_of"]

DOCUMENT: Final = "document"  # the type of what a bibliography calls "misc" or "generic", or does not say
LONGEST_FIELD: Final = 10_000  # characters: two hundred authors, or any title
Broken = tuple[int, str]
"""Where an entry stands that cannot be read - its line, or its number - and why, in words."""
MOST_QUOTED: Final = 80  # characters of a wrong value in a message
DOI: Final = re.compile(r"10\.\d{4,9}/\S+", re.IGNORECASE)
DOI_START: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)
DOI_IN_TEXT: Final = re.compile(r"\bdoi(?:\.org/|: ?)(10\.\d{4,9}/\S+)", re.IGNORECASE)
ERIC_NUMBER: Final = re.compile(r"E[DJ]\d+", re.IGNORECASE)
ERIC_IN_TEXT: Final = re.compile(r"(?<![A-Za-z0-9])E[DJ]\d{6,7}(?![A-Za-z0-9])")
ERIC_PAGE: Final = re.compile(r"https?://(?:www\.)?(?:eric\.ed\.gov|files\.eric\.ed\.gov)/", re.IGNORECASE)
YEAR_IN_DATE: Final = re.compile(rf"(?<!\d)(?:{YEAR.pattern})(?!\d)")
NOWHERE: Final = Origin("")
UNDATED: Final = re.compile(r"n\.? ?d\.?|no date|undated|in press|forthcoming|submitted|in preparation", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One source in words.

    Attributes:
        title: Its title, without markup.
        authors: Names as tables write them, separated by ";".
        year: Four digits, or ``""``.
        publisher: Publisher, site, or journal with volume and pages.
        source_type: What it is ("journal article").
        doi: DOI, bare, in small letters.
        eric: Number in ERIC, in capitals.
        url: Its address, published or not.
        iri: The source in a graph, if it is one or says which it is.
        genre: What else a file calls it; a graph may know that word as a type.
        key: What its file calls the entry.
        origin: Where it stands.
    """

    title: str
    authors: str = ""
    year: str = ""
    publisher: str = ""
    source_type: str = DOCUMENT
    doi: str = ""
    eric: str = ""
    url: str = ""
    iri: str = ""
    genre: str = ""
    key: str = ""
    origin: Origin = NOWHERE

    def __str__(self) -> str:
        """Return how messages call it.

        Example:
            >>> str(Reference("A study", key="doe2020")), str(Reference("A study", origin=Origin("a.ris", row=3)))
            ('entry "doe2020"', 'entry 3')
        """
        return f'entry "{self.key}"' if self.key else f"entry {self.origin.row}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a bibliography as its file has it, by the words of CSL; texts may hold HTML, but no LaTeX.

    Attributes:
        key: What the file calls the entry.
        source_type: Its type, in our words.
        genre: Its type, in the words of whoever wrote it.
        title: Its title.
        authors: Names of CSL.
        editors: Names of CSL; they stand for authors that are missing.
        date: A date that holds a year.
        container: Journal, book or site.
        volume: Volume of the journal.
        issue: Issue of the journal.
        pages: Pages, with any dash.
        publisher: Who published it.
        doi: A DOI in any form.
        urls: Addresses.
        accession: Number in a database.
        notes: Texts in which a DOI or an ERIC number may stand.
        iri: The source in a graph that it was exported from.
    """

    key: str = ""
    source_type: str = DOCUMENT
    genre: str = ""
    title: str = ""
    authors: tuple[Mapping[str, str], ...] = ()
    editors: tuple[Mapping[str, str], ...] = ()
    date: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    urls: tuple[str, ...] = ()
    accession: str = ""
    notes: tuple[str, ...] = ()
    iri: str = ""


def problem(reference: Reference, field: str, reason: str) -> RowError:
    """Return the error that something is wrong with a field of an entry.

    Example:
        >>> problem(Reference("A", key="doe", origin=Origin("a.bib", row=2)), "year", 'has the year "19"').message
        'a.bib, row 2, column year: entry "doe" has the year "19"'
    """
    origin = reference.origin
    return RowError(origin.file, origin.row, field, f"{reference} {reason}", sheet=origin.sheet)


def reference_of(entry: Entry, origin: Origin, problems: list[RowError], notes: list[str]) -> Reference | None:
    """Return the reference that an entry is.

    Args:
        entry: What the file says.
        origin: Where it says so.
        problems: Where everything wrong with it goes.
        notes: Where it is said what was left out.

    Returns:
        The reference, or None when something is wrong with it.

    Example:
        >>> entry = Entry(title="R&amp;D", date="May 2020", urls=("https://doi.org/10.1000/A",))
        >>> found = reference_of(entry, Origin("a.ris", row=1), [], [])
        >>> found.title, found.year, found.doi, found.url
        ('R&D', '2020', '10.1000/a', '')
    """
    wrong: list[RowError] = []
    named = Reference("", key=plain_text(entry.key), origin=origin)
    urls = [url for url in map(str.strip, entry.urls) if url]
    reference = replace(
        named,
        title=plain_text(entry.title),
        authors="; ".join([name for name in map(written_name, entry.authors) if name] or _editors(entry)),
        year=_year(entry.date, named, wrong, notes),
        publisher=_publisher(entry),
        source_type=entry.source_type,
        doi=_doi(entry, urls, named, wrong),
        eric=_eric(entry, urls),
        url=next((url for url in urls if not doi_in(url) and not ERIC_PAGE.match(url)), ""),
        iri=entry.iri.strip(),
        genre=plain_text(entry.genre),
    )
    if not reference.title:
        wrong.append(problem(named, "title", "has no title; a source needs one"))
    for field in ("title", "authors", "publisher", "url"):
        if (length := len(getattr(reference, field))) > LONGEST_FIELD:
            reason = f"has {length:,} characters there; {LONGEST_FIELD:,} are accepted (is a quote or brace missing?)"
            wrong.append(problem(named, field, reason))
    problems += wrong
    return None if wrong else reference


def _editors(entry: Entry) -> list[str]:
    """Return the editors in the place of authors, as APA 7 has them (9.10), but not those of the book of a chapter."""
    names = [] if entry.container else [name for name in map(written_name, entry.editors) if name]
    return [*names[:-1], f"{names[-1]} {'(Eds.)' if names[1:] else '(Ed.)'}"] if names else []


def _year(date: str, named: Reference, wrong: list[RowError], notes: list[str]) -> str:
    date = plain_text(date)
    if not date.strip(" /-"):
        return ""
    if found := YEAR_IN_DATE.search(date):
        return found[0]
    if UNDATED.fullmatch(date):
        notes.append(f'{named.origin.file}: {named} has no year but "{date}"; the year was left empty')
    else:
        reason = (
            f'has the date "{date[:MOST_QUOTED]}", which holds no year; four digits, from 1500 to 2099, are accepted'
        )
        wrong.append(problem(named, "year", reason))
    return ""


def _publisher(entry: Entry) -> str:
    """Return who published it, as `equigraph.data.citations` reads it: a journal with its volume, issue and pages."""
    container, publisher = plain_text(entry.container), plain_text(entry.publisher)
    if not container:
        return publisher
    pages = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", plain_text(entry.pages)).rstrip("-")
    volume, issue = plain_text(entry.volume), plain_text(entry.issue)
    issue = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", issue)
    numbers = f" {volume}{f'({issue})' if issue else ''}" if volume else ""
    whole = f"{container}{numbers}{f', {pages}' if pages else ''}"
    is_article = entry.source_type.endswith("article")
    return whole if is_article or not publisher or publisher == container else f"{container}; {publisher}"


def doi_in(text: str) -> str:
    """Return the DOI that a text is, bare and in small letters, or ``""``.

    Example:
        >>> doi_in("https://doi.org/10.1000/ABC"), doi_in("doi:10.1000/a"), doi_in("https://example.org/10.1000/a")
        ('10.1000/abc', '10.1000/a', '')
    """
    bare = DOI_START.sub("", text.strip(), count=1)
    return bare.lower() if DOI.fullmatch(bare) else ""


def _doi(entry: Entry, urls: list[str], named: Reference, wrong: list[RowError]) -> str:
    given = plain_text(entry.doi)
    if found := doi_in(given):
        return found
    if given:
        reason = f'has the DOI "{given[:MOST_QUOTED]}"; a DOI begins with "10." and a number, as 10.1000/xyz does'
        wrong.append(problem(named, "doi", reason))
    noted = (found[1].rstrip(".,;)") for note in entry.notes for found in DOI_IN_TEXT.finditer(note))
    return next(filter(None, map(doi_in, (*urls, *noted))), "")


def eric_in(text: str) -> str:
    """Return the ERIC number that stands in a text, or ``""``.

    Example:
        >>> eric_in("https://eric.ed.gov/?id=ED606242"), eric_in("FED606242")
        ('ED606242', '')
    """
    found = ERIC_IN_TEXT.search(text)
    return found[0] if found else ""


def _eric(entry: Entry, urls: list[str]) -> str:
    accession = entry.accession.strip()
    if ERIC_NUMBER.fullmatch(accession):
        return accession.upper()
    return next(filter(None, map(eric_in, (accession, *urls, *entry.notes))), "")

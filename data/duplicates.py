"""Find out whether two references are one source: certainly, possibly, or not.

Certainly the same: one IRI, one DOI, one ERIC number; or the same title, year and first author (without authors, who
published it), with no other DOI or ERIC number to speak against it. Possibly the same: one address; or a title that is
the same, begins the same, or differs in a few letters, where year and author may be the same. What is found is shown
with its reason, never merged silently.

Limits: near titles are looked for among those that share a word which at most a hundred titles have.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from equigraph.data.authors import author_of, split_names
from equigraph.data.reference import Reference

__all__ = ["Catalogue", "Twin", "author_key", "title_key"]

NEAR: Final = 0.9  # of difflib: a few letters in a hundred, not another word
SHARED_WORDS: Final = 0.6  # of the words of both titles, before letters are compared
START_WORDS: Final = 4  # of a title that is taken for another one without its subtitle
YEARS_APART: Final = 1  # online first, and in print
MOST_HOLDERS: Final = 100  # titles that share a word or a beginning; what more of them share leads nowhere
RAREST_WORDS: Final = 4
LONGEST_COMPARED: Final = 500  # characters
EDITORS: Final = re.compile(r"\s*\(Eds?\.\)$")
SAME_TITLE, NEAR_TITLE, SAME_START = (
    "same title",
    "titles that differ in a few letters",
    "one title begins as the other does",
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A reference that another one may be the same source as.

    Attributes:
        reference: The other one.
        reason: Why, in words.
        is_certain: Whether they are the same; otherwise a person has to look.
    """

    reference: Reference
    reason: str
    is_certain: bool


class Catalogue:
    """References by all that tells one source from another.

    Args:
        references: Those that are there to begin with.

    Example:
        >>> held = Reference("Costs of Early College: A Study", "Ann Bee", "2019", doi="10.1000/a", iri="http://a/")
        >>> catalogue = Catalogue([held])
        >>> catalogue.twin_of(Reference("Other", doi="10.1000/A")).reason
        'same DOI, 10.1000/a'
        >>> twin = catalogue.twin_of(Reference("Costs of early college", "A. Bee", "2020"))
        >>> print(twin.reason)
        one title begins as the other does, "Costs of Early College: A Study"; the year is 2020 here and 2019 there
    """

    def __init__(self, references: Iterable[Reference] = ()) -> None:
        self._by_number: dict[str, Reference] = {}
        self._by_address: dict[str, Reference] = {}
        self._exact: dict[tuple[str, str, str], Reference] = {}
        self._by_title: defaultdict[str, list[Reference]] = defaultdict(list)
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)
        self._by_start: defaultdict[str, list[str]] = defaultdict(list)
        for reference in references:
            self.add(reference)

    def add(self, reference: Reference) -> None:
        """Take in a reference; of two with one number, the first stays."""
        for _, number in _numbers(reference):
            self._by_number.setdefault(number, reference)
        if reference.url:
            self._by_address.setdefault(_address_key(reference.url), reference)
        key = title_key(reference.title)
        self._exact.setdefault((key, reference.year, author_key(reference)), reference)
        if key not in self._by_title:
            words = key.split()
            for word in set(words):
                self._by_word[word].append(key)
            self._by_start[_start(words)].append(key)
        self._by_title[key].append(reference)

    def twin_of(self, reference: Reference) -> Twin | None:
        """Return what a reference is the same source as, the most certain first; None when nothing is like it."""
        for words, number in _numbers(reference):
            if (held := self._by_number.get(number)) is not None:
                return Twin(held, f"same {words}, {number}", is_certain=True)
        key, author = title_key(reference.title), author_key(reference)
        held = self._exact.get((key, reference.year, author))
        if held is not None and author and not _differ_in_number(reference, held):
            who = "first author" if reference.authors else "publisher"
            return Twin(held, f"same title, year and {who}", is_certain=True)
        held = self._by_address.get(_address_key(reference.url)) if reference.url else None
        if held is not None and not _differ_in_number(reference, held):
            return Twin(held, f'same address; the title is "{held.title}" there', is_certain=False)
        return self._by_its_title(reference, key)

    def _by_its_title(self, reference: Reference, key: str) -> Twin | None:
        for how, other in self._alike(key):
            for held in islice(self._by_title.get(other, ()), MOST_HOLDERS):
                if _may_be_same(reference, held, how):
                    there = "" if how == SAME_TITLE else f', "{held.title}"'
                    return Twin(held, f"{how}{there}{_differences(reference, held)}", is_certain=False)
        return None

    def _alike(self, key: str) -> Iterator[tuple[str, str]]:
        """Yield the titles like one, the most alike first, with how they are."""
        yield SAME_TITLE, key
        words = key.split()
        if len(words) >= START_WORDS:
            for other in self._by_start.get(_start(words), ())[:MOST_HOLDERS]:
                if f"{other} ".startswith(f"{key} ") or f"{key} ".startswith(f"{other} "):
                    yield SAME_START, other
        holders = sorted(
            (held for word in set(words) if 0 < len(held := self._by_word.get(word, ())) <= MOST_HOLDERS), key=len
        )
        for other in dict.fromkeys(other for held in holders[:RAREST_WORDS] for other in held):
            if _is_near(key, other):
                yield NEAR_TITLE, other


def title_key(title: str) -> str:
    """Return a title as titles are compared: words of small letters and digits, without accents.

    Example:
        >>> title_key("Café – Costs & “Benefits”"), title_key("?!")
        ('cafe costs benefits', '?!')
    """
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    joined = re.sub(r"['\u2018\u2019\u02bb\u02bc`]", "", letters)
    return " ".join(re.findall(r"[^\W_]+", joined)) or " ".join(title.split())


def author_key(reference: Reference) -> str:
    """Return the first author as authors are compared: the surname; without authors, who published it.

    Example:
        >>> author_key(Reference("A", "Robert van den Pol; Ann Bee")), author_key(Reference("A", publisher="RAND"))
        ('van den pol', 'rand')
    """
    names = split_names(reference.authors)
    if not names:
        return title_key(reference.publisher.partition(";")[0])
    name = author_of(EDITORS.sub("", names[0]))
    return title_key(name.get("family") or name["literal"])


def _numbers(reference: Reference) -> list[tuple[str, str]]:
    """Return what is said of one source only, with its name."""
    numbers = (("IRI", reference.iri), ("DOI", reference.doi.lower()), ("ERIC number", reference.eric.upper()))
    return [(words, number) for words, number in numbers if number]


def _differ_in_number(one: Reference, other: Reference) -> bool:
    return any(
        mine and theirs and mine.casefold() != theirs.casefold()
        for mine, theirs in ((one.doi, other.doi), (one.eric, other.eric))
    )


def _may_be_same(one: Reference, other: Reference, how: str) -> bool:
    """Return whether year and author leave it open; a title that is only like another one must have no other number."""
    if how != SAME_TITLE and _differ_in_number(one, other):
        return False
    apart = abs(int(one.year) - int(other.year)) if one.year.isdecimal() and other.year.isdecimal() else 0
    if apart > (0 if how == NEAR_TITLE else YEARS_APART):  # "Annual report 2019" and "Annual report 2020"
        return False
    same_kind_of_name = bool(one.authors) == bool(other.authors)
    mine, theirs = author_key(one), author_key(other)
    return not (same_kind_of_name and mine and theirs and mine != theirs)


def _differences(one: Reference, other: Reference) -> str:
    """Return in words what speaks against two references being one source."""
    pairs = (("year", one.year, other.year), ("DOI", one.doi, other.doi), ("ERIC number", one.eric, other.eric))
    told = [
        f"the {words} is {mine} here and {theirs} there"
        for words, mine, theirs in pairs
        if mine and theirs and mine.casefold() != theirs.casefold()
    ]
    missing = [words for words, mine, theirs in pairs[:1] if not (mine and theirs)]
    told += [f"no {words} to compare" for words in missing]
    return "".join(f"; {words}" for words in told)


def _is_near(key: str, other: str) -> bool:
    if key == other or max(len(key), len(other)) > LONGEST_COMPARED:
        return False
    mine, theirs = set(key.split()), set(other.split())
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if shared < SHARED_WORDS or any(word.isdecimal() for word in mine ^ theirs):  # "grade 3" is not "grade 4"
        return False
    matcher = difflib.SequenceMatcher(None, key, other, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _start(words: list[str]) -> str:
    return " ".join(words[:START_WORDS])


def _address_key(address: str) -> str:
    """Return an address as addresses are compared: without its scheme, "www.", a last slash and a place in the page."""
    return re.sub(r"^https?://(?:www\.)?|#.*$|/+(?=#|$)", "", address.strip()).casefold()

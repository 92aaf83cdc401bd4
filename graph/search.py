"""Searching for things: by names, other names, identifiers, definitions and findings.

The order of hits: the whole text is the name of a thing, another name of it, an identifier; a name begins with the
text; the words are in a name, in another name, in an identifier, a definition or a finding. Within each, the relevance
that SQLite computes (bm25: rare words, short texts), then kind, label and IRI. A word also stands for words that begin
with it. Where no text holds all words, near words are tried in the place of those that are not there, then things whose
texts hold the words between them are taken, then those that hold some of them; the notes say so. Where the graph is on
a server, its own text search is asked if it is known (Virtuoso), or names and texts are read one by one up to a limit,
and the notes say that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal

from equigraph.errors import EndpointError, ParameterError
from equigraph.graph.entities import addresses, present
from equigraph.graph.kinds import KINDS, kind_of
from equigraph.graph.reader import Reader
from equigraph.graph.text_database import ROLES, Progress, Tier
from equigraph.graph.text_index import Match, TextIndex, first_of_each
from equigraph.graph.words import Phrase, fold, marks, words
from equigraph.ontology.prefixes import PREFIXES

__all__ = ["Found", "Hit", "search", "virtuoso_pattern"]

# A search on a server reads at most this many rows before it ranks them, and says so.
SEARCH_ROWS: Final = 2000
# More words than anybody types; a pasted page is searched by its first words.
MOST_WORDS: Final = 16
# Words of a query that are tried one after another with near words in their place, and how long they must be: a short
# word that is somewhere is rarely a mistake for another.
MOST_TRIED: Final = 4
TRIED_FROM: Final = 5
ALTERNATIVES: Final = 3
IN_SEVERAL: Final = "No one text holds all of these words; of these things, several texts do between them."
IN_NONE: Final = "Nothing holds all of these words; these hold some of them."
# Virtuoso refuses to look for the words that begin with fewer letters, and words of thousands of letters.
VIRTUOSO_PREFIX_FROM: Final = 4
VIRTUOSO_LONGEST_WORD: Final = 100
BEFORE_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(?=10\.)", re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """One thing that a search found.

    Attributes:
        iri: The thing.
        label: Its name.
        kind: Local name of its class, "Thing" if none of ours.
        text: The text that fits: a name, another name, an identifier, a definition or a finding.
        score: How well it fits: 0 is the whole name, higher is further away.
        marks: Where the words stand in the text: start and end offsets, in order.
    """

    iri: str
    label: str
    kind: str
    text: str
    score: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        hits: Best first.
        more: Whether there may be more than these.
        notes: What people should know of how it was searched, in sentences.
    """

    hits: tuple[Hit, ...] = ()
    more: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class _Wanted:
    """A text that is looked for, and as what it is looked for at last.

    Attributes:
        text: As it was typed.
        whole: What a name or identifier must be, as a whole.
        phrases: What a text must hold.
        is_spread: Whether several texts may hold the phrases between them.
        is_piece: Whether the text may stand in the middle of a word.
        notes: What people should know of this.
    """

    text: str
    whole: str
    phrases: list[Phrase]
    is_spread: bool = False
    is_piece: bool = False
    notes: list[str] = field(default_factory=list)


def search(reader: Reader, text: str, limit: int, on_progress: Progress | None = None) -> Found:
    """Return the best hits for a text.

    Args:
        reader: The graph.
        text: What to look for, in any case. No character in it has a meaning of its own.
        limit: Most hits.
        on_progress: Is told how many rows are done, if a text index must be built first.

    Raises:
        ParameterError: There is no text to look for.

    Example:
        >>> from equigraph.graph.store import OxigraphStore
        >>> found = search(Reader(OxigraphStore.bundled()), "restoritive practices", limit=1)
        >>> found.hits[0].label, found.notes
        ('Restorative practices', ('Nothing holds “restoritive”; this is for “restorative”.',))
    """
    if not text.strip():
        raise ParameterError(f'there is nothing to look for in "{text}"; accepted: at least one letter')
    wanted = _read(text.encode("utf-8", "replace").decode("utf-8"))
    if not wanted.phrases:
        return Found(notes=(f"“{text.strip()}” holds no letter and no digit, and only these are looked for.",))
    addressed = _addressed(reader, wanted.text)
    if addressed and ":" in wanted.text:  # an IRI or a CURIE of something; its letters are no words
        return _found(reader, wanted, addressed, limit)
    index = reader.text_index(on_progress)
    if index is None:
        return _from_server(reader, wanted, addressed, limit)
    if not addressed:
        _settle(wanted, index)
    if not wanted.phrases:
        return Found()
    most = limit + 1
    if wanted.is_spread:
        matches = index.spread(wanted.phrases, most)
    else:
        matches = index.matches(wanted.whole, wanted.phrases, most)
    return _found(reader, wanted, addressed + matches, limit)


def _found(reader: Reader, wanted: _Wanted, matches: Iterable[Match], limit: int, *, cut: bool = False) -> Found:
    """Return the best matches as hits, with what people want to see of each."""
    best = first_of_each(sorted(matches), limit + 1)
    described = reader.describe(match.iri for match in best)
    kinds = {iri: _kind(one.types) for iri, one in described.items()}
    ordered = sorted(
        best,
        key=lambda match: (
            match.tier,
            match.unlikeness,
            list(KINDS).index(kinds[match.iri]),
            described[match.iri].label.lower(),
            match.iri,
        ),
    )
    hits = tuple(
        Hit(iri, described[iri].label, kinds[iri], text, tier, _marks(wanted, iri, text))
        for tier, _, iri, text in ordered[:limit]
    )
    return Found(hits, cut or len(best) > limit, tuple(wanted.notes))


def _kind(classes: Iterable[str]) -> str:
    return kind_of({iri.removeprefix(PREFIXES["eq"]) for iri in classes})


def _marks(wanted: _Wanted, iri: str, text: str) -> tuple[tuple[int, int], ...]:
    if text == iri:  # what was typed is its end
        typed = wanted.text.strip("<>")
        return ((next(start for start in range(len(iri) + 1) if typed.endswith(iri[start:])), len(iri)),)
    if wanted.is_piece:
        return tuple(found.span() for found in re.finditer(re.escape(wanted.text), text, re.IGNORECASE))
    return marks(text, wanted.phrases)


def _read(text: str) -> _Wanted:
    """Take a text apart: what has no space in it ("high-dosage", "10.1000/one") must follow one another."""
    bare = BEFORE_DOI.sub("", text.strip())
    phrases = list(dict.fromkeys(tuple(folded.split()) for folded in map(fold, bare.split()) if folded))
    kept: list[Phrase] = []
    room = MOST_WORDS
    for phrase in phrases:
        if room > 0:
            kept.append(phrase[:room])
            room -= len(phrase)
    notes = [f"Only the first {MOST_WORDS} words were looked for."] if room < 0 or len(kept) < len(phrases) else []
    return _Wanted(bare, bare, kept, notes=notes)


# --- with an index --------------------------------------------------------------------------------


def _settle(wanted: _Wanted, index: TextIndex) -> None:
    """Change what is wanted until something holds it, and note what was changed."""
    if index.holds(wanted.phrases):
        return
    wanted.phrases = [(word,) for phrase in wanted.phrases for word in phrase]
    if index.holds(wanted.phrases):
        return
    typed = {word.folded: wanted.text[word.start : word.end] for word in words(wanted.text)}
    for phrase in wanted.phrases.copy():
        if not index.holds([phrase]):
            _correct(wanted, index, phrase, typed[phrase[0]])
    if not wanted.phrases or index.holds(wanted.phrases):
        return
    complete = [match.tier for match in index.spread(wanted.phrases, 1)] == [Tier.SPREAD]
    if complete or not _try_near(wanted, index, typed):
        wanted.is_spread = True
        wanted.notes.append(IN_SEVERAL if complete else IN_NONE)


def _correct(wanted: _Wanted, index: TextIndex, phrase: Phrase, typed: str) -> None:
    """Put the nearest word in the place of one that is nowhere, or leave it out."""
    near = [(word,) for word in index.near(phrase[0])]
    _replace(wanted, phrase, near)
    if near:
        wanted.notes.append(f"Nothing holds “{typed}”; this is for “{near[0][0]}”.")
    elif wanted.phrases:
        wanted.notes.append(f"Nothing holds “{typed}”; it was left out.")
    else:
        wanted.notes.clear()


def _try_near(wanted: _Wanted, index: TextIndex, typed: dict[str, str]) -> bool:
    """Put a near word in the place of one word so that something holds all of them; say whether that worked."""
    for phrase in [one for one in wanted.phrases if len(one[0]) >= TRIED_FROM][:MOST_TRIED]:
        for word in index.near(phrase[0], ALTERNATIVES):
            tried = [(word,) if one == phrase else one for one in wanted.phrases]
            if index.holds(tried):
                said = typed.get(phrase[0], phrase[0])
                wanted.notes.append(f"Nothing holds “{said}” with the rest; this is for “{word}”.")
                _replace(wanted, phrase, [(word,)])
                return True
    return False


def _replace(wanted: _Wanted, phrase: Phrase, others: Sequence[Phrase]) -> None:
    wanted.phrases = [new for one in wanted.phrases for new in (others if one == phrase else [one])]
    wanted.whole = " ".join(word for one in wanted.phrases for word in one)


def _addressed(reader: Reader, text: str) -> list[Match]:
    """Return the things whose IRI, CURIE or slug the text is."""
    return [Match(Tier.IDENTIFIER, 0, iri, iri) for iri in present(reader, addresses(text.strip("<>")))]


# --- on a server ----------------------------------------------------------------------------------


def _from_server(reader: Reader, wanted: _Wanted, addressed: list[Match], limit: int) -> Found:
    why = "The server has no text index that is known here"
    if reader.index_problem:
        why = f"No text index could be made ({reader.index_problem})"
    elif getattr(reader.store, "server", "") == "virtuoso":
        rows = _from_virtuoso(reader, wanted)
        cut = len(rows) >= SEARCH_ROWS
        # Virtuoso knows no phrases that end in the beginning of a word, and splits words in its own way.
        rows = [row for row in rows if all(marks(row["value"].value, [phrase]) for phrase in wanted.phrases)]
        if rows:
            if cut:
                wanted.notes.append(f"The first {SEARCH_ROWS:,} texts that the server found were read.")
            return _found(reader, wanted, [*addressed, *_ranked(rows, wanted)], limit, cut=cut)
        why = "The server has no text index, or it holds none of this"
    wanted.is_piece = True
    rows = list(reader.rows("search", {"text": Literal(wanted.text), "limit": SEARCH_ROWS}))
    cut = len(rows) >= SEARCH_ROWS
    read = f"the first {SEARCH_ROWS:,} texts with “{wanted.text}” in them" if cut else "all names and texts"
    wanted.notes = [f"{why}; {read} were read."]
    return _found(reader, wanted, [*addressed, *_ranked(rows, wanted)], limit, cut=cut)


def _from_virtuoso(reader: Reader, wanted: _Wanted) -> list[Any]:
    pattern = virtuoso_pattern(wanted.text)
    if not pattern:
        return []
    try:
        return list(reader.rows("search", {"pattern": Literal(pattern), "limit": SEARCH_ROWS}))
    except EndpointError:
        return []  # it cannot look for this; a server that does not answer at all says so again when it is asked again


def _ranked(rows: Iterable[Any], wanted: _Wanted) -> Iterator[Match]:
    """Yield the texts that a server found, ranked as an index ranks them; instead of relevance, shorter texts first."""
    whole = fold(wanted.text)
    for thing, role, value in rows:
        is_a, folded = ROLES[role.value], fold(value.value)
        tier = is_a.words
        if is_a.whole is not None and folded == whole:
            tier = is_a.whole
        elif is_a.whole == Tier.NAME and folded.startswith(whole):
            tier = Tier.NAME_BEGINS
        yield Match(tier, len(folded), thing.value, value.value)


def virtuoso_pattern(text: str) -> str:
    """Return the words of a text as Virtuoso's ``bif:contains`` takes them; "" if it can look for none of them.

    A word is letters and digits, and stands in quotes, so none can be an operator or end the quotes.

    Of what is joined by signs ("10.1000/one", "high-dosage") only the longest word is looked for, because Virtuoso
    keeps some of it together and some not. What it finds too much can be told by ``marks``.

    Example:
        >>> virtuoso_pattern("high-dosage OR 'é*")
        "'dosage*' AND 'or' AND 'é'"
    """
    longest: list[str] = []
    for piece in text.lower().split():
        in_it = [piece[word.start : word.end] for word in words(piece)]
        longest += [max(in_it, key=len)] if in_it else []
    return " AND ".join(
        f"'{word}{'*' if len(word) >= VIRTUOSO_PREFIX_FROM else ''}'"
        for word in list(dict.fromkeys(longest))[:MOST_WORDS]
        if len(word) <= VIRTUOSO_LONGEST_WORD
    )

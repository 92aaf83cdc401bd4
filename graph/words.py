"""What a word is when people search: one way to fold and to split texts, for the index, the query and the marks.

Case and accents do not count, full-width and joined letters are taken apart (Unicode NFKD), invisible characters are
dropped. Scripts that put no space between words (Chinese, Japanese, Thai and their neighbours) are split into single
characters. Limits: no stemming, and no word list of any language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

__all__ = [
    "EDIT_GRAMS",
    "PREFIX_FROM",
    "Phrase",
    "Word",
    "distance",
    "edits_for",
    "fold",
    "grams",
    "marks",
    "shared",
    "words",
]

# From this many letters on, a word of a query also stands for the words that begin with it.
PREFIX_FROM: Final = 2
# A word of three letters or more may be wrong in one place, one of eight or more in two (see ``grams``).
EDITS_FROM: Final = (3, 8)
EDIT_GRAMS: Final = 4  # pieces of a word that one edit changes at most
SPACELESS: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0x20000, 0x3FFFF),
)
VARIATION_SELECTORS: Final = range(0xFE00, 0xFE10)

Phrase = tuple[str, ...]  # folded words that must follow one another


class Word(NamedTuple):
    """A word of a text: what it is compared by, and where it stands."""

    folded: str
    start: int
    end: int


class _Folds(dict[int, str]):
    """What each character becomes: letters, nothing, or a space; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = "".join(part for part in parts if not _is_dropped(part))
    if not kept:
        return ""
    if not all(part.isalnum() or unicodedata.category(part) in {"Mn", "Mc"} for part in kept):
        return " "
    return f" {' '.join(kept)} " if any(map(_stands_alone, kept)) else kept


def _is_dropped(character: str) -> bool:
    return (
        unicodedata.combining(character) != 0
        or unicodedata.category(character) in {"Cf", "Me"}
        or ord(character) in VARIATION_SELECTORS
    )


def _stands_alone(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in SPACELESS)


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """Return the words of a text in the form in which they are compared, one space between them.

    Example:
        >>> fold("High-dosage TUTORING, por niños (ＥＤ１２)"), fold("教育"), fold("?!")
        ('high dosage tutoring por ninos ed12', '教 育', '')
    """
    return " ".join(text.translate(_FOLDS).split())


def words(text: str) -> list[Word]:
    """Return the words of a text with their places in it.

    Example:
        >>> words("À la carte")[0]
        Word(folded='a', start=0, end=1)
    """
    found: list[Word] = []
    letters, start, end = "", 0, 0
    for position, character in enumerate(f"{text} "):
        folded = _FOLDS[ord(character)]
        if folded.startswith(" "):
            if letters:
                found.append(Word(letters, start, end))
                letters = ""
            found += [Word(piece, position, position + 1) for piece in folded.split()]
            continue
        if folded and not letters:
            start = position
        letters += folded
        end = position + 1
    return found


def marks(text: str, phrases: Sequence[Phrase]) -> tuple[tuple[int, int], ...]:
    """Return where the words of the phrases stand in a text, as start and end offsets in order.

    The last word of a phrase may be the beginning of a longer one, which is marked as a whole.

    Example:
        >>> marks("Tutors and tutoring", [("tutor",)])
        ((0, 6), (11, 19))
    """
    there = words(text)
    hit: set[int] = set()
    for phrase in phrases:
        for first in range(len(there) - len(phrase) + 1):
            if _begins(there, first, phrase):
                hit.update(range(first, first + len(phrase)))
    merged: list[tuple[int, int]] = []
    for word in (there[index] for index in sorted(hit)):
        if merged and word.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], word.end)
        else:
            merged.append((word.start, word.end))
    return tuple(merged)


def _begins(there: Sequence[Word], first: int, phrase: Phrase) -> bool:
    *whole, last = phrase
    at = there[first + len(whole)].folded
    if at != last and not (len(last) >= PREFIX_FROM and at.startswith(last)):
        return False
    return all(there[first + index].folded == word for index, word in enumerate(whole))


def edits_for(word: str) -> int:
    """Return in how many places a word may be wrong and still be taken for another.

    Example:
        >>> [edits_for(word) for word in ("es", "essa", "restoritive")]
        [0, 1, 2]
    """
    return sum(len(word) >= letters for letters in EDITS_FROM)


def grams(word: str) -> list[str]:
    """Return the pieces of three characters of a word, its beginning and end marked by underscores.

    A word of n letters has n + 1 of them, and one edit (two letters in the wrong order at worst) changes at most four.
    So of any 4 x edits + 1 pieces a near word has at least one; ``EDITS_FROM`` is chosen for that, except that two
    letters in the wrong order in a word of three are not found.

    Example:
        >>> grams("tutor")
        ['__t', '_tu', 'tut', 'uto', 'tor', 'or_']
    """
    padded = _padded(word)
    return list(dict.fromkeys(padded[at : at + 3] for at in range(len(padded) - 2)))


def shared(pieces: Iterable[str], word: str) -> int:
    """Return how many of the pieces a word has.

    Example:
        >>> shared(grams("tutors"), "tutor")
        5
    """
    padded = _padded(word)
    return sum([piece in padded for piece in pieces])  # a list is summed faster than a generator


def _padded(word: str) -> str:
    return f"__{word}_"


def distance(one: str, other: str, most: int) -> int:
    """Return how many edits lead from one word to the other, or ``most + 1`` for any number above it.

    An edit is a letter more, a letter less, another letter, or two neighbours in the wrong order.

    Source:
        Optimal string alignment distance, the restricted form of F. J. Damerau, "A technique for computer detection
        and correction of spelling errors", Communications of the ACM 7 (1964).

    Example:
        >>> distance("tutroing", "tutoring", 2), distance("tutor", "policy", 2)
        (1, 3)
    """
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:  # most words, at once
        return most + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, target in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != target))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == target:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, above = above, line
    return min(above[-1], most + 1)

"""Break a label into lines of known width, without a font at hand.

The picture is laid out before anybody knows which font will draw it, so widths are estimates on the safe side:
the advance widths of a wide sans-serif face, by class of character. Limits: ligatures and kerning are ignored, joined
emoji count one by one, complex scripts are taken as average letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["ELLIPSIS", "clean", "text_width", "wrap"]

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

# Anything XML 1.0 forbids: most control characters, lone surrogates, two non-characters (XML 1.0, 2.2 Characters).
ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
WHITE_SPACE = re.compile("[ \t\n\r\f\v\x85\u2028\u2029]+")  # a no-break space keeps words together
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Advance widths in em of a wide sans-serif face; other letters count as AVERAGE_EM.
AVERAGE_EM = 0.63
CAPITAL_EM = 0.72
FULL_EM = 1.05
WIDTHS_EM = {
    **dict.fromkeys("ijl|'", 0.29),
    **dict.fromkeys("ft.,:;/\\ r!()[]-", 0.4),
    **dict.fromkeys("cksvxyz", 0.57),
    **dict.fromkeys("w", 0.82),
    **dict.fromkeys("mMW%@", 1.0),
    **dict.fromkeys("IJ", 0.34),
}
RUNNING_TEXT_COLUMNS = 60  # longer lines are running text, which is filled and not balanced
MARKS = frozenset({"Mn", "Me", "Cf"})  # combining marks and invisible format characters: drawn on what stands before
JOINER = "\u200d"
WORD = re.compile(r"[^\s/\u2013\u2014-]*[/\u2013\u2014-]+|\S+?(?=[/\u2013\u2014-])|\S+")


def clean(text: str) -> str:
    r"""Return the text on one line, with what XML cannot hold replaced by a visible mark.

    Example:
        >>> clean("two\nlines and a \x00")
        'two lines and a \ufffd'
    """
    return ILLEGAL_IN_XML.sub(REPLACEMENT, WHITE_SPACE.sub(" ", text)).strip(" ")


@lru_cache(maxsize=4096)
def character_em(character: str) -> float:
    """Return the width of one character in em."""
    if character in WIDTHS_EM:
        return WIDTHS_EM[character]
    if unicodedata.category(character) in MARKS:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF" or ord(character) >= 0x1F000:  # noqa: PLR2004 - emoji planes
        return FULL_EM
    if unicodedata.category(character) == "So":
        return FULL_EM
    return CAPITAL_EM if character.isupper() else AVERAGE_EM


def text_width(text: str, size_px: float) -> float:
    """Return how wide the text is at most likely to be, in px.

    Example:
        >>> round(text_width("Mastery learning", 13))
        113
    """
    return sum(map(character_em, text)) * size_px


@lru_cache(maxsize=8192)
def wrap(
    text: str, columns: int = 34, *, width_px: float = 244.0, size_px: float = 13.0, max_lines: int = 4
) -> tuple[str, ...]:
    """Return the text in lines of about equal length, cut with an ellipsis after the last line allowed.

    Args:
        text: Any text; white space is collapsed.
        columns: Most characters in a line.
        width_px: Most px in a line, by the estimate of :func:`text_width`.
        size_px: Font size.
        max_lines: Most lines.

    Returns:
        At least one line; an empty text gives one empty line.

    Example:
        >>> wrap("Explicit academic language instruction in content classes")
        ('Explicit academic language', 'instruction in content classes')
        >>> wrap("x" * 100, columns=10, max_lines=2)
        ('xxxxxxxxxx', 'xxxxxxxxx…')
    """
    # Enough text for the lines allowed; a label of megabytes is not measured to its end.
    short = clean(text[: (columns + 1) * (max_lines + 1) * 4])
    lines = _fill(short, columns, width_px / size_px)
    if len(lines) > max_lines:
        return (*lines[: max_lines - 1], _cut(lines[max_lines - 1], columns, width_px / size_px))
    if columns > RUNNING_TEXT_COLUMNS:
        return tuple(lines)
    longest_word = max(len(piece) for word in short.split(" ") for piece in _pieces(word, columns, width_px / size_px))
    narrower = max(map(len, lines)) - 1
    while len(lines) > 1 and narrower >= max(columns // 3, longest_word):
        tried = _fill(short, narrower, width_px / size_px)
        if len(tried) > len(lines) or any(len(line) > narrower for line in tried):
            break
        lines, narrower = tried, narrower - 1
    return tuple(lines)


def _fill(text: str, columns: int, width_em: float) -> list[str]:
    """Fill lines word by word; a word longer than a line is cut."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for index, piece in enumerate(_pieces(word, columns, width_em)):
            candidate = f"{line} {piece}" if line and index == 0 else line + piece
            if line and not _fits(candidate, columns, width_em):
                lines.append(line)
                line = piece
            else:
                line = candidate
    lines.append(line)
    return lines


def _pieces(word: str, columns: int, width_em: float) -> list[str]:
    """Return the parts a word may be broken into: after dashes and slashes, and anywhere when it is too long."""
    if _fits(word, columns, width_em):
        parts = WORD.findall(word) if len(word) > columns // 2 else [word]
        return parts if "".join(parts) == word else [word]
    parts = WORD.findall(word)
    if len(parts) > 1 and "".join(parts) == word:
        return [piece for part in parts for piece in _pieces(part, columns, width_em)]
    pieces: list[str] = []
    piece = ""
    for position, character in enumerate(word):
        attached = unicodedata.category(character) in MARKS or (position > 0 and word[position - 1] == JOINER)
        if piece and not attached and not _fits(piece + character, columns, width_em):
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _fits(text: str, columns: int, width_em: float) -> bool:
    widths = list(map(character_em, text))
    return len(widths) - widths.count(0.0) <= columns and sum(widths) <= width_em  # marks take no column


def _cut(line: str, columns: int, width_em: float) -> str:
    """Return the line with an ellipsis at its end, still within the width."""
    while line and not _fits(line + ELLIPSIS, columns, width_em):
        line = line[:-1]
    return line.rstrip() + ELLIPSIS

"""Which packaged font shows which character, so that a picture looks the same on every machine.

The fonts are those of the packages ``manimgx-fonts`` (Noto Sans for the scripts of the world, symbols, emoji in one
colour), ``fontpkg-inter`` (Inter: arrows and mathematical signs, which Noto Sans lacks) and, where the extra ``cjk`` is
installed, ``manimgx-fonts-cjk`` (Noto Sans CJK); all under the SIL Open Font License 1.1. No program falls back from
one font to another in the same way, so the font of every run of text is named. Limits: the style of Chinese characters
is that of one region for a whole line, told by the letters beside them; a character that no packaged font has is left
to the fonts of whoever looks, and :func:`without_font` counts it.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["FACES", "ITALIC", "SANS", "Face", "face_of", "folders", "font_notice", "installed", "runs", "without_font"]

SANS: Final = "Noto Sans"
NOTO, INTER, CJK = "manimgx_fonts", "fontpkg_inter", "manimgx_fonts_cjk"
SCRIPTS: Final = (
    "Arabic",
    "Armenian",
    "Bengali",
    "Devanagari",
    "Ethiopic",
    "Georgian",
    "Gujarati",
    "Gurmukhi",
    "Hebrew",
    "Kannada",
    "Khmer",
    "Lao",
    "Malayalam",
    "Myanmar",
    "Oriya",
    "Sinhala",
    "Tamil",
    "Telugu",
    "Thai",
    "Symbols",
)
REGIONS: Final = ("JP", "KR", "SC", "TC", "HK")  # as they are numbered in the file
# What tells the region of Chinese characters: kana, hangul, bopomofo; characters alone are taken as simplified Chinese.
TELLING: Final = (
    ("JP", re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")),
    ("KR", re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")),
    ("TC", re.compile("[\u3100-\u312f\u31a0-\u31bf]")),
)
USUAL_REGION: Final = "SC"
EXTENDING: Final = frozenset({"Mn", "Mc", "Me", "Cf"})  # categories of what belongs to the character before it
EAST_ASIAN: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC")
MOST_NAMED: Final = 5  # characters in one sentence
JOINER: Final = "\u200d"
SKIN_TONES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
FLAG_LETTERS: Final = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
PRIVATE: Final = frozenset(range(0xE000, 0xF900))  # every font may mean something else by these
SELECTORS: Final = frozenset({*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))})


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a package.

    Attributes:
        family: Its name, as pictures give it.
        package: The module that it comes in.
        file: Its path in there.
        number: Its place in a collection of fonts; -1 for a file of one.
        is_italic: Whether its letters are slanted.
    """

    family: str
    package: str
    file: str
    number: int = -1
    is_italic: bool = False

    @property
    def path(self) -> Path | None:
        """Where the file is, or None where its package is not installed."""
        folder = _folder(self.package)
        return folder / self.file if folder else None

    def open(self) -> TTFont:
        """Return the font, read piece by piece as it is needed; to be closed.

        Raises:
            ModuleNotFoundError: Its package is not installed.
        """
        if self.path is None:
            raise ModuleNotFoundError(f"no module {self.package}", name=self.package)
        return TTFont(self.path, fontNumber=self.number, lazy=True, recalcTimestamp=False)


# In the order in which they are asked: many of them hold the signs of others besides their own letters.
FACES: Final = (
    Face(SANS, NOTO, "NotoSans[wght].ttf"),
    Face("Inter", INTER, "files/Inter[opsz,wght].ttf"),
    *(Face(f"{SANS} {script}", NOTO, f"NotoSans{script}[wght].ttf") for script in SCRIPTS),
    Face("Noto Emoji", NOTO, "NotoEmoji[wght].ttf"),
    *(Face(f"{SANS} CJK {region}", CJK, "NotoSansCJK-VF.otf.ttc", n) for n, region in enumerate(REGIONS)),
)
ITALIC: Final = Face(SANS, NOTO, "NotoSans-Italic[wght].ttf", is_italic=True)
BY_FAMILY: Final = {face.family: face for face in FACES}


@lru_cache(maxsize=8)
def _folder(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None


@lru_cache(maxsize=1)
def installed() -> tuple[Face, ...]:
    """Return the upright fonts whose package is there, in the order in which they are asked."""
    return tuple(face for face in FACES if face.path is not None)


def folders() -> tuple[Path, ...]:
    """Return the folders in which the packaged fonts are, for a program that looks for its fonts itself."""
    return tuple(dict.fromkeys(face.path.parent for face in FACES if face.path))


def face_of(family: str, *, is_italic: bool = False) -> Face:
    """Return a font by its family; only Noto Sans has an italic, so others stay upright."""
    return ITALIC if is_italic and family == SANS else BY_FAMILY[family]


@lru_cache(maxsize=len(FACES))
def _characters(face: Face) -> frozenset[int]:
    """Return the characters a font has, and white space, which any line may hold."""
    with face.open() as font:
        return (frozenset(font.getBestCmap()) - PRIVATE) | frozenset(map(ord, "\t\n\r"))


def runs(text: str) -> tuple[tuple[str, str], ...]:
    """Return a line of text in runs, each with the family of the font that shows it; "" if no packaged font does.

    Joined emoji, flags and letters with their marks stay whole. Noto Sans shows whatever it can.

    Example:
        >>> runs("Schule, مدرسة, 3 ≥ 2")
        (('Noto Sans', 'Schule, '), ('Noto Sans Arabic', 'مدرسة'), ('Noto Sans', ', 3 '), ('Inter', '≥'), ('Noto Sans', ' 2'))
    """  # noqa: E501 - what is printed
    if _characters(BY_FAMILY[SANS]).issuperset(map(ord, text)):
        return ((SANS, text),) if text else ()
    faces = _faces_for(text)
    clusters = [(_family(cluster, faces), cluster) for cluster in _clusters(text)]
    found: list[tuple[str, str]] = []
    for index, (family, cluster) in enumerate(clusters):
        before, after = found[-1][0] if found else "", clusters[index + 1][0] if index + 1 < len(clusters) else ""
        # A space between two words of one script is of that script too.
        between = cluster.isspace() and before == after and before.startswith(SANS)
        shown = before if between and _has(before, cluster) else family
        if found and shown == before:
            found[-1] = (shown, found[-1][1] + cluster)
        else:
            found.append((shown, cluster))
    return tuple(found)


def without_font(texts: Iterable[str]) -> Counter[str]:
    """Return the characters that no packaged font shows, with how often they occur.

    Example:
        >>> without_font(["Equity", "\ue000 \ue000"])
        Counter({'\ue000': 2})
    """
    missing: Counter[str] = Counter()
    for text in texts:
        for family, run in runs(text):
            missing.update(character for character in run if not _is_silent(character) and not _has(family, character))
    return missing


def font_notice(texts: Iterable[str]) -> str:
    r"""Return a sentence on the characters that no packaged font shows, and what helps; "" if there are none.

    Example:
        >>> font_notice(["a \ue000 b"])
        'No packaged font shows one character, so it may look different elsewhere: "\ue000" (U+E000).'
    """
    missing = without_font(texts)
    if not missing:
        return ""
    names = [f'"{character}" (U+{ord(character):04X})' for character in sorted(missing)]
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    count, it = ("one character", "it") if len(names) == 1 else (f"{len(names):,} characters", "they")
    said = (
        f"No packaged font shows {count}, so {it} may look different elsewhere: {', '.join(names[:MOST_NAMED])}{more}."
    )
    if _folder(CJK) is None and any(unicodedata.name(character, "").startswith(EAST_ASIAN) for character in missing):
        said += " Install equigraph[cjk] for Chinese, Japanese and Korean."
    return said


def _has(family: str, character: str) -> bool:
    return bool(family) and ord(character) in _characters(BY_FAMILY[family])


def _faces_for(text: str) -> tuple[Face, ...]:
    """Return the fonts to ask for a line of text: of those for Chinese characters one."""
    region = next((region for region, pattern in TELLING if pattern.search(text)), USUAL_REGION)
    return tuple(face for face in installed() if face.package != CJK or face.family.endswith(region))


def _clusters(text: str) -> Iterator[str]:
    """Yield what is drawn as one, of a text that is not empty: a character with its marks, joined emoji, a flag."""
    cluster = ""
    for character in text:
        if cluster and _belongs(character, cluster):
            cluster += character
        else:
            if cluster:
                yield cluster
            cluster = character
    yield cluster


def _belongs(character: str, cluster: str) -> bool:
    return (
        unicodedata.category(character) in EXTENDING
        or cluster[-1] == JOINER
        or character in SKIN_TONES
        or (character in FLAG_LETTERS and cluster in FLAG_LETTERS)
    )


def _is_silent(character: str) -> bool:
    """Return whether a character has no look of its own: joiners, marks of direction, variation selectors."""
    return character in SELECTORS or unicodedata.category(character) == "Cf"


def _family(cluster: str, faces: tuple[Face, ...]) -> str:
    """Return the first font that has the whole cluster, or all of it that shows, or what it begins with."""
    shown = [character for character in cluster if not _is_silent(character)]
    for wanted in (cluster, shown, cluster[:1]):
        codes = frozenset(map(ord, wanted))
        for face in faces:
            if codes <= _characters(face):
                return face.family
    return ""

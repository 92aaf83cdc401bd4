"""A story file: which pictures, tables and words a deck of slides holds, in which order, and what its author says.

YAML, so that people can write it in any editor; ``docs/stories.md`` shows one. The file is checked as far as it can be
without a graph: its keys and what they hold. Whether views, questions and things exist is asked when it is told, by
:func:`equigraph.graph.telling.resolve`. Everything that is wrong is told at once, with the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from equigraph.errors import StoryError, did_you_mean
from equigraph.graph.entities import nearest
from equigraph.graph.yaml_items import Item, read_items

if TYPE_CHECKING:
    import os

__all__ = ["MOST_PARTS", "PART_KINDS", "STORY_SUFFIXES", "Chosen", "Part", "Story", "is_story", "read_story"]

Chosen = str | bool | tuple[str, ...]  # what a parameter is given in a file

STORY_SUFFIXES: Final = (".yaml", ".yml")
MOST_PARTS: Final = 100
MOST_CHARACTERS: Final = {"title": 300, "author": 300, "date": 100, "text": 10_000}  # more is no slide but a page
TOP_KEYS: Final = ("title", "author", "date", "slides")
PART_KINDS: Final[Mapping[str, str]] = {
    "view": "the name of a view, such as practices-to-goals",
    "gaps": "the choices of a gap map, such as {group: english-learners}",
    "why": "two names in brackets, such as [looping, academic-achievement]",
    "question": "the name of a question, such as practices-for-goal",
    "snapshot": "the path of a snapshot, seen from this file",
}
WITH_PARAMETERS: Final = frozenset({"view", "why", "question"})
BOTH_ENDS: Final = 2


@dataclass(frozen=True)
class Part:
    """One entry of a story; it fills one slide or several.

    Attributes:
        kind: A key of :data:`PART_KINDS`, or "text" where there are only the author's words.
        number: Its place in the story, from 1.
        line: Where it stands in the file; 0 where it comes from no file.
        name: Of the view or question; of a snapshot, its path as the file gives it.
        ends: Of "why", the two names.
        parameters: What was chosen, by name (with hyphens or underscores).
        title: The author's title, or "".
        text: The author's own words, or "".
    """

    kind: str
    number: int = 1
    line: int = 0
    name: str = ""
    ends: tuple[str, ...] = ()
    parameters: Mapping[str, Chosen] = field(default_factory=dict)
    title: str = ""
    text: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as messages say it."""
        return f"line {self.line}, slide {self.number}" if self.line else f"slide {self.number}"


@dataclass(frozen=True)
class Story:
    """What a deck is to hold.

    Attributes:
        title: Of the deck.
        parts: In their order.
        author: The author's words, or "".
        date: The author's words, or "".
        path: The file it comes from; snapshots are looked for beside it.
    """

    title: str
    parts: tuple[Part, ...]
    author: str = ""
    date: str = ""
    path: Path = Path("story.yaml")


def is_story(name: str) -> bool:
    """Return whether a name is that of a story file, by its ending.

    Example:
        >>> is_story("decks/Thursday.YAML"), is_story("practices-to-goals")
        (True, False)
    """
    return name.lower().endswith(STORY_SUFFIXES)


def read_story(path: str | os.PathLike[str]) -> Story:
    """Return the story in a YAML file.

    Raises:
        StoryError: The file cannot be read or is no story; ``problems`` holds everything that is wrong, with lines.
    """
    return _Reading(Path(path)).story()


class _Reading:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []

    def story(self) -> Story:
        top = read_items(self.path)
        if top.sort != "mapping":
            raise StoryError(str(self.path), [f"line {top.line}: a story has the keys {', '.join(TOP_KEYS)}"])
        self._check_keys("a story", top, TOP_KEYS)
        words = {key: self._words(top, key) for key in ("title", "author", "date")}
        if "title" not in top.fields:
            self._wrong(top.line, "title is missing; every story has one")
        parts = self._parts(top)
        if self.problems:
            raise StoryError(str(self.path), self.problems)
        return Story(parts=parts, path=self.path, **words)

    def _wrong(self, line: int, reason: str, slide: int = 0) -> None:
        where = f"line {line}, slide {slide}" if slide else f"line {line}"
        self.problems.append(f"{where}: {reason}")

    def _check_keys(self, what: str, item: Item, known: Iterable[str], slide: int = 0) -> None:
        for key, line in item.keys.items():
            if key not in known:
                close = did_you_mean(nearest(key, known))
                self._wrong(line, f'{what} has no key "{key}"; there are: {", ".join(known)}{close}', slide)

    def _words(self, item: Item, key: str, slide: int = 0) -> str:
        """Return the words under a key; "" where it is not there."""
        value = item.fields.get(key)
        if value is None:
            return ""
        if value.sort != "text" or not value.text.strip():
            found = "is empty" if value.sort in {"nothing", "text"} else f"is a {value.sort}"
            self._wrong(item.keys[key], f"{key} {found}; accepted: a text", slide)
        words = value.text.strip()
        most = MOST_CHARACTERS.get(key, len(words))
        if len(words) > most:
            self._wrong(item.keys[key], f"{key} has {len(words):,} characters; at most {most:,} are accepted", slide)
        return words

    def _parts(self, top: Item) -> tuple[Part, ...]:
        slides = top.fields.get("slides")
        if slides is None:
            self._wrong(top.line, "slides is missing; a story has at least one")
            return ()
        line = top.keys["slides"]
        if slides.sort != "list" or not slides.entries:
            self._wrong(line, "slides holds no list; accepted: at least one entry that begins with -")
            return ()
        if len(slides.entries) > MOST_PARTS:
            self._wrong(line, f"slides has {len(slides.entries):,} entries; at most {MOST_PARTS} are accepted")
            return ()
        found = (self._part(number, entry) for number, entry in enumerate(slides.entries, 1))
        return tuple(part for part in found if part is not None)

    def _part(self, number: int, item: Item) -> Part | None:
        accepted = ", ".join((*PART_KINDS, "text"))
        if item.sort != "mapping":
            self._wrong(item.line, f"this is no slide; one begins with one of: {accepted}", number)
            return None
        kinds = [key for key in item.fields if key in PART_KINDS]
        kind = kinds[0] if kinds else "text"
        known = [kind, "title", "text", *(["parameters"] if kind in WITH_PARAMETERS else [])]
        if len(kinds) > 1:
            self._wrong(item.keys[kinds[1]], f"a slide shows one thing, not {' and '.join(kinds)}", number)
            return None
        if not kinds:
            known = [*PART_KINDS, "title", "text"]
        self._check_keys("a slide" if kind == "text" else f"a slide with {kind}", item, dict.fromkeys(known), number)
        if not kinds and "text" not in item.fields:
            self._wrong(item.line, f"this slide shows nothing; accepted: one of {accepted}", number)
        words = {key: self._words(item, key, number) for key in ("title", "text")}
        ends = self._ends(item, number) if kind == "why" else ()
        name = self._words(item, kind, number) if kind in {"view", "question", "snapshot"} else ""
        return Part(kind, number, item.line, name, ends, self._parameters(kind, item, number), **words)

    def _ends(self, item: Item, slide: int) -> tuple[str, ...]:
        value = item.fields["why"]
        names = tuple(one.text.strip() for one in value.entries if one.sort == "text")
        if value.sort != "list" or len(value.entries) != BOTH_ENDS or len(list(filter(None, names))) != BOTH_ENDS:
            self._wrong(item.keys["why"], f"why holds no two names; accepted: {PART_KINDS['why']}", slide)
        return names

    def _parameters(self, kind: str, item: Item, slide: int) -> dict[str, Chosen]:
        key = "gaps" if kind == "gaps" else "parameters"
        held = item.fields.get(key)
        if held is None or (held.sort == "nothing" and key == "gaps"):
            return {}
        if held.sort != "mapping":
            accepted = PART_KINDS["gaps"] if key == "gaps" else "names and values, such as {group: english-learners}"
            self._wrong(item.keys[key], f"{key} holds no choices; accepted: {accepted}", slide)
            return {}
        chosen: dict[str, Chosen] = {}
        for name, value in held.fields.items():
            line = held.keys[name]
            if value.sort == "list" and value.entries and all(one.sort == "text" for one in value.entries):
                chosen[name] = tuple(one.text for one in value.entries)
            elif value.sort == "text":
                chosen[name] = value.text if value.flag is None else value.flag
            else:
                self._wrong(line, f"{name} has no value; accepted: a text, a number, yes or no, or a list", slide)
        return chosen

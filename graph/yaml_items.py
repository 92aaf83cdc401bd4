"""A YAML file (YAML 1.1, <https://yaml.org/spec/1.1/>) as texts, lists and mappings that know their lines.

People write these files, so everything in them is taken as written: a date or a number stays the text it is, and only
``yes``, ``no``, ``true`` and ``false`` may be read as such. What a safe file never needs is refused: aliases (a few of
them grow to gigabytes), tags, several documents, keys that stand twice, deep nesting. No object is ever built: PyYAML
only splits the file into its parts, with its safe loader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml

from equigraph.errors import StoryError

if TYPE_CHECKING:
    import os

__all__ = ["MOST_BYTES", "Item", "read_items"]

MOST_BYTES: Final = 1_000_000  # a story of a hundred slides has some twenty thousand
MOST_LEVELS: Final = 20
TAGS: Final = "tag:yaml.org,2002:"
TABS: Final = "a tab stands where only spaces may; indent with spaces"
COLON_HINT: Final = '; put a text that holds ": " in quotes'
BOOLEANS: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


class _Problem(Exception):  # noqa: N818 - never leaves this module
    """What keeps a file from being read, and in which line; 0 where it is the whole file."""

    def __init__(self, reason: str, line: int = 0) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Item:
    """A value of the file.

    Attributes:
        line: Where it begins, from 1.
        text: What is written, of a single value; "" for one that is left empty, a list or a mapping.
        flag: True or False where the file says so without quotes; else None.
        entries: Of a list.
        fields: Of a mapping.
        keys: Of a mapping: in which line each key stands.
        sort: "text", "list" or "mapping"; "nothing" where it is left empty.
    """

    line: int
    sort: str
    text: str = ""
    flag: bool | None = None
    entries: tuple[Item, ...] = ()
    fields: Mapping[str, Item] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)


def read_items(path: str | os.PathLike[str]) -> Item:
    """Return what a YAML file holds.

    Raises:
        StoryError: The file cannot be read, or is no YAML that is accepted here; says in which line.
    """
    try:
        return _read(Path(path))
    except _Problem as problem:
        where = f"line {problem.line}: " if problem.line else ""
        raise StoryError(str(path), [f"{where}{problem.reason}"]) from problem


def _read(path: Path) -> Item:
    text = _text(path)
    try:
        _check_events(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        raise _of_yaml(error, text) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise _Problem(f"it holds a character that YAML forbids (U+{int(error.character):04X})", line) from error
    if node is None:
        raise _Problem("it is empty")
    return _item(node)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _Problem(f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    if len(data) > MOST_BYTES:
        raise _Problem(f"it is larger than {MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Problem(f"it is not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8", line) from error


def _check_events(text: str) -> None:
    """Refuse what is not needed, before anything is built of it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.NodeEvent) and (event.anchor or isinstance(event, yaml.AliasEvent)):
            raise _Problem("names for repeated parts (& and *) are not accepted; write the part again", line)
        tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
        if tag:
            raise _Problem(f'the tag "{tag}" is not accepted; write texts, lists and mappings only', line)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise _Problem("a second document begins here (---); a file holds one", line)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            raise _Problem(f"it is nested more than {MOST_LEVELS} levels deep", line)


def _of_yaml(error: yaml.MarkedYAMLError, text: str) -> _Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    rows = text.splitlines()
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or "'\\t'" in str(error.problem):
        return _Problem(TABS, line)
    said = " ".join(filter(None, (error.context, error.problem)))
    hint = COLON_HINT if "mapping values are not allowed" in said else ""
    return _Problem(f"this is no YAML: {said}{hint}", line)


def _item(node: yaml.Node) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Item(line, "list", entries=tuple(_item(one) for one in node.value))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, line)
    if node.tag == TAGS + "null":
        return Item(line, "nothing")
    flag = BOOLEANS[node.value.lower()] if node.tag == TAGS + "bool" else None
    return Item(line, "text", text=str(node.value), flag=flag)


def _mapping(node: yaml.MappingNode, line: int) -> Item:
    fields: dict[str, Item] = {}
    keys: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _Problem("a key must be a word", at)
        if key.value in fields:
            raise _Problem(f'"{key.value}" stands twice, first in line {keys[key.value]}', at)
        fields[key.value], keys[key.value] = _item(value), at
    return Item(line, "mapping", fields=fields, keys=keys)

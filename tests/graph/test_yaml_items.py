"""A YAML file is texts, lists and mappings; whatever could harm or mislead is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from equigraph.errors import StoryError
from equigraph.graph.yaml_items import MOST_BYTES, Item, read_items

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "story.yaml"


def plain(item: Item) -> object:
    """Return an item as Python values."""
    if item.sort == "list":
        return [plain(one) for one in item.entries]
    if item.sort == "mapping":
        return {key: plain(value) for key, value in item.fields.items()}
    return None if item.sort == "nothing" else item.text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("# only a comment", "it is empty"),
        ("a:\n\t- b", "line 2: a tab stands where only spaces may; indent with spaces"),
        ("a: 1\n\tb: 2", "line 2: a tab stands where only spaces may; indent with spaces"),
        (BOMB, "line 1: names for repeated parts (& and *) are not accepted; write the part again"),
        ("a:\n  *b", "line 2: names for repeated parts (& and *) are not accepted; write the part again"),
        ("a: !!python/name:os.system", 'line 1: the tag "tag:yaml.org,2002:python/name:os.system" is not accepted; write texts, lists and mappings only'),
        ("a: !x [1]", 'line 1: the tag "!x" is not accepted; write texts, lists and mappings only'),
        ("a: 1\nb: 2\na: 3", 'line 3: "a" stands twice, first in line 1'),
        ("a: 1\nb:\n  c: 1\n  c: 2", 'line 4: "c" stands twice, first in line 3'),
        ("? [a]\n: b", "line 1: a key must be a word"),
        ("[" * 100_000, "line 1: it is nested more than 20 levels deep"),
        ("a: 1\n---\nb: 2", "line 2: a second document begins here (---); a file holds one"),
        ("a: b\nc: d: e", 'line 2: this is no YAML: mapping values are not allowed here; put a text that holds ": " in quotes'),
        ("a: 'b", "line 1: this is no YAML: while scanning a quoted scalar found unexpected end of stream"),
        ("a: b\nc: \x00", "line 2: it holds a character that YAML forbids (U+0000)"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_with_its_line(file, text, reason) -> None:
    file.write_text(text, encoding="utf-8")

    with pytest.raises(StoryError) as caught:
        read_items(file)

    assert f"{file}, {reason}" == caught.value.message


def test_bytes_that_are_no_utf8_are_told_with_their_line(file) -> None:
    file.write_bytes(b"a: b\nc: \xff\n")

    with pytest.raises(StoryError, match="line 2: it is not UTF-8 \\(byte 0xff\\); save it as UTF-8"):
        read_items(file)


def test_a_byte_order_mark_is_no_text(file) -> None:
    file.write_bytes(b"\xef\xbb\xbfa: b\n")

    assert {"a": "b"} == plain(read_items(file))


def test_no_more_is_read_than_may_be(file) -> None:
    file.write_bytes(b"#" * (MOST_BYTES + 1))

    with pytest.raises(StoryError, match="it is larger than 1,000,000 bytes"):
        read_items(file)


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_is_none_is_one_message(tmp_path, name) -> None:
    with pytest.raises(StoryError, match="cannot be read: "):
        read_items(tmp_path / name)


def test_everything_is_text_as_it_is_written(file) -> None:
    file.write_text("a: 010\nb: 2026-11-24\nc: 1:30\nd: ~\ne: NO\nf: 'no'\n", encoding="utf-8")
    found = read_items(file)

    assert {"a": "010", "b": "2026-11-24", "c": "1:30", "d": None, "e": "NO", "f": "no"} == plain(found)
    assert {"a": None, "b": None, "c": None, "d": None, "e": False, "f": None} == {
        key: value.flag for key, value in found.fields.items()
    }
    assert [1, 2, 3, 4, 5, 6] == [value.line for value in found.fields.values()]
    assert [1, 2, 3, 4, 5, 6] == list(found.keys.values())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20)
TREES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@given(tree=st.dictionaries(TEXTS, TREES, min_size=1, max_size=4))
def test_what_is_written_is_read(tree, tmp_path_factory) -> None:
    file = tmp_path_factory.getbasetemp() / "tree.yaml"
    # every text in quotes, no aliases
    text = yaml.dump(tree, Dumper=_Quoting, allow_unicode=True, default_style='"')
    file.write_text(text.replace("\ufeff", ""), encoding="utf-8")

    assert _without_mark(tree) == plain(read_items(file))


class _Quoting(yaml.SafeDumper):
    def ignore_aliases(self, _data: object) -> bool:
        return True


def _without_mark(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_mark(one) for key, one in value.items()}
    return [_without_mark(one) for one in value] if isinstance(value, list) else value


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data, tmp_path_factory) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(data)

    try:
        found: object = read_items(file)
    except StoryError as error:
        found = error

    assert isinstance(found, Item | StoryError)

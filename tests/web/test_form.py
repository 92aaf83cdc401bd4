"""The fields of a form are what the standard library reads."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equigraph.web.form import parse_form

PIECES = st.sampled_from(
    ["%", "\\", "\\x41", "%2", "%25", "%253C", "%3C", "%3c", "%C3%A9", "+", "=", "&", "a", "{", "%0", "%zz", "é"]
)


@given(st.lists(st.tuples(st.text(), st.text())))
def test_what_is_written_is_read(pairs: list[tuple[str, str]]) -> None:
    assert pairs == parse_form(urlencode(pairs, errors="surrogatepass").encode()) if _is_whole(pairs) else True


def _is_whole(pairs: list[tuple[str, str]]) -> bool:
    return not any("\ud800" <= character <= "\udfff" for pair in pairs for text in pair for character in text)


@given(st.lists(PIECES).map("".join))
def test_reads_as_the_standard_library_does(text: str) -> None:
    assert parse_qsl(text, keep_blank_values=True, max_num_fields=None) == parse_form(text.encode())


def test_what_is_not_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        parse_form(b"query=%FF")

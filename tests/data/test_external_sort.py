"""Sorting in files gives what sorting in memory gives."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equigraph.data import external_sort
from equigraph.data.external_sort import MOST_RUNS, sorted_lines
from equigraph.errors import DataError

LINES = st.lists(st.binary(max_size=6).filter(lambda line: b"\n" not in line), max_size=200)


@settings(deadline=None)  # temporary files, on a disk that others use
@given(lines=LINES, chunk_bytes=st.integers(1, 3000))
def test_any_size_of_chunk(lines: list[bytes], chunk_bytes: int) -> None:
    assert sorted(lines) == list(sorted_lines(lines, chunk_bytes))


def test_more_runs_than_files_may_be_open(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [b"%d" % (number * 7919 % 1000) for number in range(1000)]
    opened: list[object] = []
    monkeypatch.setattr(
        external_sort.tempfile,
        "TemporaryFile",
        lambda make=tempfile.TemporaryFile: opened.append(file := make()) or file,
    )
    most = 0

    def counted() -> Iterator[bytes]:
        nonlocal most
        for line in lines:
            most = max(most, sum(not file.closed for file in opened))
            yield line

    assert sorted(lines) == list(sorted_lines(counted(), 1))
    assert len(opened) > 1000
    assert MOST_RUNS > most
    assert all(file.closed for file in opened)


def test_little_needs_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external_sort.tempfile, "TemporaryFile", None)

    assert [b"a", b"b"] == list(sorted_lines([b"b", b"a"]))


def test_files_are_gone_when_nobody_reads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    lines = sorted_lines([b"b", b"a", b"c"], 1)

    assert b"a" == next(lines)
    lines.close()
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX bounds the size of files")
def test_no_room(tmp_path: Path) -> None:
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from equigraph.data.external_sort import sorted_lines\n"
        "list(sorted_lines([b'x' * 100] * 1000, 10000))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (
        "DataError: there is no room to sort in the temporary folder: File too large\nMake room there" in ended.stderr
    )


def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(DataError, match="no room to sort in the temporary folder: No such file"):
        list(sorted_lines([b"b", b"a"], 1))

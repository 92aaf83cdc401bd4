"""What docs/threat-model.md and docs/accessibility.md promise is shown by tests that exist; the report leaves nothing out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
PAGES = {name: (TOP / f"docs/{name}.md").read_text("utf-8") for name in ("threat-model", "accessibility")}
NAMED = sorted({named for page in PAGES.values() for named in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)})
LEVELS = {"Supports", "Partially supports", "Does not support", "Not applicable"}
# WCAG 2.2, https://www.w3.org/TR/WCAG22/: all criteria of levels A and AA.
CRITERIA = {
    "A": "1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1"
    " 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2",
    "AA": "1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3"
    " 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3",
}


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    tree = ast.parse((TOP / path).read_text("utf-8"))

    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_promise_has_a_test() -> None:
    tables = re.findall(r"\| promise \| shown by \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGES["threat-model"])
    rows = [row for table in tables for row in table.splitlines()]

    assert len(rows) > 20
    assert [] == [row for row in rows if "::" not in row.split("|")[2]]


@pytest.mark.parametrize("level", CRITERIA)
def test_the_report_names_every_criterion_once_and_in_order(level: str) -> None:
    part = PAGES["accessibility"].partition(f"\n### Level {level}\n")[2].partition("\n### ")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in part.splitlines() if re.match(r"\| \d", row)]

    assert CRITERIA[level].split() == [row[0].split()[0] for row in rows]
    assert {row[1] for row in rows} <= LEVELS
    assert [] == [row[0] for row in rows if not row[2] or not row[3]]

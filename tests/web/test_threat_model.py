"""What docs/threat-model.md promises is shown by tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent.parent
PAGE = (TOP / "docs/threat-model.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def test_every_promise_has_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and "::" not in line]

    # heads of tables, and who might attack
    assert len([row for row in rows if row.startswith("| promise |")]) == PAGE.count("| promise |")
    assert [] == [row for row in rows if row.startswith(("| No ", "| A request", "| Every ", "| Values", "| Queries"))]


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_exists(path: str, name: str) -> None:
    tree = ast.parse((TOP / path).read_text("utf-8"))

    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}

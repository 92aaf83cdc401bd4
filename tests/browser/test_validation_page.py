"""The page of a check in a real browser: nothing goes out, axe-core finds nothing, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages import NARROWEST, WIDE, Visit, violations

from equigraph.exporters.validation import export_validation
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.places import locate_findings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(tiny_file: Path, tiny_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    report = locate_findings(tiny_graph.validate(older_than=1), [tiny_file])
    return export_validation(report, tmp_path_factory.mktemp("check") / "check.html")


@pytest.mark.parametrize(("width", "scheme"), [(NARROWEST, "light"), (WIDE, "dark")])
def test_is_closed_readable_and_whole(file: Path, visit: Callable[..., Visit], width: int, scheme: Any) -> None:
    seen = visit(file, width=width, color_scheme=scheme)

    assert [file.as_uri()] == seen.requests
    assert [] == seen.complaints
    assert width == seen.page.evaluate("document.documentElement.scrollWidth")
    assert [] == violations(seen.page)


def test_every_row_leads_to_its_rule(file: Path, visit: Callable[..., Visit]) -> None:
    page = visit(file).page
    page.locator("td.rule a").last.click()
    heading = page.evaluate("document.querySelector(':target').textContent")

    assert heading.startswith("Rule ")
    assert page.locator("td.rule a").last.inner_text() == heading.partition(".")[0]

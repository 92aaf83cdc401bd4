"""What a check found, as one self-contained page: no script, no request, readable on paper.

The contract is that of every page, see :mod:`equigraph.exporters.page`. Findings stand under their rule, violations
first, and every row leads to its rule. Lost: what only programs read, which the JSON holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from markupsafe import Markup

from equigraph.exporters.evidence import safe_link
from equigraph.exporters.page import ASSETS, compact, environment, policy, read_asset, style_sheet
from equigraph.exporters.validation_tables import RuleTable, rule_tables
from equigraph.graph.findings import SEVERITIES, ValidationReport
from equigraph.graph.kinds import sentence_case

__all__ = ["generate_validation_html"]

TITLE: Final = "What a check of the data found"


def generate_validation_html(report: ValidationReport) -> str:
    """Return what a check found as one self-contained page.

    Returns:
        The whole document. The same report gives the same text, always.

    Example:
        >>> page = generate_validation_html(ValidationReport((), (), 3, 0))
        >>> "nothing among them is of a kind that the shapes know" in page, "<script" in page
        (True, False)
    """
    style = style_sheet(*(compact(read_asset(ASSETS / name)) for name in ("changes.css", "validation.css")))
    tables = list(rule_tables(report))
    return (
        environment()
        .get_template("validation.html.j2")
        .render(
            title=TITLE,
            graph=_about(report),
            policy=policy([], [style]),
            style=Markup(style),  # noqa: S704 (our own files and palette)
            report=report,
            sections=list(_sections(tables)),
            numbers={table.rule.id: number for number, table in enumerate(tables, 1)},
            licence_url=safe_link(report.about.licence_url),
        )
    )


def _about(report: ValidationReport) -> dict[str, Any]:
    """Return what the end of every page tells of the data, by the names that it has there."""
    about = report.about
    return {
        "dataset": about.title,
        "data_version": about.version,
        "data_date": about.modified,
        "licence": about.licence,
        "citation": about.citation,
    }


def _sections(tables: list[RuleTable]) -> Iterator[dict[str, Any]]:
    """Yield the severities, each with its tables; one without any says so."""
    for severity, (one, many) in SEVERITIES.items():
        own = [table for table in tables if table.rule.severity == severity]
        found = sum(table.rule.found for table in own)
        yield {
            "id": severity,
            "heading": "Advice" if severity == "advice" else sentence_case(many),
            "words": one if found == 1 else many,
            "found": found,
            "tables": own,
        }

"""What a check found, written to a file: JSON (RFC 8259), or the page of :mod:`equigraph.exporters.validation_page`.

The JSON is for programs: ``format`` and
``version`` name its schema, which only ever gains keys within a version:

- ``conforms``, ``outcome``, ``triples``, ``things``, ``counts`` (by severity), ``data`` (title, version, date);
- ``rules``: ``id``, ``severity``, ``title``, ``found``, ``shown``;
- ``findings``: ``severity``, ``rule``, ``thing``, ``label``, ``predicate``, ``field``, ``term`` (N-Triples), ``value``,
  ``message``, ``place`` (``file``, ``sheet``, ``row``; row 0 is not known) or null.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from equigraph.errors import UnknownFormatError
from equigraph.exporters.files import write_atomically
from equigraph.exporters.validation_page import generate_validation_html
from equigraph.graph.findings import ValidationReport

if TYPE_CHECKING:
    import os

__all__ = ["export_validation", "generate_validation_json", "validation_format"]

SCHEMA: Final = {"format": "equigraph-validation", "version": 1}
SUFFIXES: Final = (".html", ".json")


def generate_validation_json(report: ValidationReport) -> str:
    """Return what a check found as JSON, in the schema that the head of this module describes.

    Example:
        >>> from equigraph.graph.findings import ValidationReport
        >>> json.loads(generate_validation_json(ValidationReport((), (), 3, 0)))["outcome"]
        'nothing among them is of a kind that the shapes know'
    """
    told = {
        **SCHEMA,
        "conforms": report.conforms,
        "outcome": report.outcome,
        "triples": report.triples,
        "things": report.things,
        "counts": report.counts,
        "data": {"title": report.about.title, "version": report.about.version, "date": report.about.modified},
        "rules": [{**asdict(rule), "shown": report.shown(rule.id)} for rule in report.rules],
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def validation_format(path: str | os.PathLike[str]) -> str:
    """Return the suffix of a file that a report can be written to.

    Raises:
        UnknownFormatError: There is no such format.

    Example:
        >>> validation_format("Report.HTML")
        '.html'
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnknownFormatError(suffix or Path(path).name, SUFFIXES)
    return suffix


def export_validation(report: ValidationReport, path: str | os.PathLike[str]) -> Path:
    """Write a report; the suffix picks the format, ``.html`` or ``.json``.

    Returns:
        The path written.

    Raises:
        UnknownFormatError: The suffix is another one.
        NotSavedError: The file could not be written; what was there is unchanged.
    """
    if validation_format(path) == ".json":
        return write_atomically(path, generate_validation_json(report))
    return write_atomically(path, generate_validation_html(report))

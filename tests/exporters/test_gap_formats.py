"""The table of formats of a gap map: what is accepted, what each writes, the same bytes every time."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys

import pytest

from equigraph.errors import NotSavedError, UnknownFormatError
from equigraph.exporters.gap_formats import GAP_EXPORTERS, export_gaps, gap_exporter_for

OURS = (".csv", ".xlsx", ".svg", ".png", ".pdf", ".pptx", ".json")
SCRIPT = """
import sys, hashlib
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.exporters.gap_formats import export_gaps
with KnowledgeGraph.open() as graph:
    found = graph.gaps(category="assessment", group=["students-of-color", "english-learners"])
for suffix in sys.argv[2:]:
    export_gaps(found, sys.argv[1] + suffix)
"""


def test_every_suffix_chooses_its_format():
    assert {".html", *OURS} == set(GAP_EXPORTERS)
    for suffix, exporter in GAP_EXPORTERS.items():
        assert suffix == exporter.suffixes[0]
        assert {exporter} == {gap_exporter_for(f"a.b{one.upper()}") for one in exporter.suffixes}
        assert exporter.description.endswith(".")


@pytest.mark.parametrize("suffix", OURS)
def test_every_format_has_its_writer(suffix):
    module = GAP_EXPORTERS[suffix].module
    assert callable(getattr(importlib.import_module(f"equigraph.exporters.{module}"), f"write_{module}"))


def test_an_unknown_ending_says_what_is_accepted():
    with pytest.raises(
        UnknownFormatError,
        match=r'unknown format ".odt"; known formats: .html, .csv, .xlsx, .svg, .png, .pdf, .pptx, .json',
    ):
        gap_exporter_for("gaps.odt")
    with pytest.raises(UnknownFormatError, match='unknown format "gaps"'):
        gap_exporter_for("gaps")


@pytest.mark.parametrize("suffix", OURS)
def test_a_file_is_written_or_left_alone(gap_map, tmp_path, suffix):
    path = tmp_path / f"gaps{suffix}"

    assert gap_exporter_for(path) is export_gaps(gap_map(), path)
    before = path.read_bytes()
    export_gaps(gap_map(), path)
    assert before == path.read_bytes()
    with pytest.raises(NotSavedError, match="does not exist"):
        export_gaps(gap_map(), tmp_path / "nowhere" / path.name)


@pytest.mark.slow
def test_the_same_bytes_whatever_the_order_of_sets(tmp_path):
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / seed), *OURS],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    for suffix in OURS:
        assert (tmp_path / f"1{suffix}").read_bytes() == (tmp_path / f"2{suffix}").read_bytes(), suffix

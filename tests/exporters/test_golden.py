"""Every format of text, byte for byte, for a small view: a change of a format is seen before it is published."""

from __future__ import annotations

import importlib

import pytest

from equigraph.exporters.formats import EXPORTERS

SUFFIXES = (
    ".csv", ".graphml", ".gexf", ".dot", ".mmd", ".ttl", ".trig", ".jsonld", ".bib", ".ris", ".csl.json", ".json",
)  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_small_view(tiny_graph, golden, suffix):
    module = importlib.import_module(f"equigraph.exporters.{EXPORTERS[suffix].module}")
    generate = getattr(module, f"generate_{EXPORTERS[suffix].module}")

    golden(f"tutoring{suffix}", generate(tiny_graph.view("neighborhood", entity="tutoring")))

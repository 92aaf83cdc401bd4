"""The synthetic graph: what is measured on it must be the same graph every time, and of our shape."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import pyoxigraph
import pytest

FILE = Path(__file__).parents[2] / "benchmarks" / "generate.py"
CLAIM_PROPERTIES = {"practice", "goal", "group", "direction", "finding", "design", "locator", "source", "type"}


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def last(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[1]


def test_same_seed_same_graph(generate: ModuleType) -> None:
    lines = list(generate.generate(3000))
    assert lines == list(generate.generate(3000))
    assert lines != list(generate.generate(3000, seed=1))
    assert lines[:1000] == list(generate.generate(1000))


def test_every_line_is_a_triple_of_our_shape(generate: ModuleType, tmp_path: Path) -> None:
    path = generate.write(tmp_path / "graph.nt", 5000)
    quads = list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(quads) == 5000
    assert not any(isinstance(quad.subject, pyoxigraph.BlankNode) for quad in quads)
    kinds = Counter(last(quad.object.value) for quad in quads if last(quad.predicate.value) == "type")
    assert set(kinds) == {
        "EquityGoal",
        "StudentGroup",
        "Practice",
        "ResearchSource",
        "EvidenceClaim",
        "Organization",
        "Policy",
        "Statement",
    }
    first_claim = [last(quad.predicate.value) for quad in quads if quad.subject.value.endswith("/claim/c1")]
    assert sorted(CLAIM_PROPERTIES) == sorted(first_claim)

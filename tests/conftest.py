"""Fixtures that many tests share: golden files, a tiny graph, and the bundled graph."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest


def load_module(name: str) -> ModuleType:
    """Return a file beside this one, by a name that tests import it by: tests are no package."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SERVERS = load_module("servers")
load_module("pages")
load_module("raw_http")
load_module("sheet_books")
load_module("explorer_pages")
load_module("word_reader")
load_module("pptx_rules")
GOLDEN = Path(__file__).parent / "golden"

# About twenty triples with every verdict-making direction, one gap and one inferred link.
TINY_TURTLE = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix practice: <https://w3id.org/equigraph/id/practice/> .
@prefix goal: <https://w3id.org/equigraph/id/goal/> .
@prefix group: <https://w3id.org/equigraph/id/group/> .
@prefix claim: <https://w3id.org/equigraph/id/claim/> .
@prefix source: <https://w3id.org/equigraph/id/source/> .
@prefix policy: <https://w3id.org/equigraph/id/policy/> .
@prefix statement: <https://w3id.org/equigraph/id/statement/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix design: <https://w3id.org/equigraph/id/design/> .
@prefix basis: <https://w3id.org/equigraph/id/basis/> .
@prefix mapping: <https://w3id.org/equigraph/id/mapping/> .
@prefix category: <https://w3id.org/equigraph/id/category/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

practice:tutoring a eq:Practice ; skos:prefLabel "Tutoring"@en ; skos:definition "One tutor, few students."@en ;
    eq:category category:support ; dcterms:source source:one ; eq:basis basis:retrieved .
practice:looping a eq:Practice ; skos:prefLabel "Looping"@en ; dcterms:source source:two ; eq:basis basis:retrieved .
practice:profiles a eq:Practice ; skos:prefLabel "Learner profiles"@en ; dcterms:source source:two ; eq:basis basis:background .
category:support a skos:Concept ; skos:prefLabel "academic support"@en .
goal:achievement a eq:EquityGoal ; skos:prefLabel "Academic achievement"@en ; dcterms:source source:one ; eq:basis basis:retrieved .
goal:discipline a eq:EquityGoal ; skos:prefLabel "Less exclusionary discipline"@en ; dcterms:source source:one ; eq:basis basis:retrieved .
goal:stability a eq:EquityGoal ; skos:prefLabel "Educational stability"@en ; dcterms:source source:one ; eq:basis basis:retrieved .
group:all-students a eq:StudentGroup ; skos:prefLabel "All students"@en ; eq:basis basis:retrieved .
group:learners a eq:StudentGroup ; skos:prefLabel "English Learners"@en ; skos:broader group:all-students ; eq:basis basis:retrieved .
group:newcomers a eq:StudentGroup ; skos:prefLabel "Newcomers"@en ; skos:broader group:learners ; eq:basis basis:retrieved .
source:one a eq:ResearchSource ; dcterms:title "Tutoring works, mostly"@en ;
    dcterms:bibliographicCitation "Doe, J. (2020). Tutoring works, mostly." ; <http://purl.org/ontology/bibo/doi> "10.1000/one" .
source:two a eq:ResearchSource ; dcterms:title "No effect of looping"@en ;
    dcterms:bibliographicCitation "Roe, R. (2021). No effect of looping." .
claim:a a eq:EvidenceClaim ; eq:practice practice:tutoring ; eq:goal goal:achievement ; eq:group group:all-students ;
    eq:direction direction:positive ; eq:finding "Scores rose."@en ; eq:design design:rct ; eq:effectSize "0.3" ;
    eq:effectMetric "standard deviations" ; dcterms:source source:one ; eq:locator "p. 3" ; eq:basis basis:retrieved .
claim:b a eq:EvidenceClaim ; eq:practice practice:tutoring ; eq:goal goal:achievement ; eq:group group:learners ;
    eq:direction direction:negative ; eq:finding "Scores of English Learners fell."@en ; eq:design design:qed ;
    dcterms:source source:two ; eq:basis basis:retrieved ; eq:mapping mapping:inferred .
claim:c a eq:EvidenceClaim ; eq:practice practice:looping ; eq:goal goal:discipline ; eq:group group:newcomers ;
    eq:direction direction:null ; eq:finding "No difference was found."@en ; eq:design design:rct ;
    dcterms:source source:two ; eq:basis basis:retrieved .
policy:act a eq:Policy ; skos:prefLabel "Tutoring Act"@en ; dcterms:source source:two ; eq:basis basis:retrieved ;
    eq:enablesPractice practice:tutoring .
statement:act-enables-tutoring a eq:Statement ; rdf:subject policy:act ; rdf:predicate eq:enablesPractice ;
    rdf:object practice:tutoring ; dcterms:source source:two ; eq:locator "section 1" ; eq:basis basis:retrieved ;
    eq:mapping mapping:inferred .
"""


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SERVERS, "servers")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew instead of comparing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a check that a text equals the golden file of that name, byte for byte."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_bytes(text.encode("utf-8"))
        assert path.exists(), f"{name} is missing; run pytest --update-golden, look at it, commit it"
        assert path.read_bytes() == text.encode("utf-8")

    return check


@pytest.fixture(scope="session")
def tiny_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of the tiny graph as a Turtle file."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.ttl"
    path.write_text(TINY_TURTLE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def tiny_graph(tiny_file: Path) -> Iterator[object]:
    """Return a graph of about sixty triples: two practices with claims, one without, and a policy."""
    from equigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(str(tiny_file)) as graph:
        yield graph


@pytest.fixture(scope="session")
def bundled_graph() -> Iterator[object]:
    """Return the graph that comes with the package."""
    from equigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open("bundled") as graph:
        yield graph


class Elsewhere:
    """A graph that can only be asked queries, as one on a server."""

    location = None

    def __init__(self, store: object, server: str = "") -> None:
        self.inner = store
        self.server = server
        self.asked: list[str] = []

    def query(self, query: str) -> object:
        self.asked.append(query)
        return self.inner.query(query)

    def contains_graph(self, iri: str) -> bool:
        return self.inner.contains_graph(iri)

    def close(self) -> None:
        self.inner.close()


@pytest.fixture(scope="session")
def elsewhere() -> type:
    """Return a kind of store that hides that it is in this process."""
    return Elsewhere


# A real change of data: a negative finding is added, and a positive one withdrawn.
WITHDRAWN = "claim:ev-high-dosage-tutoring-02"
ADDED_CLAIM = """
claim:ev-high-dosage-tutoring-new
    a eq:EvidenceClaim ;
    dcterms:source source:r-nickow-2020 ;
    eq:basis basis:retrieved ;
    eq:design design:rct ;
    eq:direction direction:negative ;
    eq:finding "Attendance fell."@en ;
    eq:goal goal:attendance-and-engagement ;
    eq:group group:all-students ;
    eq:practice practice:high-dosage-tutoring .
"""


@pytest.fixture(scope="session")
def changed_files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return copies of the bundled files in which one claim was added and one withdrawn."""
    from equigraph.data.bundle import bundled_files

    folder = tmp_path_factory.mktemp("changed")
    for path in bundled_files():
        text = path.read_text("utf-8")
        if path.name == "claims.ttl":
            text, number = re.subn(rf"(?m)^{WITHDRAWN}\n(?:    .*\n)+", "", text)
            assert number == 1
            text += ADDED_CLAIM
        (folder / path.name).write_text(text, "utf-8")
    return sorted(str(path) for path in folder.iterdir())


@pytest.fixture(scope="session")
def changed_graph(changed_files: list[str]) -> Iterator[object]:
    """Return the bundled graph after that change."""
    from equigraph.graph.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(changed_files) as graph:
        yield graph

"""The catalog, the digest, and the files of the bundle."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from equigraph.data.bundle import DATA_FOLDER, bundled_files
from equigraph.data.catalog import CATALOG_SOURCE, DATASET, build_catalog, rewrite_catalog
from equigraph.data.digest import DIGEST, content_digest
from equigraph.data.terms import integer, node, plain, text

QUADS = [
    Quad(node("practice:a"), node("skos:prefLabel"), text(word)) for word in ("One", "Two", "\u00c9t\u00e9 \u202e")
]


def bundled() -> list[Quad]:
    """Return everything that is bundled."""
    return [quad for path in bundled_files() for quad in parse(path=path, format=RdfFormat.TURTLE)]


def test_the_digest_is_the_hash_of_the_sorted_lines() -> None:
    """Worked out by hand for two triples."""
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    practice = "<https://w3id.org/equigraph/id/practice/a>"
    lines = f'{practice} {label} "One"@en .\n{practice} {label} "Two"@en .\n'

    assert f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}" == content_digest([QUADS[1], QUADS[0]])


@given(st.permutations([*QUADS, *QUADS]))
def test_the_digest_knows_no_order(turned: list[Quad]) -> None:
    """Nor does a triple that comes twice change it, nor the triple that holds it."""
    digest = content_digest(QUADS)

    assert digest == content_digest([*turned, Quad(DATASET, DIGEST, plain("sha256:0"))])


def test_the_digest_changes_with_the_content() -> None:
    """Even by one letter."""
    assert content_digest(QUADS) != content_digest(QUADS[:2])


def test_the_catalog_counts_itself() -> None:
    """Words, one partition of four triples, the number and the digest; a kind that is not ours is not counted."""
    words = [Quad(DATASET, node("rdf:type"), node("dcat:Dataset"))]
    rest = [Quad(node("practice:a"), node("rdf:type"), node("eq:Practice"))]
    catalog = build_catalog(words, rest)
    part = node("dataset:equigraph.Practice")

    assert len(catalog) == 7
    assert Quad(DATASET, node("void:triples"), integer(8)) in catalog
    assert Quad(part, node("void:class"), node("eq:Practice")) in catalog
    assert Quad(part, node("void:entities"), integer(1)) in catalog
    assert Quad(DATASET, DIGEST, plain(content_digest([*rest, *catalog]))) in catalog


def test_the_bundled_digest_is_right() -> None:
    """Over all that is bundled."""
    quads = bundled()
    stated = [quad.object for quad in quads if quad.predicate == DIGEST]

    assert [plain(content_digest(quads))] == stated, "run python -m equigraph.data.catalog"


def test_the_bundled_number_of_triples_is_right() -> None:
    """Each triple counts once."""
    quads = bundled()
    stated = [quad.object for quad in quads if quad.predicate == node("void:triples")]

    assert [integer(len(set(quads)))] == stated


def test_no_triple_is_in_two_files() -> None:
    """There would be two places to change it."""
    quads = bundled()

    assert len(quads) == len(set(quads))


def test_the_catalog_can_be_written_anew_without_tables(tmp_path: Path) -> None:
    """The bytes are those of the import."""
    for path in DATA_FOLDER.glob("*.ttl"):
        shutil.copy(path, tmp_path)
    before = (tmp_path / "catalog.ttl").read_bytes()
    (tmp_path / "catalog.ttl").write_text("# stale", encoding="utf-8")
    rewrite_catalog(tmp_path)

    assert before == (tmp_path / "catalog.ttl").read_bytes()


@pytest.mark.parametrize(
    "predicate",
    [
        "dcterms:title",
        "dcterms:description",
        "dcterms:modified",
        "dcterms:license",
        "dcterms:bibliographicCitation",
        "owl:versionInfo",
        "prov:wasGeneratedBy",
    ],
)
def test_the_catalog_says_what_it_must(predicate: str) -> None:
    """Each once, in the words kept by hand and in the bundle."""
    for path in (CATALOG_SOURCE, DATA_FOLDER / "catalog.ttl"):
        quads = parse(path=path, format=RdfFormat.TURTLE)
        assert [node(predicate)] == [
            quad.predicate for quad in quads if (quad.subject, quad.predicate) == (DATASET, node(predicate))
        ]


@pytest.mark.parametrize(
    "words",
    ["brief", "case studies", "research review", "ten commitments", "learner profiles", "flexible pacing", "all students", "migratory", "access to personalized learning", "Costs"],
)  # fmt: skip
def test_what_is_missing_is_said(words: str) -> None:
    """The blind spots a reader must know of."""
    quads = parse(path=DATA_FOLDER / "catalog.ttl", format=RdfFormat.TURTLE)
    spots = [str(quad.object) for quad in quads if quad.predicate == node("eq:blindSpot")]

    assert [spot for spot in spots if words in spot] != []


def test_the_bundle_is_data_and_ontology() -> None:
    """And not the shapes, which have blank nodes and describe, but are no content."""
    names = [path.name for path in bundled_files()]

    assert {"equigraph.ttl", "schemes.ttl", "catalog.ttl", "claims.ttl"} < set(names)
    assert "shapes.ttl" not in names
    assert len(names) == len(set(names))

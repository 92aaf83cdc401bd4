"""The stable Turtle writer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from equigraph.data.bundle import DATA_FOLDER
from equigraph.data.terms import node, plain, text
from equigraph.data.turtle import generate_turtle, write_turtle
from equigraph.errors import DataError

LOOPING, LABEL, NOTE = node("practice:looping"), node("skos:prefLabel"), node("skos:note")


def read(turtle: str) -> set[Triple]:
    """Return the triples of a Turtle text."""
    return {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}


def characters() -> st.SearchStrategy[str]:
    """Return text of any characters, with those that need care more often."""
    care = st.sampled_from("\"\\'\n\r\t\b\f\x00\x7f\u200f\u202e\u2028\ufeff\U0001f393</script>@^.,;")
    return st.lists(care | st.characters(exclude_categories=["Cs"])).map("".join)


literals = st.one_of(
    characters().map(Literal),
    characters().map(lambda value: Literal(value, language="en")),
    characters().map(lambda value: Literal(value, datatype=node("xsd:integer"))),
    characters().map(lambda value: Literal(value, datatype=node("xsd:boolean"))),
    st.integers().map(lambda value: Literal(str(value), datatype=node("xsd:integer"))),
    st.booleans().map(lambda value: Literal(str(value).lower(), datatype=node("xsd:boolean"))),
    st.just(Literal("2020", datatype=NamedNode("https://example.org/my type#x".replace(" ", "%20")))),
)
nodes = st.sampled_from(
    [
        LOOPING,
        LABEL,
        node("rdf:type"),
        node("statement:a.b.c"),
        NamedNode("https://example.org/a/b?c=d#e"),
        NamedNode("https://w3id.org/equigraph/id/practice/a."),
        NamedNode("https://w3id.org/equigraph/id/practice/é,b"),
        NamedNode("urn:x"),
    ]
)
triples = st.builds(Triple, nodes, nodes, st.one_of(nodes, literals))


@settings(max_examples=60)
@given(st.sets(triples, max_size=8))
def test_what_is_written_is_read_back(written: set[Triple]) -> None:
    """Any strings, any IRIs."""
    assert written == read(generate_turtle(written))


@settings(max_examples=60)
@given(st.lists(triples, max_size=8), st.randoms(use_true_random=False))
def test_the_text_does_not_depend_on_the_order(written: list[Triple], random: object) -> None:
    """Nor on triples that come twice."""
    turned = [*written, *written]
    random.shuffle(turned)  # type: ignore[attr-defined]

    assert generate_turtle(written) == generate_turtle(turned)


def test_the_layout() -> None:
    """One value a line; a before the rest; only the prefixes that are used."""
    written = [
        Triple(LOOPING, LABEL, text("Looping")),
        Triple(LOOPING, node("rdf:type"), node("eq:Practice")),
        Triple(LOOPING, node("rdf:type"), node("skos:Concept")),
        Triple(LOOPING, NOTE, plain("b")),
        Triple(LOOPING, NOTE, plain("a")),
        Triple(NamedNode("https://example.org/x"), node("rdf:predicate"), node("rdf:type")),
    ]

    assert generate_turtle(written, note="A note.\nIn two lines.") == (
        "# A note.\n"
        "# In two lines.\n"
        "@prefix eq: <https://w3id.org/equigraph/ontology#> .\n"
        "@prefix practice: <https://w3id.org/equigraph/id/practice/> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "\n"
        "<https://example.org/x>\n"
        "    rdf:predicate rdf:type .\n"
        "\n"
        "practice:looping\n"
        "    a\n"
        "        skos:Concept,\n"
        "        eq:Practice ;\n"
        '    skos:note\n        "a",\n        "b" ;\n'
        '    skos:prefLabel "Looping"@en .\n'
    )


def test_a_shorter_name_comes_first() -> None:
    """Sorted by the IRI itself, whatever is written around it."""
    text_of = generate_turtle([Triple(node(f"practice:{name}"), NOTE, plain("x")) for name in ("a-b", "a", "ab")])

    assert [line for line in text_of.splitlines() if line.startswith("practice:")] == [
        "practice:a",
        "practice:a-b",
        "practice:ab",
    ]


def test_invisible_characters_are_written_so_that_they_can_be_seen() -> None:
    """A mark that turns the reading direction would make a file read otherwise than it says."""
    assert '"\\u202Eabc\\u0000\\n"' in generate_turtle([Triple(LOOPING, NOTE, plain("\u202eabc\x00\n"))])


@pytest.mark.parametrize(
    "bad",
    [
        Triple(BlankNode("a"), NOTE, plain("x")),
        Triple(LOOPING, NOTE, BlankNode("a")),
        Triple(LOOPING, NOTE, Triple(LOOPING, NOTE, plain("x"))),
    ],
    ids=["subject", "object", "triple term"],
)
def test_what_has_no_stable_name_is_refused(bad: Triple) -> None:
    """Blank nodes and triple terms are not written."""
    with pytest.raises(DataError, match="no blank nodes"):
        generate_turtle([bad])


def test_quads_are_written_without_their_graph() -> None:
    """A file holds one graph."""
    assert read(generate_turtle([Quad(LOOPING, NOTE, plain("x"), node("dataset:a"))])) == {
        Triple(LOOPING, NOTE, plain("x"))
    }


@pytest.mark.parametrize("path", sorted(DATA_FOLDER.glob("*.ttl")), ids=lambda path: path.name)
def test_a_bundled_file_is_as_the_writer_would_write_it(path: Path) -> None:
    """Read and written again, the bytes are the same."""
    content = path.read_bytes().decode("utf-8")
    note = "".join(line.removeprefix("#").removeprefix(" ") for line in content.splitlines(True) if line[0] == "#")

    assert generate_turtle(parse(content, format=RdfFormat.TURTLE), note=note) == content


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """When one cannot be written, the others keep what they held."""
    first = tmp_path / "a.ttl"
    first.write_text("# before", encoding="utf-8")

    with pytest.raises(DataError, match="could not write"):
        write_turtle({first: "# after", tmp_path / "missing" / "b.ttl": "# after"})

    assert first.read_text(encoding="utf-8") == "# before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]

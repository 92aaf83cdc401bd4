"""JSON-LD and TriG: exactly the statements, as rdflib and pyoxigraph read them, and nothing fetched."""

from __future__ import annotations

import json
import re

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from equigraph.errors import ExportError, UnrepresentableValueError
from equigraph.exporters.json_ld import generate_json_ld, write_json_ld
from equigraph.exporters.node_link import generate_node_link, parse_node_link
from equigraph.exporters.trig import generate_trig, write_trig
from equigraph.exporters.triples import triples_of
from equigraph.ontology.prefixes import PREFIXES

SUBJECT = "<https://w3id.org/equigraph/id/practice/tutoring>"
OBJECTS = {
    "plain": '"x"',
    "english": '"x"@en',
    "region": '"x"@en-us',
    "right to left": '"x"@ar--rtl',
    "year": '"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>',
    "integer": '"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "boolean": '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    "double": '"1.0E0"^^<http://www.w3.org/2001/XMLSchema#double>',
    "json": '"{}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>',
    "own datatype": '"x"^^<http://example.org/type>',
    "iri": "<http://example.org/a%20b?c=d#e>",
    "like a compact iri": "<eq:Practice>",
    "relative to ours": "<https://w3id.org/equigraph/id/practice/a/b>",
    "blank": "_:b0",
    "hostile": '"</script>\\n\\"quotes\\" \\u0000 \\\\"',
    "emoji": '"\U0001f469\u200d\U0001f3eb \u0645\u062f\u0631\u0633\u0629"',
}


def network_of(*lines):
    return nx.MultiDiGraph(title="A", triples=[f"{line} ." for line in lines])


def triples(text, form):
    return {str(quad.triple) for quad in ox.parse(text.encode(), form)}


@pytest.mark.parametrize("object_", OBJECTS.values(), ids=OBJECTS)
@pytest.mark.parametrize("predicate", ["<https://w3id.org/equigraph/ontology#cost>", "<http://example.org/a/b>"])
def test_every_term_survives(object_, predicate):
    network = network_of(f"{SUBJECT} {predicate} {object_}")
    [expected] = map(str, triples_of(network, "RDF"))
    for text, form in ((generate_json_ld(network), ox.RdfFormat.JSON_LD), (generate_trig(network), ox.RdfFormat.TRIG)):
        [read] = triples(text, form)

        # a reader gives a blank node a name of its own
        assert re.sub(r"_:\w+$", "_:b0", expected) == re.sub(r"_:\w+$", "_:b0", read)


@pytest.mark.parametrize("view", ["practices-to-goals", "policies", "neighborhood"])
def test_rdflib_reads_the_same_graph(tiny_graph, tmp_path, view):
    network = tiny_graph.view(view, **({"entity": "tutoring"} if view == "neighborhood" else {}))
    expected = rdflib.Graph().parse(data="\n".join(network.graph["triples"]), format="nt")
    write_json_ld(network, tmp_path / "a.jsonld")
    write_trig(network, tmp_path / "a.trig")
    dataset = rdflib.Dataset()
    dataset.parse(tmp_path / "a.trig", format="trig")

    assert isomorphic(expected, rdflib.Graph().parse(tmp_path / "a.jsonld", format="json-ld"))
    assert isomorphic(expected, dataset.default_graph)
    assert [dataset.default_graph.identifier] == [graph.identifier for graph in dataset.graphs()]


def test_the_context_stands_in_the_file_and_names_what_occurs(tiny_graph):
    document = json.loads(generate_json_ld(tiny_graph.view("practices-to-goals")))
    context = document["@context"]

    assert 1.1 == context.pop("@version")
    assert {"@id": PREFIXES["eq"], "@prefix": True} == context["eq"]
    assert "foaf" not in context
    assert [thing["@id"] for thing in document["@graph"]] == sorted(thing["@id"] for thing in document["@graph"])
    [goal] = [thing for thing in document["@graph"] if thing["@id"].endswith("/goal/achievement")]
    assert ("eq:EquityGoal", {"@language": "en", "@value": "Academic achievement"}) == (
        goal["@type"],
        goal["skos:prefLabel"],
    )


def test_several_values_stand_in_a_list():
    predicate = "<http://www.w3.org/2004/02/skos/core#altLabel>"
    network = network_of(*(f'{SUBJECT} {predicate} "{text}"' for text in "abc"))
    [thing] = json.loads(generate_json_ld(network))["@graph"]

    assert ["a", "b", "c"] == thing["skos:altLabel"]


def test_a_class_that_is_a_text_is_no_type():
    network = network_of(f'{SUBJECT} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "a text"')

    assert {'<https://w3id.org/equigraph/id/practice/tutoring> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "a text"'} == (
        triples(generate_json_ld(network), ox.RdfFormat.JSON_LD)
    )  # fmt: skip


def test_json_ld_refuses_triples_about_triples():
    network = network_of(
        f"{SUBJECT} <http://example.org/says> <<( <http://a.org/a> <http://a.org/b> <http://a.org/c> )>>"
    )

    with pytest.raises(UnrepresentableValueError, match="JSON-LD cannot hold the value"):
        generate_json_ld(network)


@pytest.mark.parametrize(("generate", "name"), [(generate_json_ld, "JSON-LD"), (generate_trig, "TriG")])
def test_a_network_without_its_statements_is_refused(tiny_graph, generate, name):
    network = parse_node_link(generate_node_link(tiny_graph.view("practices-to-goals")))

    with pytest.raises(ExportError, match=f"which are what {name} is made of"):
        generate(network)


def test_an_empty_view():
    assert '{\n "@context": {\n  "@version": 1.1\n },\n "@graph": []\n}\n' == generate_json_ld(nx.MultiDiGraph())
    assert "# Nothing\n# Data: version not recorded; CC BY 4.0 https://example.org/l\n" == generate_trig(
        nx.MultiDiGraph(title="Nothing", licence="CC BY 4.0", licence_url="https://example.org/l")
    )
    assert [] == list(
        ox.parse(generate_trig(nx.MultiDiGraph(title="a\n<b:b> <b:b> <b:b> .")).encode(), ox.RdfFormat.TRIG)
    )

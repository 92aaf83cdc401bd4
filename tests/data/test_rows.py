"""Rows of the workbook, held against a graph: what they add, change and take away."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from equigraph.data.description import Description
from equigraph.data.known import Known
from equigraph.data.row_ids import cells_of, plain_triple
from equigraph.data.rows import RowReader
from equigraph.data.sheet import Row
from equigraph.data.sheets import SHEETS
from equigraph.data.terms import RDF_TYPE, node, text
from equigraph.errors import RowError
from equigraph.graph.known_things import known_things
from equigraph.graph.patching import patch_of
from equigraph.graph.reader import Reader
from equigraph.graph.sheet_things import things_on
from equigraph.graph.store import OxigraphStore

Read = Callable[..., list[Description]]


@pytest.fixture(scope="module")
def graph() -> OxigraphStore:
    return OxigraphStore.bundled()


@pytest.fixture
def problems() -> list[RowError]:
    return []


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def read(graph: OxigraphStore, problems: list[RowError], notes: list[str]) -> Read:
    """Read rows given as sheet and cells; a sheet of an existing thing is begun with what it shows."""
    reader = RowReader(known_things(Reader(graph)), lambda thing: _state(graph.raw, thing), problems)

    def read(*rows: tuple[str, dict[str, str]]) -> list[Description]:
        learnt = []
        for number, (sheet, cells) in enumerate(rows, 2):
            learnt += [(sheet, *one) for one in reader.learn(SHEETS[sheet], [Row("g.xlsx", number, cells, sheet)])]
        found = [reader.read(SHEETS[sheet], row, thing) for sheet, row, thing in learnt]
        notes.extend(reader.notes)
        return [one for one in found if one is not None]

    return read


def _state(raw: Store, thing: NamedNode) -> Iterable[Quad]:
    return raw.quads_for_pattern(thing, None, None)


def _said(description: Description) -> dict[str, str]:
    return {quad.predicate.value.rpartition("#")[2].rpartition("/")[2]: quad.object.value for quad in description.quads}


def test_an_unedited_row_of_every_sheet_changes_nothing(
    graph: OxigraphStore, read: Read, problems: list[RowError]
) -> None:
    reader = Reader(graph)
    known = known_things(reader)
    rows = []
    for name, sheet in SHEETS.items():
        things = list(things_on(reader, sheet).items())[::7]
        rows += [(name, cells_of(sheet, thing, said, known)) for thing, said in things]

    assert ([], False) == (problems, bool(patch_of(graph.raw, read(*rows))))
    assert 300 < len(rows)


@given(st.lists(st.sampled_from(["a", "b; c", " d ", "e\n", "\x01", "f\u00a0g", ""]), max_size=3), st.data())
@settings(max_examples=40)
def test_an_unedited_row_of_any_graph_changes_nothing(words: list[str], data: st.DataObject) -> None:
    looping = node("practice:looping")
    predicates = [node(name) for name in ("skos:prefLabel", "skos:altLabel", "skos:definition", "eq:basis", "eq:other")]
    terms = [Literal(word, language=language) for word in words for language in ("en", "es")] + [Literal("x"), looping]
    quads = [Quad(looping, data.draw(st.sampled_from(predicates)), term) for term in terms]
    raw = Store()
    raw.extend([Quad(looping, RDF_TYPE, node("eq:Practice")), *quads])
    known, problems, table = Known(), list[RowError](), SHEETS["Practices"]
    known.add(looping.value, "practice", "Looping")
    row = Row("g.xlsx", 2, cells_of(table, looping, _state(raw, looping), known), "Practices")
    reader = RowReader(known, lambda thing: _state(raw, thing), problems)
    found = [reader.read(table, *one) for one in reader.learn(table, [row])]

    assert ([], False) == (problems, bool(patch_of(raw, [one for one in found if one])))


def test_a_new_row_needs_a_name_alone(read: Read, problems: list[RowError], notes: list[str]) -> None:
    [bus] = read(("Practices", {"Name": "Walking school bus"}))

    assert [] == problems
    assert node("practice:walking-school-bus") == bus.subject
    assert "Walking school bus" == _said(bus)["prefLabel"]
    assert node("status:draft").value == _said(bus)["status"]
    still = "Definition, Category, Source, Seen in the source"
    assert [f"g.xlsx, sheet Practices, row 2: becomes a draft; still empty: {still}"] == notes


def test_ids_are_made_once(read: Read) -> None:
    found = read(("Practices", {"Name": "Looping"}), ("Equity goals", {"Name": "Looping"}))

    assert ["practice/looping", "goal/looping"] == ["/".join(one.subject.value.split("/")[-2:]) for one in found]
    assert () == found[0].quads  # it is there: the row says nothing new


def test_a_name_that_gives_a_taken_id(graph: OxigraphStore, problems: list[RowError]) -> None:
    known = known_things(Reader(graph))
    reader = RowReader(known, lambda thing: _state(graph.raw, thing), problems)
    rows = [
        Row("g.xlsx", number, {"Name": name}, "Practices") for number, name in enumerate(["Looping!", "looping?"], 2)
    ]

    assert ["looping-2", "looping-3"] == [
        thing.value.rpartition("/")[2] for _, thing in reader.learn(SHEETS["Practices"], rows)
    ]


CLAIM = {
    "Practice": "Looping",
    "Equity goal": "academic-achievement",
    "Student group": "english learners",
    "Source": "A study of buses",
    "Direction": "Negative",
    "Finding": "Lower.",
}


def test_rows_name_what_other_rows_bring(read: Read, problems: list[RowError]) -> None:
    source, claim = read(
        ("Sources", {"Title": "A study of buses", "Year": "2020", "Authors": "Jane Doe"}), ("Evidence", CLAIM)
    )

    assert [] == problems
    assert node("claim:ev-looping-academic-achievement-english-learners-a-study-of-buses") == claim.subject
    assert source.subject.value == _said(claim)["source"]
    assert "Doe, J. (2020). A study of buses." == _said(source)["bibliographicCitation"]


def test_an_edited_cell(read: Read) -> None:
    [looping] = read(("Practices", {"Id": "looping", "Definition": "New.", "Other names": ""}))

    assert {"definition": "New."} == _said(looping)
    assert {"definition", "altLabel"} == {quad.predicate.value.rpartition("#")[2] for quad in looping.gone}


def test_a_source_is_cited_anew(read: Read) -> None:
    [source] = read(("Sources", {"Id": "r-air-barr", "Year": "2014"}))

    assert "(2014)" in _said(source)["bibliographicCitation"]
    assert 1 == sum("(n.d.)" in quad.object.value for quad in source.gone)


LINK = {
    "From": "Looping",
    "Relation": "supports",
    "To": "Advisory",
    "Source": "r-dossier",
    "Seen in the source": "background",
}


def test_a_link_brings_its_plain_triple(read: Read, problems: list[RowError]) -> None:
    [link] = read(("Links", LINK))

    assert [] == problems
    assert node("statement:looping.supports.advisory") == link.subject
    assert Quad(node("practice:looping"), node("eq:supports"), node("practice:advisory")) in link.quads


def test_a_link_with_other_ends_is_another(graph: OxigraphStore, read: Read) -> None:
    name = "adaptive-instructional-software.broader.blended-learning"
    old = list(_state(graph.raw, node(f"statement:{name}")))
    plain = plain_triple(old)
    assert plain is not None
    [link] = read(
        (
            "Links",
            {
                "Id": name,
                "To": "Personalized learning",
                "From": "adaptive-instructional-software",
                "Relation": "has broader",
            },
        )
    )

    assert node("statement:adaptive-instructional-software.broader.personalized-learning") == link.subject
    assert {*old, plain} == set(link.gone)
    patch = patch_of(graph.raw, [link])
    assert plain in patch.removed
    assert Quad(plain.subject, plain.predicate, node("practice:personalized-learning")) in patch.added


def test_a_cost(read: Read, problems: list[RowError]) -> None:
    cost = {"Practice": "looping", "Amount": "100", "Source": "r-dossier", "Unit": "per student", "Context": "x"}
    [found] = read(("Costs", {**cost, "Seen in the source": "background"}))

    assert [] == problems
    assert node("statement:looping.cost.r-dossier.100") == found.subject
    assert Quad(node("practice:looping"), node("eq:cost"), Literal("100")) in found.quads


def test_a_concept(read: Read) -> None:
    [found] = read(("Concepts", {"List": "Category", "Name": "School buses"}))

    assert node("category:school-buses") == found.subject
    assert node("scheme:category").value == _said(found)["inScheme"]


@pytest.mark.parametrize(
    ("sheet", "cells", "column", "reason"),
    [
        ("Practices", {}, "Name", "the value is missing; the id of a new row is made from it"),
        ("Practices", {"Name": "!"}, "Name", '"!" has no letter or digit to make an id from'),
        ("Practices", {"Id": "Not An Id"}, "Id", '"Not An Id" is not an id; leave it empty for a new row'),
        ("Practices", {"Id": "http://[ x"}, "Id", '"http://[ x" is not an id; leave it as it was'),
        ("Practices", {"Id": "goal:academic-achievement"}, "Id", '"goal:academic-achievement" is the id of another kind'),
        ("Practices", {"Id": "looping", "Name": ""}, "Name", 'it cannot be left empty; it was "Looping"'),
        ("Practices", {"Id": "looping", "Category": "zzz"}, "Category", 'there is no category "zzz"'),
        ("Sources", {"Id": "r-air-barr", "Year": "14"}, "Year", '"14" is not a year'),
        ("Evidence", {**CLAIM, "Source": "r-dossier", "Student group": "english learner"}, "Student group",
         'there is no student group "english learner" (did you mean "English Learners"?)'),
        ("Links", {**LINK, "To": "English Learners"}, "To", '"English Learners" is a group; this relation needs an organization or practice'),
        ("Links", {**LINK, "Relation": "suports"}, "Relation", 'there is no relation "suports" (did you mean "supports"?)'),
        ("Links", {**LINK, "From": ""}, "From", "the value is missing"),
        ("Concepts", {"List": "zzz", "Name": "x"}, "List", 'there is no list "zzz"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    read: Read, problems: list[RowError], sheet: str, cells: dict[str, str], column: str, reason: str
) -> None:
    assert [] == read((sheet, cells))
    [problem] = problems
    assert ("g.xlsx", sheet, 2, column) == (problem.table, problem.sheet, problem.row, problem.column)
    assert problem.reason.startswith(reason)


def test_one_thing_in_two_rows(read: Read, problems: list[RowError]) -> None:
    read(("Practices", {"Id": "looping"}), ("Practices", {"Id": "practice:looping", "Name": "x"}))

    assert (
        "g.xlsx, sheet Practices, row 3, column Id: this is the same thing as row 2 of sheet Practices"
        == problems[0].message
    )


def test_what_a_statement_still_says_stays(graph: OxigraphStore) -> None:
    quad = Quad(node("practice:looping"), node("eq:supports"), node("practice:advisory"))
    ends = (
        (node("rdf:subject"), quad.subject),
        (node("rdf:predicate"), quad.predicate),
        (node("rdf:object"), quad.object),
    )
    raw = Store()
    raw.extend([quad, *(Quad(node("statement:a"), end, term) for end, term in ends)])
    gone = Description(quad.subject, (), gone=(quad,))

    assert not patch_of(raw, [gone])
    both = Description(node("statement:a"), (), gone=tuple(raw.quads_for_pattern(node("statement:a"), None, None)))
    assert 4 == len(patch_of(raw, [gone, both]).removed)
    covering = Description(
        quad.subject, (Quad(quad.subject, node("skos:note"), text("x")),), frozenset([node("skos:note")])
    )
    assert 1 == len(patch_of(raw, [covering]))

"""Evidence like ours: profile files, good and bad, and which claims of a graph are like one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from equigraph.errors import AmbiguousEntityError, EntityNotFoundError, ParameterError
from equigraph.graph.claims import read_claims
from equigraph.graph.gap_map import TOTAL
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.profile import DIMENSIONS, LIKE, UNKNOWN, UNLIKE, Likeness, Profile, read_profile
from equigraph.graph.store import OxigraphStore

ID = "https://w3id.org/equigraph/id/"
TURTLE = """
@prefix eq: <https://w3id.org/equigraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix practice: <https://w3id.org/equigraph/id/practice/> .
@prefix goal: <https://w3id.org/equigraph/id/goal/> .
@prefix group: <https://w3id.org/equigraph/id/group/> .
@prefix claim: <https://w3id.org/equigraph/id/claim/> .
@prefix source: <https://w3id.org/equigraph/id/source/> .
@prefix direction: <https://w3id.org/equigraph/id/direction/> .
@prefix design: <https://w3id.org/equigraph/id/design/> .
@prefix grade-band: <https://w3id.org/equigraph/id/grade-band/> .
@prefix locale: <https://w3id.org/equigraph/id/locale/> .
@prefix jurisdiction: <https://w3id.org/equigraph/id/jurisdiction/> .

practice:tutoring a eq:Practice ; skos:prefLabel "Tutoring"@en .
goal:achievement a eq:EquityGoal ; skos:prefLabel "Academic achievement"@en .
group:all-students a eq:StudentGroup ; skos:prefLabel "All students"@en .
group:learners a eq:StudentGroup ; skos:prefLabel "English Learners"@en ; skos:broader group:all-students .
group:newcomers a eq:StudentGroup ; skos:prefLabel "Newcomers"@en ; skos:broader group:learners .
group:foster a eq:StudentGroup ; skos:prefLabel "Students in foster care"@en .
jurisdiction:vermont a eq:Jurisdiction ; skos:prefLabel "Vermont"@en .
jurisdiction:maine a eq:Jurisdiction ; skos:prefLabel "Maine"@en .
grade-band:elementary skos:prefLabel "elementary grades"@en . grade-band:middle skos:prefLabel "middle grades"@en .
locale:rural skos:prefLabel "rural"@en . locale:city skos:prefLabel "city"@en .

claim:all eq:group group:all-students .
claim:learners eq:group group:learners .
claim:newcomers eq:group group:newcomers .
claim:foster eq:group group:foster .
claim:both eq:group group:foster , group:newcomers .
claim:none dcterms:type "nothing is recorded" .
claim:rural eq:locale locale:rural ; eq:group group:all-students .
claim:rural-maine eq:locale locale:rural ; eq:studiedIn jurisdiction:maine .
claim:rural-vermont eq:locale locale:rural , locale:city ; eq:studiedIn jurisdiction:vermont ; eq:group group:learners .
claim:middle eq:gradeBand grade-band:middle , grade-band:elementary ; eq:group group:foster .
"""
CLAIMS = ("all", "learners", "newcomers", "foster", "both", "none", "rural", "rural-maine", "rural-vermont", "middle")
EACH = "".join(
    f"claim:{name} a eq:EvidenceClaim ; eq:practice practice:tutoring ; eq:goal goal:achievement ; eq:design design:qed ;"
    f" eq:direction direction:positive ; dcterms:source source:{name} .\n"
    for name in CLAIMS
)


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph(OxigraphStore.memory(parse(TURTLE + EACH, RdfFormat.TURTLE))) as opened:
        yield opened


def write(folder: Path, text: str, name: str = "ours.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('groups = "english-learners"', {"groups": ("english-learners",)}),
        ('groups = ["a", "b"]\nstate = "Vermont"', {"groups": ("a", "b"), "state": ("Vermont",)}),
        ('grade-band = ["middle"]\nlocale = "rural"', {"grade-band": ("middle",), "locale": ("rural",)}),
        ('groups = []\nlocale = "rural"', {"locale": ("rural",)}),  # an empty list asks for nothing
        ('\ufefflocale = "rural"', {"locale": ("rural",)}),  # as editors on Windows write it
        ('# ours\r\nlocale = "rural"\r\n', {"locale": ("rural",)}),
        ('groups = "estudiantes que aprenden inglés"', {"groups": ("estudiantes que aprenden inglés",)}),
    ],
)
def test_files(tmp_path: Path, text: str, expected: dict[str, tuple[str, ...]]) -> None:
    found = read_profile(str(write(tmp_path, text)))

    assert expected == found.wanted
    assert "ours.toml" == found.name


BAD = {
    "no TOML": ("groups = english-learners", "cannot be read (Invalid value"),
    "JSON": ('{"groups": "x"}', "cannot be read ("),
    "a key twice": ('state = "a"\nstate = "b"', "cannot be read ("),
    "a key that is near": ('group = "x"', 'has "group"; accepted: a TOML file with any of groups, grade-band, locale, state (did you mean "groups"?)'),
    "a key that is none": ('county = "x"', 'has "county"; accepted'),
    "a table": ('[ours]\ngroups = "x"', 'has "ours"; accepted'),
    "a table for a text": ('[groups]\nname = "x"', "has groups = {'name': 'x'}; accepted: a text or a list of texts"),
    "a number": ("state = 50", "has state = 50; accepted: a text or a list of texts"),
    "yes": ("locale = true", "has locale = True; accepted"),
    "a date": ("state = 2020-01-01", "has state = datetime.date(2020, 1, 1); accepted"),
    "an empty text": ('locale = ""', "has locale = ''; accepted"),
    "a blank text": ('locale = "  "', "accepted: a text or a list of texts"),
    "a list in a list": ('groups = [["x"]]', "has groups = [['x']]; accepted"),
    "a number among texts": ('groups = ["x", 3]', "has groups = ['x', 3]; accepted"),
    "an empty text among texts": ('groups = ["x", ""]', "accepted: a text or a list of texts"),
    "nothing": ("", "asks for nothing; accepted: a TOML file with any of groups, grade-band, locale, state"),
    "only empty lists": ("groups = []\nlocale = []", "asks for nothing; accepted"),
    "only a comment": ("# ours", "asks for nothing; accepted"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_bad_files_are_named_with_what_is_accepted(tmp_path: Path, text: str, expected: str) -> None:
    path = write(tmp_path, text)

    with pytest.raises(ParameterError) as caught:
        read_profile(path)

    assert caught.value.message.startswith(f'the profile "{path}" ')
    assert expected in caught.value.message
    assert "accepted: " in caught.value.message


@pytest.mark.parametrize("kind", ["missing", "folder", "not UTF-8", "bytes"])
def test_what_cannot_be_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "ours.toml"
    if kind == "folder":
        path.mkdir()
    elif kind == "not UTF-8":
        path.write_bytes('state = "Québec"'.encode("latin-1"))
    elif kind == "bytes":
        path.write_bytes(b"\x00\xff\xfe")

    with pytest.raises(ParameterError, match=r'the profile ".*ours.toml" cannot be read \(.+\); accepted: a TOML file'):
        read_profile(path)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_names_come_through_as_they_are(name: str) -> None:
    from tempfile import TemporaryDirectory

    text = "'''" + name + "'''"
    if "'''" in name or name.endswith("'"):
        return
    with TemporaryDirectory() as folder:
        assert (name,) == read_profile(write(Path(folder), f"groups = {text}")).wanted["groups"]


# --- which claims are like it -------------------------------------------------------------------


def likeness(graph: KnowledgeGraph, **wanted: str | tuple[str, ...]) -> Likeness:
    names = {name.replace("_", "-"): (value,) if isinstance(value, str) else value for name, value in wanted.items()}
    return Likeness(Profile("ours.toml", names), graph.reader)


@pytest.mark.parametrize(
    ("wanted", "like", "unlike"),
    [
        # A claim about all students names no group, and one without a group none either: it cannot be told.
        ({"groups": "learners"}, "learners newcomers both rural-vermont", "foster middle"),
        ({"groups": "newcomers"}, "newcomers both", "learners foster rural-vermont middle"),
        ({"groups": ("foster", "newcomers")}, "newcomers foster both middle", "learners rural-vermont"),
        # Every group that is named is one of all students; what names all students still does not say whom.
        ({"groups": "all-students"}, "learners newcomers both rural-vermont", "foster middle"),
        ({"locale": "rural"}, "rural rural-maine rural-vermont", ""),
        ({"locale": "city"}, "rural-vermont", "rural rural-maine"),
        ({"locale": ("city", "rural")}, "rural rural-maine rural-vermont", ""),
        ({"state": "Vermont"}, "rural-vermont", "rural-maine"),
        ({"grade_band": "middle"}, "middle", ""),
        # All that a claim records must fit; what it does not record neither speaks for nor against.
        ({"locale": "rural", "state": "Vermont"}, "rural rural-vermont", "rural-maine"),
        ({"groups": "learners", "locale": "rural"}, "learners newcomers both rural rural-maine rural-vermont", "foster middle"),
        ({"groups": "foster", "grade_band": "elementary"}, "foster both middle", "learners newcomers rural-vermont"),
        ({"groups": "learners", "grade_band": "elementary"}, "learners newcomers both rural-vermont", "foster middle"),
    ],
    ids=str,
)  # fmt: skip
def test_like_unlike_and_not_told(graph: KnowledgeGraph, wanted: dict[str, Any], like: str, unlike: str) -> None:
    ours = likeness(graph, **wanted)
    claims = read_claims(graph.reader)

    expected = (
        dict.fromkeys(CLAIMS, UNKNOWN) | dict.fromkeys(like.split(), LIKE) | dict.fromkeys(unlike.split(), UNLIKE)
    )
    assert expected == {name: ours.of(claims[f"{ID}claim/{name}"]) for name in CLAIMS}


@pytest.mark.parametrize(
    ("dimension", "name", "words"),
    [
        ("groups", "English Learners", "English Learners"),
        ("groups", "group:learners", "English Learners"),
        ("groups", f"{ID}group/learners", "English Learners"),
        ("state", "vermont", "Vermont"),
        ("locale", "RURAL", "rural"),
        ("locale", "locale:rural", "rural"),
        ("grade-band", "middle grades", "middle grades"),
        ("grade-band", "middle", "middle grades"),
    ],
)
def test_things_are_named_as_people_name_them(graph: KnowledgeGraph, dimension: str, name: str, words: str) -> None:
    assert {dimension: words} == likeness(graph, **{dimension: name}).words


@pytest.mark.parametrize(
    ("dimension", "name", "expected"),
    [
        ("groups", "English Lerners", '(did you mean "English Learners"?)'),
        ("groups", "tutoring", 'no student group "tutoring"'),
        ("state", "Vermnt", '(did you mean "Vermont"?)'),
        ("locale", "moon", 'no locale "moon"'),
        ("grade-band", "nursery", 'no grade band "nursery"'),
    ],
)
def test_unknown_names_are_told(graph: KnowledgeGraph, dimension: str, name: str, expected: str) -> None:
    with pytest.raises(EntityNotFoundError) as caught:
        likeness(graph, **{dimension: name})

    assert expected in str(caught.value)


def test_a_name_of_two_things_is_told(graph: KnowledgeGraph) -> None:
    double = TURTLE + EACH + 'group:other a eq:StudentGroup ; skos:prefLabel "Newcomers"@en .'
    with (
        KnowledgeGraph(OxigraphStore.memory(parse(double, RdfFormat.TURTLE))) as opened,
        pytest.raises(AmbiguousEntityError),
    ):
        likeness(opened, groups="Newcomers")


# --- where it is shown --------------------------------------------------------------------------


def test_every_grade_has_ours_beside_it(graph: KnowledgeGraph) -> None:
    profile = Profile("ours.toml", {"groups": ("newcomers",)})
    with KnowledgeGraph(OxigraphStore.memory(parse(TURTLE + EACH, RdfFormat.TURTLE)), profile=profile) as opened:
        found = opened.gaps(records=False)
        [edge] = [edge for *_, edge in opened.view("practices-to-goals").edges(data=True) if edge["kind"] == "evidence"]

    cell = found.cell(TOTAL, TOTAL)
    assert cell.ours is not None
    assert (10, 2, 4, 4) == (cell.grade.claims, cell.ours.grade.claims, cell.ours.unlike, cell.ours.unknown)
    assert cell.ours.as_record() == edge["ours"]
    assert edge["grade"] == cell.grade.as_record()
    assert {"groups": "Newcomers"} == found.profile
    assert edge["ours"]["sentence"].endswith("(4 claims do not say; 4 claims are about others)")


def test_without_a_profile_there_is_no_ours(graph: KnowledgeGraph) -> None:
    assert [{}] == [edge["ours"] for *_, edge in graph.view("practices-to-goals").edges(data=True) if edge["grade"]]
    assert {} == graph.gaps(records=False).profile


def test_what_the_data_cannot_tell_is_said(bundled_graph: Any) -> None:
    """No claim of the bundled graph records a locale, a grade band or a place."""
    profile = Profile("ours.toml", {"locale": ("rural",), "groups": ("english-learners",), "state": ("Vermont",)})
    with KnowledgeGraph.open("bundled", profile=profile) as opened:
        found = opened.gaps(records=False)

    assert [
        "No claim here records its locale: the profile's could not be used.",
        "No claim here records its state: the profile's could not be used.",
    ] == [note for note in found.notes if "records" in note]
    claims = read_claims(bundled_graph.reader).values()
    total = found.cell(TOTAL, TOTAL)
    assert total.ours is not None
    assert total.ours.unknown == sum(set(claim.groups) <= {ID + "group/all-students"} for claim in claims)
    assert total.ours.grade.claims + total.ours.unlike + total.ours.unknown == 285


def test_a_profile_that_only_asks_what_nobody_records_is_like_nothing() -> None:
    with KnowledgeGraph.open("bundled", profile=Profile("ours.toml", {"grade-band": ("middle",)})) as opened:
        ours = opened.gaps(records=False, practice="looping").cell(TOTAL, TOTAL).ours

    assert ours is not None
    assert "No claim that says it is about students like ours (3 claims do not say)" == ours.sentence


def test_a_profile_of_unknown_things_is_refused_at_once() -> None:
    with pytest.raises(EntityNotFoundError, match="no student group"):
        KnowledgeGraph.open("bundled", profile=Profile("ours.toml", {"groups": ("nobody at all",)}))


def test_every_dimension_has_a_word(graph: KnowledgeGraph) -> None:
    for dimension in DIMENSIONS:
        with pytest.raises(EntityNotFoundError):
            likeness(graph, **{dimension: "no such thing"})

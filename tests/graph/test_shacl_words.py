"""Shapes without a message: each kind of constraint gets a sentence of its own."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from equigraph.graph import shacl
from equigraph.graph.shacl_words import ENDINGS

PREFIXES = """
@prefix e: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THING = "e:a a e:T "
# By constraint: what stands in the property shape, what the thing has, and the sentence.
SENTENCES = {
    "MinCount": ("sh:minCount 1", "", "Name: at least one value is needed."),
    "MinCount 2": ("sh:minCount 2", "", "Name: at least 2 values are needed."),
    "MaxCount": ("sh:maxCount 1", '; skos:prefLabel "a", "b"', "Name: at most one value may stand here."),
    "MaxCount 0": ("sh:maxCount 0", '; skos:prefLabel "a"', "Name: nothing may stand here."),
    "Datatype": ("sh:datatype xsd:gYear", '; skos:prefLabel "a"', "Name: the value must be a year, four digits."),
    "Class": ("sh:class e:HighSchool", "; skos:prefLabel e:b",
              "Name: the value must be a thing of the kind high school that is in the data."),
    "NodeKind": ("sh:nodeKind sh:IRI", '; skos:prefLabel "a"', "Name: the value must be an IRI."),
    "In": ("sh:in ( e:earlyGrades 5 )", '; skos:prefLabel "a"', 'Name: the value must be one of: early grades, "5".'),
    "Pattern": ('sh:pattern "^[0-9]$"', '; skos:prefLabel "a"', 'Name: the value must fit the pattern "^[0-9]$".'),
    "MinLength": ("sh:minLength 3", '; skos:prefLabel "a"', "Name: the text must have at least 3 characters."),
    "MaxLength": ("sh:maxLength 1", '; skos:prefLabel "abc"', "Name: the text must have at most one character."),
    "LanguageIn": ('sh:languageIn ( "en" "es" )', '; skos:prefLabel "a"@de',
                   'Name: the text must be in one of these languages: "en", "es".'),
    "UniqueLang": ("sh:uniqueLang true", '; skos:prefLabel "a"@en, "b"@en',
                   "Name: there may be one text only in each language."),
    "MinInclusive": ("sh:minInclusive 3", "; skos:prefLabel 1", "Name: the value must be 3 or more."),
    "MaxInclusive": ("sh:maxInclusive 3", "; skos:prefLabel 5", "Name: the value must be 3 or less."),
    "MinExclusive": ("sh:minExclusive 3", "; skos:prefLabel 3", "Name: the value must be more than 3."),
    "MaxExclusive": ("sh:maxExclusive 3", "; skos:prefLabel 3", "Name: the value must be less than 3."),
    "HasValue": ('sh:hasValue "x"', '; skos:prefLabel "a"', 'Name: the value "x" must be there.'),
    "Equals": ("sh:equals skos:altLabel", '; skos:prefLabel "a"', 'Name: the values must be those of "other name".'),
    "Disjoint": ("sh:disjoint skos:altLabel", '; skos:prefLabel "a" ; skos:altLabel "a"',
                 'Name: no value may be one of "other name" too.'),
    "LessThan": ("sh:lessThan e:endYear", "; skos:prefLabel 5 ; e:endYear 3",
                 'Name: the value must be less than that of "end year".'),
    "LessThanOrEquals": ("sh:lessThanOrEquals e:endYear", "; skos:prefLabel 5 ; e:endYear 3",
                         'Name: the value must not be more than that of "end year".'),
    "Not": ("sh:not [ sh:minLength 1 ]", '; skos:prefLabel "a"',
            "Name: it is as the rule says that it must not be."),
    "And": ("sh:and ( [ sh:minLength 3 ] )", '; skos:prefLabel "a"',
            "Name: it is not all that the rule asks for at once."),
    "Or": ("sh:or ( [ sh:minLength 3 ] )", '; skos:prefLabel "a"', "Name: it is none of what the rule accepts."),
    "Xone": ("sh:xone ( [ sh:minLength 3 ] )", '; skos:prefLabel "a"',
             "Name: it must be exactly one of what the rule accepts."),
    "Node": ("sh:node [ sh:minLength 3 ]", '; skos:prefLabel "a"',
             "Name: it is not as the rule for such a thing says."),
    "QualifiedMinCount": ("sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:minLength 3 ]", "",
                          "Name: of the kind that the rule names, at least 1 must be there."),
    "QualifiedMaxCount": ("sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:minLength 1 ]", '; skos:prefLabel "a"',
                          "Name: of the kind that the rule names, at most 0 may be there."),
}  # fmt: skip


def check(shapes: str, data: str, monkeypatch: pytest.MonkeyPatch) -> list[shacl.Result]:
    """Return what in some data breaks some shapes, without a file between."""
    read = [quad.triple for quad in ox.parse(PREFIXES + shapes, format=ox.RdfFormat.TURTLE)]
    monkeypatch.setattr(shacl, "_own_shapes", lambda: shacl._as_rdflib(read))
    triples = (quad.triple for quad in ox.parse(PREFIXES + data, format=ox.RdfFormat.TURTLE))
    return shacl.check(triples)[1]


def test_every_constraint_has_a_case() -> None:
    assert {*ENDINGS} - {"Closed"} == {name.partition(" ")[0] for name in SENTENCES}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_property_shape(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    constraint, has, expected = SENTENCES[name]
    shapes = f"[] a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path skos:prefLabel ; {constraint} ] ."
    found = check(shapes, f"{THING}{has} .", monkeypatch)

    assert {expected} == {result.message for result in found}
    assert {expected} == {result.shape for result in found}  # a shape without a name is known by what it says


def test_a_closed_shape_and_one_of_sparql(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = """
    e:closed a sh:NodeShape ; sh:targetClass e:T ; sh:closed true .
    e:asked a sh:NodeShape ; sh:targetClass e:T ; sh:sparql [ sh:select "SELECT $this { $this a ?any }" ] .
    """
    found = {result.shape: result.message for result in check(shapes, f"{THING} .", monkeypatch)}

    assert {
        "http://example.org/closed": "Kind: the rule for such a thing knows no property of that name.",
        "http://example.org/asked": "This does not fit the rule.",
    } == found


def test_of_many_values_that_are_accepted_some_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = f"e:s a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:in ( {' '.join(map(str, range(20)))} ) ] ."
    [result] = check(shapes, f'{THING}; e:p "a" .', monkeypatch)

    assert result.message.endswith('"10", "11" and 8 more.')


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:severity sh:Violation", ("violation", "", "P: nothing may stand here.")),
        ("sh:severity sh:Warning", ("warning", "", "P: nothing may stand here.")),
        ("sh:severity sh:Info", ("advice", "", "P: nothing may stand here.")),
        ("sh:severity e:Terrible", ("warning", "", "P: nothing may stand here.")),
        ('sh:name "price" ; sh:message "Zu teuer."@de, "Too dear."@en', ("violation", "price", "Too dear.")),
    ],
)
def test_severity_name_and_message_of_a_shape(
    shape: str, expected: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = f"[] a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:maxCount 0 ; {shape} ] ."
    [result] = check(shapes, f"{THING}; e:p 1 .", monkeypatch)

    assert expected == (result.severity, result.field, result.message)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("( e:p e:q )", "http://example.org/p"),
        ("[ sh:inversePath e:p ]", ""),
    ],
)
def test_of_a_longer_path_the_first_property_is_named(
    path: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = f"[] a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    [result] = check(shapes, f"{THING}.", monkeypatch)

    assert expected == result.path


@pytest.mark.parametrize("value", ['"a"', '"a"@es', '"01"^^xsd:integer', "e:b", '"x"^^e:own', "_:b"])
def test_a_value_comes_back_as_it_was_written(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = "[] a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:in () ] ."
    data = f"{THING}; e:p {value} ."
    [expected] = [
        quad.object
        for quad in ox.parse(PREFIXES + data, format=ox.RdfFormat.TURTLE)
        if quad.predicate.value.endswith("/p")
    ]
    [result] = check(shapes, data, monkeypatch)

    assert type(expected) is type(result.value)
    assert isinstance(result.value, ox.BlankNode) or expected == result.value

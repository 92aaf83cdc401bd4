"""Reports: counted, compared, placed."""

from __future__ import annotations

from equigraph.data.description import Origin
from equigraph.graph.findings import Finding, Rule, ValidationReport, place_words


def finding(thing: str, term: str = "", label: str = "", severity: str = "violation") -> Finding:
    return Finding(severity, thing, label, "urn:p", "p", term, "", "No.", "rule")


def report(*findings: Finding) -> ValidationReport:
    return ValidationReport(findings, (Rule("rule", "violation", "No.", len(findings)),), 1, 1)


def test_what_is_new_does_not_hang_on_what_things_are_called() -> None:
    before = report(finding("urn:a", '"1"', "Old name"), finding("urn:b"))
    after = report(finding("urn:a", '"1"', "New name"), finding("urn:a", '"2"', "New name"), finding("urn:c"))

    assert (finding("urn:a", '"2"', "New name"), finding("urn:c")) == after.new_since(before)
    assert () == after.new_since(after)


def test_findings_get_the_places_of_their_things() -> None:
    here, there = Origin("graph.xlsx", "Practices", 3), Origin("mine.ttl", row=2)
    placed = report(finding("urn:a"), finding("urn:b")).placed({"urn:a": here})
    again = placed.placed({"urn:b": there})

    assert [here, None] == [one.place for one in placed.findings]
    assert ["graph.xlsx, sheet Practices, row 3", "mine.ttl, line 2"] == [place_words(o.place) for o in again.findings]
    assert "" == place_words(None)


def test_only_violations_keep_data_from_conforming() -> None:
    rules = (Rule("w", "warning", "Look.", 2), Rule("a", "advice", "Think.", 1))
    told = ValidationReport((finding("urn:a", severity="warning"),), rules, 9, 1)

    assert told.conforms
    assert "they conform" == told.outcome
    assert {"violation": 0, "warning": 2, "advice": 1} == told.counts
    assert 0 == told.shown("w")

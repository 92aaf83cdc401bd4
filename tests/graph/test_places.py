"""Lines of findings: exact where the text tells, never guessed."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from equigraph.data.description import Origin
from equigraph.graph.findings import Finding, Rule, ValidationReport, place_words
from equigraph.graph.places import locate_findings

EX = "http://example.org/"
TURTLE = '''\
@prefix ex: <http://example.org/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
# ex:a ex:p "in a comment" .
ex:b ex:p ex:a .
ex:a a ex:Thing ;  # of its kind
  ex:p "one ; two . three"@en ,
    """four
five""" ;
  ex:q [ ex:p "not of a" ] ,
    ex:b ;
  ex:r "3"^^xsd:integer, 4 .
ex:c ex:p
  (ex:d ex:e) .
ex:a ex:s true .
'''


def finding(thing: str, predicate: str = "", term: str = "") -> Finding:
    return Finding("violation", EX + thing, thing, predicate and EX + predicate, predicate, term, "", "No.", "rule")


def report(*findings: Finding) -> ValidationReport:
    return ValidationReport(findings, (Rule("rule", "violation", "No.", len(findings)),), 1, 1)


def place(path: Path, *of: str) -> Origin | None:
    return locate_findings(report(finding(*of)), [path]).findings[0].place


@pytest.mark.parametrize(
    ("of", "line"),
    [
        (("a",), 5),
        (("a", "p"), 6),
        (("a", "p", '"one ; two . three"@en'), 6),
        (("a", "p", '"four\\nfive"'), 7),
        (("a", "q"), 9),
        (("a", "q", f"<{EX}b>"), 10),
        (("a", "r", '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'), 11),
        (("a", "r", '"4"^^<http://www.w3.org/2001/XMLSchema#integer>'), 11),
        (("a", "s", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'), 14),
        (("a", "missing"), 5),  # where the thing stands
        (("a", "p", '"other"'), 6),  # where the property stands
        (("c", "p", f"<{EX}d>"), 12),
        (("d",), 0),  # only ever an object
    ],
)
def test_lines_of_turtle(tmp_path: Path, of: tuple[str, ...], line: int) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(TURTLE, "utf-8")

    assert Origin("mine.ttl", row=line) == place(path, *of)


A_TRIPLE = f'<{EX}a> <{EX}p> "x" .\n'
FILES = {
    "a.nt": f"# first\n{A_TRIPLE}",
    "a.nq": f'\n<{EX}a> <{EX}p> "x" <{EX}g> .\n',
    "a.trig": f'@prefix ex: <{EX}> .\nGRAPH ex:g {{ ex:a ex:p "x" }}\n',
    "a.rdf": f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="{EX}">
<rdf:Description rdf:about="{EX}a"><ex:p rdf:resource="{EX}b"/></rdf:Description></rdf:RDF>""",
    "a.jsonld": f'[{{"@id": "{EX}b", "{EX}p": "x"}},\n{{"@id": "{EX}a", "{EX}p": "x"}}]',
}


@pytest.mark.parametrize("name", FILES)
def test_lines_of_every_format(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], "utf-8")

    assert Origin(name, row=2) == place(path, "a", "p", '"x"')


def test_lines_of_packed_files(tmp_path: Path) -> None:
    one, many = tmp_path / "a.nt.gz", tmp_path / "all.zip"
    one.write_bytes(gzip.compress(A_TRIPLE.encode()))
    with zipfile.ZipFile(many, "w") as archive:
        archive.writestr("b.nt", A_TRIPLE.replace("/a>", "/b>"))
        archive.writestr("sub/a.nt", "\n\n" + A_TRIPLE)

    assert "a.nt.gz, line 1" == place_words(place(one, "a"))
    found = place(many, "a")
    assert found is not None
    assert found.file.endswith("a.nt")
    assert 3 == found.row


@pytest.mark.parametrize("text", ["", 'ex:a ex:p """never closed', "\ufeff" + A_TRIPLE.replace("/a>", "/z>")])
def test_of_a_text_without_the_thing_only_the_file_is_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(text, "utf-8")

    assert "mine.ttl, line not known" == place_words(place(path, "a"))


def test_of_several_files_only_a_line_tells_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_text(A_TRIPLE, "utf-8")
    (tmp_path / "b.nt.gz").write_bytes(b"damaged")
    files = [tmp_path / "b.nt.gz", tmp_path / "a.nt"]
    placed = locate_findings(report(finding("a"), finding("z")), files)

    assert [Origin("a.nt", row=1), None] == [one.place for one in placed.findings]


def test_a_text_is_read_so_far_and_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("equigraph.graph.places.MOST_BYTES", 70)
    path = tmp_path / "mine.nt"
    path.write_text(A_TRIPLE + A_TRIPLE.replace("/a>", "/b>"), "utf-8")

    assert Origin("mine.nt", row=1) == place(path, "a")
    assert Origin("mine.nt") == place(path, "b", "p")


def test_the_bundled_data_have_lines_and_a_store_has_none() -> None:
    found = report(replace(finding("a"), thing="https://w3id.org/equigraph/id/practice/looping"))

    assert "practices.ttl" == getattr(locate_findings(found, ["bundled"]).findings[0].place, "file", "")
    assert None is locate_findings(found, [Path(__file__).parent, "http://127.0.0.1:9/ds"]).findings[0].place


def test_a_report_without_findings_reads_no_file() -> None:
    empty = report()

    assert empty == locate_findings(empty, ["nowhere.ttl"])

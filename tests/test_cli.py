"""The command line: exit code and whole output, for good input, bad input, and the output of one command fed to the next."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import servers
from click.testing import CliRunner, Result

from equigraph import __version__
from equigraph.cli import main
from equigraph.exporters.formats import EXPORTERS
from equigraph.exporters.rule_words import rule_lines
from equigraph.ontology.grading import grading_rule

Run = Callable[..., Result]

CARD = (
    """\
Tutoring  (Practice, academic support)
https://w3id.org/equigraph/id/practice/tutoring
One tutor, few students.
Described from: [1], retrieved

advances
  Academic achievement  (EquityGoal): conflicting, 2 sources
    How sure: Very low: one randomized trial, findings contradict each other (one positive, one negative); one claim tied to the practice by our reading does not raise it.
    How well done: Strongest design: randomized trial. No source here states an ESSA tier or another rating.
    negative: Scores of English Learners fell. (English Learners; qed; our reading (inferred)) [2]
    positive: Scores rose. (All students; rct; 0.3 (standard deviations)) [1], p. 3

enables practice this
  Tutoring Act  (Policy): our reading (inferred)
    Tutoring Act enables practice Tutoring. (our reading (inferred)) [2], section 1

studied for
  All students  (StudentGroup)
    1 of the statements printed here
  English Learners  (StudentGroup): our reading (inferred)
    1 of the statements printed here

Sources
  [1] Doe, J. (2020). Tutoring works, mostly.
  [2] Roe, R. (2021). No effect of looping.

"""
    + "\n".join(rule_lines(grading_rule()))
    + "\n"
)
STATS = """\
of                     which                                    count
things                 Practice                                 3
things                 EquityGoal                               3
things                 StudentGroup                             3
things                 Policy                                   1
things                 ResearchSource                           2
things                 EvidenceClaim                            3
things                 Statement                                1
claims                 negative                                 1
claims                 null                                     1
claims                 positive                                 1
practice-goal bundles  all                                      2
practice-goal bundles  no effect found                          1
practice-goal bundles  conflicting                              1
practice-goal bundles  resting on one source                    1
practice-goal bundles  resting on several sources of one study  0
bundles by how sure    low                                      1
bundles by how sure    very low                                 1
statements             enables practice                         1
statements             our reading (inferred)                   1
triples                all                                      90
"""
FOUND = """\
iri                kind            name                    found in
practice:tutoring  Practice        Tutoring
policy:act         Policy          Tutoring Act
source:one         ResearchSource  Tutoring works, mostly
"""
GROUP_CSV = """\
practice,goal,about,scope,verdict,sources,claims,positive,null,mixed,negative,insufficient,titles
Looping,Less exclusionary discipline,Newcomers,specific,no effect found,1,1,0,1,0,0,0,No effect of looping
Tutoring,Academic achievement,English Learners,specific,negative,1,1,0,0,0,1,0,No effect of looping
"""
NTRIPLE = (
    "<https://w3id.org/equigraph/id/policy/act> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/equigraph/ontology#Thing> .\n"
)
NAMES = "SELECT ?name WHERE { ?p a eq:Practice ; skos:prefLabel ?name } ORDER BY ?name"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: object, text: str | bytes | None = None, **environment: str) -> Result:
        return CliRunner(env=environment).invoke(
            main, [str(one) for one in arguments], input=text, prog_name="equigraph"
        )

    return invoke


@pytest.fixture
def tiny(run: Run, tiny_file: Path) -> Run:
    """Run a command on the tiny graph."""

    def invoke(*arguments: object, **rest: str) -> Result:
        return run("--store", tiny_file, *arguments, **rest)

    return invoke


def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
    """Start the program as people do, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "equigraph", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """Return what the program prints when its output is a terminal."""
    import pty

    ours, theirs = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "equigraph", *map(str, arguments)],
        stdout=theirs,
        stderr=theirs,
        env=inherited | {"TERM": "xterm"} | environment,
    )
    process.wait(timeout=30)
    os.close(theirs)
    printed = os.read(ours, 65536).decode()
    os.close(ours)
    return printed


# --- good input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["show", "tutoring"], CARD),
        (["show", "practice:tutoring"], CARD),
        (["show", "Tutoring"], CARD),
        (["show", "https://w3id.org/equigraph/id/practice/tutoring"], CARD),
        (["stats"], STATS),
        (["search", "tutoring"], FOUND),
        (["query", "-q", NAMES], "name\nLearner profiles\nLooping\nTutoring\n"),
        (["query", "-q", NAMES, "--format", "csv"], "name\nLearner profiles\nLooping\nTutoring\n"),
        (["query", "-q", "ASK { practice:tutoring a eq:Practice }"], "answer\ntrue\n"),
        (
            ["query", "-q", "CONSTRUCT { ?s a eq:Thing } WHERE { ?s a eq:Policy }"],
            "subject     predicate  object\npolicy:act  rdf:type   eq:Thing\n",
        ),
        (
            ["query", "-q", "CONSTRUCT { ?s a eq:Thing } WHERE { ?s a eq:Policy }", "--format", "nt"],
            NTRIPLE,
        ),
    ],
    ids=["slug", "curie", "label", "iri", "stats", "search", "select", "csv", "ask", "construct", "nt"],
)
def test_it_answers(tiny: Run, arguments: list[str], expected: str) -> None:
    result = tiny(*arguments)

    assert (0, expected, "") == (result.exit_code, result.stdout, result.stderr)


def test_a_question_is_answered_with_its_parameters(tiny: Run) -> None:
    result = tiny("questions", "practices-for-group", "--group", "learners", "--format", "csv", "--limit", 2)

    assert (0, GROUP_CSV) == (result.exit_code, result.stdout)


def test_a_limit_of_zero_is_taken_at_its_word(run: Run) -> None:
    ask = ("questions", "who-does", "--practice", "competency-based-progression", "--format", "csv")

    assert len(run(*ask).stdout.splitlines()) > 1
    assert 1 == len(run(*ask, "--limit", 0).stdout.splitlines())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s a eq:Policy . ?s ?p ?o FILTER(?p = rdf:type) }", "s           p         o\n"),
        ("ASK { SELECT * { ?s ?p ?o } }", "answer\n"),
        ("SELECT ?o ?s { ?s a eq:Policy ; a ?o }", "o          s\n"),
    ],
    ids=["all", "no select", "named"],
)
def test_a_table_has_the_columns_in_the_order_of_the_query(tiny: Run, query: str, expected: str) -> None:
    assert expected == tiny("query", "-q", query).stdout.splitlines(keepends=True)[0]


def test_json_keeps_the_columns(tiny: Run) -> None:
    result = tiny("questions", "practices-for-group", "--group", "newcomers", "--exact", "--format", "json")

    (row,) = json.loads(result.stdout)
    assert ("Looping", "no effect found", "1") == (row["practice"], row["verdict"], row["null"])


def test_the_bundled_counts(run: Run) -> None:
    result = run("stats")

    counts = {
        tuple(re.split(r"  +", line)[:2]): line.split()[-1] for line in result.stdout.splitlines() if "  " in line
    }
    expected = {
        ("things", "Practice"): "64",
        ("things", "EvidenceClaim"): "285",
        ("things", "Policy"): "98",
        ("things", "StudentGroup"): "28",
        ("things", "EquityGoal"): "28",
        ("things", "Commitment"): "10",
        ("things", "ResearchSource"): "522",
        ("things", "Organization"): "209",
        ("organizations", "that are states"): "44",
        ("claims", "positive"): "167",
        ("claims", "null"): "59",
        ("claims", "mixed"): "36",
        ("claims", "insufficient"): "17",
        ("claims", "negative"): "6",
        ("practice-goal bundles", "all"): "135",
        ("practice-goal bundles", "resting on one source"): "80",
    }
    assert expected == {key: counts.get(key) for key in expected}
    assert "What is not in it" in result.stdout
    assert "Licence: https://creativecommons.org/licenses/by/4.0/" in result.stdout


def test_the_questions_are_listed(run: Run) -> None:
    result = run("questions")

    assert result.exit_code == 0
    assert "practices-for-group " in result.stdout
    assert len(result.stdout.splitlines()) > 15


@pytest.mark.parametrize("suffix", [".html", ".svg", ".json", ".ttl", ".graphml"])
def test_a_view_is_exported(tiny: Run, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"picture{suffix}"

    result = tiny("export", "practices-to-goals", target)

    assert (0, f"{target}\n", "") == (result.exit_code, result.stdout, result.stderr)
    assert "Tutoring" in target.read_text("utf-8")


def test_a_view_goes_to_the_cache_and_says_where(tiny: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    page = tmp_path / "equigraph" / "practices-to-goals.html"

    result = tiny("view", "practices-to-goals", XDG_CACHE_HOME=str(tmp_path))

    told = f"No browser could be opened here; open this in yours: {page.as_uri()}\n"
    assert (0, f"{page}\n", told) == (result.exit_code, result.stdout, result.stderr)
    assert page.exists()


def test_a_view_opens_the_browser(tiny: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > "{note}"\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s")
    import webbrowser

    monkeypatch.setattr(webbrowser, "_tryorder", None)
    page = tmp_path / "page.html"

    result = tiny("view", "practices-to-goals", "-o", page)

    assert (0, f"{page}\n", "") == (result.exit_code, result.stdout, result.stderr)
    assert f"{page.as_uri()}\n" == note.read_text("utf-8")


def test_a_neighborhood_that_is_cut_says_so(run: Run, tmp_path: Path) -> None:
    result = run("export", "neighborhood", tmp_path / "n.json", "--entity", "high-dosage-tutoring", "--max-nodes", 3)

    assert result.exit_code == 0
    assert re.search(r"^3 of \d+ shown", result.stderr)


def test_ones_own_rdf_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text('<urn:x:a> <urn:x:likes> <urn:x:b> . <urn:x:b> <http://schema.org/name> "B" .', "utf-8")

    result = run("--store", file, "show", "urn:x:a")

    assert result.exit_code == 0
    assert "[no source recorded]" in result.stdout


def test_several_files_are_one_graph(run: Run, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.ttl").write_text(f"<urn:x:{name}> <urn:x:p> <urn:x:o> .", "utf-8")
    query = "SELECT ?s { ?s ?p ?o } ORDER BY ?s"

    by_option = run("--store", tmp_path / "a.ttl", "--store", tmp_path / "b.ttl", "query", "-q", query)
    by_variable = run("query", "-q", query, EQUIGRAPH_STORE=f"{tmp_path / 'a.ttl'}{os.pathsep}{tmp_path / 'b.ttl'}")

    assert "s\nurn:x:a\nurn:x:b\n" == by_option.stdout == by_variable.stdout


def test_version(run: Run) -> None:
    assert f"equigraph {__version__}\n" == run("--version").stdout


# --- the output of one fed to the next ------------------------------------------------------


def test_what_search_finds_can_be_shown(tiny: Run) -> None:
    first = tiny("search", "tutoring").stdout.splitlines()[1].split()[0]

    assert CARD == tiny("show", first).stdout


WHY = """\
Why is Tutoring connected to Academic achievement?

In short
  Direct evidence. Evidence on Tutoring for the goal Academic achievement: conflicting, 2 sources; how sure: very low. 2 claims: one negative, none of no effect, one positive.
  No other path of at most 4 steps connects the two.
  This answer assembles what sources say and what we read into them; what follows from it, the reader judges.

Direct evidence, what speaks against first
"""


def test_why_tells_what_connects_two_things(tiny: Run) -> None:
    result = tiny("why", "tutoring", "Academic achievement")

    assert result.exit_code == 0
    assert result.stdout.startswith(WHY)
    assert (
        "     1. negative: Scores of English Learners fell. (English Learners; qed; our reading (inferred)) ["
        in result.stdout
    )


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        (["--format", "json"], '{\n  "question": "Why is Tutoring connected to Academic achievement?"'),
        (["--format", "md"], "# Why is Tutoring connected to Academic achievement?\n"),
        (["--format", "html"], "<!DOCTYPE html>\n"),
        (["--group", "English Learners", "--exact"], "Why is Tutoring connected to Academic achievement, for English Learners?"),
    ],
    ids=["json", "md", "html", "group"],
)  # fmt: skip
def test_why_in_every_format(tiny: Run, options: list[str], begins: str) -> None:
    result = tiny("why", "tutoring", "achievement", *options)

    assert result.exit_code == 0
    assert result.stdout.startswith(begins)


@pytest.mark.parametrize("name", ["why.txt", "why.json", "why.md", "why.html"])
def test_why_to_a_file_is_what_it_prints(tiny: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    result = tiny("why", "act", "achievement", "-o", path)

    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert "Academic achievement" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["tutoring", "tutoring"], 1, "are the same thing"),
        (["tutoring", "achievment"], 1, 'nothing is called "achievment"|"achievment"'),
        (["tutoring", "achievement", "--max-length", "9"], 1, 'max-length is "9"; accepted: 1 to 6 steps'),
        (["tutoring", "achievement", "--exact"], 1, '"exact" takes a student group alone'),
        (["tutoring", "achievement", "--limit", "0"], 2, "--limit"),
        (["tutoring", "achievement", "--format", "pdf"], 2, "--format"),
        (["tutoring", "achievement", "-o", "why.pdf"], 1, r"\.pdf"),
        (["tutoring"], 2, "Missing argument 'B'"),
    ],
)  # fmt: skip
def test_why_refuses(tiny: Run, arguments: list[str], code: int, message: str) -> None:
    result = tiny("why", *arguments)

    assert result.exit_code == code
    assert re.search(message, result.stderr)
    assert result.stdout == ""


def test_search_says_what_it_corrected(tiny: Run) -> None:
    result = tiny("search", "loping")

    assert "Nothing holds “loping”; this is for “looping”.\n" == result.stderr
    assert "practice:looping" == result.stdout.splitlines()[1].split()[0]
    assert "\x1b" not in result.stdout  # a pipe gets plain text


def test_search_says_that_there_is_more_or_nothing(tiny: Run) -> None:
    assert "The first 1 are shown; ask for more with --limit.\n" == tiny("search", "tutoring", "--limit", 1).stderr
    nothing = tiny("search", "xyzzyq")
    assert 'Nothing here has "xyzzyq" in a name, an identifier, a definition or a finding.\n' == nothing.stderr
    assert (0, "") == (nothing.exit_code, nothing.stdout)


def test_search_shows_the_text_that_fits(tiny: Run) -> None:
    assert [
        "iri      kind           name  found in",
        "claim:c  EvidenceClaim  c     No difference was found.",
    ] == tiny("search", "no difference").stdout.splitlines()


def test_an_exported_view_can_be_opened_and_checked(run: Run, tiny: Run, tmp_path: Path) -> None:
    target = tmp_path / "view.ttl"
    tiny("export", "practices-to-goals", target)

    again = run("--store", target, "query", "-q", NAMES)

    assert "name\nLearner profiles\nLooping\nTutoring\n" == again.stdout


def test_constructed_triples_can_be_read_again(run: Run, tiny: Run, tmp_path: Path) -> None:
    made = tiny("query", "-q", "CONSTRUCT WHERE { ?s skos:prefLabel ?o }", "--format", "ttl")
    (tmp_path / "made.ttl").write_bytes(made.stdout_bytes)

    again = run("--store", tmp_path / "made.ttl", "search", "looping")

    assert "Looping" in again.stdout


@pytest.mark.parametrize("source", ["file", "standard input", "file with BOM"])
def test_a_query_from_a_file(tiny: Run, tmp_path: Path, source: str) -> None:
    file = tmp_path / "names.rq"
    file.write_text(NAMES, "utf-8-sig" if "BOM" in source else "utf-8")

    result = tiny("query", "-", text=NAMES) if source == "standard input" else tiny("query", file)

    assert (0, "name\nLearner profiles\nLooping\nTutoring\n") == (result.exit_code, result.stdout)


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["vieww"], 2, 'no command "vieww"; there are: explore, serve, view, export, questions, query, show, gaps, why, one-pager, search, stats, validate, import, workbook, changes, history, snapshot, store (did you mean "view"?)'),
        (["view", "practices-to-goal"], 2, '(did you mean "practices-to-goals" or "practice"?)'),
        (["view", "practices-to-goals", "--grup", "x"], 2, "No such option '--grup'"),
        (["questions", "practice-for-group"], 2, '(did you mean "practices-for-group"'),
        (["view", "practices-to-goals", "--group", "learner"], 1, '(did you mean "English Learners"?)'),
        (["show", "tutring"], 1, '(did you mean "Tutoring"'),
        (["export", "practices-to-goals", "x.xyz"], 1, f'unknown format ".xyz"; known formats: {", ".join(EXPORTERS)}'),
        (["query"], 2, "give one query: a FILE, - for standard input, or -q TEXT"),
        (["query", "-q", "SELECT ?x WHER { }"], 1, 'at line 1, column 11: did not expect "WHER"'),
        (["query", "-q", "DELETE WHERE { ?s ?p ?o }"], 1, '"DELETE" changes data'),
        (["query", "-q", "SELECT * { SERVICE <http://x.org/> { ?s ?p ?o } }"], 1, "SERVICE"),
        (["query", "-q", NAMES, "--format", "ttl"], 1, "Error: "),
        (["query", "-q", NAMES, "--format", "pdf"], 2, "'pdf' is not one of"),
        (["validate", "none.ttl"], 1, "none.ttl"),
        (["validate", "--shapes", "none.ttl"], 2, "none.ttl"),
        (["validate", "none.ttl", "-o", "report.pdf"], 1, 'unknown format ".pdf"; known formats: .html, .json'),
        (["--timeout", "0", "stats"], 2, "--timeout"),
        (["neighborhood"], 2, 'no command "neighborhood"'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_bad_input_ends_in_one_message(tiny: Run, arguments: list[str], code: int, expected: str) -> None:
    result = tiny(*arguments)

    assert (code, "") == (result.exit_code, result.stdout)
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


def test_a_concept_suggests_its_neighbours(run: Run) -> None:
    result = run("view", "practices-to-goals", "--direction", "nul")

    assert (1, "") == (result.exit_code, result.stdout)
    assert 'Error: no direction "nul" in the graph' in result.stderr
    assert '(did you mean "null"?)' in result.stderr


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("--store", tmp_path / "none.ttl", "stats")

    assert (1, "") == (result.exit_code, result.stdout)
    assert f'Error: no data at "{tmp_path / "none.ttl"}"' in result.stderr


@pytest.mark.parametrize("option", ["radius", "max-nodes"])
def test_zero_is_not_taken_for_the_default(tiny: Run, tmp_path: Path, option: str) -> None:
    result = tiny("export", "neighborhood", tmp_path / "n.svg", "--entity", "tutoring", f"--{option}", 0)

    assert (1, "") == (result.exit_code, result.stdout)
    assert f'Error: {option} is "0"; accepted: ' in result.stderr
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("way", ["option", "variable", "argument"])
def test_an_endpoint_that_is_not_there_is_one_message(run: Run, way: str) -> None:
    address = "http://127.0.0.1:9/ds/query"
    if way == "option":
        result = run("--store", address, "stats")
    elif way == "variable":
        result = run("stats", EQUIGRAPH_STORE=address)
    else:
        result = run("validate", address)

    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr == (
        f"Error: {address}: cannot be reached (All connection attempts failed)\n"
        "Is the address right, and does the server run?\n"
    )


@pytest.mark.parametrize("addresses", [["http://127.0.0.1:9/", "http://127.0.0.1:9/"], ["ftp://127.0.0.1:9/data.ttl"]])
def test_an_address_among_files_is_refused(run: Run, addresses: list[str]) -> None:
    result = run(*(word for address in addresses for word in ("--store", address)), "stats")

    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr == (
        f'Error: no data at "{addresses[0]}": files are read from this machine only, and a SPARQL endpoint is opened '
        "alone; accepted: bundled, RDF files, a folder made by equigraph store load or by Oxigraph, the http(s) address of "
        "a SPARQL endpoint\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["stats"],
        ["show", "looping"],
        ["questions", "practices-for-goal"],
        ["query", "-q", "SELECT ?s ?p { ?s ?p practice:looping } ORDER BY ?s ?p", "--format", "csv"],
        ["query", "-q", "CONSTRUCT { practice:looping ?p ?o } { practice:looping ?p ?o }", "--format", "nt"],
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_a_server_says_the_same(run: Run, oxigraph_server: servers.Server, arguments: list[str]) -> None:
    expected, result = run(*arguments), run("--store", oxigraph_server.query, *arguments)

    assert (0, expected.stderr) == (result.exit_code, result.stderr)
    assert sorted(expected.stdout.splitlines()) == sorted(result.stdout.splitlines())


def test_a_server_is_searched_as_far_as_it_can_be(run: Run, oxigraph_server: servers.Server) -> None:
    result = run("--store", oxigraph_server.query, "search", "high-dosage", "--limit", "1")

    assert (0, "practice:high-dosage-tutoring") == (result.exit_code, result.stdout.splitlines()[1].split()[0])
    assert "The server has no text index that is known here; all names and texts were read.\n" in result.stderr


def test_a_broken_file_names_file_line_and_column(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("<urn:x:a> <urn:x:p> <urn:x:b> .\n<urn:x:a> <urn:x:p> .\n", "utf-8")

    result = run("--store", file, "stats")

    assert (1, "") == (result.exit_code, result.stdout)
    assert re.match(rf"Error: {re.escape(str(file))}, line 2, column \d+: ", result.stderr)


def test_a_query_that_is_not_utf_8(tiny: Run, tmp_path: Path) -> None:
    file = tmp_path / "latin.rq"
    file.write_bytes(b'SELECT ("caf\xe9" AS ?x) {}')

    result = tiny("query", file)

    assert (2, "") == (result.exit_code, result.stdout)
    assert "the input is not UTF-8 text" in result.stderr


def test_a_folder_that_cannot_be_written_to(tiny: Run, tmp_path: Path) -> None:
    result = tiny("export", "practices-to-goals", tmp_path / "missing" / "x.svg")

    assert (1, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith('Error: could not write "')


def test_data_that_do_not_conform(run: Run, tiny_file: Path) -> None:
    result = run("validate", tiny_file)

    assert result.exit_code == 3
    assert "Violation: An equity goal needs exactly one definition (skos:definition), in English. (3)" in result.stdout
    assert "tiny.ttl, line 25" in result.stdout
    assert result.stderr.startswith("90 triples checked: ")
    assert result.stderr.endswith("; they do not conform.\n")


def test_a_report_is_written_instead_of_tables(run: Run, tiny_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    result = run("validate", tiny_file, "--older-than", "5", "-o", path)
    told = json.loads(path.read_text("utf-8"))

    assert (3, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith(f"Wrote {path}.\n")
    assert not told["conforms"]
    assert "old-claim" in {rule["id"] for rule in told["rules"]}


@pytest.mark.slow
def test_the_bundled_data_conform(run: Run) -> None:
    result = run("validate")

    assert 0 == result.exit_code
    assert "Violation" not in result.stdout
    assert "10 of 47 shown; a report (-o report.html) shows more" in result.stdout
    assert result.stderr.endswith("; they conform.\n")


def test_a_slow_query_ends_at_its_deadline(run: Run) -> None:
    result = run("--timeout", "0.5", "query", "-q", SLOW)

    assert (1, "") == (result.exit_code, result.stdout)
    assert "the query was stopped after 0.5 seconds" in result.stderr


def test_labels_cannot_command_a_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text('<urn:x:a> <http://www.w3.org/2000/01/rdf-schema#label> "\\u001B[31mred\\u0007" .', "utf-8")

    shown = run("--store", file, "show", "urn:x:a").stdout
    listed = run("--store", file, "query", "-q", "SELECT ?o { ?s ?p ?o }").stdout

    assert "\ufffd[31mred\ufffd" in shown
    assert "\ufffd[31mred\ufffd" in listed
    assert "\x1b" not in shown + listed


# --- as a process ---------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_stops_a_query_within_a_second() -> None:
    process = start("query", "-q", SLOW)
    time.sleep(2)
    before = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)

    assert time.monotonic() - before < 1
    assert (130, "") == (process.returncode, out)
    assert "Stopped." in err
    assert "Traceback" not in err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_told_to_end_it_leaves_nothing_behind(tiny_file: Path, tmp_path: Path, name: str) -> None:
    number = signal.Signals[name]
    process = start("--store", tiny_file, "query", "-q", SLOW, TMPDIR=str(tmp_path))
    until = time.monotonic() + 20
    while not (workers := psutil.Process(process.pid).children()) or not any(tmp_path.glob("equigraph-*/CURRENT")):
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.5)
    process.send_signal(number)
    out, err = process.communicate(timeout=10)  # the query itself would take far longer

    assert (128 + number, "", "") == (process.returncode, out, err)
    assert [] == list(tmp_path.iterdir())
    assert [] == [worker for worker in workers if worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_hang_up_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from equigraph.cli import main; "
        "main(['questions'], standalone_mode=False); signal.raise_signal(signal.SIGHUP); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (0, "still here") == (done.returncode, done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_closed_pipe_is_no_error() -> None:
    process = start("query", "-q", "SELECT * { ?s ?p ?o }", "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()

    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait(timeout=20)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "equigraph", "stats"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}], ids=["colour", "no colour"])
def test_a_terminal_gets_a_drawn_table(tiny_file: Path, environment: dict[str, str]) -> None:
    printed = on_a_terminal("--store", tiny_file, "search", "tutoring", COLUMNS="100", **environment)

    assert "\x1b[1mTutoring\x1b[0m Act" in printed  # what was looked for is bold, colours or not
    assert "\u2500" in printed  # the line under the heading
    colours = set(re.findall(r"\x1b\[([\d;]+)m", printed)) & {str(code) for code in range(30, 50)}
    assert not (environment and colours)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_a_table_too_wide_for_the_terminal_goes_row_below_row(tiny_file: Path) -> None:
    question = ("questions", "practices-for-group", "--group", "newcomers", "--exact")
    printed = on_a_terminal("--store", tiny_file, *question, COLUMNS="60")

    assert printed.splitlines() == [
        "practice      Looping",
        "goal          Less exclusionary discipline",
        "about         Newcomers",
        "scope         specific",
        "verdict       no effect found",
        "sources       1",
        "claims        1",
        "positive      0",
        "null          1",
        "mixed         0",
        "negative      0",
        "insufficient  0",
        "titles        No effect of looping",
    ]


@pytest.mark.slow
def test_help_starts_as_fast_as_a_bare_click_program(tmp_path: Path) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text("import click\n\n@click.command()\ndef main():\n    'Help.'\n\nmain()\n", "utf-8")
    ours = tmp_path / "ours.py"
    ours.write_text("from equigraph.cli import main\n\nmain()\n", "utf-8")

    def seconds(script: Path) -> float:
        before = time.perf_counter()
        subprocess.run([sys.executable, script, "--help"], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - before

    pairs = [(seconds(ours), seconds(bare)) for _ in range(7)]

    assert min(ours for ours, _ in pairs) <= 2 * min(bare for _, bare in pairs)

"""Why two things are connected, written down: the same in every format, and nothing in the data is markup."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyoxigraph import Literal, NamedNode, Quad

from equigraph.cli import main
from equigraph.errors import UnknownFormatError
from equigraph.exporters.why import (
    escape_md,
    generate_why,
    generate_why_md,
    generate_why_text,
    source_marks,
    why_format,
)
from equigraph.exporters.why_page import generate_why_html
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.labels import clean
from equigraph.graph.store import OxigraphStore
from equigraph.graph.why import Why
from equigraph.graph.why_words import JUDGE, PATHS_SAY

EX = "http://example.org/"
EQ = "https://w3id.org/equigraph/ontology#"
HOSTILE = {
    "markup": "</title><script>alert(1)</script><img src=x onerror=alert(1)>&amp;",
    "markdown": "# *a* _b_ [c](javascript:alert(1)) ![d](http://x.example/d.png) `e` <f@g.example> | ~~h~~ \\ &copy; $i$",
    "list": "1. - + * > # a",
    "lines": "one\n\n# two\r\n- three\u2028four",
    "right to left": "\u202eגשר בין التلاميذ\u202c",
    "control": "bell\x07 and\x1b[31m red",
    "long": "long " * 2000,
    "braces": "{{ 7 * 7 }} {% raw %} ${x} %s",
}


@pytest.fixture(scope="module")
def whys(bundled_graph: Any) -> dict[str, Why]:
    """Return answers of every sort: evidence, a group, another pair, nothing near, nothing at all."""
    return {
        "evidence": bundled_graph.why("restorative-practices", "academic-achievement"),
        "group": bundled_graph.why("high-dosage-tutoring", "academic-achievement", group="students-of-color"),
        "policy": bundled_graph.why("ca-restorative-statute", "black-or-african-american-students", limit=3),
        "nearest": bundled_graph.why("ccsso", "academic-achievement"),
        "source": bundled_graph.why("r-kemple-2008", "practice:career-academies", max_length=1),
        "nothing": bundled_graph.why("looping", "fiscal-equity", max_length=1, limit=1),
    }


CASES = ("evidence", "group", "policy", "nearest", "source", "nothing")


def hostile_why(label: str) -> Why:
    """Return why two things of a hostile name are connected: by a claim and by a triple, over a third of that name."""
    node = {name: NamedNode(EX + name) for name in ("p", "g", "m", "c", "s")}
    eq = {name: NamedNode(EQ + name) for name in ("practice", "goal", "direction", "finding", "EvidenceClaim")}
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    named = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    dcterms = "http://purl.org/dc/terms/"
    quads = [
        *(Quad(node[name], named, Literal(label + name)) for name in ("p", "g", "m")),
        Quad(node["c"], rdf_type, eq["EvidenceClaim"]),
        Quad(node["c"], eq["practice"], node["p"]),
        Quad(node["c"], eq["goal"], node["g"]),
        Quad(node["c"], eq["direction"], NamedNode("https://w3id.org/equigraph/id/direction/null")),
        Quad(node["c"], eq["finding"], Literal(label)),
        Quad(node["c"], NamedNode(dcterms + "source"), node["s"]),
        Quad(node["s"], NamedNode(dcterms + "bibliographicCitation"), Literal(label)),
        Quad(node["s"], NamedNode("https://schema.org/url"), NamedNode("javascript:alert(1)")),
        Quad(node["p"], NamedNode(EX + "knows"), node["m"]),
        Quad(node["m"], NamedNode(EX + "knows"), node["g"]),
    ]
    with KnowledgeGraph(OxigraphStore.memory(quads)) as graph:
        return graph.why(EX + "p", EX + "g")


class Reader(HTMLParser):
    """Reads a page the way a browser does: its elements, and its text without style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements[-1:] and self.elements[-1][0] != "style":
            self.text += data

    def words(self) -> str:
        return " ".join(self.text.split())


def md_tokens(text: str) -> Iterator[Any]:
    """Yield what a CommonMark parser makes of a text."""
    for block in MarkdownIt("commonmark").parse(text):
        yield block
        yield from block.children or ()


def md_words(text: str) -> str:
    """Return the words that a reader of rendered Markdown sees."""
    return " ".join("".join(token.content for token in md_tokens(text) if token.type == "text").split())


# --- choosing a format ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        (None, None, "text"),
        ("md", None, "md"),
        ("json", "answer.html", "json"),
        (None, "answer.html", "html"),
        (None, "answer.HTM", "html"),
        (None, "answer.txt", "text"),
        (None, "a.b.json", "json"),
    ],
)
def test_format_by_name_or_by_ending(name: str | None, path: str | None, expected: str) -> None:
    assert why_format(name, path) == expected


@pytest.mark.parametrize("path", ["answer.pdf", "answer", ".md.old"])
def test_no_such_format(path: str) -> None:
    with pytest.raises(UnknownFormatError, match=r"\.txt"):
        why_format(None, path)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((), "[no source recorded]"),
        ((3,), "[3]"),
        ((1, 2), "[1][2]"),
        ((1, 2, 3), "[1-3]"),
        ((1, 3, 4, 6, 7, 8), "[1][3][4][6-8]"),
    ],
)
def test_source_marks(numbers: tuple[int, ...], expected: str) -> None:
    assert source_marks(numbers) == expected


# --- all formats say the same ---------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_everything_is_said_in_every_format(whys: dict[str, Why], case: str, name: str) -> None:
    why = whys[case]
    text = generate_why(why, name, width=10**6)
    words = {
        "text": lambda: " ".join(text.split()),
        "md": lambda: md_words(text),
        "html": lambda: Reader(text).words(),
    }[name]()

    ways = [*why.others, *([why.nearest] if why.nearest else [])]
    expected = [
        why.title,
        *why.sentences,
        *(claim["sentence"] for bundle in why.direct for claim in bundle.claims),
        *(bundle.reason for bundle in why.direct),
        *(bundle.quality for bundle in why.direct),
        *(step.sentence for way in ways for step in way.steps),
        *(other.sentence for way in ways for step in way.steps for other in step.also),
        *(way.weakest_words for way in ways),
        *([PATHS_SAY] if ways else []),
        *why.notes,
        *why.unlooked,
    ]
    if name != "md":  # a parser takes an address out of the words of its citation
        expected += [why.citation(source) for source in why.sources]
    assert [said for said in expected if " ".join(said.split()) not in words] == []


@pytest.mark.parametrize("case", CASES)
def test_every_number_has_its_source(whys: dict[str, Why], case: str) -> None:
    why = whys[case]
    text = generate_why_text(why, width=10**6)
    body, _, listed = text.partition("\nSources\n")

    cited = {
        number
        for first, last in re.findall(r"\[(\d+)(?:-(\d+))?\]", body)
        for number in range(int(first), int(last or first) + 1)
    }
    numbers = [int(number) for number in re.findall(r"(?m)^  \[(\d+)\] ", listed)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert cited == set(numbers) == set(why.sources.values())


@pytest.mark.parametrize("case", CASES)
def test_words_of_a_lawyer_are_never_used(whys: dict[str, Why], case: str) -> None:
    texts = [*whys[case].sentences, *whys[case].notes, *whys[case].unlooked, PATHS_SAY, JUDGE]
    texts += [step.sentence for path in whys[case].paths for step in path.steps]

    assert not re.search(r"\b(prove[ns]?|proof|because|therefore|independent)\b", " ".join(texts), re.IGNORECASE)


def test_contrary_findings_stand_in_the_same_form(whys: dict[str, Why]) -> None:
    text = generate_why_text(whys["evidence"], width=10**6)
    section = text.partition("Direct evidence, what speaks against first\n")[2].partition("\n\n")[0]

    claims = re.findall(r"(?m)^     \d+\. ([a-z ]+): .+ \(.+\) \[\d+\]", section)
    assert claims == ["negative", "no effect found", "mixed"]


def test_text_is_wrapped_with_hanging_numbers(whys: dict[str, Why]) -> None:
    text = generate_why_text(whys["evidence"], width=60)

    assert max(map(len, text.splitlines())) <= max(60, *(len(word) + 12 for word in text.split()))
    assert re.search(r"(?m)^     1\. .+\n        \S", text)


# --- JSON -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_json_holds_what_the_answer_holds(whys: dict[str, Why], case: str) -> None:
    why = whys[case]
    record = json.loads(generate_why(why, "json"))

    assert list(record) == [
        "question", "start", "end", "group", "max_length", "limit", "sentences", "direct", "found", "shown", "paths",
        "nearest", "notes", "not_looked_at", "sources", "data",
    ]  # fmt: skip
    assert record["found"] == why.found
    assert record["shown"] == len(why.paths) == len(record["paths"])
    assert [path["things"] for path in record["paths"]] == [list(path.things) for path in why.paths]
    assert [one["number"] for one in record["sources"]] == list(range(1, len(why.sources) + 1))
    assert (record["nearest"] is None) == (why.nearest is None)
    assert (record["group"] or {}).get("label", "") == why.group_label
    for path in record["paths"]:
        assert 1 <= path["weakest"]["step"] <= len(path["steps"])
        for step in path["steps"]:
            assert set(step["sources"]) <= {one["number"] for one in record["sources"]}


# --- hostile data ---------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_the_page_runs_and_fetches_nothing(label: str) -> None:
    page = generate_why_html(hostile_why(label))
    seen = Reader(page)

    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in seen.elements}
    assert not [name for _, attributes in seen.elements for name in attributes if name.startswith(("on", "style"))]
    links = [attributes["href"] or "" for tag, attributes in seen.elements if tag == "a"]
    assert [link for link in links if not link.startswith(("#", "https://"))] == []
    assert "49" not in re.findall(r"\b49\b", seen.words())
    assert clean(label)[:60] in seen.words()
    policies = [attributes["content"] or "" for _, attributes in seen.elements if attributes.get("http-equiv")]
    assert ["script-src 'none'" in one for one in policies] == [True]


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_markdown_is_text(label: str) -> None:
    text = generate_why_md(hostile_why(label))
    tokens = list(md_tokens(text))

    kinds = {token.type for token in tokens}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "code_block",
        "fence",
        "em_open",
    }
    headings = [token for token in tokens if token.type == "heading_open"]
    assert [token.tag for token in headings].count("h1") == 1
    assert not kinds & {"blockquote_open", "hr"}
    assert clean(label)[:60].strip() in md_words(text)


@pytest.mark.parametrize("label", HOSTILE.values(), ids=HOSTILE)
def test_text_keeps_to_its_lines(label: str) -> None:
    text = generate_why_text(hostile_why(label), width=100)

    assert "\x1b" not in text
    assert "\x07" not in text
    assert [line for line in text.splitlines() if line.startswith("# two")] == []


@given(st.text(max_size=60))
@example("*a*")
@example("1) a")
@example("- ")
@example("<!-- a")
@example("a  ")
@example("\\")
@example("\xa00")
def test_escaped_markdown_means_itself(text: str) -> None:
    tokens = list(md_tokens(f"x\n\n{escape_md(text)}"))

    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    said = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert "".join(said.split()) == "".join(f"x{clean(text)}".split())  # space at an end of a paragraph is none


# --- the page -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_every_link_within_the_page_leads_somewhere(whys: dict[str, Why], case: str) -> None:
    seen = Reader(generate_why_html(whys[case]))
    ids = [attributes["id"] for _, attributes in seen.elements if attributes.get("id")]
    targets = {(attributes["href"] or "")[1:] for tag, attributes in seen.elements
               if tag == "a" and (attributes["href"] or "").startswith("#")}  # fmt: skip

    assert len(ids) == len(set(ids))
    assert targets <= set(ids)


def test_a_page_of_nothing_has_no_picture(whys: dict[str, Why]) -> None:
    seen = Reader(generate_why_html(whys["nothing"]))

    assert ("svg" in {tag for tag, _ in seen.elements}) is bool(whys["nothing"].nearest)


def test_a_page_without_a_link_to_a_licence(bundled_graph: Any) -> None:
    page = generate_why_html(hostile_why("plain"))

    assert "Licence: not recorded." in Reader(page).words()


def test_the_docs_quote_what_the_commands_say() -> None:
    page = (Path(__file__).parents[2] / "docs" / "why.md").read_text("utf-8")
    examples = re.findall(r"```console\n(equigraph [^\n]+)\n```\n\n```text\n(.*?)\n```", page, re.DOTALL)

    assert len(examples) == 6
    for command, quoted in examples:
        said = CliRunner().invoke(main, shlex.split(command)[1:]).stdout
        assert " ".join(quoted.split("\n\n")[0].split()) in " ".join(said.split()), command
        for part in re.split(r"\n(?= *(?:\d+\. |[A-Z]))", quoted):
            assert " ".join(part.split()) in " ".join(said.split()), command

"""The workspace in process: one selection at one address, and every tool a link or a form that leads to the next."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.graph.selection import Selection
from equigraph.graph.snapshot import take
from equigraph.web.app import create_app
from equigraph.web.settings import Settings

VIEW = "/network?view=practices-to-goals&group=english-learners"
TUTORING = "practice:high-dosage-tutoring"


class Page(HTMLParser):
    """Reads the links, the forms with what they carry, and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: dict[str, str] = {}
        self.addresses: set[str] = set()
        self.forms: list[dict[str, Any]] = []
        self.text = ""
        self._link: list[str] | None = None
        self._href = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a":
            self._link, self._href = [], found.get("href") or ""
            self.addresses.add(self._href)
        elif tag == "form":
            self.forms.append({"action": found.get("action"), "fields": []})
        elif tag in {"input", "select", "textarea"} and found.get("name") and self.forms:
            is_on = found.get("type") != "checkbox" or "checked" in found
            self.forms[-1]["fields"].append((found["name"], (found.get("value") or "") if is_on else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._link is not None:
            self.links["".join(self._link).strip()] = self._href
            self._link = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._link is not None:
            self._link.append(data)

    def form(self, field: str) -> dict[str, Any]:
        return next(form for form in self.forms if field in dict(form["fields"]))


def page_at(client: TestClient, address: str) -> Page:
    answer = client.get(address)
    assert 200 == answer.status_code, answer.text[-3000:]
    return Page(answer.text)


def twin(client: TestClient, address: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address.replace("/network", "/network.json", 1)).json()
    return found


def submit(client: TestClient, page: Page, field: str, value: str) -> Any:
    form = page.form(field)
    pairs = [*((name, kept) for name, kept in form["fields"] if name != field and kept), (field, value)]
    return client.get(form["action"], params=pairs)


# --- where it begins ------------------------------------------------------------------------


def test_without_a_selection_one_is_begun(client: TestClient) -> None:
    page = page_at(client, "/network")
    views = KnowledgeGraph.views()

    assert {f"/network?view={name}" for name in views} <= set(page.addresses)
    assert {f"/network/about?view={name}" for name in views} <= set(page.addresses)
    assert sorted(views) == sorted(view["name"] for view in twin(client, "/network")["views"])


def test_a_thing_begins_a_picture(client: TestClient) -> None:
    answer = submit(client, page_at(client, "/network"), "act.start", "High-dosage tutoring")

    assert 303 == answer.status_code
    assert f"/network?thing={TUTORING}" == answer.headers["location"]


def test_what_a_picture_is_about_is_chosen_on_a_page(client: TestClient) -> None:
    page = page_at(
        client, "/network/about?view=practices-to-goals&group=english-learners&exact=yes&do=hide~goal:reading"
    )
    fields = page.form("do")["fields"]

    assert ("do", "hide~goal:reading") in fields
    assert {"goal", "practice", "category", "direction", "design", "exact", "max-nodes"} <= {name for name, _ in fields}
    assert ("exact", "true") in fields
    assert "by" not in dict(fields)


def test_a_question_has_its_own_choices(client: TestClient) -> None:
    page = page_at(client, "/network/about?question=practices-for-group&group=english-learners")

    assert "group" in dict(page.form("group")["fields"])


def test_things_have_nothing_to_choose(client: TestClient) -> None:
    answer = client.get(f"/network/about?thing={TUTORING}", headers={"Accept": "application/json"})

    assert 400 == answer.status_code
    assert "starts from things" in answer.json()["error"]


# --- one selection, four ways to look at it -------------------------------------------------


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("", "The picture"),
        ("&show=table", "How sure"),
        ("&show=gaps", "How to read a cell"),
        ("&show=paths", "Paths through this selection"),
    ],
)
def test_each_way_to_look_is_a_page_with_all_ways_as_links(client: TestClient, show: str, words: str) -> None:
    page = page_at(client, VIEW + show)

    assert words in page.text
    assert VIEW == page.links["Picture"]
    assert {VIEW + "&show=table", VIEW + "&show=gaps", VIEW + "&show=paths"} <= set(page.addresses)
    assert "things, " in page.text
    assert "PowerPoint slides" in page.text


def test_the_twin_says_what_is_drawn(client: TestClient) -> None:
    found = twin(client, VIEW)

    assert [["view", "practices-to-goals"], ["group", "english-learners"]] == found["selection"]
    assert VIEW == found["address"]
    assert "How practices connect to equity goals, for English Learners" == found["title"]
    thing = next(one for one in found["network"]["things"] if one["iri"].endswith("high-dosage-tutoring"))
    assert ("Practice", "/id/practice/high-dosage-tutoring") == (thing["kind"], thing["page"])
    assert all(line["strength"] for line in found["network"]["lines"] if line["verdict"])


def test_the_table_has_every_line_with_all_that_is_known_of_it(client: TestClient) -> None:
    html = client.get(VIEW + "&show=table").text
    rows = re.findall(r'<tr data-line="e\d+">', html)

    assert len(twin(client, VIEW)["network"]["lines"]) == len(rows)
    for head in ("From", "To", "What the line says", "How sure", "Sources", "Claims or statements", "Who says so"):
        assert f'<th scope="col">{head}</th>' in html


def test_the_table_of_groups_says_what_their_lines_bundle(client: TestClient) -> None:
    page = page_at(client, "/network?view=practices-to-goals&by=category&show=table")

    assert re.search(r"evidence on: \d+ lines: \d+ positive", page.text)


def test_a_map_of_another_view_counts_all_claims(client: TestClient) -> None:
    found = twin(client, "/network?view=practice&practice=looping&no-inferred=yes&show=gaps")["gaps"]

    assert ["https://w3id.org/equigraph/id/practice/looping"] == found["practices"]
    assert found["summary"]


def test_a_view_without_lines_says_what_that_means(client: TestClient) -> None:
    address = f"/network?thing={TUTORING}"

    for show in ("", "&show=table"):
        assert "That says what this graph holds" in page_at(client, address + show).text


def test_a_selection_without_goals_has_no_gap_map_and_says_so(client: TestClient) -> None:
    page = page_at(client, "/network?view=organizations&show=gaps")

    assert "There is no gap map of this selection" in page.text
    assert {"missing": ["practices", "goals"]} == twin(client, "/network?view=organizations&show=gaps")["gaps"]


def test_the_gap_map_of_groups_is_that_of_their_members(client: TestClient) -> None:
    plain, grouped = (twin(client, f"{VIEW}{by}&show=gaps&practice=looping")["gaps"] for by in ("", "&by=kind"))

    assert plain == grouped
    assert plain["practices"]


def test_the_gap_map_is_told_what_the_view_was_told(client: TestClient) -> None:
    address = "/network?view=practices-to-goals&practice=looping&show=gaps"

    everyone = twin(client, address)["gaps"]["summary"]
    alone = twin(client, f"{address}&group=english-learners&exact=yes&design=rct")["gaps"]["summary"]
    assert everyone != alone


def test_paths_are_listed_as_sentences_with_their_evidence(client: TestClient) -> None:
    address = "/network?view=practices-to-goals&show=paths"
    page = page_at(client, f"{address}&from=practice:looping&to=practice:advisory")

    assert "Choose two things" in page_at(client, address).text
    assert "from “Looping" in page.text
    assert "the shortest first" in page.text
    assert any(href.startswith("/why?from=practice:") for href in page.addresses)
    assert re.search(r"Looping → .*: .*source", page.text)
    assert "Looping advances" not in page.text


def test_no_path_says_what_that_means(client: TestClient) -> None:
    address = "/network?thing=practice:looping&thing=practice:advisory&show=paths"
    page = page_at(client, f"{address}&from=practice:looping&to=practice:advisory")

    assert "Choose two things" in page_at(client, address).text
    assert "in 4 steps or fewer. That says what is shown here, not what is true" in page.text


def test_the_last_path_step_is_listed_first(client: TestClient) -> None:
    address = f"/network?view=practices-to-goals&do=path~practice:looping~{TUTORING}&show=paths"

    assert "from “Looping" in page_at(client, address).text


# --- the tools ------------------------------------------------------------------------------


def test_undo_leads_to_the_selection_before_the_last_step(client: TestClient) -> None:
    page = page_at(client, f"{VIEW}&do=hide~{TUTORING}&do=expand~goal:reading")

    assert f"{VIEW}&do=hide~{TUTORING}" == page.links["Undo"]
    assert VIEW == page.links["Start over"]
    assert "Hide “practice:high-dosage-tutoring”" in page.text
    assert "Undo" not in page_at(client, VIEW).links


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("pin~practice:looping", "Pin “Looping”"),
        ("pin~practice:looping~1~2", "Move “Looping"),
        ("collapse~practice:looping", "Collapse “Looping"),
        ("expand~practice:looping", "Expand “Looping”: everything"),
        ("path~practice:looping~practice:advisory", "Path from “Looping"),
    ],
)
def test_what_was_done_is_told_in_words(client: TestClient, step: str, words: str) -> None:
    assert words in page_at(client, f"/network?thing=practice:looping&do={step}").text


def test_a_thing_is_added_by_its_name(client: TestClient) -> None:
    answer = submit(client, page_at(client, VIEW), "act.add", "Carnegie Corporation of New York")

    assert 303 == answer.status_code
    assert f"{VIEW}&do=add~organization:carnegie-corporation" == answer.headers["location"]


@pytest.mark.parametrize(
    ("name", "title"),
    [("tutorin", "Nothing is called “tutorin”"), ("<b>&xyzzy", "Nothing is called “&lt;b&gt;&amp;xyzzy”")],
)
def test_a_name_that_nothing_has_leads_to_near_ones(client: TestClient, name: str, title: str) -> None:
    answer = client.get(f"{VIEW}&act.add={quote(name)}")

    assert 200 == answer.status_code
    assert f"<h1>{title}</h1>" in answer.text
    page = Page(answer.text)
    near = [href for href in page.addresses if "act.add=" in href and href.startswith("/network?")]
    if near:
        assert client.get(near[0]).headers["location"].startswith(f"{VIEW}&do=add~")
    else:
        assert "Nothing in this graph is near that name" in page.text


def test_a_name_that_several_have_leads_to_a_choice(tmp_path: Path) -> None:
    named = '<http://example.org/{}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Office" .'
    file = tmp_path / "two.nt"
    file.write_text("\n".join(map(named.format, "ab")), encoding="utf-8")
    with KnowledgeGraph.open(str(file)) as graph:
        client = TestClient(create_app(graph), base_url="http://127.0.0.1", follow_redirects=False)
        found = client.get("/network.json?act.start=office").json()
        chosen = client.get(found["things"][0]["address"])

    assert found["is_known"]
    assert ["http://example.org/a", "http://example.org/b"] == [one["iri"] for one in found["things"]]
    assert "http://example.org/a" in unquote(chosen.headers["location"])


def test_a_path_leads_from_one_name_to_another(client: TestClient) -> None:
    page = page_at(client, VIEW)
    form = page.form("act.from")
    pairs = [(name, value) for name, value in form["fields"] if value]
    answer = client.get("/network", params=[*pairs, ("act.from", TUTORING), ("act.to", "Attendance and engagement")])

    assert f"{VIEW}&do=path~{TUTORING}~goal:attendance-and-engagement" == answer.headers["location"]


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("act.from=looping", "a path has two ends, and its end is not named"),
        ("act.to=looping", "its start is not named"),
        ("act.note=Ask", "a note has no thing; accepted: act.note-on=THING"),
        ("act.jump=looping", 'there is no field "act.jump"'),
        ("show=cake", 'show is "cake"; accepted: graph, table, gaps, paths'),
        ("do=fly~a", 'the verb of a step is "fly"'),
    ],
)
def test_what_cannot_be_done_is_said(client: TestClient, query: str, problem: str) -> None:
    answer = client.get(f"{VIEW}&{query}", headers={"Accept": "application/json"})

    assert 400 == answer.status_code
    assert problem in answer.json()["error"]


def test_facets_are_chosen_by_a_form_that_keeps_the_rest(client: TestClient) -> None:
    page = page_at(client, f"{VIEW}&keep.verdict=mixed&by=category")
    fields = page.form("keep.verdict")["fields"]

    assert {("view", "practices-to-goals"), ("group", "english-learners"), ("by", "category")} <= set(fields)
    assert [("keep.verdict", "mixed")] == [pair for pair in fields if pair[0] == "keep.verdict" and pair[1]]
    assert f"{VIEW}&by=category" == page.links["Show all again"]
    assert "taken out by what was chosen" in page.text


def test_near_and_layout_are_chosen_by_forms(client: TestClient) -> None:
    page = page_at(client, f"{VIEW}&focus={TUTORING}&degrees=2&layout=organic")

    assert f"{VIEW}&layout=organic" == page.links["Show all again"]
    assert {"focus", "degrees"} & {name for name, _ in page.form("layout")["fields"]} == {"focus", "degrees"}
    assert ("layout", "organic") in page.form("focus")["fields"]


def test_groups_are_opened(client: TestClient) -> None:
    page = page_at(client, "/network?view=practices-to-goals&by=category")

    assert "/network?view=practices-to-goals&category=category%3Aacademic-support" in page.addresses
    assert "equigraph view" not in page.text


def test_notes_of_the_command_line_are_said_without_dashes(client: TestClient) -> None:
    page = page_at(client, "/network?view=practices-to-goals&max-nodes=10")

    assert "See more with max-nodes 20" in page.text


# --- one thing ------------------------------------------------------------------------------


def thing_page(client: TestClient, address: str, thing: str) -> Page:
    return page_at(client, address.replace("/network", "/network/thing", 1) + f"&act.on={quote(thing)}")


def test_the_card_of_a_thing_leads_to_what_can_be_done_with_it(client: TestClient) -> None:
    page = page_at(client, VIEW)
    form = next(form for form in page.forms if form["action"] == "/network/thing")

    assert [("view", "practices-to-goals"), ("group", "english-learners")] == form["fields"]


def test_a_thing_has_its_tools_as_links(client: TestClient) -> None:
    page = thing_page(client, f"/network?thing={TUTORING}", TUTORING)
    links = {words.split(":")[0]: href for words, href in page.links.items()}
    here = f"/network?thing={TUTORING}"

    assert f"{here}&do=collapse~{TUTORING}" == links["Collapse"]
    assert f"{here}&do=hide~{TUTORING}" == links["Hide"]
    assert f"{here}&do=pin~{TUTORING}" == links["Pin"]
    assert f"{here}&focus={TUTORING}&degrees=1" == links["Only what is near it"]
    assert f"{here}&mark={TUTORING}" == links["Highlight"]
    assert any(f"do=expand~{TUTORING}~EquityGoal" in href for href in page.addresses)
    assert re.search(r"\d+ equity goals?, 0 shown", page.text)
    for move in ("Left", "Right", "Up", "Down"):
        assert f"{here}&do=pin~{TUTORING}~" in page.links[move]


def test_moves_are_steps_of_a_fixed_size(client: TestClient) -> None:
    address = f"/network?view=practices-to-goals&do=pin~{TUTORING}~400~300"
    page = thing_page(client, address, TUTORING)

    assert f"/network?view=practices-to-goals&do=pin~{TUTORING}~440~300" == page.links["Right"]
    assert f"/network?view=practices-to-goals&do=pin~{TUTORING}~400~260" == page.links["Up"]
    assert "Pinned: filters leave it in." in page.text


def test_a_note_is_kept_and_taken_away(client: TestClient) -> None:
    address = f"/network?thing={TUTORING}"
    note = 'Ask "Ann" <b>& Bo</b> ~ today'
    kept = submit(client, thing_page(client, address, TUTORING), "act.note", note).headers["location"]

    assert {"note": f"{TUTORING}~{note}", "thing": TUTORING} == dict(parse_qsl(urlsplit(kept).query))
    page = thing_page(client, kept, TUTORING)
    assert note in page.text
    assert f"Note on this picture{note}" in page_at(client, kept).text
    assert address == submit(client, page, "act.note", "").headers["location"]


def test_a_highlight_is_told_and_taken_back(client: TestClient) -> None:
    address = f"/network?thing={TUTORING}&mark={TUTORING}"

    assert "highlighted" in page_at(client, address).text.lower()
    assert f"/network?thing={TUTORING}" == thing_page(client, address, TUTORING).links["Highlight no more"]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (f"/network/thing?thing={TUTORING}&act.on=practice:looping", "is not in this picture"),
        (f"/network/thing?thing={TUTORING}", "no thing is named"),
    ],
)
def test_only_what_is_drawn_has_tools(client: TestClient, address: str, problem: str) -> None:
    answer = client.get(address, headers={"Accept": "application/json"})

    assert 400 == answer.status_code
    assert problem in answer.json()["error"]


def test_a_group_has_no_tools(client: TestClient) -> None:
    grouped = "/network?view=practices-to-goals&by=category"
    group = next(one["iri"] for one in twin(client, grouped)["network"]["things"] if "practices" in one["label"])
    answer = client.get(grouped.replace("/network", "/network/thing.json", 1) + f"&act.on={quote(group, safe='')}")

    assert 400 == answer.status_code
    assert "is a group of things" in answer.json()["error"]


# --- files ----------------------------------------------------------------------------------


def test_a_snapshot_is_that_of_the_command_line(client: TestClient, bundled_graph: KnowledgeGraph) -> None:
    answer = client.get("/network/snapshot?view=practice&practice=looping")
    ours = json.loads(take(bundled_graph, "practice", {"practice": "looping"}).to_text())
    found = answer.json()

    assert answer.headers["content-disposition"].endswith('.snapshot"')
    assert ours["digest"] == found["digest"]
    assert ours["network"] == found["network"]


def test_a_snapshot_holds_what_was_done(client: TestClient) -> None:
    found = client.get(f"/network/snapshot?thing={TUTORING}&do=expand~{TUTORING}~EquityGoal&mark={TUTORING}").json()

    assert ["thing", TUTORING] in found["recipe"]["selection"]


def test_a_file_holds_what_is_drawn(client: TestClient) -> None:
    address = f"thing={TUTORING}&do=expand~{TUTORING}~EquityGoal"
    drawn = twin(client, f"/network?{address}")["network"]
    file = client.get(f"/network/download.json?{address}").json()

    assert {one["iri"] for one in drawn["things"]} == {one["id"] for one in file["nodes"]}
    assert {one["iri"]: (one["x"], one["y"]) for one in drawn["things"]} == {
        one["id"]: (one["x"], one["y"]) for one in file["nodes"]
    }


# --- behind a proxy, over other stores ------------------------------------------------------


def test_every_address_has_the_path_of_the_proxy(tiny_graph: KnowledgeGraph) -> None:
    app = create_app(tiny_graph, Settings(base_url="https://example.org/eq/"))
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    html = client.get("/network?view=neighborhood&entity=tutoring").text
    own = [unescape(one) for one in re.findall(r'(?:href|action|src|data-[a-z]+)="(/[^"]*)"', html)]

    assert own
    assert [] == [one for one in own if not one.startswith("/eq/") and ".json?" not in one]


def test_a_selection_is_read_once_for_all(client: TestClient) -> None:
    address = f"/network?mark={TUTORING}&group=english-learners&view=practices-to-goals"

    expected = Selection.read(parse_qsl(urlsplit(address).query)).pairs()
    assert [list(pair) for pair in expected] == twin(client, address)["selection"]
    assert twin(client, address)["address"] == f"{VIEW}&mark={TUTORING}"


def test_a_view_whose_usual_choice_is_missing_asks_what_it_is_about(tiny_client: TestClient) -> None:
    answer = tiny_client.get("/network?view=practice&by=kind")

    assert (303, "/network/about?view=practice&by=kind") == (answer.status_code, answer.headers["location"])

"""The lists: filtered, ordered and paged by plain addresses; what has no finding says so."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from equigraph.web.lists import LISTS


@pytest.mark.parametrize("path", LISTS.values())
def test_every_list_has_a_page_and_a_twin(client: TestClient, path: str) -> None:
    page, twin = client.get(path), client.get(path + ".json").json()

    assert 200 == page.status_code
    assert twin["total"] >= len(twin["things"]) > 0
    assert twin["things"][0]["iri"].removeprefix("https://w3id.org/equigraph") in page.text


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["Learner profiles", "Looping", "Tutoring"]),
        ("sort=findings", ["Tutoring", "Looping", "Learner profiles"]),
        ("q=loop", ["Looping"]),
        ("category=support", ["Tutoring"]),
        ("category=academic support", ["Tutoring"]),
        ("category=category:support&q=x", []),
        ("page=2", []),
    ],
)
def test_choices_are_in_the_address(tiny_client: TestClient, query: str, labels: list[str]) -> None:
    twin = tiny_client.get("/practices.json?" + query).json()

    assert labels == [one["label"] for one in twin["things"]]


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/practices.json?category=nope", 404, 'no category "nope"'),
        ("/practices.json?sort=nope", 400, "accepted: name, findings"),
        ("/practices.json?order=nope", 400, 'no parameter "order"; accepted: q, category, state, sort, page'),
        ("/practices.json?class=x", 400, 'no parameter "class"'),
        (
            "/things.json?class=eq:Practice&sorts=name",
            400,
            'accepted: class, q, category, state, sort, page (did you mean "sort"?)',
        ),
        ("/practices.json?page=0", 400, "a whole number from 1"),
        ("/practices.json?page=99999999", 400, "a whole number from 1"),
        ("/practices.json?page=٣", 400, "a whole number from 1"),
        ("/things.json", 400, "there is no class"),
        ("/things.json?class=<x>", 400, "is no IRI"),
    ],
)
def test_what_is_no_choice_is_told(tiny_client: TestClient, address: str, status: int, told: str) -> None:
    answer = tiny_client.get(address)

    assert status == answer.status_code
    assert told in answer.json()["error"]


def test_what_has_no_finding_says_so(tiny_client: TestClient) -> None:
    assert 1 == tiny_client.get("/practices").text.count("no finding in this graph")


def test_an_empty_list_says_what_that_does_not_mean(tiny_client: TestClient) -> None:
    page = tiny_client.get("/practices?q=zzz").text

    assert "No practices with these choices. That says what this graph holds, not what there is." in page


def test_things_of_any_class_are_listed(tiny_client: TestClient) -> None:
    for name in ("eq:EquityGoal", "https://w3id.org/equigraph/ontology%23EquityGoal"):
        assert 3 == tiny_client.get(f"/things.json?class={name}").json()["total"]


def test_a_long_list_is_paged_and_keeps_its_choices(client: TestClient) -> None:
    page = client.get("/sources?sort=findings&page=2").text

    assert "201 to 400 of " in page
    assert 'href="/sources?sort=findings"' in page
    assert 'href="/sources?sort=findings&amp;page=3"' in page

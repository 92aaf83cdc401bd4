"""Searching: hits by kind with what was found marked, of one kind for a field, and what may be asked."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


def test_hits_stand_under_their_kind_the_best_first(tiny_client: TestClient) -> None:
    found = tiny_client.get("/search.json?q=tutoring").json()

    assert ("Practice", "Tutoring") == (found["groups"][0]["kind"], found["groups"][0]["hits"][0]["label"])
    assert found["shown"] == sum(len(group["hits"]) for group in found["groups"])
    assert "/id/practice/tutoring" == found["groups"][0]["hits"][0]["path"]


def test_the_page_marks_what_was_found(tiny_client: TestClient) -> None:
    assert "<mark>Tutoring</mark> Act</a>" in tiny_client.get("/search?q=tutoring").text


@pytest.mark.parametrize(
    ("kind", "labels"),
    [("Policy", ["Tutoring Act"]), ("Practice", ["Tutoring"]), ("StudentGroup", [])],
)
def test_a_field_gets_things_of_its_kind_alone(tiny_client: TestClient, kind: str, labels: list[str]) -> None:
    found = tiny_client.get(f"/search.json?q=tutoring&kind={kind}").json()

    assert labels == [hit["label"] for group in found["groups"] for hit in group["hits"]]


def test_a_state_is_found_as_a_jurisdiction_though_it_is_an_organization(client: TestClient) -> None:
    found = client.get("/search.json?q=vermont&kind=Jurisdiction").json()

    assert "State of Vermont" in [hit["label"] for group in found["groups"] for hit in group["hits"]]


def test_what_is_left_out_is_said(client: TestClient) -> None:
    found = client.get("/search.json?q=students&limit=3").json()

    assert (3, True) == (found["shown"], found["more"])
    assert "The first 40 things; there are more." in client.get("/search?q=students").text


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("q=", 200), ("q=%20", 200), ("q=x&kind=Nope", 404), ("q=x&limit=0", 400), ("q=x&limit=x", 400)],
)
def test_what_may_be_asked(tiny_client: TestClient, query: str, status: int) -> None:
    assert status == tiny_client.get("/search?" + query).status_code


def test_nothing_found_says_what_that_does_not_mean(tiny_client: TestClient) -> None:
    assert "That says what this graph holds, not what there is." in tiny_client.get("/search?q=zzzzzz").text


def test_how_it_was_searched_is_told(client: TestClient) -> None:
    assert "this is for “english”" in client.get("/search?q=Englsh").text


def test_what_is_looked_for_cannot_run(tiny_client: TestClient) -> None:
    page = tiny_client.get('/search?q="><script>alert(1)</script>').text

    assert "<script>alert" not in page

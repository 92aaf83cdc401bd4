"""Why two things are connected: the form, the answer, and the answer as files."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

ENDS = "from=tutoring&to=achievement"


def test_without_ends_there_is_a_form(tiny_client: TestClient) -> None:
    page = tiny_client.get("/why?from=tutoring").text

    assert 'name="from" value="tutoring"' in page
    assert tiny_client.get("/why.json").json()["answer"] is None


def test_the_answer_tells_what_speaks_against_first(tiny_client: TestClient) -> None:
    page, twin = tiny_client.get(f"/why?{ENDS}").text, tiny_client.get(f"/why.json?{ENDS}").json()

    assert page.index("Scores of English Learners fell.") < page.index("Scores rose.")
    assert "Why is Tutoring connected to Academic achievement?" in page
    assert twin["answer"]["sentences"][0] in page
    assert "Scope and blind spots" not in page  # the footer of every page says it


def test_a_group_is_kept_in_the_form(tiny_client: TestClient) -> None:
    page = tiny_client.get(f"/why?{ENDS}&group=learners&exact=true&max-length=2").text

    assert 'value="group:learners" selected' in page
    assert 'name="exact" value="true" checked' in page
    assert '<option value="2" selected>' in page


@pytest.mark.parametrize(
    ("suffix", "start"), [(".md", b"#"), (".txt", b"Why is"), (".html", b"<!DOCTYPE html>"), (".pptx", b"PK")]
)
def test_the_answer_can_be_taken_away(tiny_client: TestClient, suffix: str, start: bytes) -> None:
    answer = tiny_client.get(f"/why/download{suffix}?{ENDS}")

    assert answer.content.startswith(start)
    assert answer.headers["content-disposition"].endswith(f'{suffix}"')


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/why?{ENDS}&max-length=7", 400),
        (f"/why?{ENDS}&max-length=x", 400),
        ("/why?from=nope&to=achievement", 404),
        ("/why/download.md?from=tutoring", 400),
        (f"/why/download.exe?{ENDS}", 404),
    ],
)
def test_what_cannot_be_asked_is_told(tiny_client: TestClient, address: str, status: int) -> None:
    assert status == tiny_client.get(address).status_code

"""One practice or goal on a page: the form, the page, its twin, and its files."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from equigraph.web import one_pager


def test_without_a_name_there_is_a_form(tiny_client: TestClient) -> None:
    assert 'name="entity" value=""' in tiny_client.get("/one-pager").text


def test_the_page_and_its_twin_say_the_same(tiny_client: TestClient) -> None:
    page = tiny_client.get("/one-pager?entity=tutoring&group=learners").text
    document = tiny_client.get("/one-pager.json?entity=tutoring&group=learners").json()["document"]

    assert "<h1>Tutoring" in page
    kinds = {next(iter(block)) for block in document["blocks"]}
    assert {"heading", "paragraph", "items", "table", "sources"} == kinds
    headings = [block["heading"] for block in document["blocks"] if "heading" in block]
    assert all(heading in page for heading in headings)
    assert 'value="group:learners" selected' in page


@pytest.mark.parametrize(("suffix", "start"), [(".docx", b"PK"), (".html", b"<!DOCTYPE html>")])
def test_it_can_be_taken_away(tiny_client: TestClient, suffix: str, start: bytes) -> None:
    assert tiny_client.get(f"/one-pager/download{suffix}?entity=tutoring").content.startswith(start)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/one-pager?entity=nope", 404),
        ("/one-pager?entity=policy:act", 400),
        ("/one-pager/download.docx", 400),
        ("/one-pager/download.exe?entity=tutoring", 400),
    ],
)
def test_what_cannot_be_asked_is_told(tiny_client: TestClient, address: str, status: int) -> None:
    assert status == tiny_client.get(address).status_code


@pytest.mark.parametrize(("query", "status"), [("", 400), ("&group=learners", 200), ("&group=newcomers", 200)])
def test_what_no_page_or_two_can_hold_is_refused(
    tiny_client: TestClient, monkeypatch: pytest.MonkeyPatch, query: str, status: int
) -> None:
    monkeypatch.setattr(one_pager, "MOST_CLAIMS", 1)
    answer = tiny_client.get("/one-pager.json?entity=tutoring" + query)

    assert status == answer.status_code
    assert ("more than 1 findings, too many for a page or two" in answer.text) == (status == 400)

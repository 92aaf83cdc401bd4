"""What holds for every page: it has a twin, its errors have one shape, and nothing else may run in it."""

from __future__ import annotations

from starlette.testclient import TestClient


def test_an_error_has_one_shape(client: TestClient) -> None:
    answer = client.get("/nothing.json")

    assert answer.status_code == 404
    assert {"ok": False, "status": 404, "error": 'there is no page "/nothing.json"', "hint": ""} == answer.json()


def test_an_error_is_a_page_for_people(client: TestClient) -> None:
    answer = client.get("/nothing")

    assert answer.status_code == 404
    assert "There is no page &#34;/nothing&#34;." in answer.text


def test_a_page_is_asked_for_under_its_own_name_only(client: TestClient) -> None:
    answer = client.get("/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 403
    assert "elsewhere.example" in answer.json()["error"]

"""Files to take away: every format of the table, at an address of its own, named and typed right."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from equigraph.errors import OptionError, ParameterError, UnknownFormatError
from equigraph.exporters.formats import EXPORTERS
from equigraph.graph.knowledge_graph import KnowledgeGraph
from equigraph.web.downloads import GROUPS, attachment, chosen_options, exporter_at, offered, picture_choices, send


def test_every_format_is_offered_once_and_the_slides_first() -> None:
    groups = offered("/network/download", [("view", "policies"), ("state", "state a&b")])
    files = [file for group in groups for file in group["files"]]

    assert list(GROUPS) == [group["title"] for group in groups]
    assert sorted(EXPORTERS) == sorted(file["suffix"] for file in files)
    assert ("PowerPoint slides", "/network/download.pptx?view=policies&state=state+a%26b") == (
        files[0]["name"],
        files[0]["address"],
    )
    assert {file["description"] for file in files} == {exporter.description for exporter in EXPORTERS.values()}


def test_groups_without_a_format_are_left_out() -> None:
    groups = offered("/x", [], {".json": EXPORTERS[".json"]})

    assert [("Graph data", ".json")] == [(group["title"], group["files"][0]["suffix"]) for group in groups]


def test_a_picture_is_chosen_by_formats_that_have_colours() -> None:
    form = picture_choices("/network/download", [("view", "policies")])

    assert [".png", ".svg", ".pdf"] == [value for value, _ in form["formats"]]
    assert ["", "slide", "page", "poster"] == [value for value, _ in form["sheets"]]
    assert ["light", "dark", "print"] == [value for value, _ in form["themes"]]


@pytest.mark.parametrize(
    ("query", "suffix", "expected"),
    [
        ("option.theme=dark&option.sheet=slide&option.scale=2.5", ".png", {"theme": "dark", "sheet": "slide", "scale": 2.5}),
        ("exact=yes&theme=dark", ".csv", {}),  # of the view, not of the file
        ("option.exact=1", ".csv", {"exact": True}),
        ("option.exact=0&option.format=.csv&option.theme=", ".csv", {"exact": False}),
    ],
)  # fmt: skip
def test_choices_are_read(query: str, suffix: str, expected: dict[str, object]) -> None:
    assert expected == chosen_options(QueryParams(query), EXPORTERS[suffix])


@pytest.mark.parametrize(
    ("query", "suffix", "problem"),
    [
        ("option.theme=pink", ".png", r'option.theme is "pink"; accepted: light, dark, print'),
        ("option.sheet=wall", ".svg", r'option.sheet is "wall"; accepted: slide, page, poster'),
        ("option.scale=0", ".png", r'option.scale is "0"; accepted: a number from 0.1 to 20'),
        ("option.scale=1e3", ".png", r'option.scale is "1e3"'),
        ("option.scale=nan", ".png", r'option.scale is "nan"'),
        ("option.exact=true", ".csv", r'option.exact is "true"; accepted: 1, 0'),
    ],
)
def test_a_value_that_is_not_accepted_is_named(query: str, suffix: str, problem: str) -> None:
    with pytest.raises(ParameterError, match=problem):
        chosen_options(QueryParams(query), EXPORTERS[suffix])


@pytest.mark.parametrize(
    ("query", "suffix"),
    [("option.scale=2", ".svg"), ("option.template=/etc/passwd", ".pptx"), ("option.colour=red", ".png")],
)
def test_a_choice_that_a_format_does_not_have_is_refused(query: str, suffix: str) -> None:
    with pytest.raises(OptionError):
        chosen_options(QueryParams(query), EXPORTERS[suffix])


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="exe"):
        exporter_at(".exe")


@given(st.text(max_size=400))
def test_a_file_name_is_plain_whatever_the_title(title: str) -> None:
    header = attachment(b"x", title, ".csv.zip", "application/zip").headers["content-disposition"]
    name = header.removeprefix('attachment; filename="').removesuffix('"')

    assert name.endswith(".csv.zip")
    assert 100 > len(name)
    assert all(character.isascii() and (character.isalnum() or character in "-.") for character in name)
    assert not name.startswith((".", "-"))


def test_a_file_is_what_the_exporter_writes(tiny_graph: KnowledgeGraph) -> None:
    network = tiny_graph.view("neighborhood", entity="tutoring")
    answer = send(network, EXPORTERS[".csv.zip"], "On it", {"exact": True})

    assert "application/zip" == answer.media_type
    assert 'attachment; filename="on-it.csv.zip"' == answer.headers["content-disposition"]
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(bytes(answer.body))).namelist()


@pytest.mark.parametrize("suffix", [one for one in EXPORTERS if one not in {".pdf", ".png"}])
def test_every_format_is_sent(tiny_client: TestClient, suffix: str) -> None:
    answer = tiny_client.get(f"/network/download{suffix}?view=neighborhood&entity=tutoring")

    assert 200 == answer.status_code
    assert EXPORTERS[suffix].media_type == answer.headers["content-type"].split(";")[0]
    assert answer.headers["content-disposition"].endswith(f'{suffix}"')
    assert answer.content


def test_size_and_colours_are_chosen_by_a_form(tiny_client: TestClient) -> None:
    answer = tiny_client.get(
        "/network/download?view=neighborhood&entity=tutoring&option.format=.svg&option.theme=dark&option.sheet="
    )

    assert 200 == answer.status_code
    assert "image/svg+xml" == answer.headers["content-type"].split(";")[0]


def test_the_head_of_a_file_is_that_of_the_file(tiny_client: TestClient) -> None:
    address = "/network/download.csv?view=neighborhood&entity=tutoring"

    assert dict(tiny_client.get(address).headers) == dict(tiny_client.head(address).headers)


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("/network/download.exe.json?view=policies", ".exe"),
        ("/network/download.csv", "no picture is named"),
        ("/network/download?view=policies", "known formats"),
    ],
)
def test_what_cannot_be_sent_is_said(tiny_client: TestClient, address: str, problem: str) -> None:
    answer = tiny_client.get(address, headers={"Accept": "application/json"})

    assert 400 == answer.status_code
    assert problem in answer.json()["error"]

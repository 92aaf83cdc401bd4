"""What every page needs: a policy of hashes, an environment that escapes, a style sheet in the colours of the palette."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import jinja2
import pytest

from equigraph.errors import ExportError
from equigraph.exporters.page import ASSETS, environment, policy, read_asset, style_sheet, visible
from equigraph.exporters.palette import THEMES


def test_policy_names_each_script_and_style_and_no_address() -> None:
    expected = base64.b64encode(hashlib.sha256(b"say()").digest()).decode()

    found = policy(["say()"], ["p {}"])

    assert f"script-src 'sha256-{expected}'; style-src 'sha256-" in found
    assert found.startswith("default-src 'none'; ")
    assert "http" not in found


def test_policy_of_a_page_without_script_lets_none_run() -> None:
    assert "script-src 'none'" in policy([], ["p {}"])


def test_templates_escape_and_miss_nothing() -> None:
    template = environment().from_string("<p>{{ words }}</p>")

    assert template.render(words="<b>\x00&") == "<p>&lt;b&gt;�&amp;</p>"
    with pytest.raises(jinja2.UndefinedError):
        template.render()


@pytest.mark.parametrize("value", [3, None, ("a",)], ids=repr)
def test_only_text_is_made_visible(value: object) -> None:
    assert visible(value) is value


def test_style_sheet_has_every_colour_and_ends_with_the_rules_of_the_page() -> None:
    sheet = style_sheet(".one{}", ".two{}")

    assert sheet.endswith(".one{}.two{}")
    for theme in THEMES.values():
        for token, value in theme.items():
            assert f"--{token}: {value};" in sheet


def test_assets_hold_nothing_that_ends_their_element() -> None:
    for path in sorted(ASSETS.iterdir()):
        assert read_asset(path)


def test_an_asset_that_would_end_its_element_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "view.css"
    path.write_text("p { content: '</STYLE>' }")

    with pytest.raises(ExportError, match=r'view\.css holds "</style"'):
        read_asset(path)

"""What every page of ours needs: one look, and a policy that lets nothing in from elsewhere.

A page is one self-contained file. Its style sheet is the palette as custom properties and the rules of
``assets/view.css``; a content security policy with hashes (CSP Level 3, https://www.w3.org/TR/CSP3/) lets only the
scripts and styles of the page itself run, and nothing be fetched. Text enters through an environment that escapes it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jinja2

from equigraph.errors import ExportError
from equigraph.exporters.palette import KINDS, THEMES, VERDICTS, blend, relation_look
from equigraph.graph.labels import ILLEGAL_IN_XML, REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from equigraph.exporters.palette import Theme, VerdictLook

__all__ = ["ASSETS", "as_json", "compact", "environment", "policy", "read_asset", "sign_rule", "style_sheet", "visible"]

HERE: Final = Path(__file__).parent
ASSETS: Final = HERE / "assets"
SHADE: Final = "#00000030"  # under a card that lies over the page


def environment(*folders: Path) -> jinja2.Environment:
    """Return the environment that fills our templates: everything escaped, nothing left out silently.

    Args:
        folders: Templates of others, looked for first.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, HERE / "templates"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=visible,
    )


# --- safety ---------------------------------------------------------------------------------


def as_json(data: object) -> str:
    r"""Return ``data`` as JSON that cannot end the element it stands in.

    Example:
        >>> as_json({"label": "</script>"})
        '{"label":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def visible(value: object) -> object:
    """Return text with what no document can hold replaced by a visible mark, as in the picture."""
    return ILLEGAL_IN_XML.sub(REPLACEMENT, value) if type(value) is str else value


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the content security policy: nothing but these scripts and styles, and no address at all.

    Example:
        >>> policy([], [])
        "default-src 'none'; script-src 'none'; style-src 'none'; base-uri 'none'; form-action 'none'"
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii") for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"


def read_asset(path: Path) -> str:
    """Return the text of a file that goes into the page between two tags."""
    text = path.read_text(encoding="utf-8")
    for mark in ("</script", "</style", "<!--"):
        if mark in text.lower():
            raise ExportError(f'{path.name} holds "{mark}", which would end the element it stands in')
    return text


def compact(text: str) -> str:
    r"""Return script or style of ours without indentation, empty lines and comments; no text in it looks like one.

    Example:
        >>> compact("/** Says it. */\n\n  // Why.\n  say(/** @type {Words} */ (it)); // now\n")
        'say((it));\n'
    """
    without = re.sub(r"(?ms)^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", "", text)
    without = re.sub(r"(?s)/\*(?:(?!\*/).)*\*/ ?", "", without)
    without = re.sub(r"(?m)(?:^|[ \t]+)// .*$", "", without)
    return re.sub(r"(?m)^\n+", "", re.sub(r"(?m)^[ \t]+", "", without))


# --- the look -------------------------------------------------------------------------------


def style_sheet(*rules: str) -> str:
    """Return the style sheet of a page: the palette as custom properties, the rules of all pages, and its own.

    Args:
        rules: What this page needs besides, such as the rules of its figure.

    Example:
        >>> style_sheet(".mine { color: var(--ink); }").endswith(".mine{color: var(--ink);}")
        True
    """
    tokens = (look.token for look in _looks())
    sheet = "\n".join(
        (
            ":root {" + _properties("light") + "}",
            "@media screen and (prefers-color-scheme: dark) { :root {" + _properties("dark") + "} }",
            "@media print { :root {" + _properties("print") + "} }",
            "@media (forced-colors: active) { :root {" + _system_colours() + "} }",
            *(f".s-{token} {{ stroke: var(--{token}); }}" for token in sorted({"ink", "muted", *tokens})),
            *(f".f-{look.fill} {{ fill: var(--{look.fill}); stroke: var(--{look.line}); }}" for look in KINDS.values()),
            *(sign_rule(look) for look in _looks() if look.glyph),
            compact(read_asset(ASSETS / "view.css")),
            *rules,
        )
    )
    return re.sub(r"\s*([{};])\s*", r"\1", sheet)  # no text in it holds one of these


def _looks() -> list[VerdictLook]:
    return [*VERDICTS.values(), relation_look("stated")]


def sign_rule(look: VerdictLook) -> str:
    """Return the rule that puts the sign of a verdict before its words; the words alone are read out."""
    shown = f'content: "{look.glyph}"; content: "{look.glyph}" / "";'
    return f".v-{look.token}::before {{ color: var(--{look.token}); {shown} }}"


def _system_colours() -> str:
    """Return the palette in the two colours of a person's own scheme; dashes and signs still tell verdicts apart."""
    back = {"page", "glyph-ink", "surface", *(look.fill for look in KINDS.values())}
    names = (*THEMES["light"], "surface", "hairline")
    return " ".join(f"--{name}: {'Canvas' if name in back else 'CanvasText'};" for name in names)


def _properties(theme: Theme) -> str:
    """Return the colours of a theme as custom properties, with the few that only a page needs."""
    colours: Mapping[str, str] = THEMES[theme]
    page = colours["page"]
    derived = {
        "surface": blend(colours["ink"], page, 0.05),
        "hairline": blend(colours["rule"], page, 0.4),
        "shade": SHADE,
    }
    return " ".join(f"--{name}: {value};" for name, value in {**colours, **derived}.items())

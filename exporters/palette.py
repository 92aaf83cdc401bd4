"""The one palette: which colour, dash, glyph and shape says what, on light, dark and printed pages.

Every picture, page and slide takes its looks from here. Verdicts are told apart three times over: by colour, by dash
and by glyph, so that none of the three is needed alone (WCAG 2.2, 1.4.1). Lines keep 3:1 against the page even where
they are drawn half transparent, text keeps 4.5:1 (WCAG 2.2, 1.4.11 and 1.4.3); tests compute both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "CHANGES",
    "GENERAL_OPACITY",
    "GLYPH_STROKES",
    "KINDS",
    "LINE_OPACITY",
    "THEMES",
    "VERDICTS",
    "KindLook",
    "Theme",
    "VerdictLook",
    "blend",
    "change_look",
    "colour",
    "contrast",
    "kind_look",
    "relation_look",
    "verdict_look",
]

Theme = Literal["light", "dark", "print"]

LINE_OPACITY = 0.7
GENERAL_OPACITY = 0.63  # lines about all students, beside a chosen group


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """How a line with this verdict looks.

    Attributes:
        verdict: The word, as in the data; "" for a relation.
        token: Name of its colour in :data:`THEMES`.
        dash: Lengths of dash and gap in px; empty for a solid line.
        glyph: The sign at the goal end, as text; "" for none.
        rank: Drawing order; higher lies on top.
        words: What the legend says.
    """

    verdict: str
    token: str
    dash: tuple[float, ...]
    glyph: str
    rank: int
    words: str


@dataclass(frozen=True, slots=True)
class KindLook:
    """How a node of this kind looks: colour tokens of fill and outline, and a shape.

    Attributes:
        kind: The kind of node.
        fill: Colour token of its box.
        line: Colour token of its outline.
        shape: One of "round", "pill", "sheet", "square", "hexagon", "book", "double", "plain".
        one: The kind in words, singular.
        many: The kind in words, plural.
    """

    kind: str
    fill: str
    line: str
    shape: str
    one: str
    many: str


VERDICTS: Final[dict[str, VerdictLook]] = {
    look.verdict: look
    for look in (
        VerdictLook("positive", "positive", (), "+", 3, "positive: all claims that could judge are in favour"),
        VerdictLook("mixed", "mixed", (9.0, 4.0), "~", 4, "mixed: findings differ, or one is mixed"),
        VerdictLook("no effect found", "no-effect", (4.0, 3.0), "0", 6, "no effect found"),
        VerdictLook(
            "negative", "negative", (10.0, 3.0, 2.0, 3.0), "-", 8, "negative: claims against the goal, none in favour"
        ),
        VerdictLook(
            "conflicting",
            "conflicting",
            (10.0, 3.0, 2.0, 3.0, 2.0, 3.0),
            "+/-",
            7,
            "conflicting: claims in favour and against",
        ),
        VerdictLook("insufficient", "insufficient", (1.5, 4.0), "?", 2, "insufficient: too little to judge"),
        VerdictLook("none", "relation", (), "", 0, "no claim"),
    )
}
RELATION = VerdictLook("", "relation", (), "", 0, "stated by the source")
INFERRED = VerdictLook("", "relation", (6.0, 4.0), "", 1, "our reading (inferred), not said by the source")

# What became of a part, where two networks are compared; its glyphs are no verdict's.
CHANGES: Final[dict[str, VerdictLook]] = {
    look.verdict: look
    for look in (
        VerdictLook("added", "added", (), "*", 3, "added"),
        VerdictLook("removed", "removed", (7.0, 4.0), "×", 2, "removed"),
        VerdictLook("changed", "changed", (11.0, 3.0, 2.0, 3.0), "Δ", 1, "changed"),
        VerdictLook("same", "same", (2.0, 3.0), "", 0, "the same in both"),
    )
}

KINDS: Final[dict[str, KindLook]] = {
    look.kind: look
    for look in (
        KindLook("Practice", "practice", "practice-line", "round", "practice", "practices"),
        KindLook("EquityGoal", "goal", "goal-line", "round", "equity goal", "equity goals"),
        KindLook("StudentGroup", "group", "group-line", "pill", "student group", "student groups"),
        KindLook("Policy", "policy", "policy-line", "sheet", "policy", "policies"),
        KindLook("Organization", "organization", "organization-line", "square", "organization", "organizations"),
        KindLook("Jurisdiction", "jurisdiction", "jurisdiction-line", "hexagon", "jurisdiction", "jurisdictions"),
        KindLook("ResearchSource", "source", "source-line", "book", "source", "sources"),
        KindLook("Commitment", "commitment", "commitment-line", "double", "commitment", "commitments"),
        KindLook("EvidenceClaim", "claim", "claim-line", "pill", "claim", "claims"),
        KindLook("Thing", "thing", "thing-line", "square", "thing", "things"),
    )
}

_LIGHT: Final = {
    "accent": "#3a47a8",  # links and focus; no verdict has it
    "page": "#ffffff",
    "ink": "#1b2430",
    "muted": "#4a5565",
    "rule": "#7b8794",
    "heading": "#33404f",
    "positive": "#025784",
    "mixed": "#7a3b00",
    "no-effect": "#0a0c0e",
    "negative": "#e0002f",
    "conflicting": "#a800c0",
    "insufficient": "#4f555d",
    "relation": "#43546a",
    "added": "#00714d",
    "removed": "#b8003c",
    "changed": "#5a2ca0",
    "same": "#5b6673",
    "glyph-ink": "#ffffff",
    "practice": "#e6f5f3",
    "practice-line": "#35807a",
    "goal": "#eef2fa",
    "goal-line": "#6479a8",
    "group": "#fbf0e4",
    "group-line": "#a3713b",
    "policy": "#f3f0e6",
    "policy-line": "#85783c",
    "organization": "#f1f5e4",
    "organization-line": "#64803a",
    "jurisdiction": "#f1eff8",
    "jurisdiction-line": "#7a6bb0",
    "source": "#f4f4f4",
    "source-line": "#707880",
    "commitment": "#fbeef2",
    "commitment-line": "#aa5f7c",
    "claim": "#ffffff",
    "claim-line": "#707880",
    "thing": "#f4f5f6",
    "thing-line": "#6b7785",
}
_DARK: Final = {
    "accent": "#aab4ff",
    "page": "#12171d",
    "ink": "#eef2f6",
    "muted": "#b6c1cd",
    "rule": "#74818f",
    "heading": "#d3dce6",
    "positive": "#8fd0fb",
    "mixed": "#f0a52a",
    "no-effect": "#f4f6f8",
    "negative": "#ff6f6b",
    "conflicting": "#c777f9",
    "insufficient": "#939ba6",
    "relation": "#a3b5cb",
    "added": "#5fe0b0",
    "removed": "#ff8d7a",
    "changed": "#b9a3ff",
    "same": "#8b97a4",
    "glyph-ink": "#12171d",
    "practice": "#152b2a",
    "practice-line": "#5aa8a0",
    "goal": "#1d2535",
    "goal-line": "#7f94c4",
    "group": "#2f2518",
    "group-line": "#c08d55",
    "policy": "#2a281b",
    "policy-line": "#a89a55",
    "organization": "#232a16",
    "organization-line": "#8aa65c",
    "jurisdiction": "#25213a",
    "jurisdiction-line": "#9788cf",
    "source": "#22272d",
    "source-line": "#87919b",
    "commitment": "#321f28",
    "commitment-line": "#c77b98",
    "claim": "#12171d",
    "claim-line": "#87919b",
    "thing": "#20262d",
    "thing-line": "#8492a1",
}
_PRINT: Final = {
    **_LIGHT,
    "ink": "#000000",
    "muted": "#333333",
    "heading": "#000000",
    "rule": "#555555",
    "no-effect": "#000000",
    **{f"{kind}": "#ffffff" for kind in ("practice", "goal", "group", "policy", "organization", "jurisdiction")},
    **{f"{kind}": "#ffffff" for kind in ("source", "commitment", "claim", "thing")},
}
THEMES: Final[dict[Theme, dict[str, str]]] = {"light": _LIGHT, "dark": _DARK, "print": _PRINT}


def verdict_look(verdict: str) -> VerdictLook:
    """Return how a verdict looks; an unknown word looks like no claim.

    Example:
        >>> verdict_look("no effect found").glyph
        '0'
    """
    return VERDICTS.get(verdict, VERDICTS["none"])


def relation_look(mapping: str) -> VerdictLook:
    """Return how a relation looks: dashed when it is inferred.

    Example:
        >>> bool(relation_look("inferred").dash), bool(relation_look("stated").dash)
        (True, False)
    """
    return INFERRED if mapping == "inferred" else RELATION


def change_look(change: str) -> VerdictLook:
    """Return how a part looks that was "added", "removed" or "changed"; any other word looks like the same.

    Example:
        >>> change_look("removed").glyph, change_look("").words
        ('×', 'the same in both')
    """
    return CHANGES.get(change, CHANGES["same"])


def kind_look(kind: str) -> KindLook:
    """Return how a kind of node looks; an unknown kind looks like a thing.

    Example:
        >>> kind_look("EquityGoal").shape
        'round'
    """
    return KINDS.get(kind, KINDS["Thing"])


def colour(token: str, theme: Theme = "light") -> str:
    """Return the colour of a token in a theme, as "#rrggbb".

    Example:
        >>> colour("page", "dark")
        '#12171d'
    """
    return THEMES[theme][token]


def blend(front: str, back: str, opacity: float) -> str:
    """Return the colour seen where ``front`` is drawn with this opacity over ``back``.

    Example:
        >>> blend("#000000", "#ffffff", 0.5)
        '#808080'
    """
    mixed = (opacity * a + (1 - opacity) * b for a, b in zip(_rgb(front), _rgb(back), strict=True))
    return "#" + "".join(f"{round(channel + 1e-9):02x}" for channel in mixed)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Example:
        >>> contrast("#000000", "#ffffff")
        21.0

    Source:
        WCAG 2.2, definitions of relative luminance and contrast ratio.
    """
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 3)


def _rgb(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _luminance(value: str) -> float:
    channels = []
    for channel in _rgb(value):
        share = channel / 255
        channels.append(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


# The glyphs as pen strokes in a square from -1 to 1 (y downwards), so that no font decides how they look.
_CIRCLE = ((0.0, -0.62), (0.3, -0.48), (0.42, 0.0), (0.3, 0.48), (0.0, 0.62), (-0.3, 0.48), (-0.42, 0.0), (-0.3, -0.48))
GLYPH_STROKES: Final[dict[str, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "+": (((-0.6, 0.0), (0.6, 0.0)), ((0.0, -0.6), (0.0, 0.6))),
    "-": (((-0.6, 0.0), (0.6, 0.0)),),
    "0": ((*_CIRCLE, _CIRCLE[0]),),
    "~": (((-0.65, 0.14), (-0.4, -0.2), (-0.15, -0.16), (0.15, 0.16), (0.4, 0.2), (0.65, -0.14)),),
    "?": (
        (
            (-0.34, -0.34),
            (-0.24, -0.56),
            (0.0, -0.66),
            (0.28, -0.56),
            (0.36, -0.3),
            (0.22, -0.06),
            (0.0, 0.1),
            (0.0, 0.24),
        ),
        ((0.0, 0.6), (0.0, 0.64)),
    ),
    "+/-": (
        ((-1.3, -0.1), (-0.5, -0.1)),
        ((-0.9, -0.5), (-0.9, 0.3)),
        ((-0.25, 0.6), (0.25, -0.6)),
        ((0.5, 0.1), (1.3, 0.1)),
    ),
    "*": (((-0.6, 0.0), (0.6, 0.0)), ((-0.3, -0.52), (0.3, 0.52)), ((0.3, -0.52), (-0.3, 0.52))),
    "×": (((-0.45, -0.45), (0.45, 0.45)), ((0.45, -0.45), (-0.45, 0.45))),
    "Δ": (((0.0, -0.6), (0.56, 0.42), (-0.56, 0.42), (0.0, -0.6)),),
}

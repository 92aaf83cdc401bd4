"""How deeply JSON is nested, found while it streams by: parsers that call themselves die of twenty thousand levels."""

from __future__ import annotations

from itertools import accumulate

__all__ = ["JsonLevels"]

_LEVEL = {ord(bracket): step for bracket, step in zip("[{]}", (1, 1, -1, -1), strict=True)}
_NO_LEVEL = bytes(sorted(set(range(256)) - set(_LEVEL)))


class JsonLevels:
    """Counts the levels in the parts of one JSON text, wherever the parts are cut; strings are left out of account.

    Attributes:
        now: Brackets that are open.
        deepest: The most that were open at once.

    Example:
        >>> levels = JsonLevels()
        >>> for part in (b'{"a": [1, "[[', b'[", {', b"}]}"):
        ...     levels.feed(part)
        >>> levels.now, levels.deepest, levels.in_string
        (0, 3, False)
    """

    def __init__(self) -> None:
        self.now = 0
        self.deepest = 0
        self.in_string = False
        self._carry = b""  # a backslash at the end of the last part

    def feed(self, part: bytes) -> None:
        """Count the levels of the next part."""
        part = (self._carry + part).replace(b"\\\\", b"").replace(b'\\"', b"")
        self._carry = b"\\" if part.endswith(b"\\") else b""
        pieces = part.split(b'"')
        brackets = b"".join(pieces[1::2] if self.in_string else pieces[0::2]).translate(None, _NO_LEVEL)
        self.in_string ^= len(pieces) % 2 == 0
        levels = list(accumulate(map(_LEVEL.__getitem__, brackets), initial=self.now))
        self.now = levels[-1]
        self.deepest = max(self.deepest, *levels)

"""How deeply JSON is nested, found while it streams by: parsers that call themselves die of twenty thousand levels."""

from __future__ import annotations

from itertools import accumulate

__all__ = ["JsonLevels"]

_LEVEL = {ord(bracket): step for bracket, step in zip("[{]}", (1, 1, -1, -1), strict=True)}
_NO_LEVEL = bytes(sorted(set(range(256)) - set(_LEVEL)))
_SHALLOW = 16  # passes of replacing what closes at once; a pass takes one level or two
_LEAST_EXACT = 100
_FEW = 64  # brackets that are left when a part is cut in the middle of shallow JSON


class JsonLevels:
    """Counts the levels in the parts of one JSON text, wherever the parts are cut; strings are left out of account.

    Attributes:
        now: Brackets that are open.
        deepest: The most that were open at once: exact where that is more than a hundred, else at most a hundred.
        in_string: Whether a string is open.

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
        if not self._count_shallow(brackets):
            levels = list(accumulate(map(_LEVEL.__getitem__, brackets), initial=self.now))
            self.now = levels[-1]
            self.deepest = max(self.deepest, *levels)

    def _count_shallow(self, brackets: bytes) -> bool:
        """Count by taking out what opens and closes at once, ten times faster; say whether that was enough."""
        passes, left = 0, brackets.replace(b"{}", b"").replace(b"[]", b"")
        while len(left) < len(brackets):
            passes, brackets = passes + 1, left
            if passes == _SHALLOW:
                return False
            left = brackets.replace(b"{}", b"").replace(b"[]", b"")
        opened = brackets.count(b"{") + brackets.count(b"[")
        most = self.now + 2 * passes + opened
        if len(brackets) > _FEW or most > _LEAST_EXACT:
            return False
        self.now += 2 * opened - len(brackets)
        self.deepest = max(self.deepest, most)
        return True

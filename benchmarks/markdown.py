"""How numbers and tables are written on the page."""

from __future__ import annotations

from collections.abc import Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table; the first column holds names, the others numbers.

    Example:
        >>> print(table(["query", "ms"], [["label", 1]]))
        | query | ms |
        | --- | ---: |
        | label | 1 |
    """
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def ms(seconds: float) -> str:
    """Return seconds as milliseconds.

    Example:
        >>> ms(0.00123), ms(0.0567), ms(1.5)
        ('1.23', '57', '1,500')
    """
    milliseconds = seconds * 1000
    return f"{milliseconds:.2f}" if milliseconds < 10 else f"{milliseconds:,.0f}"


def s(seconds: float) -> str:
    """Return seconds as seconds.

    Example:
        >>> s(0.0567), s(12.34), s(120.3)
        ('0.06', '12.3', '120')
    """
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}" if seconds < 100 else f"{seconds:,.0f}"


def x(ratio: float) -> str:
    """Return a ratio.

    Example:
        >>> x(0.97), x(24.3)
        ('0.97 x', '24 x')
    """
    return f"{ratio:.2f} x" if ratio < 10 else f"{ratio:.0f} x"


def mb(count: float) -> str:
    """Return bytes as megabytes.

    Example:
        >>> mb(123_456_789)
        '123'
    """
    return f"{count / 1e6:,.0f}"


def size(triples: int) -> str:
    """Return a number of triples as a heading has it.

    Example:
        >>> size(100_000), size(10_000_000)
        ('100,000', '10,000,000')
    """
    return f"{triples:,}"

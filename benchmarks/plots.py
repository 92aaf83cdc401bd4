"""Growth curves: time and memory against the number of triples, as SVG beside the docs; pure, from the results alone.

The same results give the same bytes. Every line has a colour that the colour-blind can tell (Okabe and Ito's), a marker
of its own, and its name at its end, so neither colour nor a legend is needed to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from markdown import mb, ms, s
from results import Results
from turns import Timing, total

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FOLDER = Path(__file__).parent.parent / "docs" / "images"
# Okabe and Ito, "Color Universal Design", without the yellow, which is faint on white.
STYLES = {
    "KnowledgeGraph": ("#0072B2", "o"),
    "pyoxigraph": ("#D55E00", "s"),
    "Oxigraph server": ("#009E73", "^"),
    "Virtuoso": ("#CC79A7", "D"),
    "rdflib-endpoint": ("#56B4E9", "v"),
    "oxrdflib": ("#E69F00", "P"),
    "rdflib": ("#000000", "X"),
    "everything": ("#0072B2", "o"),
    "some practices": ("#D55E00", "s"),
}
SETTINGS = {
    "svg.hashsalt": "equigraph",  # else the names of clip paths are random
    "svg.fonttype": "none",  # text stays text
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib; a reader without it sees another of the kind
    "font.size": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
WIDTH, HEIGHT = 9.0, 5.0  # inches of 72 points
LABEL_POINTS = 15  # of one line of text below another
LABEL_GAP = 0.06  # least distance of two labels, as a share of the height
Series = Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Plot:
    """One picture.

    Attributes:
        name: Of its file.
        title: What it shows.
        axis: What its upright axis shows, with the unit.
        series: The lines: value by number of triples, by name.
        words: How a value is said.
        target: A value that must not be passed, and its name.
    """

    name: str
    title: str
    axis: str
    series: Callable[[Results], Series]
    words: Callable[[float], str]
    target: tuple[float, str] | None = None


def _field(section: str, field: str) -> Callable[[Results], Series]:
    """Return what reads one field of the rows of a section as lines, one for each engine."""

    def series(results: Results) -> Series:
        found: dict[str, dict[int, float]] = {}
        for triples in results.sizes(section):
            for one in results.rows(section, triples, SimpleNamespace):
                if not getattr(one, "missing", ""):
                    found.setdefault(one.engine, {})[triples] = getattr(one, field)
        return found

    return series


def _both(*parts: Callable[[Results], Series]) -> Callable[[Results], Series]:
    return lambda results: {label: points for part in parts for label, points in part(results).items()}


def _mix(section: str) -> Callable[[Results], Series]:
    """Return what adds up all questions of a section, for the sizes and engines at which all were answered."""

    def series(results: Results) -> Series:
        found: dict[str, dict[int, float]] = {}
        every = {triples: results.rows(section, triples, Timing) for triples in results.sizes(section)}
        for triples, timings in every.items():
            if len(timings) < max(map(len, every.values())):
                continue
            for engine in timings[0].best:
                if all(engine in timing.best for timing in timings):
                    found.setdefault(engine, {})[triples] = total(timings, engine)
        return found

    return series


def _views(results: Results) -> Series:
    found: dict[str, dict[int, float]] = {}
    for triples in results.sizes("networks"):
        [one] = results.rows("networks", triples, SimpleNamespace)
        found.setdefault("everything", {})[triples] = one.view
        found.setdefault("some practices", {})[triples] = one.chosen_large
    return found


PLOTS: Sequence[Plot] = (
    Plot(
        "growth-load",
        "Loading a file into a store",
        "seconds",
        _both(_field("loading", "seconds"), _field("servers", "load_s")),
        lambda value: f"{s(value)} s",
    ),
    Plot(
        "growth-memory",
        "Peak memory while loading",
        "megabytes",
        lambda results: _scaled(_field("loading", "memory_bytes")(results), 1e-6),
        lambda value: f"{mb(value * 1e6)} MB",
        (6 * 2**30 / 1e6, "at most 6 GiB"),
    ),
    Plot(
        "growth-open",
        "Opening a store, to its first answer",
        "milliseconds",
        lambda results: _scaled(_field("opening", "seconds")(results), 1000),
        lambda value: f"{ms(value / 1000)} ms",
        (150, "at most 150 ms"),
    ),
    Plot(
        "growth-queries",
        "Nine queries on a folder store, in process",
        "seconds for all nine",
        _mix("queries"),
        lambda value: f"{s(value)} s",
    ),
    Plot(
        "growth-servers",
        "Nine queries over HTTP, beside a folder store in process",
        "seconds for all nine",
        _mix("http"),
        lambda value: f"{s(value)} s",
    ),
    Plot(
        "growth-view",
        "The view practices-to-goals of a folder store",
        "seconds",
        _views,
        lambda value: f"{s(value)} s",
        (1.5, "at most 1.5 s"),
    ),
)


def draw(results: Results, folder: Path = FOLDER) -> list[Path]:
    """Write every picture that there are numbers for."""
    folder.mkdir(exist_ok=True)
    return [_draw(plot, lines, folder) for plot in PLOTS if (lines := plot.series(results))]


def _draw(plot: Plot, lines: Series, folder: Path) -> Path:
    import matplotlib as mpl  # noqa: PLC0415 # only the bench environment has it, and the page needs none

    mpl.use("svg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    path = folder / f"{plot.name}.svg"
    with mpl.rc_context(SETTINGS):
        figure, axes = plt.subplots(figsize=(WIDTH, HEIGHT))
        axes.set(xscale="log", yscale="log", title=plot.title, xlabel="triples", ylabel=plot.axis)
        for number, (label, points) in enumerate(lines.items()):
            colour, marker = STYLES[label]
            places, values = zip(*sorted(points.items()), strict=True)
            # Later markers are smaller, so that none is hidden by another.
            axes.plot(places, values, color=colour, marker=marker, lw=2, ms=max(5, 12 - 2 * number))
        if plot.target:
            axes.axhline(plot.target[0], color="#555555", ls="--", lw=1)
        _set_limits(axes, lines, plot.target)
        _name_lines(axes, lines, plot.target)
        axes.grid(visible=True, which="major", color="#dddddd", lw=0.8)
        figure.tight_layout()
        figure.savefig(path, metadata={"Date": None, "Title": plot.title})
        plt.close(figure)
    return path


def _set_limits(axes: Axes, lines: Series, target: tuple[float, str] | None) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator  # noqa: PLC0415 # as in _draw

    sizes = sorted({at for points in lines.values() for at in points})
    values = [value for points in lines.values() for value in points.values()] + ([target[0]] if target else [])
    axes.set_xlim(sizes[0] / 1.5, sizes[-1] * 1.5)
    axes.set_ylim(min(values) / 1.6, max(values) * 1.6)
    axes.xaxis.set_major_locator(FixedLocator(sizes))
    axes.xaxis.set_minor_locator(NullLocator())
    plain = FuncFormatter(lambda value, _: f"{value:,.10g}")
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(plain)
    axes.yaxis.set_minor_formatter(FuncFormatter(lambda *_: ""))


def _name_lines(axes: Axes, lines: Series, target: tuple[float, str] | None) -> None:
    """Write the name of every line right of the picture, apart from the others; of one that ends early, at its end."""
    last = max(max(points) for points in lines.values())
    ends = {label: (last, points[last], STYLES[label][0]) for label, points in lines.items() if last in points}
    if target:
        ends[target[1]] = (axes.get_xlim()[1], target[0], "#555555")
    low, high = axes.get_ylim()
    heights = spread([_share(value, low, high) for _, value, _ in ends.values()], LABEL_GAP)
    for (label, (at, value, colour)), height in zip(ends.items(), heights, strict=True):
        arrow = {"arrowstyle": "-", "color": colour, "lw": 0.8, "shrinkA": 2, "shrinkB": 5, "relpos": (0, 0.5)}
        text = axes.annotate(
            label, (at, value), xytext=(1.02, height), textcoords="axes fraction", va="center", arrowprops=arrow
        )
        text.set(color="#222222", annotation_clip=False)
    # A lone point has its name above it. Others have theirs below the lowest of those that end together: lines rise to
    # the right, so nothing is drawn there.
    for end in {max(points) for points in lines.values()} - {last}:
        early = {label: points for label, points in lines.items() if max(points) == end}
        lowest = min(points[end] for points in early.values())
        for row, (label, points) in enumerate(early.items(), 1):
            place, offset = (points[end], (8, 8)) if len(points) == 1 else (lowest, (10, -LABEL_POINTS * row))
            axes.annotate(label, (end, place), xytext=offset, textcoords="offset points", color="#222222")


def _share(value: float, low: float, high: float) -> float:
    return (log(value) - log(low)) / (log(high) - log(low))


def spread(heights: Iterable[float], gap: float) -> list[float]:
    """Return heights that are at least a gap apart, in the same order, none above the highest.

    Example:
        >>> spread([0.5, 0.9, 0.5], 0.25)
        [0.5, 0.9, 0.25]
    """
    wanted = list(heights)
    placed: dict[int, float] = {}
    free = float("inf")
    for number in sorted(range(len(wanted)), key=wanted.__getitem__, reverse=True):
        placed[number] = min(wanted[number], free)
        free = placed[number] - gap
    return [placed[number] for number in range(len(wanted))]


def _scaled(series: Series, factor: float) -> Series:
    return {label: {at: value * factor for at, value in points.items()} for label, points in series.items()}

"""The versions of a folder store as rows of a table: what there is, and what one came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from equigraph.graph.limits import bytes_in_words
from equigraph.graph.versions import Version

__all__ = ["VERSION_COLUMNS", "describe_version", "skipped_notes", "version_rows"]

MOST_SKIPPED: Final = 5  # members of an archive named in one sentence
VERSION_COLUMNS: Final = ("version", "current", "made", "by", "from", "triples")


def version_rows(versions: Iterable[Version], current: Version | None) -> Iterator[Sequence[str]]:
    """Yield a row for every version, in the order given."""
    known = list(versions)
    numbers = {version.manifest["id"]: str(version.number) for version in known}
    for version in known:
        is_current = current is not None and version.number == current.number
        made = version.manifest["created"]
        operation = version.manifest["activity"]["operation"]
        yield (
            str(version.number),
            "current" if is_current else "",
            made,
            operation,
            ", ".join([*_parent(version, numbers), *_sources(version)]),
            f"{version.manifest['quads']:,}",
        )


def describe_version(version: Version) -> Iterator[tuple[str, str]]:
    """Yield what is known of one version, as name and value."""
    manifest = version.manifest
    activity = manifest["activity"]
    yield "version", str(version.number)
    yield "folder", str(version.folder)
    yield "made", f"{manifest['created']}, by equigraph {activity['software']['softwareVersion']}"
    yield "operation", activity["operation"]
    if "graph" in activity:
        yield "into the graph", activity["graph"]
    if "text" in activity:
        yield "update", activity["text"]
    for source in activity["sources"]:
        yield "file", f"{source['name']}, {bytes_in_words(source['bytes'])}, sha256 {source['sha256']}"
    yield from (("not read", note) for note in skipped_notes(version))
    yield "made from", manifest.get("revisionOf", "nothing before")
    yield "identifier", manifest["id"]
    yield "triples", f"{manifest['quads']:,}"
    yield "named graphs", f"{manifest['graphs']:,}"
    yield "on disk", bytes_in_words(sum(file["bytes"] for file in manifest["files"].values()))
    yield "source digest", manifest["digest"]


def skipped_notes(version: Version) -> Iterator[str]:
    """Yield a sentence for every archive that held more than was read."""
    for source in version.manifest["activity"]["sources"]:
        names = source.get("skipped", ())
        if names:
            shown = ", ".join(f'"{name}"' for name in names[:MOST_SKIPPED])
            more = f" and {len(names) - MOST_SKIPPED} more" if len(names) > MOST_SKIPPED else ""
            are = "members are" if len(names) > 1 else "member is"
            were = "were" if len(names) > 1 else "was"
            yield f"{source['name']}: {len(names)} {are} no RDF and {were} not read: {shown}{more}."


def _parent(version: Version, numbers: dict[str, str]) -> Iterator[str]:
    if version.parent:
        number = numbers.get(version.parent)
        yield f"version {number}" if number else "a version that is no longer here"


def _sources(version: Version) -> Iterator[str]:
    sources = version.manifest["activity"]["sources"]
    if len(sources) > 3:  # noqa: PLR2004 # more do not fit a line
        yield f"{sources[0]['name']} and {len(sources) - 1} more files"
    else:
        yield from (source["name"] for source in sources)

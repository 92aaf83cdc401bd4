"""Every error that equigraph raises on purpose, under one base.

A message says what happened, quotes the offending value and says what would be accepted.
The values travel with the error as attributes, so that a caller never parses a message.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "AccessDeniedError",
    "AmbiguousEntityError",
    "AnswerCutError",
    "ClientBusyError",
    "DataError",
    "DatasetNotFoundError",
    "EndpointError",
    "EntityNotFoundError",
    "EquigraphError",
    "ExportError",
    "NewerStoreError",
    "NotSavedError",
    "OntologyError",
    "ParameterError",
    "QueryBusyError",
    "QueryCancelledError",
    "QueryCrashedError",
    "QueryError",
    "QueryTimeoutError",
    "QueryTooLargeError",
    "RdfSyntaxError",
    "RowError",
    "ServingError",
    "SparqlSyntaxError",
    "StoreBusyError",
    "StoreDamagedError",
    "StoryError",
    "TableError",
    "TooManyQueriesError",
    "UnknownFormatError",
    "UnknownNameError",
    "UnknownPrefixError",
    "UnrepresentableValueError",
    "UpdateForbiddenError",
    "VersionNotFoundError",
]


# As much of one line of a query as a message shows.
POINTED_CHARACTERS = 100


def did_you_mean(close: Sequence[str]) -> str:
    """Return the words that suggest near names, or nothing when there are none.

    Example:
        >>> did_you_mean(["org", "orig"])
        ' (did you mean "org" or "orig"?)'
        >>> did_you_mean([])
        ''
    """
    if not close:
        return ""
    quoted = (f'"{name}"' for name in close)
    return f" (did you mean {' or '.join(quoted)}?)"


class EquigraphError(Exception):
    """Base of all errors of equigraph.

    Attributes:
        message: What happened, with the offending value and what would be accepted.
        hint: What to do next, or None.
        link: Address of the rule that was broken, or None.
    """

    def __init__(self, message: str, *, hint: str | None = None, link: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.link = link

    def __str__(self) -> str:
        parts = [self.message]
        if self.hint:
            parts.append(self.hint)
        if self.link:
            parts.append(f"See <{self.link}>")
        return "\n".join(parts)


# --- the words ------------------------------------------------------------------------------


class OntologyError(EquigraphError):
    """Something is wrong with a term, a prefix or the vocabulary."""


class UnknownPrefixError(OntologyError):
    """A CURIE uses a prefix that is not known."""

    def __init__(self, prefix: str, known: Iterable[str], close: Sequence[str] = ()) -> None:
        self.prefix = prefix
        self.known = tuple(known)
        self.close = tuple(close)
        super().__init__(
            f'unknown prefix "{prefix}"; known prefixes: {", ".join(self.known)}{did_you_mean(self.close)}'
        )


# --- the data -------------------------------------------------------------------------------


class DataError(EquigraphError):
    """Something is wrong with data that is read."""


class RdfSyntaxError(DataError):
    """A file is not what its format asks for."""

    def __init__(
        self,
        source: str,
        reason: str,
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        self.source = source
        self.reason = reason
        self.line = line
        self.column = column
        place = source
        if line is not None:
            place += f", line {line}"
        if column is not None:
            place += f", column {column}"
        super().__init__(f"{place}: {reason}", hint=hint)


class DatasetNotFoundError(DataError):
    """A store location names nothing that can be opened."""

    def __init__(self, name: str, available: Iterable[str], *, reason: str = "") -> None:
        self.name = name
        self.available = tuple(available)
        self.reason = reason
        why = f": {reason}" if reason else ""
        super().__init__(f'no data at "{name}"{why}; accepted: {", ".join(self.available)}')


class StoreBusyError(DataError):
    """Another program is writing to a folder store; one writes at a time."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f'another program is writing to "{folder}"',
            hint="Wait until it is done and try again. Reading goes on meanwhile; nothing was changed by this attempt.",
        )


class StoreDamagedError(DataError):
    """A file of a folder store is missing, cut off or altered."""

    def __init__(self, folder: str, reason: str) -> None:
        self.folder = folder
        self.reason = reason
        super().__init__(
            f'the store in "{folder}" is damaged: {reason}',
            hint="Go back to an earlier version (equigraph store rollback) or to a backup (equigraph store restore).",
        )


class NewerStoreError(DataError):
    """A folder store was written by a later version of equigraph, in a layout that this one does not know."""

    def __init__(self, folder: str, layout: int, known: int) -> None:
        self.folder = folder
        self.layout = layout
        self.known = known
        super().__init__(
            f'"{folder}" has layout {layout}, and this version of equigraph knows layouts up to {known}; '
            "it was not touched",
            hint="Update equigraph, or load the files anew into another folder.",
        )


class VersionNotFoundError(DataError):
    """A folder store has no version of that number."""

    def __init__(self, folder: str, version: str, available: Iterable[str]) -> None:
        self.folder = folder
        self.version = version
        self.available = tuple(available)
        super().__init__(f'"{folder}" has no version "{version}"; there are: {", ".join(self.available) or "none"}')


class RowError(DataError):
    """One cell of a table is wrong."""

    def __init__(self, table: str, row: int, column: str, reason: str, *, sheet: str = "") -> None:
        self.table = table
        self.sheet = sheet
        self.row = row
        self.column = column
        self.reason = reason
        place = f"{table}, sheet {sheet}" if sheet else table
        super().__init__(f"{place}, row {row}, column {column}: {reason}")


class TableError(DataError):
    """Tables could not be imported; ``problems`` holds every cell that is wrong."""

    def __init__(self, problems: Sequence[RowError]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  {problem.message}" for problem in self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the tables; nothing was written:\n{lines}")


class StoryError(DataError):
    """A story file could not be told; ``problems`` holds everything that is wrong with it."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = tuple(problems)
        if len(self.problems) == 1:
            super().__init__(f"{file}, {self.problems[0]}")
        else:
            lines = "\n".join(f"  {problem}" for problem in self.problems)
            super().__init__(f"{len(self.problems)} problems in {file}; nothing was written:\n{lines}")


# --- the questions --------------------------------------------------------------------------


class QueryError(EquigraphError):
    """A query could not be answered."""


class SparqlSyntaxError(QueryError):
    """A query is not SPARQL 1.1."""

    def __init__(self, query: str, reason: str, *, line: int | None = None, column: int | None = None) -> None:
        self.query = query
        self.reason = reason
        self.line = line
        self.column = column
        message = f"the query is not valid SPARQL: {reason}"
        if line is not None and column is not None:
            message = f"the query is not valid SPARQL at line {line}, column {column}: {reason}"
            message += _pointed_at(query, line, column)
        super().__init__(message, link="https://www.w3.org/TR/sparql11-query/#sparqlGrammar")


def _pointed_at(query: str, line: int, column: int) -> str:
    """Return the line of the query with a mark under the column, cut to what fits a terminal."""
    rows = query.split("\n")
    if not 0 < line <= len(rows):
        return ""
    start = max(0, column - 1 - POINTED_CHARACTERS // 2)
    end = start + POINTED_CHARACTERS
    row = rows[line - 1]
    piece = ("…" if start else "") + row[start:end] + ("…" if len(row) > end else "")
    mark = " " * (column - 1 - start + (1 if start else 0)) + "^"
    return f"\n  {piece}\n  {mark}"


class QueryTimeoutError(QueryError):
    """A query did not end before its deadline."""

    def __init__(self, limit_s: float) -> None:
        self.limit_s = limit_s
        super().__init__(
            f"the query was stopped after {limit_s:g} seconds",
            hint="Ask for less (a LIMIT, a narrower pattern), or allow more time: --timeout on the command line, "
            "Limits(timeout_s=...) in Python.",
        )


class QueryTooLargeError(QueryError):
    """A query or its answer is larger than a limit allows."""

    def __init__(self, limit: str) -> None:
        self.limit = limit
        super().__init__(
            f"the answer is larger than the limit of {limit}",
            hint="Ask for less (a LIMIT, fewer variables, a narrower pattern), or allow more: --limit on the command "
            "line, Limits(...) in Python.",
        )


class QueryCrashedError(QueryError):
    """The process that answered a query died; nothing else was harmed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"the query engine gave up on this query ({reason})",
            hint="Queries nested thousands of levels deep, or with very large values, do this. The data are unharmed.",
        )


class QueryBusyError(QueryError):
    """All processes that answer queries were busy for as long as the caller would wait."""

    def __init__(self, processes: int, waited_s: float) -> None:
        self.processes = processes
        self.waited_s = waited_s
        super().__init__(
            f"all {processes} processes that answer queries were busy for {waited_s:g} seconds",
            hint="Try again later, or allow more of them: --limit processes=... on the command line, "
            "Limits(processes=...) in Python.",
        )


class TooManyQueriesError(QueryBusyError):
    """More queries are asked than are answered at once and may wait.

    Attributes:
        retry_s: Seconds after which it makes sense to ask again.
    """

    def __init__(self, what: str, retry_s: int) -> None:
        self.retry_s = retry_s
        QueryError.__init__(self, what, hint=f"Try again in {retry_s} seconds, or ask for less.")


class ClientBusyError(TooManyQueriesError):
    """One client asks more at once than it may."""


class EndpointError(QueryError):
    """A SPARQL server did not do what it was asked for.

    Attributes:
        address: Address of the server, without any password.
        reason: What went wrong, in words.
    """

    def __init__(self, address: str, reason: str, *, hint: str | None = None) -> None:
        self.address = address
        self.reason = reason
        super().__init__(f"{address}: {reason}", hint=hint)


class AccessDeniedError(EndpointError):
    """A SPARQL server wants a name and a password, or refuses those it was given."""


class AnswerCutError(EndpointError):
    """A SPARQL server sent only a part of an answer, with or without saying so; the part is not shown.

    Attributes:
        rows: Rows that came, or None if they could not be counted.
    """

    def __init__(self, address: str, reason: str, *, rows: int | None = None, hint: str | None = None) -> None:
        self.rows = rows
        super().__init__(address, reason, hint=hint)


class QueryCancelledError(QueryError):
    """A query was stopped by the person who asked it."""

    def __init__(self) -> None:
        super().__init__("the query was cancelled")


class UpdateForbiddenError(QueryError):
    """A read-only query asked to change data, or to reach the network."""


class ServingError(EquigraphError):
    """The explorer cannot listen where it was told to.

    Attributes:
        host: The address.
        port: The port.
        reason: Why not, in words.
    """

    def __init__(self, host: str, port: int, reason: str, hint: str) -> None:
        self.host = host
        self.port = port
        self.reason = reason
        super().__init__(f'cannot listen on "{host}", port {port}: {reason}', hint=hint)


class ParameterError(QueryError):
    """A parameter of a named question or view is missing, unknown or of the wrong type."""


class UnknownNameError(EquigraphError):
    """A view, question or command of that name does not exist."""

    def __init__(self, what: str, name: str, available: Iterable[str], close: Sequence[str] = ()) -> None:
        self.what = what
        self.name = name
        self.available = tuple(available)
        self.close = tuple(close)
        super().__init__(f'no {what} "{name}"; there are: {", ".join(self.available)}{did_you_mean(self.close)}')


class EntityNotFoundError(EquigraphError):
    """Nothing in the graph has that IRI, CURIE, slug or label."""

    def __init__(self, name: str, close: Sequence[str] = (), *, kind: str | None = None) -> None:
        self.name = name
        self.kind = kind
        self.close = tuple(close)
        what = kind or "thing"
        super().__init__(
            f'no {what} "{name}" in the graph; an IRI, a CURIE, a slug or a label is accepted{did_you_mean(self.close)}'
        )


class AmbiguousEntityError(EquigraphError):
    """A name fits more than one thing; ``candidates`` lists them."""

    def __init__(self, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f'"{name}" fits more than one thing: {", ".join(self.candidates)}; name one of them')


# --- the exports ----------------------------------------------------------------------------


class ExportError(EquigraphError):
    """A network could not be exported."""


class SnapshotError(ExportError):
    """A snapshot cannot be used: it was damaged or changed, or is none.

    Attributes:
        name: Of the file; "the snapshot" where it came from elsewhere.
        reason: What is wrong with it, in words.
    """

    def __init__(self, name: str, reason: str, *, hint: str | None = None) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"{name} cannot be used: {reason}", hint=hint)


class UnknownFormatError(ExportError):
    """The suffix of the target names no format."""

    def __init__(self, name: str, available: Iterable[str]) -> None:
        self.name = name
        self.available = tuple(available)
        super().__init__(f'unknown format "{name}"; known formats: {", ".join(self.available)}')


class OptionError(ExportError):
    """A format was given an option that it does not have."""

    def __init__(self, option: str, suffix: str, available: Iterable[str]) -> None:
        self.option = option
        self.suffix = suffix
        self.available = tuple(available)
        has = f"it has {', '.join(self.available)}" if self.available else "it has none"
        super().__init__(f'{suffix} has no option "{option}"; {has}')


class UnrepresentableValueError(ExportError):
    """A value cannot be written in the chosen format."""

    def __init__(self, format_name: str, node: str, value: object) -> None:
        self.format_name = format_name
        self.node = node
        self.value = value
        super().__init__(f"{format_name} cannot hold the value {value!r} of {node}")


class NotSavedError(ExportError):
    """A file could not be written; what was there before is unchanged."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        kept = "; the file that was there before is unchanged" if os.path.isfile(path) else ""  # noqa: PTH113 # any name
        super().__init__(f'could not write "{path}": {reason}{kept}')

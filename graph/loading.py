"""Read the RDF files of one ``--store`` once, in a process that may die, into a folder that all others open."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from equigraph.data.rdf_files import check_rdf_path
from equigraph.errors import DataError, QueryCrashedError, QueryTooLargeError, RdfSyntaxError
from equigraph.graph.frames import FILE
from equigraph.graph.limits import MORE_LOAD_TIME, Limits, bytes_in_words
from equigraph.graph.process import Deadline, WorkerProcess

__all__ = ["load_files"]


def load_files(paths: Sequence[Path], limits: Limits) -> str:
    """Return a temporary folder with a store that holds what the files hold; the caller removes it.

    Limits: when this process is killed outright, the folder stays behind in the system's temporary folder.

    Raises:
        RdfSyntaxError: A file is wrong; the message names file, line and column where known.
        DataError: There is no file, one cannot be read, or reading takes more than the limits allow.
    """
    if not paths:
        msg = "no file to read; accepted: one RDF file or more"
        raise DataError(msg)
    for path in paths:
        check_rdf_path(path)
    memory = bytes_in_words(limits.load_memory_bytes)
    process = None
    folder = tempfile.mkdtemp(prefix="equigraph-")
    try:
        process = WorkerProcess(
            {
                "do": "load",
                "files": [str(path) for path in paths],
                "folder": folder,
                "memory_bytes": limits.load_memory_bytes,
                "memory_words": memory,
            }
        )
        _wait(process, str(paths[0]), limits)
    except BaseException:
        if process is not None:
            process.kill()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    process.kill()
    return folder


def _wait(process: WorkerProcess, first: str, limits: Limits) -> None:
    """Wait until every file is read; tell a death as a fault of the file that was being read."""
    deadline, path = Deadline(limits.load_timeout_s), first
    try:
        letter, payload = process.receive(deadline, _late(path, limits))
        while letter == FILE:
            path = os.fsdecode(payload)
            letter, payload = process.receive(deadline, _late(path, limits))
    except QueryTooLargeError as error:
        msg = f'reading "{path}" takes more than {bytes_in_words(limits.load_memory_bytes)} of memory'
        raise DataError(msg) from error
    except QueryCrashedError as error:
        raise RdfSyntaxError(
            path, f"the parser gave up ({error.reason}); is it nested thousands of levels deep?"
        ) from error


def _late(path: str, limits: Limits) -> DataError:
    msg = f'reading "{path}" was stopped: the files of one command may take {limits.load_timeout_s:g} seconds'
    return DataError(msg, hint=f"Name fewer files, or allow more time: {MORE_LOAD_TIME}.")

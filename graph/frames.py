"""What a worker process and its parent say to each other: frames, each one letter, a length and bytes."""

from __future__ import annotations

import json
import struct
from typing import IO, Any

from equigraph import errors
from equigraph.errors import EquigraphError, QueryError

__all__ = [
    "DATA",
    "END",
    "ERROR",
    "FILE",
    "HEAD",
    "PROGRESS",
    "READY",
    "REQUEST",
    "error_from_wire",
    "error_to_wire",
    "frame_bytes",
    "frames_in",
    "put_frame",
    "read_frame",
    "write_frame",
]

REQUEST = b"Q"  # to the worker: JSON, what to do
READY = b"R"  # the location is open
FILE = b"F"  # the file that is read next
PROGRESS = b"P"  # bytes of that file that were read, in digits
HEAD = b"H"  # JSON: the kind of the answer and the format that follows
DATA = b"D"  # a part of the answer
END = b"E"  # JSON: whole; whether the worker should be replaced
ERROR = b"X"  # JSON: an error instead of (the rest of) the answer
_LETTER_AND_LENGTH = struct.Struct(">cI")


def write_frame(stream: IO[bytes], letter: bytes, payload: bytes = b"") -> None:
    """Write one frame and flush.

    Example:
        >>> import io
        >>> stream = io.BytesIO()
        >>> write_frame(stream, DATA, b"abc")
        >>> read_frame(io.BytesIO(stream.getvalue()))
        (b'D', b'abc')
    """
    put_frame(stream, letter, payload)
    stream.flush()


def put_frame(stream: IO[bytes], letter: bytes, payload: bytes = b"") -> None:
    """Write one frame that may wait for those that follow."""
    stream.write(_LETTER_AND_LENGTH.pack(letter, len(payload)))
    stream.write(payload)


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return letter and payload of the next frame; None when the other side is gone.

    Example:
        >>> import io
        >>> read_frame(io.BytesIO(b"D")) is None
        True
    """
    head = stream.read(_LETTER_AND_LENGTH.size)
    if len(head) < _LETTER_AND_LENGTH.size:
        return None
    letter, length = _LETTER_AND_LENGTH.unpack(head)
    payload = stream.read(length)
    return None if len(payload) < length else (letter, payload)


def frame_bytes(letter: bytes, payload: bytes) -> bytes:
    r"""Return one frame.

    Example:
        >>> frame_bytes(DATA, b"abc")
        b'D\x00\x00\x00\x03abc'
    """
    return _LETTER_AND_LENGTH.pack(letter, len(payload)) + payload


def frames_in(data: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    r"""Return the whole frames at the start of some bytes, and what is left after them.

    Example:
        >>> frames_in(frame_bytes(DATA, b"abc") + b"E\x00")
        ([(b'D', b'abc')], b'E\x00')
    """
    frames, at, size = [], 0, _LETTER_AND_LENGTH.size
    while len(data) - at >= size:
        letter, length = _LETTER_AND_LENGTH.unpack_from(data, at)
        end = at + size + length
        if end > len(data):
            break
        frames.append((letter, data[at + size : end]))
        at = end
    return frames, data[at:]


def error_to_wire(error: Exception) -> bytes:
    """Return an error as JSON; what is not ours becomes a ``QueryError`` with its words.

    Example:
        >>> error_from_wire(error_to_wire(errors.QueryTimeoutError(3))).limit_s
        3
    """
    if not isinstance(error, EquigraphError):
        error = QueryError(f"the engine could not do it: {error}")
    return json.dumps({"type": type(error).__name__, "attributes": vars(error)}).encode()


def error_from_wire(payload: bytes) -> EquigraphError:
    """Return the error that ``error_to_wire`` wrote."""
    record: dict[str, Any] = json.loads(payload)
    kind: type[EquigraphError] = getattr(errors, record["type"])
    error = kind.__new__(kind)
    for name, value in record["attributes"].items():
        setattr(error, name, tuple(value) if isinstance(value, list) else value)
    error.args = (error.message,)
    return error

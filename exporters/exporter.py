"""One export format, and how the ending of a file name chooses among several."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equigraph.errors import OptionError, UnknownFormatError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

__all__ = ["Exporter", "choose"]


@dataclass(frozen=True)
class Exporter:
    """One format.

    Attributes:
        name: What people call it.
        suffixes: File endings that choose it, with the dot; the first is the usual one.
        media_type: Its IANA media type.
        module: Name of the module in ``equigraph.exporters`` that writes it, by its ``write_<module>``.
        description: One sentence: what it is for, and what it loses.
        options: The keyword arguments of its writer, all of which may be left out.
        is_xml: Whether it cannot hold what XML 1.0 forbids, and so replaces it.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    module: str
    description: str
    options: tuple[str, ...] = ()
    is_xml: bool = False

    def write(self, value: Any, path: str | os.PathLike[str], **options: Any) -> None:
        """Write a network or a gap map to a file; the old file is kept if anything goes wrong.

        Raises:
            OptionError: This format has no such option.
        """
        for option in options:
            if option not in self.options:
                raise OptionError(option, self.suffixes[0], self.options)
        # Loaded when used: pyvis alone takes longer to import than most commands run.
        module = importlib.import_module(f"equigraph.exporters.{self.module}")
        write: Callable[..., None] = getattr(module, f"write_{self.module}")
        write(value, path, **options)


def choose(exporters: Mapping[str, Exporter], path: str | os.PathLike[str]) -> Exporter:
    """Return the exporter that the ending of a file name chooses; the longest that fits, in any case of letters.

    Raises:
        UnknownFormatError: No format has that ending; ``available`` lists those there are.
    """
    name = Path(path).name
    endings = {suffix: exporter for exporter in exporters.values() for suffix in exporter.suffixes}
    fitting = [suffix for suffix in endings if name.lower().endswith(suffix)]
    if not fitting:
        raise UnknownFormatError(Path(path).suffix.lower() or name, exporters)
    return endings[max(fitting, key=len)]

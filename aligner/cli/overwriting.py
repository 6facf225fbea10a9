"""No command writes over a file that it reads."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from duiqi.aligner.cli.files import protect

# In the annotation of a parameter: the command writes the files that it names. Those of all others are read.
WRITTEN = "written"


def check_overwriting(command: inspect.Signature, values: Mapping[str, Any]) -> None:
    """Refuse, before any work, an output of a command that is one of its inputs, whichever options name them.

    values  by the name of the parameter

    Files whose names nobody has given, as those of a batch or of a pair of texts, the command checks itself.
    """
    read: list[Path] = []
    written: list[Path] = []
    for name, parameter in command.parameters.items():
        is_written = WRITTEN in getattr(parameter.annotation, "__metadata__", ())
        (written if is_written else read).extend(_paths(values.get(name)))
    protect(read, written)


def _paths(value: object) -> Iterator[Path]:
    for one in value if isinstance(value, Iterable) else (value,):
        if isinstance(one, Path):
            yield one

"""Shared by all commands: `--quiet`, and the settings of `duiqi.toml`."""

from __future__ import annotations

import inspect
import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from functools import wraps
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from duiqi.aligner.cli.overwriting import check_overwriting
from duiqi.aligner.cli.settings import settings_of

Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="Only errors on stderr: no counts, warnings, progress.")
]
INPUTS = ("source", "sources", "file", "paths", "manifest", "gold")  # parameters that name what is read


def with_common(command: Callable[..., None]) -> Callable[..., None]:
    """The command with `--quiet`, the settings of `duiqi.toml` for options not given, and its inputs safe."""
    signature = inspect.signature(command)

    @wraps(command)
    def run(ctx: typer.Context, quiet: bool, **values: Any) -> None:
        folder = next(_folders(values), Path())
        for name, value in settings_of(ctx.info_name or "", folder).items():
            source = ctx.get_parameter_source(name) if name in values else None
            if source is not None and source.name.startswith("DEFAULT"):
                values[name] = value
        check_overwriting(signature, values)
        _check_finite(ctx, values)
        with _quieted(quiet):
            command(**values)

    own = (
        Parameter("ctx", Parameter.KEYWORD_ONLY, annotation=typer.Context),
        *signature.parameters.values(),
        Parameter("quiet", Parameter.KEYWORD_ONLY, annotation=Quiet, default=False),
    )
    run.__signature__ = signature.replace(parameters=own)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in own}
    return run


def _check_finite(ctx: typer.Context, values: dict[str, Any]) -> None:
    """Refuse nan and inf for an option that takes a number: no bounds of a range keep both out."""
    for parameter in ctx.command.params:
        value = values.get(parameter.name or "")
        if isinstance(value, float) and not math.isfinite(value):
            option = parameter.opts[0]
            raise typer.BadParameter(f"{option}: expected a finite number, found {value}", ctx)


def _folders(values: dict[str, Any]) -> Iterator[Path]:
    """The folders of the inputs, the first one first; a folder that is an input counts itself."""
    for name in INPUTS:
        given = values.get(name)
        paths: Iterable[Path] = given if isinstance(given, list | tuple) else [given] if given else []
        for path in paths:
            if str(path) != "-":
                yield path if path.is_dir() else path.parent


@contextmanager
def _quieted(quiet: bool) -> Iterator[None]:
    """Drop what is printed on stderr; errors are printed later, by whoever catches them."""
    if not quiet:
        yield
        return
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        yield

"""Groups of options: dataclasses whose fields are options of a command."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import wraps
from inspect import Parameter
from typing import Any, get_type_hints


def flat(command: Callable[..., None]) -> Callable[..., None]:
    """The command with each group among its parameters replaced by the group's options, for Typer.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Paper:
    ...     width: int = 210
    >>> def print_page(text: str, *, copies: int = 1, paper: Paper) -> None: ...
    >>> inspect.signature(flat(print_page))
    <Signature (*, text: str, copies: int = 1, width: int = 210)>
    """
    signature, hints = inspect.signature(command), get_type_hints(command, include_extras=True)
    groups = {name: hints[name] for name in signature.parameters if is_dataclass(hints[name])}

    def parameters() -> Iterator[Parameter]:
        for name, parameter in signature.parameters.items():
            if name in groups:
                yield from _options(groups[name])
            else:
                # All by keyword: so a parameter without a default may follow one that has a default.
                yield parameter.replace(annotation=hints[name], kind=Parameter.KEYWORD_ONLY)

    @wraps(command)
    def run(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    shown = inspect.Signature(list(parameters()))
    run.__signature__ = shown  # type: ignore[attr-defined]
    run.__annotations__ = {name: parameter.annotation for name, parameter in shown.parameters.items()}
    return run


def _options(group: Any) -> Iterator[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=_default(field), annotation=hints[field.name]
        )


def _default(field: Field[Any]) -> Any:
    return Parameter.empty if field.default is MISSING else field.default

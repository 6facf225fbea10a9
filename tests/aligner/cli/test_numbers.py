"""Options that take a number refuse what is none, whichever command has them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.main import get_command

from duiqi.aligner.cli.program import app
from tests.aligner.conftest import Ran

Run = Callable[..., Ran]


def options(group: Any = None, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """A command line up to the value of each option that takes a number with a fraction."""
    for name, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from options(command, (*words, name))
            continue
        needed = [
            word
            for parameter in command.params
            if parameter.required
            for word in ([parameter.opts[-1]] if parameter.opts[-1].startswith("-") else []) + ["some.txt"]
        ]
        annotations = inspect.signature(command.callback).parameters
        for parameter in command.params:
            if parameter.name in annotations and "float" in str(annotations[parameter.name].annotation):
                yield (*words, name, *needed, parameter.opts[-1])


OPTIONS = list(options())


def test_there_are_such_options() -> None:
    found = {line[-1] for line in OPTIONS}
    assert found >= {"--min-confidence", "--judge-seconds", "--timeout", "--max-size"}


@pytest.mark.parametrize("line", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e400", "-1", "half"])
def test_what_is_no_number_of_the_range_is_refused(command: Run, line: tuple[str, ...], value: str) -> None:
    """One line that names the option, before any work; NaN is neither below nor above a bound."""
    ran = command(*line, value)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(line[-1])
    assert "expected" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("option", ["--timeout", "--max-size"])
def test_infinity_is_within_no_range(command: Run, option: str) -> None:
    ran = command("batch", "m.tsv", "--out", "results", option, "inf")
    assert ran.err == f"{option}: expected a finite number, found inf. Try: duiqi batch --help\n"

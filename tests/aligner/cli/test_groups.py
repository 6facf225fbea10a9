"""Groups of options: a command takes a dataclass, its user sees options."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.main import get_command

from duiqi.aligner.cli.groups import flat


@dataclass(frozen=True)
class Paper:
    """A sheet."""

    width: Annotated[int, typer.Option(help="How wide.", min=1)] = 210
    coloured: Annotated[bool, typer.Option("--coloured", help="Not white.")] = False


@dataclass(frozen=True)
class Poster(Paper):
    """A sheet with a title."""

    title: Annotated[str, typer.Option(help="What it says.")] = "对齐"


def test_fields_become_options_where_their_group_was() -> None:
    def show(text: str, *, copies: int = 1, poster: Poster, last: bool = False) -> None:
        """Print a page."""

    shown = inspect.signature(flat(show))
    assert list(shown.parameters) == ["text", "copies", "width", "coloured", "title", "last"]
    assert shown.parameters["width"].default == 210
    assert shown.parameters["text"].default is inspect.Parameter.empty
    assert (flat(show).__name__, flat(show).__doc__) == ("show", "Print a page.")


def test_a_command_gets_its_groups_filled(capsys: pytest.CaptureFixture[str]) -> None:
    app = typer.Typer()

    def show(text: Annotated[str, typer.Argument()], *, poster: Poster) -> None:
        print(text, poster)

    app.command()(flat(show))
    get_command(app)(["天地", "--width", "100", "--coloured"], standalone_mode=False)
    assert capsys.readouterr().out == "天地 Poster(width=100, coloured=True, title='对齐')\n"


def test_an_option_cannot_be_in_two_groups() -> None:
    def show(*, poster: Poster, paper: Paper) -> None:
        print(poster, paper)

    with pytest.raises(ValueError, match="duplicate parameter name: 'width'"):
        flat(show)

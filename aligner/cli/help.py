"""The help in the user's language: the same pages, in lines that know how wide a Chinese character is."""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from duiqi.corpus.localization import localized, user_language

# What follows the help of an option in brackets: its default, its bounds, whether it is required.
FACTS = re.compile(r"(?P<help>.*?)(?:  \[(?P<facts>[^][]*)\])?", re.DOTALL)
FILES = {"FILE", "GLOSSARY", "LIST", "OUT", "TERMBASE"}  # the metavars of options that name a file
FORMATTER: Any = typer.Context.formatter_class


class HelpFormatter(FORMATTER):  # type: ignore[misc]
    """A page of help whose headings, texts and lists are looked up in the catalogue."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        super().write_usage(prog, args, f"{localized(prefix or 'Usage:').strip()} ")

    def write_heading(self, heading: str) -> None:
        """The name of a section."""
        self.write(f"{'':>{self.current_indent}}{localized(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, each translated as a whole."""
        if user_language() == "en":
            super().write_text(text)
            return
        indent = " " * self.current_indent
        paragraphs = (
            "\n".join(indent + line for line in _wrapped(_translated(part), self.width - len(indent)))
            for part in text.split("\n\n")
        )
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options, arguments or commands."""
        if user_language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        column = min(max((len(name) for name, _ in rows), default=0), col_max) + col_spacing
        left = " " * self.current_indent
        for name, text in rows:
            lines = _wrapped(_translated(text), max(self.width - column - len(left), 20)) if text else []
            head = f"{left}{name}"
            if lines and len(name) <= column - col_spacing:
                head = f"{left}{name:{column}}{lines.pop(0)}"
            self.write("\n".join([head, *(left + " " * column + line for line in lines)]) + "\n")


class HelpContext(typer.Context):
    """The context of a command, whose help is in the user's language."""

    formatter_class = HelpFormatter


class PlainCommand(TyperCommand):
    """A command whose usage line names its arguments without braces, and that drops no file it is given."""

    context_class = HelpContext

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse an option that names one file and is given twice: the last would count, without a word."""
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        for option, times in Counter(order).items():
            if times > 1 and option.metavar in FILES and option.nargs == 1 and not option.multiple:
                raise typer.BadParameter(f"{option.opts[-1]}: names one file, and is given {times} times")
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The pieces of the usage line: SOURCE, [TARGET]."""
        return [piece.replace("{", "").replace("}", "") for piece in super().collect_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, for the list of commands."""
        return _short_help(self, super().get_short_help_str(limit))


class PlainGroup(TyperGroup):
    """A group of commands whose help is in the user's language."""

    context_class = HelpContext

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the group is for, for the list of commands."""
        return _short_help(self, super().get_short_help_str(limit))


def _short_help(command: TyperCommand | TyperGroup, english: str) -> str:
    if user_language() == "en":
        return english
    return inspect.cleandoc(command.help or "").split("\n\n")[0]


def _translated(text: str) -> str:
    """A paragraph, or the help of an option with what follows it in brackets."""
    found = FACTS.fullmatch(" ".join(re.sub(r"  \[", "\0[", text).split()).replace("\0[", "  ["))
    assert found is not None
    shown = localized(found["help"])
    if not (facts := found["facts"]):
        return shown
    for word in ("default", "required"):
        facts = re.sub(rf"\b{word}\b", localized(word), facts)
    return f"{shown}  [{facts}]"


def _wrapped(text: str, width: int) -> list[str]:
    from duiqi.exports.terminal import wrap

    return wrap(text, width)

"""The messages that users meet, found in the source and in the commands, as the catalogue writes them.

`python -m tests.messages` prints the entries that the catalogue of a language lacks, ready to be
translated; see CONTRIBUTING.md.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FOLDERS = ("aligner", "corpus", "exports", "segmenters")
# Calls whose last argument that is a text is shown to users.
SHOWN = frozenset({
    "say", "Doubt", "refuse", "_refuse", "BadParameter", "DuiqiError", "UnreadableFile", "UnwritableFile",
    "MalformedFile", "UnknownColumns", "TextTooLong", "ImpossibleEdit", "UnknownEncoder", "MissingExtra",
    "NoReply", "localized", "Contradiction", "Hit", "Check", "Reason",
})  # fmt: skip


def messages() -> dict[str, str]:
    """Each message, with the module that has it; what the code puts in has a name in braces."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in SHOWN:
                    for argument in node.args:
                        for text in _texts(argument):
                            found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def help_texts() -> dict[str, str]:
    """Each text of the commands' help, with the command that has it."""
    import typer

    from duiqi.aligner.cli.program import app

    found: dict[str, str] = {}

    def collect(command: Any, name: str) -> None:
        for text in (command.help, command.epilog, *(getattr(each, "help", None) for each in command.params)):
            for paragraph in (text or "").split("\n\n"):
                if words := " ".join(paragraph.split()):
                    found.setdefault(words, name)
        for each, sub in getattr(command, "commands", {}).items():
            collect(sub, f"{name} {each}")

    collect(typer.main.get_command(app), "duiqi")
    return found


def _texts(node: ast.expr) -> Iterator[str]:
    """The messages in an argument: both branches of a condition, and what is put into them."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
        return
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                for part in ast.walk(value.value):
                    if isinstance(part, ast.IfExp):
                        yield from (text for text in _texts(part) if " " in text.strip())
    if (text := _template(node)) and any(letter.isalpha() for letter in _literal(text)):
        yield text


def _template(node: ast.expr) -> str:
    """The text of a constant or of an f-string, with `{name}` for each value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if " " in node.value.strip() else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts: list[str] = []
    names: list[str] = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(value.value)
        elif isinstance(value, ast.FormattedValue) and not (parts and parts[-1].endswith("}")):
            name = _name(value.value) or "value"
            names.append(name)
            number = names.count(name)
            parts.append(f"{{{name}{number if number > 1 else ''}}}")
    return "".join(parts)


def _literal(template: str) -> str:
    import re

    return re.sub(r"\{\w+\}", "", template)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return _name(func)
        case ast.Subscript(value=value):
            return _name(value)
    return ""


if __name__ == "__main__":
    import polib

    known = {entry.msgid for entry in polib.pofile(str(ROOT / "corpus" / "locale" / "zh.po"))}
    for text, place in (messages() | help_texts()).items():
        if text not in known:
            print(place, "|", text)

"""No command writes over a file that it reads, whichever of its options names either."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from typer.main import get_command

from duiqi.aligner.cli.overwriting import WRITTEN
from duiqi.aligner.cli.program import app
from tests.aligner.conftest import Ran

Run = Callable[..., Ran]
REFUSED = "both.txt: this is a file that is being read. Give another name\n"
# Parameters that name what is read, and folders: a new one is either here or marked as written.
READ = {
    "align": {"source", "target", "answers", "cache"},
    "batch": {"manifest", "answers", "cache", "out"},
    "segment": {"file", "dictionary"},
    "terms": {"paths", "stop", "known", "reference", "cache"},
    "leverage": {"texts", "memory", "cache"},
    "check": {"bitext", "terms"},
    "compare": {"old", "new"},
    "convert": {"files", "out", "into"},  # with another rule, as any of the files may be the output
    "evaluate": {"gold", "cache"},
    "review": {"path", "memory"},
    "memory add": {"bitexts"},
    "memory search": {"file"},
    "memory stats": {"file"},
    "memory clean": {"file"},
    "memory export": {"file"},
}
FOLDERS = {"cache", "out"}


class Parameters(NamedTuple):
    """A command's parameters that name files, by whether it writes there."""

    words: tuple[str, ...]
    command: Any
    read: set[str]
    written: set[str]


def commands(group: Any = None, words: tuple[str, ...] = ()) -> Iterator[Parameters]:
    for name, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))
            continue
        annotated = {
            name: parameter.annotation
            for name, parameter in inspect.signature(command.callback).parameters.items()
        }
        paths = {name for name, annotation in annotated.items() if "Path" in str(annotation)}
        written = {name for name in paths if WRITTEN in getattr(annotated[name], "__metadata__", ())}
        yield Parameters((*words, name), command, paths - written, written)


def test_each_parameter_that_names_a_file_is_read_or_written() -> None:
    found = {" ".join(known.words): known.read for known in commands() if known.read}
    assert found == READ


def lines(known: Parameters) -> Iterator[tuple[str, ...]]:
    """A command line for each two parameters, one read and one written, that name one file."""
    for source in sorted(known.read - FOLDERS):
        for output in sorted(known.written):
            arguments, options = [], []
            for parameter in known.command.params:
                is_chosen = parameter.name in (source, output)
                value = "both.txt" if is_chosen else f"{parameter.name}.txt"
                if isinstance(parameter, click.Argument) or parameter.param_type_name == "argument":
                    arguments.append(value)
                elif is_chosen or parameter.required:
                    options += [parameter.opts[-1], value]
            yield (*known.words, *arguments, *options)


LINES = [line for known in commands() for line in lines(known)]


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_an_output_that_is_an_input_is_refused(command: Run, line: tuple[str, ...]) -> None:
    Path("both.txt").write_text("Yes.\n", encoding="utf-8")
    Path("link.txt").symlink_to("both.txt")
    ran = command(*line)
    assert (ran.status, ran.out, ran.err) == (2, "", REFUSED)
    assert Path("both.txt").read_text(encoding="utf-8") == "Yes.\n"
    at = len(line) - line[::-1].index("both.txt") - 1
    through_link = command(*line[:at], "link.txt", *line[at + 1 :])
    assert (through_link.status, through_link.err[-44:]) == (2, REFUSED[-44:])


def put(**texts: str) -> None:
    for name, text in texts.items():
        path = Path(name.replace("__", "/").replace("_", "."))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "text"),
    [
        (("-o", "texts", "--format", "txt"), "a.en.txt"),
        (("-o", "texts/../texts", "--format", "txt"), "a.en.txt"),
        (("-o", "out", "--merge", "texts/a.txt"), "a.en.txt"),
        (("-o", "texts", "--format", "txt", "--dry-run"), ""),
    ],
)
def test_a_batch_writes_over_none_of_its_texts(command: Run, more: tuple[str, ...], text: str) -> None:
    """A run that cannot begin leaves no folder and no ledger, so it may begin with other options."""
    put(texts__a_en_txt="Yes.\n", texts__a_zh_txt="是的。\n")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    ran = command("batch", "texts", "--pattern", "{id}.en.txt", "{id}.zh.txt", *more)
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before
    if text:
        assert ran.status == 2
        assert ran.err == f"{text}: this text would be written over. Give another folder or name\n"


@pytest.mark.parametrize("name", ["b_html", "report_html", "b_jsonl"])
def test_a_batch_writes_none_of_its_own_files_over_a_text(command: Run, name: str) -> None:
    put(**{name: "<p>Yes.", "a_zh_txt": "是的。\n"})
    text = name.replace("_", ".")
    put(m_tsv=f"b\t{text}\ta.zh.txt\n")
    ran = command("batch", "m.tsv", "-o", ".", "--format", "html")
    assert ran.status == 2
    assert ran.err == f"{text}: this text would be written over. Give another folder or name\n"
    assert Path(text).read_text(encoding="utf-8") == "<p>Yes."
    assert not Path("run.sqlite").exists()


def test_drafts_of_several_texts_are_written_over_nothing(command: Run) -> None:
    put(a_txt="Yes.\n", b_txt="No.\n", old_en_txt="Yes.\n", old_zh_txt="是的。\n", c__a_txt="No.\n")
    memory = ("-m", "old.en.txt", "--source-lang", "en", "--target-lang", "zh")
    ran = command("leverage", "a.txt", "b.txt", *memory, "-o", ".", "--format", "txt")
    assert (ran.status, ran.err) == (2, "a.txt: this is a file that is being read. Give another name\n")
    ran = command("leverage", "a.txt", *memory, "-o", "old.zh.txt")
    assert (ran.status, ran.err) == (2, "old.zh.txt: this is a file that is being read. Give another name\n")
    ran = command("leverage", "a.txt", "c/a.txt", *memory, "-o", "drafts", "--format", "tsv")
    assert (ran.status, ran.err) == (2, f"{Path('drafts/a.tsv')}: named twice as output\n")

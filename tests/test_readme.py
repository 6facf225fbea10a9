"""The READMEs and the guide show what happens."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.cli import main

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
GUIDE = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ANYTHING = "…"  # a line that stands for any lines
TESTS = " -m pytest"

Shell = Callable[[str], str]


def blocks(readme: str, kind: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return [body for language, body in FENCED.findall(text) if language == kind]


def examples(readme: str) -> Iterator[tuple[str, list[str]]]:
    """Commands with the lines that they print."""
    for block in blocks(readme, "console"):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = example.splitlines()
            yield command, shown


@pytest.fixture
def shell(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    loaded_once: None,
) -> Shell:
    """Runs `duiqi` in a folder with the sample texts, on a terminal of 100 columns without colours."""
    from huggingface_hub import constants

    for sample in (ROOT / "corpus" / "samples").iterdir():
        shutil.copy(sample, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, value in {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "LINES": "50"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))

    def run(command: str) -> str:
        words = shlex.split(command)
        assert words[0] == "duiqi"
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        assert ended.value.code == 0, command
        out, err = capfd.readouterr()
        return err + out

    return run


def matches(shown: list[str], printed: list[str]) -> bool:
    pattern = "".join(r"(?:.*\n)*" if line == ANYTHING else re.escape(line) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
def test_commands_print_what_is_shown(readme: str, shell: Shell) -> None:
    for command, shown in examples(readme):
        printed = shell(command).splitlines()
        assert matches(shown, printed), f"{command}\n" + "\n".join(printed)


def everyday(page: str) -> tuple[str, ...]:
    """The commands in the blocks marked `sh`, in the page's order; those marked `bash` need more machines."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return tuple(line for line in lines if line.startswith("duiqi "))


# The pages by their commands: what a translated page has in common with the original runs once.
BY_COMMANDS = {everyday(page): page for page in (*GUIDE[::-1], *READMES) if everyday(page)}


@pytest.mark.slow
@pytest.mark.parametrize("commands", BY_COMMANDS, ids=BY_COMMANDS.values())
def test_commands_of_everyday_use_run(commands: tuple[str, ...], shell: Shell) -> None:
    """A page's commands, one after another in one folder."""
    for command in commands:
        shell(command)


@pytest.mark.slow
def test_python_runs(tmp_path: Path, shell: Shell) -> None:
    space: dict[str, Any] = {}
    for block in blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), space)
    assert (tmp_path / "un-62-99.tmx").exists()
    assert len(tuple(space["bitext"].beads)) > 0


def test_each_readme_sets_up_in_one_line_and_the_tests_in_another() -> None:
    """`.ci/run` takes the test command from README.md, so that they cannot drift apart."""
    for readme in READMES:
        commands = [line for block in blocks(readme, "sh") for line in block.splitlines()]
        begins = [line for line in commands if line.startswith("python3 -m venv ")]
        assert [line for line in begins if TESTS not in line] == begins[:1]
    tests = [line for block in blocks("README.md", "sh") for line in block.splitlines() if TESTS in line]
    assert len(tests) == 1
    assert tests[0].startswith("python3 -m venv ")


@pytest.mark.parametrize("readme", READMES)
def test_the_first_example_runs_as_it_stands(readme: str) -> None:
    """The first line sets `duiqi` up and goes where the files of the example are."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    (kind, set_up), (_, example) = FENCED.findall(text)[:2]
    assert kind == "sh"
    assert re.search(r"\. \.venv/bin/activate && pip install .*-c constraints\.txt \.( |$)", set_up)
    folder = ROOT / set_up.strip().rpartition("cd ")[2]
    command, *names = shlex.split(example.splitlines()[0].removeprefix("$ "))
    assert command == "duiqi"
    assert all((folder / name).is_file() for name in names[1:])


@pytest.mark.parametrize("page", [*READMES, *GUIDE])
def test_links_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / page).parent.joinpath(link).exists(), link


@pytest.mark.slow
@pytest.mark.parametrize("page", [*READMES, *GUIDE])
def test_options_that_are_named_exist(page: str) -> None:
    from typer.main import get_command

    from duiqi.aligner import cli

    program = get_command(cli.app)
    commands = [program, *program.commands.values()]  # type: ignore[attr-defined]
    commands += [inner for command in commands for inner in getattr(command, "commands", {}).values()]
    known = {
        option
        for command in commands
        for parameter in command.params
        for option in [*parameter.opts, *parameter.secondary_opts]
    }
    text = re.sub(r"apt-get.*|python3 -m .*|ray start.*", "", (ROOT / page).read_text(encoding="utf-8"))
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known | {"--help"}

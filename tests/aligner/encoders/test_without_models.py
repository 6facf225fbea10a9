"""Without the extra `models`: the bundled encoder aligns, any other model names its cure.

Each test is a process of its own, in which the packages of the extra cannot be imported.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duiqi.aligner.encoders.catalogue import MODELS_EXTRA

pytestmark = pytest.mark.slow

ABSENT = (*MODELS_EXTRA, "transformers", "scipy", "sklearn")
CURE = "needs sentence-transformers, which is not installed. Install it with: pip install 'duiqi[models]'"

LOAD = """
from duiqi import DuiqiError, load_encoder
try:
    load_encoder({name!r})
except DuiqiError as error:
    print(type(error).__name__, error, sep=": ")
"""
ALIGN = """
from duiqi import align, extract_terms
from duiqi.segmenters import from_sentences
source = from_sentences(["Mine clearance.", "A 𠀀 character."], "en")
target = from_sentences(["扫雷。", "一个𠀀字。"], "zh")
found = align(source, target)
with extract_terms([found]) as extraction:
    print([bead.kind for bead in found.beads], found.encoder, len(list(extraction.glossary().pairs)))
"""
COMMAND = """
import sys
from duiqi.aligner.cli import main
sys.argv = ["duiqi", *{words!r}]
main()
"""


def run(code: str, absent: tuple[str, ...] = ABSENT) -> subprocess.CompletedProcess[str]:
    """Run code in a new process in which some packages are not installed."""
    block = f"import sys\nsys.modules.update(dict.fromkeys({absent!r}))\n"
    command = [sys.executable, "-c", block + code]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("absent", [ABSENT, *((package,) for package in MODELS_EXTRA)])
def test_a_model_names_its_cure(absent: tuple[str, ...]) -> None:
    """Also where one package of the extra is there and another is not."""
    assert run(LOAD.format(name="LaBSE"), absent).stdout == f"MissingExtra: LaBSE: {CURE}\n"


def test_a_folder_names_its_cure(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    assert run(LOAD.format(name=str(tmp_path))).stdout == f"MissingExtra: {tmp_path}: {CURE}\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "bundeld",
            "No encoder called 'bundeld'. Did you mean bundled? "
            "Or give bundled or a sentence-transformers folder",
        ),
        ("./labse", "./labse: there is no such folder. Give a sentence-transformers folder or bundled"),
    ],
)
def test_a_wrong_name_is_reported_before_anything_is_to_be_installed(name: str, message: str) -> None:
    assert run(LOAD.format(name=name)).stdout == f"UnknownEncoder: {message}\n"


def test_the_command_says_it_in_one_line(tmp_path: Path) -> None:
    for lang, text in (("en", "Mine clearance."), ("zh", "扫雷。")):
        (tmp_path / f"a.{lang}.txt").write_text(text, encoding="utf-8")
    texts = [str(tmp_path / f"a.{lang}.txt") for lang in ("en", "zh")]
    done = run(COMMAND.format(words=["align", *texts, "--model", "LaBSE"]))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].endswith(f"LaBSE: {CURE}")
    assert "Traceback" not in done.stderr


def test_the_models_are_listed_with_their_cure() -> None:
    done = run(COMMAND.format(words=["models"]))
    assert (done.returncode, done.stderr) == (0, "")
    first, *published, other, cure = done.stdout.splitlines()
    assert first.startswith("bundled ")
    assert " here " in first
    assert len(published) == 5
    assert all(" GB to fetch " in line for line in published)
    assert other == "Any other sentence-transformers model works by name or folder."
    assert cure == (
        "All but bundled need sentence-transformers and PyTorch, 1.3 GB. "
        "Install them with: pip install 'duiqi[models]'"
    )


def test_the_bundled_encoder_needs_no_extra() -> None:
    done = run(ALIGN)
    assert done.stdout.startswith("[(1, 1), (1, 1)] bundled "), done.stderr


def test_the_bundled_encoder_imports_nothing_of_the_extra() -> None:
    """Where the packages are installed, an alignment and a glossary do not wait for them."""
    loaded = f"import json\nprint(json.dumps([name for name in {ABSENT!r} if name in sys.modules]))\n"
    done = run(ALIGN + loaded, absent=())
    assert json.loads(done.stdout.splitlines()[-1]) == [], done.stderr

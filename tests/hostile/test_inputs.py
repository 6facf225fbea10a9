"""Broken, huge and hostile inputs: the right result or one line, within limits, nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.inputs import Input, inputs

INPUTS = list(inputs())
CHILD = Path(__file__).with_name("child.py")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the limits of a process are those of Linux"),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each input's command did, by the input's name; all run in one process's children."""
    folder = tmp_path_factory.mktemp("hostile")
    temporary = folder / "tmp"
    temporary.mkdir()
    commands, places = [], []
    for number, made in enumerate(INPUTS):
        place = folder / str(number)
        place.mkdir()
        (place / made.name).write_bytes(made.data)
        output = [str(place / "out.tmx")] if made.command == "convert" else []
        commands.append([made.command, str(place / made.name), *output, *made.options])
        places.append(place)
    environment = os.environ | {"TMPDIR": str(temporary), "OMP_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, str(CHILD)],
        input=json.dumps(commands),
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=True,
    )
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    left = [path.name for path in temporary.iterdir()]
    return {
        made.name: result | {"left": [p.name for p in place.iterdir() if p.name != made.name], "debris": left}
        for made, result, place in zip(INPUTS, found, places, strict=True)
    }


@pytest.mark.parametrize("made", INPUTS, ids=lambda made: made.name)
def test_an_input_ends_in_a_result_or_in_one_line(made: Input, results: dict[str, Any]) -> None:
    """Status 0, 1 or 2 within ten seconds of processor time and a gigabyte, and no traceback."""
    result = results[made.name]
    lines = result["err"].splitlines()
    assert result["status"] in {0, 1, 2}, result["err"]
    assert result["seconds"] < 10
    assert "Traceback" not in result["err"]
    assert not any(c in result["err"] for c in "\x1b\x07\x9b\u202e"), ascii(result["err"])
    if result["status"] == 2:
        assert len(lines) == 1, lines
        assert result["left"] == []
    assert result["debris"] == []


def test_there_are_enough_inputs() -> None:
    assert len(INPUTS) >= 150
    assert len({made.name for made in INPUTS}) == len(INPUTS)

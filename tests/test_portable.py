"""The folder without Python, as `.ci/portable/build.py` builds it: every file that a package opens."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from tests.test_package import ROOT, RUNTIME

PORTABLE = ROOT / ".ci" / "portable"
# Sources, typed interfaces and libraries, which PyInstaller finds by itself, and files about a package.
CODE = re.compile(
    r"\.(pyc?|pyi|pyx|pxd|pxi|so(\.[\d.]+)?|pyd|dll|dylib|lib|a|h|hpp|c|cc|typed|ini|pc|md)$|LICEN[CS]E", re.I
)

pytestmark = pytest.mark.skipif(not PORTABLE.exists(), reason="needs .ci/portable of the repository")


@pytest.fixture
def contents(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The lists of what is in the folder."""
    monkeypatch.syspath_prepend(str(PORTABLE))
    yield import_module("contents")
    sys.modules.pop("contents")


def data_files(distribution: str) -> set[str]:
    """The files of a distribution that are neither code nor about it."""
    return {
        str(path)
        for path in files(distribution) or ()
        if not CODE.search(path.name)
        and not {"tests", "__pycache__", "include", "bin"} & set(path.parts)
        and not any(part.endswith(".dist-info") for part in path.parts)
    }


def test_the_data_of_every_dependency_is_taken_or_known_to_be_needless(contents: Any) -> None:
    """A dependency that brings data is named in the lists, so that a new one is thought of."""
    known = contents.DATA.keys() | contents.WITHOUT_DATA.keys()
    assert {
        name
        for requirement in RUNTIME
        for name in data_files(requirement.name)
        if name.split("/")[0] not in known
    } == set()


def test_what_is_taken_is_there(contents: Any) -> None:
    for package, patterns in contents.DATA.items():
        found = find_spec(package)
        assert found, package
        assert found.origin
        for pattern in patterns or ():
            assert list(Path(found.origin).parent.glob(pattern)), f"{package}: {pattern}"
    installed = {canonicalize_name(requirement.name) for requirement in RUNTIME} | {"duiqi"}
    assert set(contents.METADATA) <= installed
    assert not set(contents.LEFT_OUT) & set(contents.DATA)


def test_without_arguments_the_program_is_the_workbench(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A double click, a file dropped on the icon, and a command line."""
    monkeypatch.syspath_prepend(str(PORTABLE))
    start = import_module("start")
    record = tmp_path / "un.tmx"
    assert start.command([str(record)]) == [str(record)]  # no such file: duiqi refuses it as a command
    record.touch()
    assert start.command([str(record)]) == ["review", str(record)]
    assert start.command([]) == ["review"]
    assert start.command(["align", "a.txt", "b.txt"]) == ["align", "a.txt", "b.txt"]
    environment = {"LD_LIBRARY_PATH": "duiqi/_internal", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}
    start.forget_own_libraries(environment)
    assert environment == {"LD_LIBRARY_PATH": "/opt/lib", "PYINSTALLER_RESET_ENVIRONMENT": "1"}
    sys.modules.pop("start")

"""What is installed: complete, bounded, explained, and quick to import."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LARGEST_FILE = 1 << 20  # bytes; models and corpora are not part of the package
PACKAGES = ("aligner", "segmenters", "corpus", "exports")
IMPORTED = ("duiqi", *(f"duiqi.{package}" for package in PACKAGES))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = [Requirement(line) for lines in PROJECT["optional-dependencies"].values() for line in lines]
DEVELOPMENT = [requirement for requirement in EXTRAS if requirement.name != "duiqi"]  # duiqi[models,ray]


def imported_by(statement: str) -> set[str]:
    """The modules that a new interpreter has after a statement."""
    code = f"{statement}\nimport sys; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    return set(ran.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("package", IMPORTED)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    heavy = {"torch", "sentence_transformers", "numpy", "lxml", "jieba", "openpyxl", "py3langid", "pypdfium2"}
    assert not heavy & imported_by(f"import {package}")


@pytest.mark.slow
def test_the_main_job_imports_no_torch() -> None:
    """PyTorch takes seconds to load, and the bundled encoder does without."""
    assert not {"torch", "transformers", "huggingface_hub", "jieba"} & imported_by(
        "from duiqi import align, load_encoder, read, write\n"
        "from duiqi.segmenters import from_sentences\n"
        "align(from_sentences(['Yes.'], 'en'), from_sentences(['是的。'], 'zh'), load_encoder())"
    )


@pytest.mark.parametrize("package", IMPORTED)
def test_what_a_package_names_is_there_and_explained(package: str) -> None:
    module = import_module(package)
    assert module.__doc__
    for name in getattr(module, "__all__", ()):
        assert name in dir(module)
        assert getattr(module, name).__doc__, f"{package}.{name}"


def test_the_face_imports_what_it_shows_to_type_checkers() -> None:
    """What tools see (imports for type checkers) and what a script gets are the same objects."""
    import duiqi

    tree = ast.parse(Path(duiqi.__file__).read_text(encoding="utf-8"))
    shown = {
        alias.asname or alias.name: getattr(import_module(node.module), alias.name)
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module != "typing"
        for alias in node.names
    }
    assert sorted(shown) == duiqi.__all__
    assert {name: getattr(duiqi, name) for name in duiqi.__all__} == shown
    with pytest.raises(AttributeError, match=r"^module 'duiqi' has no attribute 'alinge'$"):
        duiqi.alinge  # noqa: B018


@pytest.mark.slow
def test_a_users_modules_of_our_folders_names_are_left_alone(tmp_path: Path) -> None:
    """A script beside its own corpus.py and aligner.py runs the README's eight lines."""
    for name in ("corpus.py", "exports/__init__.py", "aligner.py", "segmenters.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"raise ImportError('{name} is the user’s own')\n", encoding="utf-8")
    for sample in (ROOT / "corpus" / "samples").iterdir():
        shutil.copy(sample, tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = readme.split("```python\n", 1)[1].split("```", 1)[0]
    (tmp_path / "script.py").write_text(f"{lines}print(len(bitext.beads))\n", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert (ran.stdout, ran.stderr) == ("36\n", "")
    assert (tmp_path / "un-62-99.tmx").exists()


@pytest.mark.slow
def test_every_public_function_and_class_has_a_docstring() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in _public(ast.parse(path.read_text(encoding="utf-8")))
        if not ast.get_docstring(node)
    ]
    assert bare == []


def _public(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    """Public functions, classes and methods; properties are explained by their class's docstring."""
    found: list[ast.FunctionDef | ast.ClassDef] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                methods = (method for method in node.body if isinstance(method, ast.FunctionDef))
                found += [m for m in methods if not m.name.startswith("_") and not m.decorator_list]
    return found


def test_every_dependency_has_bounds() -> None:
    for requirement in (*RUNTIME, *DEVELOPMENT):
        operators = {specifier.operator for specifier in requirement.specifier}
        assert operators in ({"=="}, {">=", "<"}), str(requirement)


def test_the_constraints_are_exact_and_within_the_bounds() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    versions = {canonicalize_name(name): Version(version) for name, version in pinned.items()}
    for requirement in (*RUNTIME, *DEVELOPMENT):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), str(requirement)


def test_the_oldest_versions_are_the_lower_bounds_of_the_models() -> None:
    lines = (ROOT / "constraints.oldest.txt").read_text(encoding="utf-8").splitlines()
    oldest = dict(line.split("==") for line in lines if not line.startswith("#"))
    declared = {
        requirement.name: Version(specifier.version)
        for requirement in DEVELOPMENT
        for specifier in requirement.specifier
        if specifier.operator == ">=" and requirement.name in oldest
    }
    assert declared.keys() == {"sentence-transformers", "huggingface-hub"}
    assert all(Version(oldest[name]) == bound for name, bound in declared.items())


def test_every_dependency_is_explained() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for requirement in RUNTIME:
        assert re.search(rf"^\| {requirement.name} \|", text, re.MULTILINE), requirement.name
    for requirement in DEVELOPMENT:
        assert re.search(rf"\b{requirement.name}\b", text), requirement.name


@pytest.mark.slow
def test_the_wheel_holds_the_data_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = pytest.importorskip("hatchling.build", reason="needs pip install hatchling")
    monkeypatch.chdir(ROOT)
    with zipfile.ZipFile(tmp_path / build.build_wheel(str(tmp_path))) as wheel:
        names = set(wheel.namelist())
        large = {info.filename for info in wheel.infolist() if info.file_size > LARGEST_FILE}
    here = {
        f"duiqi/{path.relative_to(ROOT).as_posix()}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == here | {"duiqi/__init__.py", "duiqi/py.typed"}
    assert {"duiqi/corpus/samples/un-62-99.zh.txt", "duiqi/segmenters/data/zh.speech.txt"} <= inside
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert not large
    assert not [name for name in names if name.startswith("duiqi/tests") or name.endswith((".pyc", ".part"))]

"""Build of the folder without Python: the workbench and `duiqi`, for the system that this runs on.

`python .ci/portable/build.py` installs the checkout and PyInstaller in an environment of its own, makes the
folder with the licences of all that is in it, tries it (`trial.py`), and packs it. It needs the standard
library only. Nothing is built for another system than its own: the release workflow runs it on each.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYINSTALLER = (
    "pyinstaller>=6.10,<7"  # GPL with an exception for what it builds; 6.10 has the reset of worker processes
)
TOOLS = (
    "altgraph",
    "macholib",
    "pefile",
    "pip",
    "pyinstaller",
    "pywin32_ctypes",
    "setuptools",
)  # not in the folder
LICENCES = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "licen[cs]e*")
SYSTEMS = {"Darwin": "macos", "Linux": "linux", "Windows": "windows"}


def main() -> None:
    """Build, try and pack the folder; print where it is, and its size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "dist", help="folder for the result; default: dist"
    )
    parser.add_argument(
        "--bare", action="store_true", help="try it in a root directory of its own (Linux, root)"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="duiqi-build-", ignore_cleanup_errors=True) as name:
        room = Path(name).resolve()
        python = environment(room / "environment")
        run(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", room / "built",
            "--workpath", room / "work", HERE / "duiqi.spec")  # fmt: skip
        folder = room / "built" / "duiqi"
        for readme in HERE.glob("READ*.txt"):
            shutil.copy(readme, folder)
        gather_licences(room / "environment", folder / "licences")
        run(sys.executable, HERE / "trial.py", folder, *(["--bare"] if options.bare else []))
        files = sum(path.is_file() for path in folder.rglob("*"))
        print(f"The folder: {megabytes(folder)} MB in {files} files")
        packed = pack(folder, options.out)
    print(f"{packed}: {megabytes(packed)} MB")


def environment(folder: Path) -> Path:
    """Make an environment with the checkout and PyInstaller; returns its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # The constraints are versions for Linux and Python 3.11; elsewhere the bounds of pyproject.toml decide.
    is_constrained = sys.platform == "linux" and sys.version_info[:2] == (3, 11)
    constraints = ["-c", ROOT / "constraints.txt"] if is_constrained else []
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *constraints,
        PYINSTALLER,
        ROOT,
    )
    return python


def gather_licences(environment: Path, folder: Path) -> None:
    """Copy the licences of Python and of each package, or its metadata where a package brings no licence."""
    paths = {"base": str(environment), "platbase": str(environment)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    folder.mkdir()
    for python in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (python / "LICENSE.txt").exists():
            shutil.copy(python / "LICENSE.txt", folder / "python.txt")
    for information in sorted(packages.glob("*.dist-info")):
        package = information.name.split("-")[0]
        if package.lower().startswith(TOOLS):
            continue
        found = sorted(
            {path for pattern in LICENCES for path in information.rglob(pattern) if path.is_file()}
        )
        for number, path in enumerate(found or [information / "METADATA"]):
            shutil.copy(path, folder / f"{package}{f'-{number}' if number else ''}.txt")


def pack(folder: Path, out: Path) -> Path:
    """Pack the folder, named by version and system: .zip for Windows, .tar.gz (with modes) elsewhere."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    system = SYSTEMS.get(platform.system(), platform.system().lower())
    name = out.absolute() / f"duiqi-{version}-{system}-{platform.machine().lower()}"
    kind = "zip" if system == "windows" else "gztar"
    return Path(shutil.make_archive(str(name), kind, folder.parent, folder.name))


def megabytes(path: Path) -> int:
    """The size of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink()) // 1_000_000


def run(*command: str | Path) -> None:
    """Run a command; the build ends where it fails."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()

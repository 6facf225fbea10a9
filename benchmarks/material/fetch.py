"""Download the packages that hold the books, and unpack their text."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.material.pairs import words

DEBIAN = words("""
debian-handbook debmake-doc installation-guide-amd64 gnome-user-docs stellarium-data
debian-reference-en debian-reference-zh-cn debian-reference-de debian-reference-fr
maint-guide maint-guide-zh-cn maint-guide-de maint-guide-fr
debian-faq debian-faq-zh-cn debian-faq-de debian-faq-fr
debian-edu-doc-en debian-edu-doc-zh-cn debian-edu-doc-de debian-edu-doc-fr
wesnoth-1.16-data wesnoth-1.16-did wesnoth-1.16-dm wesnoth-1.16-dw wesnoth-1.16-ei wesnoth-1.16-httt
wesnoth-1.16-l wesnoth-1.16-low wesnoth-1.16-nr wesnoth-1.16-sof wesnoth-1.16-sota wesnoth-1.16-sotbe
wesnoth-1.16-thot wesnoth-1.16-trow wesnoth-1.16-tsg wesnoth-1.16-ttb wesnoth-1.16-utbs
""")
NPM = ["electron-i18n", "quran-json", "javascripting"]

# Pictures and sounds are nine tenths of these packages.
KEPT = ["*.html", "*.htm", "*.page", "*.mo", "*.cfg", "description.*", "*copyright"]


def fetch(folder: Path) -> None:
    """Download every package with its ordinary client and unpack what is text."""
    debs, unpacked = folder / "cache" / "deb", folder / "cache" / "x"
    debs.mkdir(parents=True, exist_ok=True)
    have = {path.name.split("_")[0] for path in debs.glob("*.deb")}
    if missing := [name for name in DEBIAN if name not in have]:
        subprocess.run(["apt-get", "download", "-qq", *missing], cwd=debs, check=True)
    for deb in sorted(debs.glob("*.deb")):
        place = unpacked / deb.name.split("_")[0]
        if place.exists():
            continue
        place.mkdir(parents=True)
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as tar:
            patterns = ["--wildcards", "--no-anchored", *KEPT]
            # tar says 2 where a pattern matches nothing, which is not an error here.
            subprocess.run(["tar", "-x", "-C", place, *patterns], stdin=tar.stdout, stderr=subprocess.DEVNULL)
    tarballs = folder / "cache" / "npm"
    tarballs.mkdir(exist_ok=True)
    for name in NPM:
        place = unpacked / f"npm-{name}"
        if place.exists():
            continue
        place.mkdir()
        if not (found := sorted(tarballs.glob(f"{name}-[0-9]*.tgz"))):
            subprocess.run(["npm", "pack", "--silent", name], cwd=tarballs, check=True)
            found = sorted(tarballs.glob(f"{name}-[0-9]*.tgz"))
        subprocess.run(["tar", "-x", "-z", "-f", found[-1], "-C", place], check=True)

"""Settings that a user writes down once, in a file `duiqi.toml`.

The file is beside the texts, or in the user's configuration folder; one beside the texts counts
more, and an option on the command line counts most.

    source-lang = "en"
    target-lang = "zh-Hans"
    model = "bundled"
    min-confidence = 0.5
    [lang-code]
    zh = "zh-Hans"
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from duiqi.corpus.errors import MalformedFile
from duiqi.corpus.languages import canonical, is_tag, unknown_region

NAME = "duiqi.toml"


def _language(value: object) -> str | None:
    is_known = isinstance(value, str) and is_tag(value) and not unknown_region(value)
    return canonical(str(value)) if is_known else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _share(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= 1 else None  # type: ignore[arg-type,operator]


def _codes(value: object) -> list[str] | None:
    if not isinstance(value, dict):
        return None
    entries = [f"{tag}={code}" for tag, code in value.items() if _language(tag) and _language(code)]
    return entries if len(entries) == len(value) else None


class Setting(NamedTuple):
    """A key of the file: its check, what is expected in words, and the commands that it is for."""

    check: Callable[[object], Any]
    expected: str
    commands: tuple[str, ...]


ALIGNING = ("align", "batch")
SETTINGS: Mapping[str, Setting] = {
    "source-lang": Setting(_language, 'a language tag, as "en"', ALIGNING),
    "target-lang": Setting(_language, 'a language tag, as "zh-Hans"', ALIGNING),
    "lang-code": Setting(_codes, 'a table of codes, as zh = "zh-Hans"', (*ALIGNING, "terms", "convert")),
    "model": Setting(_text, 'an encoder, as "bundled"', (*ALIGNING, "terms")),
    "min-confidence": Setting(_share, "a number between 0 and 1", (*ALIGNING, "terms")),
}  # fmt: skip


def settings_of(command: str, folder: Path) -> dict[str, Any]:
    """The values for a command's parameters, by name, from the user's file and the folder's.

    Raises MalformedFile, which names the file and the key.
    """
    values: dict[str, Any] = {}
    for path in (_user_folder() / NAME, folder / NAME):
        for key, value in _read(path).items():
            if command in SETTINGS[key].commands:
                values[key.replace("-", "_")] = value
    return values


def _user_folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "duiqi"


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        return {}
    except UnicodeDecodeError as error:
        raise MalformedFile(f"{path}: not utf-8. Save the settings as UTF-8") from error
    import tomllib

    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MalformedFile(f'{path}: no TOML: {error}. Write settings as model = "bundled"') from error
    values = {}
    for key, value in found.items():
        if key not in SETTINGS:
            raise MalformedFile(f"{path}: no setting is called '{key}'. Known: {' '.join(SETTINGS)}")
        values[key] = SETTINGS[key].check(value)
        if values[key] is None:
            raise MalformedFile(f"{path}: {key} should be {SETTINGS[key].expected}, found {value!r}")
    return values

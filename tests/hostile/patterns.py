"""Every compiled regular expression of a package, and texts made to slow it down.

A regular expression backtracks where two of its parts match the same characters. The texts are
made from the expression itself: each of its repetitions is repeated many times, after the
beginning that leads to it and with an end at which the whole fails.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

parse = re._parser.parse  # type: ignore[attr-defined]
constants = re._constants  # type: ignore[attr-defined]

EVERYWHERE = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})
AT_ONE_PLACE = frozenset({"match", "fullmatch"})
# One character of each class of characters: \d, \s, \w and the opposites.
CLASSES = {"DIGIT": "1", "SPACE": " ", "WORD": "a", "NOT_DIGIT": "x", "NOT_SPACE": "x", "NOT_WORD": "-"}
BAD_ENDS = ("", "\x01")


class Found(NamedTuple):
    """A compiled expression, the module and name that hold it, and the methods called on that name."""

    place: str
    pattern: re.Pattern[Any]
    uses: frozenset[str]


def patterns_of(*packages: str) -> list[Found]:
    """The compiled expressions in the modules of packages, each once."""
    modules = list(_modules(*packages))
    by_name, by_attribute = _uses(modules)
    found: dict[int, Found] = {}
    for module in modules:
        for name, value in vars(module).items():
            for pattern in _held(value):
                called = by_name[module.__name__, name] | by_attribute[name]
                known = found.get(id(pattern), Found(f"{module.__name__}.{name}", pattern, frozenset()))
                found[id(pattern)] = known._replace(uses=known.uses | called)
    held = (each._replace(uses=each.uses or EVERYWHERE) for each in found.values())
    return sorted(held, key=lambda f: (f.place, str(f.pattern.pattern)))


def _held(value: object) -> Iterator[re.Pattern[Any]]:
    """The expressions in a value: itself, the members of a collection, what a cached function compiles."""
    if isinstance(value, re.Pattern):
        yield value
    elif callable(value) and hasattr(value, "cache_info") and _compiles(value):
        yield from _held(value())
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _held(member)
    elif isinstance(value, tuple | list | set | frozenset) and len(value) < 1000:
        for member in value:
            yield from _held(member)


def _compiles(function: Any) -> bool:
    """Whether a function without parameters returns expressions, by its annotation."""
    returned = inspect.get_annotations(function).get("return", "")
    return "re.Pattern" in str(returned) and not inspect.signature(function).parameters


def _modules(*packages: str) -> Iterator[Any]:
    for package in packages:
        parent = importlib.import_module(package)
        yield parent
        for info in pkgutil.walk_packages(parent.__path__, f"{package}."):
            yield importlib.import_module(info.name)


def _uses(modules: Iterable[Any]) -> tuple[Mapping[tuple[str, str], set[str]], Mapping[str, set[str]]]:
    """The methods called (`search`, `match`) on each name of each module, and on each attribute of any."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    by_attribute: dict[str, set[str]] = defaultdict(set)
    for module in modules:
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in EVERYWHERE | AT_ONE_PLACE:
                if isinstance(node.value, ast.Name):
                    by_name[module.__name__, node.value.id].add(node.attr)
                elif isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
                    by_name[module.__name__, node.value.func.id].add(node.attr)
                elif isinstance(node.value, ast.Attribute):
                    by_attribute[node.value.attr].add(node.attr)
    return by_name, by_attribute


def pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """(beginning, piece) pairs: texts that repeat the piece after the beginning may be slow."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    found: dict[tuple[str, str], None] = {}
    for before, body in _repetitions(parse(text, pattern.flags & ~re.UNICODE), ""):
        found[before, body] = None
        found["", before + body] = None
        found["", before] = None
        found["", body] = None
        for space in (" ", "\n", "\t"):
            found[before, body + space] = None
    return [(before, piece) for before, piece in found if piece]


def _repetitions(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repetition with a sample of all that stands before it, within it and after its body."""
    for operation, argument in tree:
        name = str(operation)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _, most, body = argument
            sample = _sample(body)
            if most > 10:
                for other in {sample, *_alternatives(body)}:
                    yield before, other
            yield from _repetitions(body, before)
        elif name == "SUBPATTERN":
            yield from _repetitions(argument[3], before)
        elif name == "ATOMIC_GROUP":
            yield from _repetitions(argument, before)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from _repetitions(argument[1], before)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _repetitions(branch, before)
        before += _sample([(operation, argument)])


def _alternatives(body: Any) -> Iterator[str]:
    for operation, argument in body:
        name = str(operation)
        if name == "BRANCH":
            yield from map(_sample, argument[1])
        elif name == "SUBPATTERN":
            yield from _alternatives(argument[3])
        elif name == "IN":
            yield from _members(argument)


def _members(members: Any) -> list[str]:
    """Some characters of a set."""
    found = []
    for operation, argument in members[:12]:
        name = str(operation)
        if name == "LITERAL":
            found.append(chr(argument))
        elif name == "RANGE":
            found.append(chr(argument[0]))
        elif name == "CATEGORY":
            found.append(CLASSES.get(str(argument).removeprefix("CATEGORY_"), "x"))
        elif name == "NEGATE":
            excluded = {chr(a) for o, a in members if str(o) == "LITERAL"}
            return [c for c in "x ([\"'<|*_`-.1\n" if c not in excluded][:8]
    return found[:8]


def _sample(tree: Any) -> str:
    """A short text that the tree matches, or nearly so."""
    text = ""
    for operation, argument in tree:
        name = str(operation)
        if name == "LITERAL":
            text += chr(argument)
        elif name in {"NOT_LITERAL", "ANY"}:
            text += "x"
        elif name == "IN":
            text += (_members(argument) or ["x"])[0]
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, most, body = argument
            text += _sample(body) * min(max(1, least), max(most, 0), 40)
        elif name == "SUBPATTERN":
            text += _sample(argument[3])
        elif name == "ATOMIC_GROUP":
            text += _sample(argument)
        elif name == "BRANCH":
            text += _sample(argument[1][0])
    return text

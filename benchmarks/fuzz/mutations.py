"""Damage to files: bytes, members of archives, nodes of XML, values of JSON, cells of tables."""

from __future__ import annotations

import copy
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

# Values at the borders of formats and of the code that reads them.
VALUES = (
    "", "0", "-1", "1", "2147483648", "9" * 40, "1e999", "NaN", "²", "٣", " ", "\t", "\r", "\x1b[2J",
    "\u202e", "\ufeff", "\U00020000", "en", "zz-ZZ-zz", "../../a", "a/b", "a" * 300, "<", "&amp;", "]]>",
    '"', "'", "=1+1", "true", "null", "{}", "[]", "None", "一", "%s", "#", "*", "|", "[", "(", "```", "1.",
    "(a)", "\n\n",
)  # fmt: skip
JSON_VALUES = (
    None,
    True,
    -1,
    0,
    1e308,
    10**30,
    "",
    "a",
    "\ud800",
    [],
    {},
    [[]],
    [0, 0],
    [5, 1],
    {"a": 1},
    "²",
)
TOKEN = re.compile(rb"\d+|\w+|[^\w\s]")
MOST = 2_000_000  # bytes of an input: growth adds up where one is damaged again and again


def mutated(data: bytes, random: Random) -> bytes:
    """The file with one to four damages, of the kinds that fit what it is; never longer than `MOST`."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = _damaged(data, random)[:MOST]
    return data


def _damaged(data: bytes, random: Random) -> bytes:
    if random.random() < 0.7:
        for magic, damage in ((b"PK\3\4", _zip), (b"\x1f\x8b", _gzip)):
            if data.startswith(magic):
                return damage(data, random)
    if random.random() < 0.6:
        head = data[:200].lstrip(b"\xef\xbb\xbf \r\n")
        if head.startswith(b"<") and (made := _xml(data, random)) is not None:
            return made
        if head.startswith((b"{", b"[")):
            return _json(data, random)
    return random.choice(BYTES)(data, random)


def _place(data: bytes, random: Random) -> tuple[int, int]:
    """A range of the file, more often a short one."""
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** random.uniform(0, 10)))


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 4, 16)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _any_byte(data: bytes, random: Random) -> bytes:
    i = random.randrange(len(data) + 1)
    return (
        data[:i]
        + bytes([random.choice((0, 9, 10, 13, 0x1B, 0x80, 0xFF, random.randrange(256)))])
        + data[i + 1 :]
    )


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _leave_out(data: bytes, random: Random) -> bytes:
    i, j = _place(data, random)
    return data[:i] + data[j:]


def _repeat(data: bytes, random: Random) -> bytes:
    i, j = _place(data, random)
    times = min(int(2 ** random.uniform(1, 12)), 60_000 // max(1, j - i))
    return data[:j] + data[i:j] * times + data[j:]


def _move(data: bytes, random: Random) -> bytes:
    i, j = _place(data, random)
    k = random.randrange(len(data) + 1)
    rest = data[:i] + data[j:]
    return rest[:k] + data[i:j] + rest[k:]


def _insert(data: bytes, random: Random) -> bytes:
    i = random.randrange(len(data) + 1)
    return data[:i] + _value(random) + data[i:]


def _replace(data: bytes, random: Random) -> bytes:
    """Put a number, word or sign elsewhere's value in its place."""
    tokens = list(TOKEN.finditer(data, *_window(data, random)))
    if not tokens:
        return _insert(data, random)
    token = random.choice(tokens)
    value = random.choice(tokens)[0] if random.random() < 0.3 else _value(random)
    return data[: token.start()] + value + data[token.end() :]


def _window(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return max(0, start - 2000), start + 2000


def _value(random: Random) -> bytes:
    return random.choice(VALUES).encode("utf-8", "surrogatepass")


BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip, _any_byte, _cut, _leave_out, _repeat, _move, _insert, _replace, _replace, _replace,
)  # fmt: skip


def _gzip(data: bytes, random: Random) -> bytes:
    try:
        content = gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return _flip(data, random)
    return gzip.compress(_damaged(content, random), mtime=0)


def _zip(data: bytes, random: Random) -> bytes:
    """One member damaged, left out, renamed, or written twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:
        return _flip(data, random)
    if not members:
        return data
    number = random.choices(range(len(members)), [1 + min(len(m[1]), 4000) / 500 for m in members])[0]
    name, content = members[number]
    what = random.random()
    if what < 0.8:
        members[number] = name, _damaged(content, random)
    elif what < 0.87:
        del members[number]
    elif what < 0.94:
        members[number] = random.choice([m[0] for m in members] + list(VALUES)), content
    else:
        members.append((name, random.choice(members)[1]))
    return _zipped(members)


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    import warnings

    file = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        warnings.simplefilter("ignore")  # of duplicate names
        for name, content in members:
            # A fixed date: the same damage is the same bytes on any day.
            info = zipfile.ZipInfo(name.replace("\0", "")[:200] or "a", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file.getvalue()


def _xml(data: bytes, random: Random) -> bytes | None:
    """One node moved, left out, written again, wrapped, or with another value; None where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    nodes = list(root.iter(etree.Element)) if root is not None else []
    if len(nodes) < 2:
        return None
    node, other = random.choice(nodes[1:]), random.choice(nodes)
    try:
        _change(node, other, random)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)
    except (ValueError, TypeError, AssertionError):
        return None


def _change(node: Any, other: Any, random: Random) -> None:
    parent = node.getparent()
    match random.randrange(8):
        case 0:
            parent.remove(node)
        case 1:
            if node not in other.iterancestors() and node is not other:
                other.insert(random.randrange(len(other) + 1), node)
        case 2:
            copies = min(int(2 ** random.uniform(0, 9)), 2000 // (1 + len(list(node.iter()))))
            for _ in range(copies):
                parent.insert(parent.index(node), copy.deepcopy(node))
        case 3:
            for _ in range(int(2 ** random.uniform(0, 9))):
                wrapper = etree.Element(node.tag)
                node.getparent().replace(node, wrapper)
                wrapper.append(node)
                node = wrapper
        case 4 | 5:
            if node.attrib:
                key = random.choice(list(node.attrib))
                if random.random() < 0.2:
                    del node.attrib[key]
                elif random.random() < 0.3 and other.attrib:
                    node.set(key, random.choice(other.attrib.values()))
                else:
                    node.set(key, random.choice(VALUES))
            else:
                node.set(random.choice(("id", "type", "val", "start")), random.choice(VALUES))
        case 6:
            node.text = random.choice(VALUES)
        case 7:
            node.tag = other.tag


def _json(data: bytes, random: Random) -> bytes:
    """One value of one line swapped for another, of any type."""
    lines = data.split(b"\n")
    number = random.randrange(len(lines))
    try:
        value = json.loads(lines[number])
    except (ValueError, RecursionError):
        return _replace(data, random)
    places: list[tuple[Any, Any]] = []
    _collect(value, places)
    if not places:
        return _replace(data, random)
    container, key = random.choice(places)
    chosen = random.choice(places)
    if random.random() < 0.15:
        del container[key]
    else:
        container[key] = random.choice(JSON_VALUES) if random.random() < 0.7 else chosen[0][chosen[1]]
    try:
        lines[number] = json.dumps(value).encode()
    except ValueError:  # a value put into itself
        return _replace(data, random)
    return b"\n".join(lines)


def _collect(value: Any, places: list[tuple[Any, Any]]) -> None:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        places.append((value, key))
        if len(places) < 500:
            _collect(value[key], places)

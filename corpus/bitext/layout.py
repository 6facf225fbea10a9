"""Find the columns of a table: by its heading, wherever that is, else by what is in the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import combinations
from typing import NamedTuple

from duiqi.corpus.bitext.column_kinds import columns_shown, is_han, is_named, kind_of, letter
from duiqi.corpus.bitext.headings import (
    NOTE,
    OURS,
    STATUS,
    TERM,
    Heading,
    column_names,
    heading,
    language_named,
)
from duiqi.corpus.errors import MalformedFile, UnknownColumns
from duiqi.corpus.languages import are_languages, is_chinese, look_up, same_language

SAMPLE = 200  # rows from which the columns are recognised
TITLES = 10  # rows that may be above the heading

UTX = re.compile(r"#UTX[^;]*+(?:;(?!\s*+[\w-]++/)[^;]*+)*+;\s*+([\w-]++)/([\w-]++)", re.IGNORECASE)

# The place of a row, for messages ("line 9"), and its cells.
Row = tuple[str, Sequence[str]]


class Layout(NamedTuple):
    """The columns by name, and how many rows at the top have no text: titles, names of columns.

    langs  the languages of source and target, empty where the table does not name them
    taken  which two of the table's languages these are, where there are more; for messages
    is_ours  whether the columns have our very names: any other word in them is a mistake then
    """

    places: dict[str, int]
    skipped: int
    langs: tuple[str, str] = ("", "")
    taken: str = ""
    is_ours: bool = False

    def cell(self, row: Sequence[str], column: str) -> str:
        """The cell of a row in a column, empty where there is none."""
        place = self.places.get(column, -1)
        return row[place] if 0 <= place < len(row) else ""

    def turned(self) -> Layout:
        """The same columns with the sides exchanged."""
        other = {"source": "target", "target": "source"}
        places = {}
        for name, place in self.places.items():
            if name == "others":
                continue  # runners-up of the source term
            side, _, rest = name.partition("_")
            places[f"{other[side]}{'_' * bool(rest)}{rest}" if side in other else name] = place
        return self._replace(places=places, langs=self.langs[::-1])


class Wanted(NamedTuple):
    """The languages and the columns that the caller asks for, empty where none."""

    source: str = ""
    target: str = ""
    columns: tuple[str, str] | None = None


def find_layout(rows: Sequence[Sequence[str]], wanted: Wanted, known: Container[str], where: str) -> Layout:
    """The columns of a table by its first rows; `known` are the names of our own columns.

    Raises MalformedFile, which begins with `where`, for a table whose columns cannot be recognised.
    """
    if not rows:
        raise MalformedFile(f"{where}: no row in the table")
    if wanted.columns:
        return _chosen(rows, wanted, where)
    plan = _headed(rows, wanted, known, where) or _unheaded(rows, where)
    return _directed(plan, rows, wanted, where)


def _headed(
    rows: Sequence[Sequence[str]], wanted: Wanted, known: Container[str], where: str
) -> Layout | None:
    """The layout by a row of names among the first rows, None without one."""
    utx = next((found for row in rows[:TITLES] if row and (found := UTX.match(row[0]))), None)
    for number, row in enumerate(rows[:TITLES]):
        if row[0].startswith("%") or (row[0].startswith("#") and len(row) == 1):
            continue
        plan = _names(row, rows[number + 1 :], wanted, known, where)
        if plan is None:
            continue
        pair = plan.places["source"], plan.places["target"]
        if any(all(at < len(above) and above[at].strip() for at in pair) for above in rows[:number]):
            return None  # text above it: a pair of words that happen to be names
        return plan._replace(
            skipped=number + 1, langs=(utx[1], utx[2]) if utx and not any(plan.langs) else plan.langs
        )
    return None


def _names(
    row: Sequence[str], below: Sequence[Sequence[str]], wanted: Wanted, known: Container[str], where: str
) -> Layout | None:
    """The layout by one row, None where it does not name the two columns."""
    names = column_names(row)
    found = list(map(heading, row))
    places = {name: place for place, name in reversed(list(enumerate(names))) if name in known}
    for part in ("note", "source", "target"):
        for place, says in enumerate(found):
            if says.part == part:
                is_text = part == "note" or not _has_languages(below, place)
                places.setdefault(part if is_text else f"{part}_lang", place)
    if (approval := next((at for at, name in enumerate(names) if name in STATUS), None)) is not None:
        places.setdefault("status", approval)
    if "target" in places and (term := _first(found, Heading(TERM))) is not None:
        places.setdefault("source", term)  # POEditor: `Term`, `Translation`
    if "source" in places and "target" in places:
        exact = {"source", "target", "status"} <= {cell.strip() for cell in row}
        is_ours = {"source", "target"} <= set(names) and (exact or not OURS.isdisjoint(names))
        sides = found[places["source"]].lang, found[places["target"]].lang
        return Layout(places, 1, sides, is_ours=is_ours)
    if (
        not below
        and sum(bool(cell.strip()) and says == Heading() for cell, says in zip(row, found, strict=True)) > 1
    ):
        return None  # the only row, with texts in it
    langs = {place: says.lang for place, says in enumerate(found) if says.lang}
    if langs and all(_has_languages(below, at) for at in langs):
        return None  # no heading: a table that has the codes of the languages in every row, as DeepL's
    one = places.get("source", _first(found, Heading(TERM))), places.get("target")
    if sum(side is not None for side in one) == 1 and langs:
        # Lokalise: `term`, and a column for each translation
        other = look_up(list(langs.values()), wanted.target) if wanted.target else 0
        place = list(langs)[other or 0]
        first, second = (one[0], place) if one[0] is not None else (place, one[1])
        if first is not None and second is not None and first != second and len(langs) == 1:
            return Layout(
                places | {"source": first, "target": second},
                1,
                (langs.get(first, ""), langs.get(second, "")),
            )
    if len({lang.lower() for lang in langs.values()}) < 2 or same_everywhere(langs):
        return None
    source, target = _pair_of(langs, below, wanted, where)
    tags = list(dict.fromkeys(langs.values()))
    taken = ""
    if len(tags) > 2:
        full = sum(_filled(line, source) and _filled(line, target) for line in below)
        both = f"{langs[source]} and {langs[target]} of {' '.join(tags)}"
        taken = f"taken {both}; {full} of the first {len(below)} rows have text in both"
    return Layout(places | {"source": source, "target": target}, 1, (langs[source], langs[target]), taken)


def _first(found: Sequence[Heading], wanted: Heading) -> int | None:
    return next((place for place, says in enumerate(found) if says == wanted), None)


def _has_languages(below: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a column has the codes of languages."""
    return kind_of([line[place] for line in below if place < len(line)]) == "languages"


def same_everywhere(langs: dict[int, str]) -> bool:
    """Whether two columns name one language, as a pair of a glossary of languages does (English, 英文)."""
    tags = list(langs.values())
    return len(tags) == 2 and tags[0] == tags[1]


def _other(where: str, have: Sequence[str], asked: Sequence[str]) -> str:
    langs, needed = (" and ".join(filter(None, tags)) for tags in (have, asked))
    return f"{where}: a table of {langs}, where {needed} are needed. Is it the right one?"


def _filled(row: Sequence[str], place: int) -> bool:
    return place < len(row) and bool(row[place].strip())


def _pair_of(
    langs: dict[int, str], below: Sequence[Sequence[str]], wanted: Wanted, where: str
) -> tuple[int, int]:
    """The columns of the two languages: those wanted, else those that most rows have both of."""
    at, tags = list(langs), list(langs.values())
    asked = []
    for tag in (wanted.source, wanted.target):
        place = look_up(tags, tag) if tag else None
        if tag and place is None:
            raise MalformedFile(_other(where, tags, (wanted.source or tags[0], wanted.target or tags[1])))
        asked.append(None if place is None else at[place])
    pairs = [
        pair
        for first in combinations(at, 2)
        for pair in (first, first[::-1])
        if langs[pair[0]] != langs[pair[1]]
        and all(want in (None, have) for want, have in zip(asked, pair, strict=True))
    ]
    if not pairs:
        raise MalformedFile(_other(where, tags, (wanted.source, wanted.target)))

    def full(pair: tuple[int, int]) -> tuple[int, bool, bool]:
        rows = sum(_filled(row, pair[0]) and _filled(row, pair[1]) for row in below)
        return rows, not same_language(langs[pair[0]], langs[pair[1]]), pair[0] < pair[1]

    return max(pairs, key=full)


def _unheaded(rows: Sequence[Sequence[str]], where: str) -> Layout:
    """The layout of a table without a row of names, by what is in its columns."""
    start = 0
    while start < len(rows) - 1 and rows[start][0].startswith(("#", "%")):
        start += 1
    body = rows[start:]
    width = max(map(len, body))
    columns = [[row[at] if at < len(row) else "" for row in body] for at in range(width)]
    kinds = [kind_of(cells) for cells in columns]
    below = [kind_of(cells[1:]) for cells in columns]
    headed = 0
    if (
        len(body) > 2
        and below.count("text") >= 2
        and any(
            kind in ("numbers", "languages") and cells[0].strip() and kind_of(cells[:1]) != kind
            for kind, cells in zip(below, columns, strict=True)
        )
    ):
        kinds, headed = below, 1  # a name above numbers: a heading in words that are not known
    for at, (kind, cells) in enumerate(zip(kinds, columns, strict=True)):
        if kind == "languages" and len({cell.strip().lower() for cell in cells[headed:]} - {""}) > 1:
            raise MalformedFile(
                f"{where}: each row has one term, with its language in column {letter(at)}, and no pair. "
                "Export it with a column for each language"
            )
    texts = [at for at, kind in enumerate(kinds) if kind == "text"]
    if width == 2 and len(texts) < 2 and kinds[0] == kinds[1]:
        texts = [0, 1]
    if len(texts) == 1 and len(columns) == 2 and "one value" in kinds:
        texts = [0, 1]
    spoken = Counter(
        language_named(cells[-1]) for kind, cells in zip(kinds, columns, strict=True) if kind == "languages"
    )
    langs = ("", "")
    coded = [at for at, kind in enumerate(kinds) if kind == "languages"]
    if len(spoken) == len(coded) == 2:
        langs = language_named(columns[coded[0]][-1]), language_named(columns[coded[1]][-1])
        after = [at + 1 for at in coded]
        if all(at < width and kinds[at] == "text" for at in after):
            texts = after  # a code before each text, as in Wordfast's memories
    if len(texts) > 2:
        texts = _two_of(texts, columns)
    if len(texts) != 2:
        seen = columns_shown(rows[start], kinds)
        raise UnknownColumns(
            f"{where}: which columns are source and target cannot be told: {seen}. Say --columns "
            "SOURCE,TARGET by name, letter or number",
            where,
            seen,
        )
    if not headed and is_named(columns[texts[0]], columns[texts[1]]):
        headed = 1
    places = {"source": texts[0], "target": texts[1]}
    rest = [at for at, kind in enumerate(kinds) if kind == "text" and at > texts[1]]
    if rest:
        places["note"] = rest[0]
    return Layout(places, start + headed, langs)


def _two_of(texts: list[int], columns: Sequence[Sequence[str]]) -> list[int]:
    """The two columns of text that are a pair, all of them where it is not clear which."""
    han = [is_han(columns[at]) for at in texts]
    filled = [sum(bool(cell.strip()) for cell in columns[at]) for at in texts]
    if han[:2] in ([True, False], [False, True]):
        return texts[:2]  # the columns after them are notes
    if sum(han) == 1:
        return texts
    if all(count < filled[0] / 2 for count in filled[2:]):
        return texts[:2]
    return texts


def _chosen(rows: Sequence[Sequence[str]], wanted: Wanted, where: str) -> Layout:
    """The layout by the columns that the caller names: by name, letter or number."""
    sides, above = [], 0
    for asked in wanted.columns or ():
        name = asked.strip().lower()
        named = next(
            (
                (number, [cell.strip().lower() for cell in row].index(name))
                for number, row in enumerate(rows[:TITLES])
                if name in [cell.strip().lower() for cell in row]
            ),
            None,
        )
        width = max(map(len, rows))
        if name.isascii() and name.isdigit():
            place = int(name) - 1
        elif named and len(name) > 1:
            above, place = max(above, named[0] + 1), named[1]
        else:
            place = next((at for at in range(width) if letter(at).lower() == name), -1)
        if not 0 <= place < width:
            fullest = max(rows[:TITLES], key=lambda row: sum(bool(cell.strip()) for cell in row))  # no title
            seen = ", ".join(f'{letter(at)} "{cell.strip()[:20]}"' for at, cell in enumerate(fullest))
            raise MalformedFile(f"{where}: there is no column '{asked}'. Its columns are {seen}")
        sides.append(place)
    source, target = sides
    if source == target:
        raise MalformedFile(f"{where}: source and target are the same column, '{asked}'")
    # names above columns that are chosen by letter or number
    for number, row in enumerate(rows[:TITLES]):
        says = [heading(row[at]) if at < len(row) else Heading() for at in sides]
        if not above and all(says_what != Heading() for says_what in says):
            above = number + 1
    top = rows[above - 1] if above else ()
    langs = [heading(top[at]).lang if at < len(top) else "" for at in sides]
    note = next((at for at, cell in enumerate(top) if cell.strip().lower() in NOTE and at not in sides), None)
    places = {"source": source, "target": target} | ({} if note is None else {"note": note})
    return Layout(places, above, (wanted.source or langs[0], wanted.target or langs[1]))


def _directed(plan: Layout, rows: Sequence[Sequence[str]], wanted: Wanted, where: str) -> Layout:
    """The layout in the direction asked for: the columns are exchanged, never only their names."""
    below = rows[plan.skipped :]
    langs = tuple(
        named or (plan.cell(below[0], f"{side}_lang") if below else "")
        for side, named in zip(("source", "target"), plan.langs, strict=True)
    )
    asked = wanted.source, wanted.target
    if not any(asked):
        return plan
    if any(langs):
        if are_languages(langs, asked):
            return plan
        if are_languages(langs[::-1], asked):
            return plan.turned()
        raise MalformedFile(_other(where, langs, asked))
    han = [is_han([plan.cell(row, side) for row in below]) for side in ("source", "target")]
    chinese = [bool(tag) and is_chinese(tag) for tag in asked]
    backwards = (han == [True, False] and (chinese[1] or (asked[0] and not chinese[0]))) or (
        han == [False, True] and (chinese[0] or (asked[1] and not chinese[1]))
    )
    japanese = any(tag[:2].lower() in ("ja", "ko") for tag in asked)
    return plan.turned() if backwards and not japanese else plan

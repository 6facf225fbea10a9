"""`duiqi terms`, `duiqi align --terms`, and `duiqi convert` on glossaries: promises and refusals."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duiqi.corpus.glossary.model import Glossary
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports import write

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
PAIRS = (
    ("Mine action saves lives.", "地雷行动拯救生命。"),
    ("The United Nations Mine Action Service supports mine clearance.", "联合国地雷行动处支持扫雷。"),
    ("Mine clearance is part of mine action.", "扫雷是地雷行动的一部分。"),
    ("States should assist mine clearance.", "各国应协助排雷。"),
)


Run = Callable[..., Any]  # the status, what it printed, what it said on stderr


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in a folder with four sentences about mine action as a table and as two texts."""
    rows = ["en\tzh", *("\t".join(pair) for pair in PAIRS)]
    Path("un.tsv").write_text("\n".join([*rows, "Not translated.\t"]) + "\n", encoding="utf-8")
    for place, name in enumerate(("un.en.txt", "un.zh.txt")):
        Path(name).write_text("\n".join(pair[place] for pair in PAIRS) + "\n", encoding="utf-8")
    return command


def put(name: str, *lines: str) -> None:
    Path(name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def found(name: str) -> dict[str, Any]:
    return {pair.source.text.lower(): pair for pair in read_glossary(name).pairs}


def files() -> set[str]:
    return {path.name for path in Path().iterdir()}


# --- terms


@pytest.mark.slow
def test_a_glossary_in_all_formats_in_one_go(run: Run) -> None:
    names = ["g.xlsx", "g.tsv", "g.csv", "g.tbx", "g.utf8"]
    ran = run("terms", "un.tsv", *(word for name in names for word in ("-o", name)))
    assert (ran.status, ran.out) == (0, "")
    told = ran.err.splitlines()
    assert told[0] == "4 beads read; left out: 1 without a counterpart"
    assert told[1].endswith("term pairs: those worth reading (--all for all)")
    assert [line.split(": ")[0] for line in told[2:]] == names
    pairs = [[(p.source.text, p.target.text) for p in read_glossary(name).pairs] for name in names]
    assert pairs.count(pairs[0]) == len(names)
    assert found("g.tsv")["mine action"].target.text == "地雷行动"


def test_without_an_output_it_is_printed(run: Run) -> None:
    ran = run("terms", "un.tsv", "--top", "3")
    assert ran.status == 0
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert [len(row) for row in rows] == [6, 6, 6]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert {row[1] for row in rows} <= {"", "~", "?"}


@pytest.mark.slow
@pytest.mark.parametrize("where", [(), ("-o", "-")])
def test_a_format_is_honoured_with_and_without_an_output(where: tuple[str, ...], run: Run) -> None:
    ran = run("terms", "un.tsv", "--top", "2", *where, "--format", "tsv")
    assert ran.out.splitlines()[0].startswith("id\tstatus\tsource\ttarget\tscore")
    ran = run("terms", "un.tsv", "--top", "2", *where, "--format", "table")
    assert ran.out.splitlines()[0].split()[-2:] == ["score", "times"]
    ran = run("terms", "un.tsv", *where, "--format", "tmx")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "--format tmx: no such format. Known: tsv csv xlsx tbx utf8 xml table\n"


@pytest.mark.slow
def test_the_draft_is_what_is_worth_reading_and_all_is_all(run: Run) -> None:
    draft, everything = run("terms", "un.tsv"), run("terms", "un.tsv", "--all")
    shown, all_shown = draft.out.splitlines(), everything.out.splitlines()
    assert len(shown) < len(all_shown)
    assert all_shown[: len(shown)] == shown
    told = f"{len(shown)} of {len(all_shown)} term pairs: those worth reading (--all for all)"
    assert told in draft.err
    more = run("terms", "un.tsv", "--top", str(len(shown) + 1))
    assert (more.out, told in more.err) == (draft.out, True)
    filled = run("terms", "un.tsv", "--top", str(len(shown) + 1), "--all")
    assert len(filled.out.splitlines()) == len(shown) + 1
    assert "worth reading" not in everything.err


def test_a_term_that_stays_as_it_is_comes_back_with_copies(run: Run) -> None:
    put(
        "code.tsv",
        "en\tzh",
        "Call the HashMap constructor.\t调用 HashMap 构造函数。",
        "A HashMap is a map.\tHashMap 是映射。",
    )
    assert "HashMap\tHashMap" not in run("terms", "code.tsv").out
    assert "HashMap\tHashMap" in run("terms", "code.tsv", "--copies").out


def test_names_of_persons_and_companies_come_back_with_names(run: Run) -> None:
    put(
        "lease.tsv",
        "en\tzh",
        "The lease is made between Haitong Property Co., Ltd. and Mr. Wang Jun.\t"
        "本租约由海通物业有限公司与王军先生订立。",
        "Mr. Wang Jun pays the rent under the lease.\t王军先生按租约支付租金。",
    )
    draft, named = run("terms", "lease.tsv").out, run("terms", "lease.tsv", "--names").out
    assert "lease\t租约" in draft
    for name in ("Haitong Property Co., Ltd.\t海通物业有限公司", "Wang Jun\t王军"):
        assert name not in draft
        assert name in named


@pytest.mark.slow
def test_the_place_of_a_term_is_explained(run: Run) -> None:
    ran = run("terms", "un.tsv", "--explain", "Mine clearance")
    first, *shares, others = ran.out.splitlines()
    assert first.split("\t")[1:] == ["mine clearance", "扫雷"]
    weights = [abs(float(share.split("\t")[0])) for share in shares]
    assert len(weights) == 5
    assert weights == sorted(weights, reverse=True)
    assert re.fullmatch(r"[+-]\d+\.\d\d\t\d+ other features together", others)


@pytest.mark.slow
def test_terms_that_the_text_has_not_are_all_named(run: Run) -> None:
    """The exit status says whether anything was done: the glossary written, or another term explained."""
    asked = ("--explain", "nothing", "--explain", "无𠀀")
    absent = [f"--explain {term}: not in the text. Is it written as there?" for term in ("nothing", "无𠀀")]
    refused = run("terms", "un.tsv", *asked)
    assert (refused.status, refused.out, refused.err.splitlines()[-2:]) == (2, "", absent)
    written = run("terms", "un.tsv", *asked, "-o", "kept.tsv")
    assert (written.status, written.err.splitlines()[-2:]) == (1, absent)
    assert "mine clearance" in Path("kept.tsv").read_text(encoding="utf-8-sig")
    assert run("terms", "un.tsv", *asked, "--explain", "扫雷").status == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "row", "reason"),
    [
        ("扫雷", "mine clearance\t扫雷", ""),
        ("掃雷", "mine clearance\t扫雷", ""),
        ("MINE CLEARANCES", "mine clearance\t扫雷", ""),
        ("hashmap", "HashMap\tHashMap", "left out: the same in both languages (--copies)"),
        ("Wang Jun", "Wang Jun\t王军", "left out: a name of a person, a place or a company (--names)"),
        ("sae", "SAE\tSAE", "an abbreviation in row N, serious adverse event"),
        ("𠀀", "", "1×, but nowhere as a term: it is no noun phrase there"),
        ("event (SAE)", "", "1×, but nowhere as a term: it is no noun phrase there"),
        ("eriou", "", "1×, but nowhere as a term: only inside other words"),
    ],
)
def test_a_term_is_explained_by_any_of_its_forms(run: Run, asked: str, row: str, reason: str) -> None:
    """In either language and script, in any case; where it has no place in the draft, with the reason."""
    put(
        "more.tsv",
        "en\tzh",
        "A HashMap is a map.\tHashMap 是映射。",
        "Mr. Wang Jun pays the rent under the lease.\t王军先生按租约支付租金。",
        "A serious adverse event (SAE) is a risk.\t严重不良事件（SAE）是𠀀风险。",
    )
    first = run("terms", "un.tsv", "more.tsv", "--explain", asked).out.splitlines()[0]
    told = re.sub(r"row \d+", "row N", first.partition("\t")[2])
    assert told == "\t".join(filter(None, (row, reason)))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "csv", "tsv"])
def test_what_the_text_defines_is_in_the_table_and_goes_to_a_termbase_and_back(run: Run, suffix: str) -> None:
    """On both sides. A definition that a reviewer takes out of the table is out of the termbase."""
    put(
        "loan.tsv",
        "en\tzh",
        "This loan agreement (the “Agreement”) is made between 𠀀 and the Borrower.\t"
        "本贷款协议（以下简称“本协议”）由𠀀与借款人签订。",
        "“Business Day” means a day on which banks are open.\t“营业日”指银行营业的日子。",
        "The Borrower pays interest on the last Business Day.\t借款人在最后一个营业日支付利息。",
        "The interest rate is fixed.\t利率固定。",
    )
    run("terms", "loan.tsv", "-o", f"a.{suffix}")
    drafted = found(f"a.{suffix}")
    day = drafted["business day"]
    assert day.source.definition == "“Business Day” means a day on which banks are open."
    assert day.target.definition == "“营业日”指银行营业的日子。"
    assert drafted["interest rate"].source.definition == ""
    run("convert", f"a.{suffix}", "a.tbx")
    run("convert", "a.tbx", f"b.{suffix}")
    run("convert", f"b.{suffix}", "b.tbx")
    for name in (f"b.{suffix}", "b.tbx"):
        pairs = found(name)
        assert {key: (pair.source.definition, pair.target.definition) for key, pair in pairs.items()} == {
            key: (pair.source.definition, pair.target.definition) for key, pair in drafted.items()
        }
        assert pairs["business day"].contexts[0].place == day.contexts[0].place
    undefined = replace(
        day, source=replace(day.source, definition=""), target=replace(day.target, definition="")
    )
    write(Glossary("en", "zh", (undefined,), described=True), Path("c.tbx"))
    assert "definition" not in Path("c.tbx").read_text(encoding="utf-8")


def test_a_thousand_documents_make_one_glossary(run: Run) -> None:
    """A context names the document it is from."""
    put("more.tsv", "en\tzh", "Mine action needs money.\t地雷行动需要资金。")
    ran = run("terms", "un.tsv", "more.tsv", "-o", "g.tsv")
    assert (ran.status, ran.err.splitlines()[0]) == (0, "5 beads read; left out: 1 without a counterpart")
    places = {context.place.file for context in found("g.tsv")["mine action"].contexts}
    assert places == {"un.tsv", "more.tsv"}


@pytest.mark.slow
def test_options_narrow_the_glossary(run: Run) -> None:
    put("stop.txt", "# not ours", "service  # too common", "Clearance")
    run("terms", "un.tsv", "-o", "all.tsv")
    run("terms", "un.tsv", "-o", "g.tsv", "--min-frequency", "2", "--max-words", "2", "--stop", "stop.txt")
    assert "united nations mine action service" in found("all.tsv")
    assert "mine clearance" in found("all.tsv")
    narrow = found("g.tsv")
    assert "mine action" in narrow
    assert all(len(term.split()) <= 2 and not term.endswith("clearance") for term in narrow)
    assert all(pair.frequency >= 2 for pair in narrow.values())


def test_doubtful_beads_can_be_left_out(run: Run) -> None:
    put(
        "scored.tsv",
        "source\ttarget\tconfidence",
        *("\t".join([*pair, "0.9"]) for pair in PAIRS),
        "No.\t不。\t0.2",
    )
    ran = run("terms", "scored.tsv", "--min-confidence", "0.5", "-o", "g.tsv")
    assert ran.err.splitlines()[0] == "4 beads read; left out: 1 below the confidence asked for"


def test_languages_are_detected_from_the_text(run: Run) -> None:
    put("bare.tsv", *("\t".join(pair) for pair in PAIRS))
    run("terms", "bare.tsv", "-o", "g.tbx", "--lang-code", "zh=zh-Hans")
    glossary = read_glossary("g.tbx")
    assert (glossary.source_lang, glossary.target_lang) == ("en-US", "zh-Hans")


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1195862400")
    for name in ("one", "other"):
        run("terms", "un.tsv", "-o", f"{name}.xlsx", "-o", f"{name}.tbx", "--consistency", f"{name}.html")
    for suffix in (".xlsx", ".tbx", ".html"):
        assert Path(f"one{suffix}").read_bytes() == Path(f"other{suffix}").read_bytes()


# --- known terms, inconsistencies


@pytest.mark.slow
def test_known_terms_are_flagged_skipped_or_checked(run: Run) -> None:
    put("known.tsv", "zh\ten", "地雷行动\tmine action", "清除地雷\tmine clearance")
    run("terms", "un.tsv", "--known", "known.tsv", "-o", "flagged.tsv")
    flagged = found("flagged.tsv")
    assert flagged["mine action"].known == "地雷行动"
    run("terms", "un.tsv", "--known", "known.tsv", "--known-mode", "skip", "-o", "new.tsv")
    assert "mine action" not in found("new.tsv")
    ran = run(
        "terms", "un.tsv", "--known", "known.tsv", "--known-mode", "check", "--consistency", "c.tsv"
    )  # fmt: skip
    assert (ran.status, ran.out) == (0, "")
    rows = [line.split("\t") for line in Path("c.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    otherwise = [(row[1], row[4]) for row in rows if row[0] == "not as known"]
    assert set(otherwise) == {("mine clearance", "清除地雷")}
    assert len(otherwise) == 3


@pytest.mark.slow
def test_a_pair_dropped_in_a_review_is_not_offered_again(run: Run) -> None:
    put(
        "old.tsv",
        "status\tsource\ttarget\tband",
        "dropped\tMine clearance\t扫雷\thigh",
        "accepted\tpeace\t和平\thigh",
    )
    run("terms", "un.tsv", "-o", "all.tsv", "--known", "old.tsv")
    run("terms", "un.tsv", "-o", "new.tsv", "--known", "old.tsv", "--known-mode", "skip")
    assert found("all.tsv").keys() - found("new.tsv").keys() == {"mine clearance"}


@pytest.mark.slow
def test_a_reviewed_draft_is_where_the_next_one_begins(run: Run) -> None:
    """What is said of its rows is the number that is written, in either mode."""
    run("terms", "un.tsv", "-o", "first.tsv")
    text = Path("first.tsv").read_text(encoding="utf-8-sig")
    rows = text.replace("candidate\tmine clearance", "dropped\tmine clearance")
    rows = rows.replace("candidate\tmine action", "accepted\tmine action")
    Path("first.tsv").write_text(rows, encoding="utf-8")
    for mode, statuses in (("flag", {"mine clearance": "dropped", "mine action": "accepted"}), ("skip", {})):
        ran = run("terms", "un.tsv", "--known", "first.tsv", "--known-mode", mode, "-o", f"{mode}.tsv")
        drafted = found(f"{mode}.tsv")
        decided = {term: pair.status for term, pair in drafted.items() if pair.status != "candidate"}
        assert decided == statuses
        written = re.search(r"(\d+) of \d+ term pairs", ran.err)
        assert written is None or int(written[1]) == len(drafted)
    assert run("convert", "flag.tsv", "flag.tbx").status == 0
    assert "mine clearance" not in found("flag.tbx")


@pytest.mark.slow
def test_explanations_speak_of_the_glossary_as_it_is_written(run: Run) -> None:
    put(
        "known.tsv",
        "status\tsource\ttarget\tband",
        "dropped\tMine clearance\t扫雷\thigh",
        "accepted\tmine action\t地雷行动\thigh",
    )
    asked = ("--explain", "mine action", "--explain", "扫雷")
    ran = run("terms", "un.tsv", "--known", "known.tsv", "--known-mode", "skip", *asked)
    assert [line.split("\t")[1:] for line in ran.out.splitlines() if line[0] not in "+-"] == [
        ["mine action", "地雷行动", "left out: known already (--known-mode skip)"],
        ["mine clearance", "扫雷", "left out: dropped in the known glossary (--known-mode skip)"],
    ]
    told = run("terms", "un.tsv", "--known", "known.tsv", "--explain", "mine action").out.splitlines()[0]
    assert told.split("\t")[1:] == ["mine action", "地雷行动"]
    assert run("terms", "un.tsv", "--top", "1", *asked).out.count("(--top)") == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("subprocessor", "subprocessors\t次级处理者"),
        ("T 梁", "T-beam\tT梁"),
        ("authorization", "authorisation\t授权"),
        ("ipr", "Intellectual Property Rights\t"),
    ],
)
def test_a_term_is_explained_by_its_abbreviation_the_other_number_and_other_spellings(
    run: Run, asked: str, row: str
) -> None:
    put(
        "licence.tsv",
        "en\tzh",
        "The Licensor keeps the Intellectual Property Rights (“IPR”).\t许可方保留知识产权。",
        "The IPR remain there.\t不变。",
        "The list of subprocessors is public.\t次级处理者名单是公开的。",
        "We name all subprocessors.\t我们列出所有次级处理者。",
        "The T-beam has a web.\tT梁有腹板。",
        "An authorisation is needed.\t需要授权。",
    )
    first = run("terms", "licence.tsv", "--explain", asked).out.splitlines()[0]
    assert first.partition("\t")[2].startswith(row)


@pytest.mark.slow
def test_a_draft_whose_decisions_the_known_glossary_has_may_be_replaced(run: Run) -> None:
    """They are in the new draft again. A decision of its own would be lost, and is counted."""
    run("terms", "un.tsv", "-o", "draft.tsv")
    text = Path("draft.tsv").read_text(encoding="utf-8")
    Path("draft.tsv").write_text(text.replace("candidate", "accepted", 1), encoding="utf-8")
    again = "terms", "un.tsv", "--known", "draft.tsv", "-o", "next.tsv"
    assert run(*again).status == run(*again).status == 0
    text = Path("next.tsv").read_text(encoding="utf-8")
    assert text.count("accepted") == 1
    Path("next.tsv").write_text(text.replace("candidate", "dropped", 1), encoding="utf-8")
    refused = run(*again)
    assert refused.status == 2
    assert refused.err.splitlines()[-1] == (
        "next.tsv: 1 reviewed term pair in it would be lost. Give another name, or overwrite with --force"
    )


@pytest.mark.slow
def test_a_report_replaces_no_reviewed_draft(run: Run) -> None:
    run("terms", "un.tsv", "-o", "g.tsv")
    put("g.tsv", *Path("g.tsv").read_text(encoding="utf-8").replace("candidate", "accepted", 1).splitlines())
    before = Path("g.tsv").read_bytes()
    ran = run("terms", "un.tsv", "--consistency", "g.tsv")
    assert (ran.status, ran.err.count("1 reviewed term pair in it would be lost")) == (2, 1)
    assert Path("g.tsv").read_bytes() == before
    assert run("terms", "un.tsv", "--consistency", "g.tsv", "--force").status == 0
    assert Path("g.tsv.bak").read_bytes() == before


@pytest.mark.parametrize("words", [("terms", "un.tsv", "--known"), ("check", "un.tsv", "--terms")])
def test_a_glossary_whose_columns_cannot_be_told_is_to_be_headed(words: tuple[str, ...], run: Run) -> None:
    """There is no option for its columns here, so none is named."""
    rows = ("State Taxation Administration,STA,国家税务总局,税务总局", "income tax,IIT,个人所得税,个税")
    put("g.csv", "Full Form,Short Form,Chinese Full Form,Chinese Short Form", *rows)
    ran = run(*words, "g.csv")
    assert ran.status == 2
    assert "Put the names of their languages into its first row, as English and 中文" in ran.err
    assert "--columns" not in ran.err
    put("g.csv", "English,Short Form,中文,Chinese Short Form", *rows)
    assert run(*words, "g.csv").status != 2


@pytest.mark.slow
def test_inconsistent_translations_are_reported_with_every_place(run: Run) -> None:
    """Resolution 62/99 has development as 发展 and as 开发, and is right to have it so; a person decides."""
    for name in ("un-62-99.en.txt", "un-62-99.zh.txt"):
        shutil.copy(SAMPLES / name, name)
    run("align", "un-62-99.en.txt", "un-62-99.zh.txt", "-o", "un.jsonl")
    names = ["c.html", "c.xlsx", "c.csv", "c.tsv"]
    ran = run("terms", "un.jsonl", *(word for name in names for word in ("--consistency", name)))
    assert ran.status == 0
    told = ran.err.splitlines()[-4:]
    assert {line.split(": ")[1] for line in told} == {told[0].split(": ")[1]}
    rows = [line.split("\t") for line in Path("c.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    renderings: dict[tuple[str, str], set[str]] = {}
    for finding, term, rendering, _, _, place, source, target in rows:
        renderings.setdefault((finding, term), set()).add(rendering)
        assert place.startswith("un-62-99.en.txt#")
        english, chinese = (term, rendering) if finding == "several translations" else (rendering, term)
        assert english.lower().rstrip("s") in source.lower()
        assert chinese in target
    assert all(len(found) > 1 for found in renderings.values())
    assert renderings[("several translations", "development")] >= {"发展", "开发"}


# --- align --terms, convert


@pytest.mark.slow
def test_align_drafts_a_glossary_as_well(run: Run) -> None:
    ran = run(
        "align",
        "un.en.txt",
        "un.zh.txt",
        "-o",
        "un.tmx",
        "--terms",
        "g.tbx",
        "--terms",
        "g.utf8",
        "--tbx",
        "2",
    )
    assert (ran.status, ran.out) == (0, "")
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["un.tmx", "g.tbx", "g.utf8"]
    assert b"<martif" in Path("g.tbx").read_bytes()
    assert found("g.tbx")["mine action"].target.text == "地雷行动"


@pytest.mark.slow
def test_a_reviewed_workbook_becomes_a_termbase(run: Run) -> None:
    run("terms", "un.tsv", "-o", "g.xlsx")
    book = load_workbook("g.xlsx")
    sheet = book.worksheets[0]
    names = {row[2].value.lower(): row for row in sheet.iter_rows(min_row=2)}
    names["mine action"][1].value = "accepted"
    names["mine clearance"][1].value = "dropped"
    book.save("g.xlsx")
    ran = run("convert", "g.xlsx", "g.tbx")
    assert ran.status == 0
    assert ran.err.endswith("; left out: 1 dropped\n")
    assert found("g.tbx")["mine action"].status == "accepted"
    assert "mine clearance" not in found("g.tbx")
    assert run("convert", "g.xlsx", "ours.utf8", "--accepted-only").status == 0
    assert Path("ours.utf8").read_text(encoding="utf-8") == "mine action\t地雷行动\n"
    assert run("convert", "g.xlsx", "g.tsv").status == 0
    assert {pair.status for pair in found("g.tsv").values()} == {"candidate", "accepted", "dropped"}


def test_a_plain_table_becomes_a_termbase_when_one_is_asked_for(run: Run) -> None:
    put("plain.tsv", "mine action\t地雷行动")
    assert run("convert", "plain.tsv", "plain.tbx", "--source-lang", "en", "--target-lang", "zh").status == 0
    assert found("plain.tbx")["mine action"].target.lang == "zh-CN"


# --- refusals


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["un.tsv", "-o", "g.tmx"], "g.tmx: no writer for '.tmx'. Known: .tsv .csv .xlsx .tbx .utf8 .xml"),
        (["un.tsv", "--consistency", "c.tbx"], "c.tbx: no writer for '.tbx'. Known: .tsv .csv .xlsx .html"),
        (["un.tsv", "-o", "a.tsv", "--consistency", "a.tsv"], "a.tsv: named twice as output"),
        (["un.tsv", "-o", "un.tsv"], "un.tsv: this is a file that is being read. Give another name"),
        (["none.tsv"], "none.tsv: there is no such file"),
        (
            ["one-sided.tsv"],
            "one-sided.tsv: no bead has text on both sides, so there are no terms. "
            "Is the translation missing?",
        ),
        (
            ["glossary.tsv"],
            "glossary.tsv: a glossary, not aligned text. duiqi convert writes it in another format",
        ),
        (["un.tsv", "--stop", "none.txt"], "none.txt: no such file"),
        (
            ["un.tsv", "--known", "un.zh.txt"],
            "un.zh.txt: one column of text, and a glossary has two. "
            "A glossary is TBX, MultiTerm XML, TSV, CSV, XLSX and OmegaT's .utf8",
        ),
        (
            ["un.tsv", "--known", "glossary.tsv"],
            "glossary.tsv, line 2: status should be one of candidate, accepted, dropped, found 'good'",
        ),
        (
            ["un.tsv", "--known", "fr.tsv"],
            "fr.tsv: a table of en and fr, where en and zh are needed. Is it the right one?",
        ),
        (
            ["un.tsv", "--known-mode", "skip"],
            "--known-mode skip: no glossary to go by. Name it with --known",
        ),
        (
            ["un.tsv", "--known", "fr.tsv", "--known-mode", "check"],
            "--known-mode check: nowhere to report to. Say --consistency report.html, .xlsx, .tsv or .csv",
        ),
        (
            ["digits.tsv"],
            "digits.tsv: the language of the source cannot be told. Say --source-lang",
        ),
    ],
)
def test_unusable_requests_are_refused_in_one_line(run: Run, words: list[str], message: str) -> None:
    put("one-sided.tsv", "source\ttarget", "Yes.\t", "No.\t")
    put("glossary.tsv", "id\tstatus\tsource\ttarget\tscore\tband", "1\tgood\tmines\t地雷\t1\thigh")
    put("fr.tsv", "en\tfr", "mines\tmines")
    put("digits.tsv", "? !\t是的。")
    before = files()
    assert run("terms", *words) == (2, "", f"{message}\n")
    assert files() == before


def test_both_files_of_a_pair_are_one_text(run: Run) -> None:
    put("law.en.txt", "Mine action needs money.", "States fund mine action.")
    put("law.zh.txt", "地雷行动需要资金。", "各国资助地雷行动。")
    ran = run("terms", "law.en.txt", "law.zh.txt", "-o", "g.tsv")
    assert ran.status == 0
    assert ran.err.splitlines()[0] == "2 beads read"


@pytest.mark.parametrize(
    "words", [("out",), ("out/a.jsonl", "out/b.jsonl", "out/c.jsonl", "out/report.jsonl")]
)
def test_a_folder_of_batch_is_one_glossary_of_most_of_its_languages(words: tuple[str, ...], run: Run) -> None:
    """The first one has other languages; the report is no text."""
    Path("out").mkdir()
    put("de.tsv", "de\tzh", "Minen.\t地雷。")
    for name, table in (("a", "de.tsv"), ("b", "un.tsv"), ("c", "un.tsv")):
        assert run("convert", table, f"out/{name}.jsonl").status == 0
    put("out/report.jsonl", '{"id": "a", "status": "done"}')
    ran = run("terms", *words, "-o", "g.tsv")
    assert ran.status == 1
    assert ran.err.splitlines()[:2] == [
        "warning: out: 1 pair left out: in other languages than en and zh, which most pairs have: a",
        "8 beads read; left out: 2 without a counterpart",
    ]


def test_unusable_files_among_many_are_named(run: Run) -> None:
    """The others are used, and the exit status is that of work done in part."""
    put("one-sided.tsv", "source\ttarget", "Yes.\t")
    put("back.tsv", "zh\ten", "地雷行动需要资金。\tMine action needs money.")
    ran = run("terms", "un.tsv", "one-sided.tsv", "back.tsv", "-o", "g.tsv")
    assert ran.status == 1
    assert ran.err.splitlines()[:2] == [
        "warning: one-sided.tsv: no bead has text on both sides, so there are no terms. "
        "Is the translation missing?",
        "warning: back.tsv: from zh to en, while the first is from en to zh. "
        "Left out. Make a glossary of its own",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["un.tmx", "g.tbx"], "un.tmx: aligned text, not a glossary. duiqi terms makes one of it"),
        (["g.tsv", "g.tmx"], "g.tmx: no writer for '.tmx'. Known: .tsv .csv .xlsx .tbx .utf8 .xml"),
        (
            ["g.tsv", "out.tbx", "--min-confidence", "0.5"],
            "g.tsv: a glossary, whose pairs have no confidence. Filter the table by its bands",
        ),
        (["g.tsv", "g.tsv"], "g.tsv: this is a file that is being read. Give another name"),
        (
            ["g.tsv", "out.tbx", "--accepted-only"],
            "no pair is left to write (1 not accepted), and a TBX file cannot be empty",
        ),
    ],
)
def test_unusable_conversions_are_refused_in_one_line(run: Run, words: list[str], message: str) -> None:
    put("un.tmx", '<?xml version="1.0"?><tmx version="1.4"/>')
    put("g.tsv", "id\tstatus\tsource\ttarget\tscore\tband", "1\t\tmines\t地雷\t1\thigh")
    before = files()
    assert run("convert", *words) == (2, "", f"{message}\n")
    assert files() == before

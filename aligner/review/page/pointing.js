// The mouse on the rows: a click chooses a bead, then sets the cut; words are marked; a double click edits.

import { caretAt, pointAt } from "./text.js";

export function pointing(body, editor, signal) {
  const { store } = editor;
  const placeOf = (element) => store.place(Number(element.dataset.position));

  body.addEventListener("mouseup", (event) => {
    const element = event.target.closest(".row");
    if (!element || event.button || event.target.closest("textarea")) return;
    const moved = event.target.closest("[data-moved]");
    if (moved) return jump(moved.dataset.moved);
    const place = placeOf(element);
    const side = event.target.closest("[data-side]")?.dataset.side;
    const already = place === editor.place;
    // The row is drawn anew by the first click, so that the browser sees no double click on one element.
    if (already && side && event.detail === 2) return write(event, side);
    const span = selected(element, store.rows.get(place));
    const cursor = already && !span ? pointed(event, editor.row) : null;
    if (side) editor.side = side;
    if (!already) editor.go(store.position(place));
    if (span) editor.picked[span.side] = span;
    if (cursor) editor.cut[editor.side] = cursor;
    editor.redraw();
    editor.focus();
    return undefined;
  }, { signal });

  // A term and its equivalent are lit together.
  body.addEventListener("mouseover", (event) => {
    for (const lit of body.querySelectorAll(".lit")) lit.classList.remove("lit");
    const term = event.target.closest?.("[data-pair]");
    const same = term?.closest(".row").querySelectorAll(`[data-pair="${term.dataset.pair}"]`) ?? [];
    for (const element of same) element.classList.add("lit");
  }, { signal });

  function write(event, side) {
    document.getSelection().removeAllRanges();
    const cursor = pointed(event, editor.row);
    editor.side = side;
    editor.picked = {};
    editor.cut = cursor ? { [side]: cursor } : {};
    editor.write(cursor?.offset);
  }

  async function jump(id) {
    const place = await store.find(id);
    if (place >= 0) editor.show(place);
  }
}

// The place in the row's text under the pointer.
function pointed(event, row) {
  const segment = event.target.closest(".segment");
  const found = segment && caretAt(event.clientX, event.clientY);
  if (!found) return null;
  const { number, text } = textOf(segment, row);
  const offset = text && pointAt(segment.querySelector(".text"), text, ...found);
  return offset == null ? null : { segment: number, offset };
}

// The words that are selected inside one segment of a row.
function selected(element, row) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !element.contains(selection.anchorNode)) return null;
  const range = selection.getRangeAt(0);
  const segment = range.startContainer.parentElement?.closest(".segment");
  if (!segment || segment !== range.endContainer.parentElement?.closest(".segment")) return null;
  const { side, number, text } = textOf(segment, row);
  const shown = segment.querySelector(".text");
  const start = pointAt(shown, text, range.startContainer, range.startOffset);
  const end = pointAt(shown, text, range.endContainer, range.endOffset);
  selection.removeAllRanges();
  return start < end ? { side, segment: number, start, end } : null;
}

function textOf(segment, row) {
  const { side } = segment.closest("[data-side]").dataset;
  const number = Number(segment.dataset.segment);
  return { side, number, text: row?.[side][number]?.text };
}

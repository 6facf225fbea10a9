// Segments dragged to a bead above or below. All before a segment moves up with it, all after it down; over several
// beads, the texts of the beads between go along, since the order of a text stays.

import { announce } from "./announce.js";
import { moveTo } from "./moving.js";
import { t } from "./words.js";

export function dragging(body, editor, signal) {
  let held = null;

  const end = () => {
    held = null;
    for (const cell of body.querySelectorAll(".drop, .dragged")) cell.classList.remove("drop", "dragged");
  };

  const target = (event) => {
    const cell = event.target.closest?.("[data-side]");
    const row = cell?.closest(".row");
    if (!held || !row || cell.dataset.side !== held.side) return null;
    const place = editor.store.place(Number(row.dataset.position));
    return place === held.place ? null : { cell, place, to: place < held.place ? "above" : "below" };
  };

  body.addEventListener("dragstart", (event) => {
    const segment = event.target.closest?.(".segment");
    if (!segment || !event.target.classList?.contains("handle")) return event.preventDefault();
    const row = segment.closest(".row");
    const place = editor.store.place(Number(row.dataset.position));
    held = { place, side: segment.closest("[data-side]").dataset.side, segment: Number(segment.dataset.segment) };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", segment.querySelector(".text").textContent);
    event.dataTransfer.setDragImage(segment, 8, 8);
    segment.classList.add("dragged");
  }, { signal });

  body.addEventListener("dragover", (event) => {
    for (const cell of body.querySelectorAll(".drop")) cell.classList.remove("drop");
    const found = target(event);
    if (!found) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    found.cell.classList.add("drop");
  }, { signal });

  body.addEventListener("drop", (event) => {
    const found = target(event);
    if (!found) return held && announce(t("hint.drop"), "error");
    event.preventDefault();
    const { place, side, segment } = held;
    end();
    moveTo(editor, place, found.place, side, [found.to === "above" ? segment + 1 : segment, 0]);
  }, { signal });

  body.addEventListener("dragend", end, { signal });
}

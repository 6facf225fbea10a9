// Text moved past one bead or several. The order of a text stays: what is between goes along, a step for each bead.

import { announce } from "./announce.js";
import { t } from "./words.js";

// Move what is before (up) or after (down) a cursor of the bead at a place to the bead at another; null where refused.
export async function moveTo(editor, from, to, side, cursor) {
  const up = to < from;
  const direction = up ? "above" : "below";
  const steps = Math.abs(to - from);
  let place = from;
  let row = editor.store.rows.get(from);
  for (let step = 1; step <= steps; step++) {
    const all = [up ? row[side].length : 0, 0];
    const edit = { do: "move", bead: row.id, side, to: direction, cursor: step === 1 ? cursor : all };
    const answer = await editor.change(edit, steps === 1 ? `done.move.${direction}` : null);
    if (!answer) return null;
    // A bead from which all has moved is merged into its neighbour: the next one has come nearer.
    place += up ? -1 : answer.added - answer.removed + 1;
    row = answer.rows.find(({ at }) => at === place) ?? editor.store.rows.get(place);
  }
  if (steps > 1) announce(t("done.move.far", { count: steps }));
  return { place, row };
}

// Move text one bead on and follow it: the same key takes it further, the opposite one takes it back.
export async function push(editor, direction) {
  const { place, side, cut, store } = editor;
  const up = direction === "above";
  const to = place + (up ? -1 : 1);
  if (to < 0 || to >= store.count) return announce(t(up ? "hint.first" : "hint.last"), "error");
  const { carried } = editor;
  const cursor = cut[side] ? [cut[side].segment, cut[side].offset]
    : carried?.revision === store.revision && carried.id === editor.row.id && carried.side === side
      ? [up ? carried.end : carried.start, 0] : null;
  const before = store.rows.get(to)?.[side].length ?? 0;
  const moved = await moveTo(editor, place, to, side, cursor);
  if (!moved) return undefined;
  const { length } = moved.row[side];
  const range = up ? { start: before, end: length } : { start: 0, end: length - before };
  editor.carried = { ...range, side, id: moved.row.id, revision: store.revision };
  return editor.show(moved.place);
}

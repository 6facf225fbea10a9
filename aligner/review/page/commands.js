// The commands of the editor, each with its keys: what the bar at the foot, the keyboard and the sheet of shortcuts offer.

import { acceptAbove, addTerm, shortcuts, writeNote } from "./dialogs.js";
import { alternatives, anew } from "./proposals.js";
import { announce } from "./announce.js";
import { push } from "./moving.js";
import { searchMemory } from "./memory.js";
import { t } from "./words.js";

const nothing = (key) => announce(t(key), "error");

function split(editor) {
  const { row, cut } = editor;
  const place = (side) => cut[side] && [cut[side].segment, cut[side].offset];
  if (cut.source || cut.target) {
    return editor.change({ do: "split", bead: row.id, source: place("source"), target: place("target") }, "done.split");
  }
  if (row.source.length < 2 && row.target.length < 2) return nothing("hint.cut");
  const seam = (side) => (row[side].length > 1 ? [1, 0] : null);
  return editor.change({ do: "split", bead: row.id, source: seam("source"), target: seam("target") }, "done.split");
}

function move(editor, to) {
  const { row, side, cut } = editor;
  const cursor = cut[side] ? [cut[side].segment, cut[side].offset] : null;
  return editor.change({ do: "move", bead: row.id, side, to, cursor }, `done.move.${to}`);
}

function mergeAbove(editor) {
  const above = editor.store.rows.get(editor.place - 1);
  if (!above) return nothing("hint.first");
  return editor.change({ do: "merge", bead: above.id }, "done.merge");
}

function join(editor) {
  const { row, side, cut } = editor;
  const count = row[side].length;
  if (count < 2) return nothing("hint.join");
  const segment = Math.min(cut[side]?.segment ?? 0, count - 2);
  return editor.change({ do: "join", bead: row.id, side, segment }, "done.join");
}

function mark(editor, status) {
  const back = editor.row.status === status ? "new" : status;
  return editor.change({ do: "mark", beads: [editor.row.id], status: back }, `done.mark.${back}`);
}

async function acceptAndGo(editor) {
  const { row, place, store } = editor;
  const undecided = row.status === "new" || row.status === "rejected";
  const before = store.status[place];
  // Decided as far as the search for the next one is concerned, also where the answer takes a while.
  if (undecided) store.status[place] = "a";
  const saved = undecided ? editor.change({ do: "mark", beads: [row.id], status: "accepted" }, null) : true;
  editor.nextDoubtful(1, place);
  if (!(await saved) && store.status[place] === "a") store.status[place] = before;
}

// name, part of the sheet, keys, group of the bar, and what it does. Keys: as KeyboardEvent.key, `Mod` is Ctrl or ⌘.
export const COMMANDS = [
  { name: "accept", part: "decide", keys: ["Mod+Enter"], bar: 1, symbol: "✓", run: acceptAndGo },
  { name: "acceptHere", part: "decide", keys: ["a"], run: (editor) => mark(editor, "accepted") },
  { name: "next", part: "decide", keys: ["d"], bar: 1, symbol: "○↓", run: (editor) => editor.nextDoubtful(1) },
  { name: "previous", part: "decide", keys: ["Shift+D"], run: (editor) => editor.nextDoubtful(-1) },
  { name: "acceptAbove", part: "decide", keys: ["Shift+A"], run: (editor) => acceptAbove(editor) },
  { name: "mergeAbove", part: "shape", keys: ["Shift+M"], bar: 2, symbol: "⤒", run: mergeAbove },
  { name: "mergeBelow", part: "shape", keys: ["m"], bar: 2, symbol: "⤓",
    run: (editor) => editor.change({ do: "merge", bead: editor.row.id }, "done.merge") },
  { name: "split", part: "shape", keys: ["s"], bar: 2, symbol: "✂", run: split },
  { name: "moveAbove", part: "shape", keys: ["Alt+ArrowUp"], bar: 2, symbol: "↑", run: (editor) => move(editor, "above") },
  { name: "moveBelow", part: "shape", keys: ["Alt+ArrowDown"], bar: 2, symbol: "↓", run: (editor) => move(editor, "below") },
  { name: "pushAbove", part: "shape", keys: ["Alt+Shift+ArrowUp"], run: (editor) => push(editor, "above") },
  { name: "pushBelow", part: "shape", keys: ["Alt+Shift+ArrowDown"], run: (editor) => push(editor, "below") },
  { name: "join", part: "shape", keys: ["j"], run: join },
  { name: "edit", part: "shape", keys: ["Enter", "F2"], bar: 3, symbol: "✎", run: (editor) => editor.write() },
  { name: "note", part: "decide", keys: ["n"], bar: 3, symbol: "✉", run: (editor) => writeNote(editor) },
  { name: "reject", part: "decide", keys: ["x"], bar: 3, symbol: "✗", run: (editor) => mark(editor, "rejected") },
  { name: "untranslated", part: "decide", keys: ["u"], bar: 3, symbol: "∅", run: (editor) => mark(editor, "untranslated") },
  { name: "alternatives", part: "aligner", keys: ["v"], bar: 4, symbol: "≡", run: (editor) => alternatives(editor) },
  { name: "anewBetween", part: "aligner", keys: ["g"], bar: 4, symbol: "↻", run: (editor) => anew(editor, "between") },
  { name: "anewFrom", part: "aligner", keys: ["Shift+G"], run: (editor) => anew(editor, "from") },
  { name: "term", part: "aligner", keys: ["t"], bar: 4, symbol: "+", run: (editor) => addTerm(editor) },
  { name: "memory", part: "aligner", keys: ["k", "Mod+k"], bar: 4, symbol: "⌕", run: (editor) => searchMemory(editor) },
  { name: "undo", part: "shape", keys: ["Mod+z"], run: (editor) => editor.undo() },
  { name: "redo", part: "shape", keys: ["Mod+Shift+Z", "Mod+y"], run: (editor) => editor.redo() },
  { name: "side", part: "shape", keys: [" "], run: (editor) => editor.otherSide() },
  { name: "cutWord", part: "shape", keys: ["ArrowLeft", "ArrowRight"], run: (editor, key) => editor.moveCut(key === "ArrowLeft" ? -1 : 1, "word") },
  { name: "cutLetter", part: "shape", keys: ["Shift+ArrowLeft", "Shift+ArrowRight"],
    run: (editor, key) => editor.moveCut(key.endsWith("Left") ? -1 : 1, "letter") },
  { name: "uncut", part: "shape", keys: ["Escape"], run: (editor) => editor.uncut() },
  { name: "up", part: "move", keys: ["ArrowUp"], run: (editor) => editor.step(-1) },
  { name: "down", part: "move", keys: ["ArrowDown"], run: (editor) => editor.step(1) },
  { name: "pageUp", part: "move", keys: ["PageUp"], run: (editor) => editor.page(-1) },
  { name: "pageDown", part: "move", keys: ["PageDown"], run: (editor) => editor.page(1) },
  { name: "first", part: "move", keys: ["Home", "Mod+Home"], run: (editor) => editor.go(0) },
  { name: "last", part: "move", keys: ["End", "Mod+End"], run: (editor) => editor.go(editor.store.length - 1) },
  { name: "search", part: "move", keys: ["/", "Mod+f"], run: (editor) => editor.filters.focus() },
  { name: "help", part: "move", keys: ["?", "F1"], run: (editor) => shortcuts(editor.commands) },
];
// The commands of a session: one without memories has none to search.
export const offered = ({ memories }) => COMMANDS.filter(({ name }) => name !== "memory" || memories.length > 0);
// Commands that need no row.
export const ANYWHERE = new Set(["undo", "redo", "search", "help", "acceptAbove", "next", "previous", "first", "last"]);

// Carry out a command; one that needs the row waits for it, as after a jump to a distant bead. Those given
// meanwhile wait for their turn, each at the bead where the one before it ended; none follows the user elsewhere.
export function obey(editor, command, key) {
  const needsRow = command.part !== "move" && !ANYWHERE.has(command.name);
  if (!needsRow || (editor.row && !editor.waiting)) return command.run(editor, key);
  const own = (editor.waiting = inTurn(editor, command, key).finally(() => {
    if (editor.waiting === own) editor.waiting = null;
  }));
  return own;
}

// The place where the user is left, or null where they went elsewhere meanwhile.
async function inTurn(editor, command, key) {
  const place = editor.waiting ? await editor.waiting : editor.place;
  if (place !== editor.place) return null;
  if (!editor.row) await editor.store.whole(place, 1).catch((error) => editor.refused(error));
  if (!editor.row || place !== editor.place) return null;
  command.run(editor, key);
  return editor.place;
}

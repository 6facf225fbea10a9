// A segment edited in place: a text field instead of its text until it is saved or given up.

import { announce } from "./announce.js";
import { h } from "./dom.js";
import { keyOf } from "./keys.js";
import { units } from "./text.js";
import { returned } from "./unsaved.js";
import { t } from "./words.js";

// point: where the caret is put, in code points; at the end without it
// typed: a text that could not be saved before
export function writing(editor, number, point, typed = null) {
  const { row, side, store: { loads } } = editor;
  const element = editor.rows.elements.get(editor.store.position(editor.place));
  const cell = element?.querySelector(`[data-side="${side}"]`);
  if (!cell || editor.writer) return;
  const which = Math.min(number, Math.max(0, row[side].length - 1));
  const old = row[side][which]?.text ?? "";
  const field = h("textarea", { "aria-label": t(`write.${side}`), rows: 1, value: old, dir: "auto", spellcheck: "true" });
  const shown = cell.querySelector(`[data-segment="${which}"]`) ?? cell.querySelector(".none");
  if (typed !== null) field.value = typed;
  shown.replaceWith(field);
  // What another window has made of it meanwhile, for comparison.
  if (typed !== null && old) field.after(h("p", { class: "faint", dir: "auto" }, old));
  editor.writer = field;
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", grow);
  grow();
  field.focus();
  const at = point == null ? field.value.length : units(old).unit(point);
  field.setSelectionRange(at, at);

  // Ends the writing once; resolves when the text is saved, to false where that was refused.
  let ended = false;
  const end = (save) => {
    if (ended) return Promise.resolve(true);
    ended = true;
    return (editor.saving = finish(save));
  };
  const finish = async (save) => {
    editor.writer = null;
    const text = field.value.replace(/\s*\n\s*/g, " ").trim();
    const focused = document.activeElement === field;
    if (!save || text === old || (!text && old)) {
      if (save && !text && old) announce(t("hint.empty"), "error");
      editor.redraw();
      if (focused || document.activeElement === document.body) editor.focus();
      return true;
    }
    const done = await editor.change({ do: "text", bead: row.id, side, segment: which, text }, "done.text", loads);
    if (!done) await again(text);
    else if (focused) editor.focus();
    return Boolean(done);
  };

  // The text could not be saved: it stays in a field, so that nothing is typed twice.
  const again = async (text) => {
    if (!(await returned(editor, row))) return editor.redraw();
    editor.side = side;
    return writing(editor, which, null, text);
  };

  const named = (name) => editor.commands.find((command) => command.name === name);

  // A command at the caret, after the text is saved.
  const cutAt = async (name) => {
    const lead = field.value.length - field.value.trimStart().length;
    const [caret, last] = [field.selectionStart, field.selectionEnd].map((unit) => Math.max(0, unit - lead));
    const { point: toPoint } = units(field.value.trim());
    if (!(await end(true))) return;
    editor.cut = { [side]: { segment: which, offset: toPoint(caret) } };
    if (last > caret) editor.picked = { [side]: { segment: which, start: toPoint(caret), end: toPoint(last) } };
    editor.run(named(name));
  };

  const keys = {
    Enter: () => end(true),
    Escape: () => end(false),
    "Mod+Enter": async () => (await end(true)) && editor.run(named("accept")),
    "Alt+s": () => cutAt("split"),
    "Alt+ArrowUp": () => cutAt("moveAbove"),
    "Alt+ArrowDown": () => cutAt("moveBelow"),
    "Mod+k": named("memory") && (() => cutAt("memory")),
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    event.stopPropagation();
    const command = keys[keyOf(event)];
    if (!command) return;
    event.preventDefault();
    command();
  });
  field.addEventListener("blur", () => end(true));
}

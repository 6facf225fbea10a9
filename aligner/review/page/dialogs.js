// The smaller dialogs of the editor: accept above a confidence, note, new term, sheet of shortcuts.

import { announce } from "./announce.js";
import { post } from "./api.js";
import { buttons, dialog, h } from "./dom.js";
import { keyParts } from "./keys.js";
import { idle, returned } from "./unsaved.js";
import { reason, t } from "./words.js";

const HALF = 0.005; // confidences are shown in hundredths: 0.895 is shown as 0.90, and is at least 0.90

export async function acceptAbove(editor) {
  const { store } = editor;
  const count = (least) => store.confidence.filter((confidence, place) =>
    confidence >= least && store.status[place] === "n" && store.kind[place] !== "o").length;
  const least = await dialog(t("above.title"), (close) => {
    const told = h("output", { class: "big" });
    const number = h("output", {}, "");
    const slider = h("input", {
      type: "range", min: 0, max: 100, value: Math.round(100 * store.bands.sure), "aria-label": t("above.least"), autofocus: true,
      oninput: () => update(),
    });
    const go = h("button", { class: "primary", onclick: () => close(Number(slider.value)) });
    const update = () => {
      const found = count(Number(slider.value));
      number.textContent = (slider.value / 100).toFixed(2);
      told.textContent = t("above.count", { count: found });
      go.textContent = t("above.go", { count: found });
      go.disabled = !found;
      slider.setAttribute("aria-valuetext", number.textContent);
    };
    update();
    return [h("p", {}, t("above.text")), h("div", { class: "slider" }, slider, number), told,
      buttons(h("button", { onclick: () => close() }, t("cancel")), go)];
  });
  if (least == null) return;
  const before = store.status.filter((status) => status === "n").length;
  const done = await editor.change({ do: "mark_above", confidence: Math.max(0, least / 100 - HALF), status: "accepted" }, null);
  if (done) announce(t("done.above", { count: before - store.status.filter((status) => status === "n").length }));
}

// written: what could not be saved before
export async function writeNote(editor, written = null) {
  const { row, store: { loads } } = editor;
  const old = row.note ?? "";
  const text = await noteDialog(row, old, written);
  if (text != null && text !== old && !(await editor.change({ do: "note", bead: row.id, text }, "done.note", loads))) {
    return (await returned(editor, row)) ? writeNote(editor, text) : undefined;
  }
  return editor.focus();
}

function noteDialog(row, old, written) {
  return dialog(t("note.title", { at: row.at + 1 }), (close) => {
    const field = h("textarea", { "aria-label": t("note.label"), rows: 4, value: old, dir: "auto", autofocus: true });
    if (written != null) field.value = written;
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) close(field.value.trim());
    });
    return [field, buttons(h("button", { onclick: () => close() }, t("cancel")),
      h("button", { class: "primary", onclick: () => close(field.value.trim()) }, t("save")))];
  });
}

// The form of a term pair; resolves to {source, target}, or to nothing where it is given up.
export function termForm(title, { source, target }, langs) {
  return dialog(title, (close) => {
    const field = (side, value, first) => h("label", {}, t(`side.${side}`),
      h("input", { name: side, value, required: true, maxlength: 200, lang: langs[side], dir: "auto", autofocus: first }));
    const form = h("form", { method: "dialog", onsubmit: (event) => {
      event.preventDefault();
      close({ source: form.elements.source.value.trim(), target: form.elements.target.value.trim() });
    } }, field("source", source, true), field("target", target, false),
    buttons(h("button", { type: "button", onclick: () => close() }, t("cancel")), h("button", { class: "primary" }, t("save"))));
    return form;
  });
}

// The words that are marked on a side of the current bead.
export function pickedWords({ row, picked }, side) {
  const span = picked[side];
  return span ? [...(row[side][span.segment]?.text ?? "")].slice(span.start, span.end).join("").trim() : "";
}

// words: as they could not be saved before
export async function addTerm(editor, words = null) {
  const { store } = editor;
  words ??= { source: pickedWords(editor, "source"), target: pickedWords(editor, "target") };
  const pair = await termForm(t("term.title"), words, editor.langs);
  if (!pair) return;
  try {
    await post(`${store.path}/terms`, { id: null, ...pair, status: "accepted" });
    announce(t("done.term", pair));
    editor.uncut();
  } catch (error) {
    announce(reason(error), "error");
    if (idle(editor)) await addTerm(editor, pair);
  }
}

const keys = (key) => h("span", { class: "keys" }, keyParts(key).map((part) => h("kbd", {}, part)));

export function shortcuts(commands) {
  const line = (text, ...shown) => h("tr", {}, h("td", {}, shown.map(keys)), h("td", {}, text));
  return dialog(t("help.title"), (close) => [
    h("p", {}, t("help.text")),
    h("div", { class: "sheet", tabindex: "0", role: "region", "aria-label": t("help.title"), autofocus: true },
      h("div", { class: "columns" }, ["decide", "shape", "aligner", "move"].map((part) => h("table", {}, h("caption", {}, t(`help.${part}`)),
        h("tbody", {}, commands.filter((command) => command.part === part)
          .map((command) => line(t(`do.${command.name}`), ...command.keys))))),
      h("table", {}, h("caption", {}, t("help.writing")), h("tbody", {},
        line(t("do.save"), "Enter"), line(t("do.accept"), "Mod+Enter"), line(t("do.cancel"), "Escape"),
        line(t("do.split"), "Alt+s"), line(t("do.moveAbove"), "Alt+ArrowUp"), line(t("do.moveBelow"), "Alt+ArrowDown"))))),
    h("p", {}, t("help.mouse")),
    buttons(h("button", { class: "primary", onclick: () => close() }, t("close")),),
  ], { wide: true });
}

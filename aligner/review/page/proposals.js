// The aligner at hand: a preview of what aligning anew would change, and the alternatives to a bead.

import { announce } from "./announce.js";
import { get, post } from "./api.js";
import { buttons, dialog, h } from "./dom.js";
import { beadTable } from "./row.js";
import { idle } from "./unsaved.js";
import { reason, t } from "./words.js";

const PARTS = 60; // parts that a preview shows; the others are counted

// What the aligner answers, while a line says that it works; null where it refuses.
async function asked(question) {
  announce(t("anew.working"), "busy");
  try {
    return await question();
  } catch (error) {
    announce(reason(error), "error");
    return null;
  }
}

export async function anew(editor, scope) {
  const { store, row, langs } = editor;
  await store.queue;
  const found = await asked(() => post(`${store.path}/anew`, { revision: store.revision, bead: row.id, scope }));
  if (!found) return;
  if (!found.parts.length) return announce(t("anew.same"));
  if (!idle(editor)) return announce(t("anew.late"));
  const shown = found.parts.slice(0, PARTS);
  const before = await Promise.all(shown.map((part) => store.whole(part.at, part.removed)));
  announce(t("anew.found", { count: found.parts.length }));
  const numbers = await dialog(t(`anew.${scope}`), (close) => {
    const boxes = shown.map((part) => h("input", { type: "checkbox", checked: true, value: part.number, onchange: () => update() }));
    const rest = found.parts.slice(PARTS).map((part) => part.number);
    const chosen = () => [...boxes.filter((box) => box.checked).map((box) => Number(box.value)), ...rest];
    const take = h("button", { class: "primary", autofocus: true, onclick: () => close(chosen()) });
    const update = () => {
      take.textContent = t("anew.take", { count: chosen().length });
      take.disabled = !chosen().length;
    };
    update();
    return [
      h("p", {}, t("anew.text", { count: found.parts.length })),
      h("div", { class: "parts", tabindex: "0", role: "region", "aria-label": t("anew.changes") }, shown.map((part, number) => h("section", {},
        h("label", { class: "check" }, boxes[number], t("anew.part", { at: part.at + 1 })),
        h("div", { class: "versus" },
          h("div", {}, h("h3", {}, t("anew.now")), beadTable(before[number], langs, t("anew.now"))),
          h("div", {}, h("h3", {}, t("anew.then")), beadTable(part.rows, langs, t("anew.then")))))),
      rest.length > 0 && h("p", {}, t("anew.rest", { count: rest.length }))),
      buttons(h("button", { onclick: () => close() }, t("cancel")), take)];
  }, { wide: true });
  if (numbers) await editor.change({ do: "take", proposal: found.proposal, parts: numbers }, "done.anew");
  editor.focus();
}

export async function alternatives(editor) {
  const { store, row, langs } = editor;
  await store.queue;
  const found = await asked(() => get(`${store.path}/alternatives`, { bead: row.id }));
  if (!found) return;
  if (!found.alternatives.some((other) => !other.present)) return announce(t("others.none"));
  if (!idle(editor) || editor.row?.id !== row.id) return announce(t("anew.late"));
  announce(t("others.found", { count: found.alternatives.length }));
  const number = await dialog(t("others.title", { at: row.at + 1 }), (close, box) => {
    box.addEventListener("keydown", (event) => {
      const chosen = found.alternatives[Number(event.key) - 1];
      if (/^[1-9]$/.test(event.key) && chosen) close(chosen.number);
    });
    return [
      h("p", {}, t("others.text")),
      h("div", { class: "parts" },
        found.alternatives.map((other, place) => h("section", {},
          h("button", { class: "take", autofocus: place === 0, onclick: () => close(other.number) },
            h("kbd", {}, String(place + 1)), ` ${t(other.present ? "others.present" : "others.take")} · ${percent(other.probability)}`),
          beadTable(other.rows, langs, t("others.number", { number: place + 1 }))))),
      buttons(h("button", { onclick: () => close() }, t("cancel")))];
  }, { wide: true });
  if (number != null) await editor.change({ do: "take", proposal: found.proposal, parts: [number] }, "done.other");
  editor.focus();
}

const percent = (probability) => `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;

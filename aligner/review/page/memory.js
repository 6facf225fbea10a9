// Search in the memories: units with the words looked for, their likely counterparts marked, and from which document.

import { get } from "./api.js";
import { pickedWords } from "./dialogs.js";
import { buttons, dialog, h, hidden } from "./dom.js";
import { SIDES } from "./store.js";
import { marked } from "./text.js";
import { reason, t } from "./words.js";

const primary = (tag) => tag.toLowerCase().split("-")[0];

// The side of a hit that is in the language of each side of the document; a memory may have been made the other way round.
function sidesOf(hit, langs) {
  const [first, second] = hit.languages.map(primary);
  const [source, target] = SIDES.map((side) => primary(langs[side]));
  const turned = first !== source && (first === target || second === source);
  return turned ? { source: "target", target: "source" } : { source: "source", target: "target" };
}

class Hit {
  constructor(hit, langs, insert) {
    this.hit = hit;
    const sides = sidesOf(hit, langs);
    const lang = (side) => hit.languages[SIDES.indexOf(side)];
    this.texts = Object.fromEntries(SIDES.map((side) => [side, h("p", { class: "hit-text", lang: lang(side), dir: "auto" })]));
    this.mark();
    const translation = hit[sides.target];
    this.element = h("section", {},
      h("div", { class: "versus" }, SIDES.map((side) =>
        h("div", {}, h("h3", {}, t(`side.${side}`)), this.texts[sides[side]]))),
      h("div", { class: "hit-foot" },
        h("span", { class: "faint", dir: "auto" }, [hit.origin, hit.memory].filter(Boolean).join(" · ")), h("span", { class: "gap" }),
        h("button", { type: "button", "data-do": "insert", onclick: () => insert(translation) },
          t("memory.insert"), hidden(`: ${translation}`))));
  }

  // Both texts, with the hits in one and the counterparts, once they are known, in the other.
  mark(counterparts = []) {
    for (const side of SIDES) {
      const [spans, kind] = side === this.hit.side ? [this.hit.hits, "found"] : [counterparts, "counterpart"];
      this.texts[side].replaceChildren();
      marked(this.texts[side], this.hit[side], spans.map(([start, end]) => ({ start, end, class: kind })), []);
    }
  }
}

export async function searchMemory(editor) {
  const start = pickedWords(editor, editor.side) || pickedWords(editor, "target") || pickedWords(editor, "source");
  const text = await dialog(t("memory.title"), (close) => {
    const field = h("input", { type: "search", "aria-label": t("memory.text"), value: start, dir: "auto", autofocus: true,
      onkeydown: (event) => event.key === "Escape" && close() }); // else it would empty the field first
    const told = h("p", { class: "faint", role: "status" }, t("memory.hint"));
    const list = h("div", { class: "parts", tabindex: "0", role: "region", "aria-label": t("memory.hits"), hidden: true });
    let asked = 0; // counts the searches: an older one that is late changes nothing
    const search = async () => {
      const mine = ++asked;
      const words = field.value.trim();
      if (!words) return;
      told.textContent = t("memory.working");
      try {
        const found = await get("memory", { text: words });
        if (mine !== asked) return;
        const hits = found.map((hit) => new Hit(hit, editor.langs, close));
        list.replaceChildren(...hits.map(({ element }) => element));
        list.hidden = !hits.length;
        told.textContent = hits.length ? t("memory.found", { count: hits.length }) : t("memory.none");
        if (hits.length) await link(hits, words, () => mine === asked);
      } catch (error) {
        if (mine !== asked) return;
        list.hidden = true;
        told.textContent = reason(error);
      }
    };
    if (start) search();
    return [
      h("form", { role: "search", class: "looking", onsubmit: (event) => {
        event.preventDefault();
        search();
      } }, field, h("button", { class: "primary" }, t("memory.go"))),
      told, list, buttons(h("button", { onclick: () => close() }, t("close")))];
  }, { wide: true });
  if (text) insert(editor, text);
  else editor.focus();
}

// The counterparts come later than the hits: the aligner's process may be at work on something else.
async function link(hits, words, wanted) {
  const found = await get("memory", { text: words, counterparts: 1 }).catch(() => []); // the hits are of use without
  if (!wanted()) return;
  hits.forEach(({ hit }, number) => {
    const same = found[number]?.source === hit.source && found[number].target === hit.target;
    if (same) hits[number].mark(found[number].counterparts);
  });
}

// Put a text in at the cut of the translation, or at its end; it is saved as what is written by hand.
function insert(editor, text) {
  editor.side = "target";
  editor.redraw();
  const { row, cut } = editor;
  editor.write(cut.target?.segment < row.target.length ? cut.target.offset : null);
  const field = editor.writer;
  if (!field) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input"));
}

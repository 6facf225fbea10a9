// The filters above the beads, how many they let through, and how far the review is.

import { get } from "./api.js";
import { announce } from "./announce.js";
import { choice, h, hidden, symbol } from "./dom.js";
import { acceptAbove } from "./dialogs.js";
import { SHAPES } from "./row.js";
import { SIDES } from "./store.js";
import { reason, t } from "./words.js";

const NONE = { text: "", side: "both", band: "", status: "", kind: "", marks: "" };
const PAUSE = 150; // milliseconds after the last letter

export class Filters {
  constructor(element, editor) {
    this.editor = editor;
    this.wanted = { ...NONE };
    this.asked = 0;
    this.bar = element;
    this.#build();
    this.update();
  }

  get words() {
    return this.wanted.text;
  }

  get wordsSide() {
    return this.wanted.side;
  }

  get active() {
    return Object.keys(NONE).some((name) => name !== "side" && this.wanted[name] !== NONE[name]);
  }

  focus() {
    this.text.focus();
    this.text.select();
  }

  #build() {
    const options = (name, values) => [["", t(`filter.${name}`)], ...values.map((value) => [value, t(`${name}.${value}`)])];
    const changed = (name) => (value) => this.#set(name, value);
    let timer;
    this.text = h("input", {
      type: "search", placeholder: t("filter.text"), "aria-label": t("filter.text"), autocomplete: "off",
      oninput: () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.#set("text", this.text.value.trim()), PAUSE);
      },
      onkeydown: (event) => {
        if (event.key === "Enter" || event.key === "Escape") {
          event.preventDefault();
          if (event.key === "Escape") this.clear(true);
          this.editor.focus();
        }
      },
    });
    this.selects = {
      side: choice(t("filter.side"), ["both", ...SIDES].map((side) => [side, t(`side.${side}`)]), "both", changed("side")),
      band: choice(t("filter.band"), options("band", ["doubtful", "fair", "sure"]), "", changed("band")),
      status: choice(t("filter.status"), options("status", ["new", "accepted", "corrected", "rejected", "untranslated"]), "", changed("status")),
      kind: choice(t("filter.kind"), options("kind", ["1", "j", "o"]), "", changed("kind")),
    };
    this.marks = h("input", { type: "checkbox", onchange: () => this.#set("marks", this.marks.checked ? "1" : "") });
    this.shown = h("output", { class: "shown" });
    this.all = h("button", { onclick: () => this.#all() }, t("filter.clear"));
    this.bar.replaceChildren(this.text, ...Object.values(this.selects),
      h("label", { class: "check" }, this.marks, t("filter.marks")), this.all, this.shown,
      h("span", { class: "gap" }),
      h("button", { "data-do": "accept-above", onclick: () => acceptAbove(this.editor) }, t("above.button")));
  }

  #set(name, value) {
    this.wanted[name] = value;
    this.#find();
  }

  // The button is hidden then: its focus goes to the beads.
  #all() {
    this.clear(true);
    this.editor.focus();
  }

  // Ask which beads fit; the answer to an older question is dropped.
  async #find() {
    const { store } = this.editor;
    const asked = ++this.asked;
    this.waiting = this.active;
    this.update();
    if (!this.active) {
      store.show(null);
    } else {
      try {
        const { places } = await get(`${store.path}/find`, this.wanted);
        if (asked !== this.asked) return;
        this.waiting = false;
        store.show(places);
      } catch (error) {
        announce(reason(error), "error");
      }
    }
    this.update();
    if (this.active) announce(this.shown.textContent);
  }

  // Empty the fields; `again` shows all beads at once.
  clear(again = false) {
    this.asked++;
    this.waiting = false;
    this.wanted = { ...NONE };
    this.text.value = "";
    this.marks.checked = false;
    for (const [name, select] of Object.entries(this.selects)) select.value = NONE[name];
    if (again) this.editor.store.show(null);
    this.update();
  }

  update() {
    const { store } = this.editor;
    this.all.hidden = !this.active;
    const answered = store.shown !== null && !this.waiting;
    this.shown.textContent = !this.active ? "" : answered ? t("filter.shown", { count: store.length, all: store.count }) : "…";
    showProgress(store);
  }
}

// Show in the head of the page how far the review of a document is.
export function showProgress(store) {
  const open = { doubtful: 0, fair: 0, sure: 0 };
  for (let place = 0; place < store.count; place++) if (store.status[place] === "n") open[store.band(place)]++;
  const done = store.count - open.doubtful - open.fair - open.sure;
  document.querySelector(".head .progress").replaceChildren(
    h("progress", { max: store.count || 1, value: done, "aria-label": t("progress.label") }),
    h("span", {}, t("progress.done", { done, all: store.count })),
    ...["doubtful", "fair"].map((band) => h("span", { class: `chip ${open[band] ? band : ""}`, title: t(`progress.${band}`) },
      symbol(SHAPES[band]), ` ${open[band]} `, hidden(t(`progress.${band}`)))));
}

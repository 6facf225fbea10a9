// The editor: virtual rows of the open document, the current bead, the cut, and edits in place.

import { announce } from "./announce.js";
import { ANYWHERE, COMMANDS } from "./commands.js";
import { CommandBar } from "./bar.js";
import { dragging } from "./dragging.js";
import { Filters } from "./filters.js";
import { commandOf } from "./keys.js";
import { beadRow, waitingRow } from "./row.js";
import { Strip } from "./strip.js";
import { caretAt, pointAt, stops, units } from "./text.js";
import { VirtualRows } from "./virtual.js";
import { languageName, reason, t } from "./words.js";
import { writing } from "./writing.js";

export class Editor {
  constructor(store, view) {
    this.store = store;
    this.view = view;
    this.place = 0;
    this.side = "source";
    this.cut = {};
    this.picked = {};
    this.changed = new Set();
    this.writer = null;
    this.langs = { source: store.source.lang, target: store.target.lang };
    this.scroller = view.querySelector(".scroller");
    this.body = view.querySelector(".rows");
    this.body.setAttribute("aria-label", t("grid.label", { name: store.name }));
    this.#headings();
    this.rows = new VirtualRows(this.scroller, this.body, {
      draw: (position) => this.#draw(position),
      kept: () => store.position(this.place),
      drawn: (first, last) => {
        store.need(first, last);
        this.strip?.later();
      },
    });
    this.strip = new Strip(view.querySelector(".strip"), store, this.rows, (position) => this.go(position));
    this.filters = new Filters(view.querySelector(".filters"), this);
    this.bar = new CommandBar(view.querySelector(".foot"), this);
    this.#listen();
    dragging(this.body, this);
    this.#count();
  }

  get row() {
    return this.store.rows.get(this.place);
  }

  // Show the beads: at a place, or at the first doubtful one.
  async begin(place) {
    this.place = place ?? Math.max(0, this.#doubtful(1, -1));
    await this.store.whole(Math.max(0, this.place - 20), Math.min(60, this.store.count));
    this.rows.reset(this.store.length);
    this.go(this.store.position(this.place));
  }

  close() {
    this.stopped.abort();
    this.rows.observer.disconnect();
    this.strip.close();
  }

  #headings() {
    for (const side of ["source", "target"]) {
      const { name, lang } = this.store[side];
      this.view.querySelector(`.heading .${side}`).textContent = [languageName(lang), name].filter(Boolean).join(" · ");
    }
  }

  #draw(position) {
    const { store } = this;
    const place = store.place(position);
    const row = store.rows.get(place);
    if (!row) return waitingRow(position);
    const current = place === this.place;
    const above = store.rows.get(place - 1)?.source.at(-1);
    const { words, wordsSide } = this.filters ?? {};
    return beadRow(row, position, {
      current, langs: this.langs, side: this.side, words, wordsSide,
      cut: current ? this.cut : null,
      picked: current ? this.picked : null,
      changed: this.changed.has(place),
      goesOn: Boolean(above && row.source[0] && above.paragraph === row.source[0].paragraph),
    });
  }

  // Draw the current row anew; it keeps the focus where it had it.
  redraw() {
    const position = this.store.position(this.place);
    const had = this.rows.elements.get(position)?.contains(document.activeElement);
    this.rows.refresh(position);
    if (had) this.focus();
    this.bar.update();
  }

  focus() {
    this.rows.elements.get(this.store.position(this.place))?.focus({ preventScroll: true });
  }

  // Make a list position current, show it and give it the focus.
  go(position, focus = true) {
    const { store } = this;
    if (!store.length) return;
    const wanted = Math.max(0, Math.min(position, store.length - 1));
    const before = store.position(this.place);
    this.place = store.place(wanted);
    this.uncut(false);
    if (before !== wanted) this.rows.refresh(before);
    this.rows.refresh(wanted);
    this.rows.reveal(wanted);
    this.rows.render();
    if (focus) this.focus();
    this.bar.update();
  }

  step(by) {
    const position = this.store.position(this.place);
    this.go(position < 0 ? 0 : position + by);
  }

  page(by) {
    const { offsets } = this.rows;
    const position = Math.max(0, this.store.position(this.place));
    this.go(offsets.at(offsets.before(position) + by * this.scroller.clientHeight * 0.85));
  }

  // The next undecided bead of the lowest band, else of the next; from the top again after the last.
  nextDoubtful(by, without = -1) {
    const position = this.#doubtful(by, this.store.position(this.place), without);
    if (position >= 0) return this.go(position);
    announce(t("done.all"));
    return without >= 0 ? this.step(1) : undefined;
  }

  #doubtful(by, from, without = -1) {
    const { store } = this;
    const count = store.length;
    for (const band of ["doubtful", "fair", "sure"]) {
      for (let step = 1; step <= count; step++) {
        const position = (((from + by * step) % count) + count) % count;
        const place = store.place(position);
        if (place !== without && store.status[place] === "n" && store.band(place) === band) return position;
      }
    }
    return -1;
  }

  // Ask for an edit, say what was done or why not.
  async change(edit, message) {
    try {
      const answer = await this.store.edit(edit);
      if (message) announce(t(message));
      return answer;
    } catch (error) {
      this.refused(error);
      return null;
    }
  }

  refused(error) {
    announce(error.code === "stale" ? t("error.stale") : reason(error), "error");
  }

  async undo() {
    await this.#back(() => this.store.undo(), this.store.can_undo || this.store.pending, "undo");
  }

  async redo() {
    await this.#back(() => this.store.redo(), this.store.can_redo || this.store.pending, "redo");
  }

  async #back(change, can, name) {
    if (!can) return announce(t(`hint.${name}`));
    try {
      const { at } = await change();
      const position = this.store.position(at);
      if (position >= 0) this.go(position);
      announce(t(`done.${name}`));
    } catch (error) {
      this.refused(error);
    }
  }

  otherSide() {
    this.side = this.side === "source" ? "target" : "source";
    this.redraw();
  }

  uncut(draw = true) {
    this.cut = {};
    this.picked = {};
    if (draw) this.redraw();
  }

  // Move the cut of the side in use to the next word or letter.
  moveCut(by, unit) {
    const segments = this.row?.[this.side] ?? [];
    const all = segments.flatMap(({ text }, segment) => {
      const found = unit === "word" ? stops(text, this.langs[this.side])
        : Array.from({ length: units(text).length + 1 }, (_, offset) => offset);
      return found.slice(0, -1).map((offset) => ({ segment, offset }));
    });
    all.push({ segment: segments.length, offset: 0 });
    const { segment, offset } = this.cut[this.side] ?? { segment: 0, offset: 0 };
    const after = (one) => one.segment > segment || (one.segment === segment && one.offset > offset);
    const before = (one) => one.segment < segment || (one.segment === segment && one.offset < offset);
    const next = by > 0 ? all.find(after) : all.findLast(before);
    if (next) this.cut[this.side] = next;
    this.redraw();
  }

  // Edit the segment at the cut, or the first, in place.
  write(point = null) {
    if (!this.row) return;
    writing(this, this.cut[this.side]?.segment ?? 0, point);
  }

  #listen() {
    const { store, body } = this;
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    store.addEventListener("rows", ({ detail }) => this.#came(detail.places), { signal });
    store.addEventListener("splice", ({ detail }) => this.#spliced(detail), { signal });
    store.addEventListener("filtered", () => this.#filtered(), { signal });
    store.addEventListener("reloaded", ({ detail }) => this.#reloaded(detail), { signal });
    store.addEventListener("wanting", () => this.rows.later(), { signal });
    store.addEventListener("failed", ({ detail }) => announce(reason(detail.error), "error"), { signal });
    body.addEventListener("mouseup", (event) => this.#clicked(event), { signal });
    body.addEventListener("dblclick", (event) => this.#doubleClicked(event), { signal });
    body.addEventListener("mouseover", (event) => this.#paired(event), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    window.addEventListener("focus", () => this.#compare(), { signal });
  }

  #came(places) {
    for (const place of places) {
      const position = this.store.position(place);
      if (position >= 0 && this.rows.elements.has(position) && !(place === this.place && this.writer)) {
        const had = this.rows.elements.get(position).contains(document.activeElement);
        this.rows.refresh(position);
        if (had) this.focus();
      }
    }
    this.rows.later();
    this.bar.update();
  }

  #spliced({ at, removed, added, position }) {
    const inRows = this.rows.elements.get(this.store.position(this.place))?.contains(document.activeElement)
      || document.activeElement === document.body;
    this.changed.clear();
    if (this.place >= at + removed) this.place += added - removed;
    else if (this.place >= at + added) this.place = at + Math.max(0, added - 1);
    this.cut = {};
    this.picked = {};
    const list = position ?? { at, removed, added };
    this.rows.splice(list.at, list.removed, list.added);
    if (inRows) this.focus();
    this.#count();
    this.bar.update();
    this.filters.update();
  }

  #filtered() {
    if (this.store.position(this.place) < 0 && this.store.length) {
      const next = this.store.shown.find((place) => place >= this.place);
      this.place = next ?? this.store.shown.at(-1);
    }
    this.cut = {};
    this.picked = {};
    this.rows.reset(this.store.length);
    const position = this.store.position(this.place);
    if (position >= 0) this.rows.reveal(position);
    this.rows.render();
    this.#count();
    this.bar.update();
  }

  #reloaded({ changes }) {
    this.place = Math.max(0, Math.min(this.place, this.store.count - 1));
    this.changed = new Set();
    for (const { at, added } of changes ?? []) for (let place = at; place < at + added; place++) this.changed.add(place);
    this.filters.clear();
    this.#filtered();
    if (changes?.length) this.go(this.store.position(changes[0].at));
  }

  // After a while in another window: is the document still as it was?
  async #compare() {
    try {
      await this.store.compare();
    } catch (error) {
      this.refused(error);
    }
  }

  #count() {
    this.body.setAttribute("aria-rowcount", this.store.length);
    this.view.querySelector(".empty").hidden = this.store.length > 0;
    this.view.querySelector(".work").hidden = this.store.length === 0;
    this.strip.later();
  }

  #clicked(event) {
    const element = event.target.closest(".row");
    if (!element || event.button || event.target.closest("textarea")) return;
    const place = this.store.place(Number(element.dataset.position));
    const moved = event.target.closest("[data-moved]");
    if (moved) return this.#jump(moved.dataset.moved);
    const side = event.target.closest("[data-side]")?.dataset.side;
    const already = place === this.place;
    const span = this.#selected(element);
    const cursor = already && !span ? this.#pointed(event) : null;
    if (side) this.side = side;
    if (!already) this.go(this.store.position(place));
    if (span) this.picked[span.side] = span;
    if (cursor) this.cut[this.side] = cursor;
    this.redraw();
    this.focus();
  }

  async #jump(id) {
    const place = await this.store.find(id);
    if (place >= 0) this.show(place);
  }

  // Show a bead by its place, whatever the filter.
  show(place) {
    if (this.store.position(place) < 0) this.filters.clear(true);
    this.go(this.store.position(place));
  }

  // The place of the text under the pointer.
  #pointed(event) {
    const segment = event.target.closest(".segment");
    const found = segment && caretAt(event.clientX, event.clientY);
    if (!found) return null;
    const side = segment.closest("[data-side]").dataset.side;
    const number = Number(segment.dataset.segment);
    const text = this.row?.[side][number]?.text;
    const offset = text && pointAt(segment.querySelector(".text"), text, ...found);
    return offset == null ? null : { segment: number, offset };
  }

  // The words that are selected inside one segment of a row.
  #selected(element) {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !element.contains(selection.anchorNode)) return null;
    const range = selection.getRangeAt(0);
    const segment = range.startContainer.parentElement?.closest(".segment");
    if (!segment || segment !== range.endContainer.parentElement?.closest(".segment")) return null;
    const side = segment.closest("[data-side]").dataset.side;
    const number = Number(segment.dataset.segment);
    const text = this.store.rows.get(this.store.place(Number(element.dataset.position)))?.[side][number]?.text;
    const shown = segment.querySelector(".text");
    const start = pointAt(shown, text, range.startContainer, range.startOffset);
    const end = pointAt(shown, text, range.endContainer, range.endOffset);
    selection.removeAllRanges();
    return start < end ? { side, segment: number, start, end } : null;
  }

  #doubleClicked(event) {
    if (event.target.closest("textarea") || !event.target.closest("[data-side]")) return;
    const cursor = this.#pointed(event);
    this.picked = {};
    this.cut = cursor ? { [this.side]: cursor } : {};
    this.write(cursor?.offset);
  }

  // A term and its equivalent are lit together.
  #paired(event) {
    for (const lit of this.body.querySelectorAll(".lit")) lit.classList.remove("lit");
    const term = event.target.closest?.("[data-pair]");
    const same = term?.closest(".row").querySelectorAll(`[data-pair="${term.dataset.pair}"]`) ?? [];
    for (const element of same) element.classList.add("lit");
  }

  #key(event) {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { target } = event;
    if (target.closest("textarea, input, select")) return;
    const inRow = Boolean(target.closest(".row"));
    const found = commandOf(COMMANDS, event);
    if (!found || (target.closest("button, a") && /^(Enter| )$/.test(found.key))) return;
    if (!inRow && target !== document.body && !found.key.includes("Mod") && !ANYWHERE.has(found.command.name)) return;
    event.preventDefault();
    this.run(found.command, found.key);
  }

  run(command, key = command.keys[0]) {
    if (!this.row && !ANYWHERE.has(command.name)) return;
    command.run(this, key);
  }
}

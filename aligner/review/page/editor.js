// The editor: virtual rows of the open document, the current bead, the cut, and edits in place.

import { announce } from "./announce.js";
import { ANYWHERE, obey } from "./commands.js";
import { CommandBar } from "./bar.js";
import { showDoubts } from "./doubts.js";
import { dragging } from "./dragging.js";
import { Filters } from "./filters.js";
import { commandOf } from "./keys.js";
import { pointing } from "./pointing.js";
import { beadRow, waitingRow } from "./row.js";
import { SIDES } from "./store.js";
import { Strip } from "./strip.js";
import { stops, units } from "./text.js";
import { unsaved } from "./unsaved.js";
import { VirtualRows } from "./virtual.js";
import { languageName, reason, t } from "./words.js";
import { writing } from "./writing.js";

const REST = 60; // milliseconds
const FIRST = 24; // rows that are waited for when the editor opens: as many as are drawn on most screens

export class Editor {
  constructor(store, view, commands) {
    this.store = store;
    this.commands = commands;
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
    showDoubts(view.querySelector(".doubts"), store, () => this.focus());
    this.stopped = new AbortController();
    const { signal } = this.stopped;
    this.rows = new VirtualRows(this.scroller, this.body, {
      draw: (position) => this.#draw(position),
      kept: () => store.position(this.place),
      drawn: (first, last) => {
        this.#need(first, last);
        this.strip?.scrolled();
      },
      signal,
    });
    this.strip = new Strip(view.querySelector(".strip"), store, this.rows, (position) => this.go(position), signal);
    this.filters = new Filters(view.querySelector(".filters"), this);
    this.bar = new CommandBar(view.querySelector(".foot"), this);
    this.#listen();
    dragging(this.body, this, signal);
    pointing(this.body, this, signal);
    this.#count();
  }

  get row() {
    return this.store.rows.get(this.place);
  }

  // Show the beads: at a place, or at the first doubtful one.
  async begin(place) {
    this.place = place ?? Math.max(0, this.#doubtful(1, -1));
    await this.store.whole(Math.max(0, this.place - FIRST / 3), FIRST);
    if (this.closed) return;
    this.rows.reset(this.store.length);
    this.go(this.store.position(this.place));
    // The links are an extra: the texts can be reviewed without them.
    if (await this.store.linked().catch(() => false)) this.store.again(...this.rows.near);
  }

  // The elements are those of the next editor once this one is closed; what was asked for may come later.
  get closed() {
    return this.stopped.signal.aborted;
  }

  close() {
    this.stopped.abort();
    clearTimeout(this.needing);
    this.rows.close();
    this.strip.close();
  }

  // Rows in view are asked for at once; while others are on their way, when the scrolling rests.
  #need(first, last) {
    clearTimeout(this.needing);
    if (!this.store.asked.size) this.store.need(first, last);
    else this.needing = setTimeout(() => this.store.need(...this.rows.near), REST);
  }

  #headings() {
    for (const side of SIDES) {
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
    const had = this.focused;
    this.rows.refresh(position);
    if (had) this.focus();
    this.bar.update();
  }

  // Whether the focus is in the current row.
  get focused() {
    return Boolean(this.rows.elements.get(this.store.position(this.place))?.contains(document.activeElement));
  }

  focus() {
    this.rows.elements.get(this.store.position(this.place))?.focus({ preventScroll: true });
  }

  // Make a list position current, show it and give it the focus.
  go(position, focus = true) {
    const { store } = this;
    if (!store.length || this.closed) return;
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
  async change(edit, message, loads) {
    try {
      const answer = await this.store.edit(edit, loads);
      if (message) announce(t(message));
      return answer;
    } catch (error) {
      this.refused(error);
      return null;
    }
  }

  refused(error) {
    announce(["stale", "outdated"].includes(error.code) ? t(`error.${error.code}`) : reason(error), "error");
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
  moveCut(step, unit) {
    const cell = this.body.querySelector(`.row.current .side.${this.side}`);
    const by = cell && getComputedStyle(cell).direction === "rtl" ? -step : step; // to the left is onward there
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
    const { store } = this;
    const { signal } = this.stopped;
    store.addEventListener("rows", ({ detail }) => this.#came(detail.places), { signal });
    store.addEventListener("splice", ({ detail }) => this.#spliced(detail), { signal });
    store.addEventListener("filtered", () => this.#filtered(), { signal });
    store.addEventListener("reloaded", ({ detail }) => this.#reloaded(detail), { signal });
    store.addEventListener("failed", ({ detail }) => announce(reason(detail.error), "error"), { signal });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    window.addEventListener("focus", () => this.#compare(), { signal });
    window.addEventListener("beforeunload", (event) => unsaved(store) && event.preventDefault(), { signal });
  }

  #came(places) {
    const drawn = places.filter((place) => !(place === this.place && this.writer)).map((place) => this.store.position(place));
    const had = this.focused && !this.writer;
    this.rows.refresh(...drawn);
    if (had) this.focus();
    this.rows.later();
    this.bar.update();
  }

  #spliced({ at, removed, added, position }) {
    const inRows = !this.writer && (this.focused || document.activeElement === document.body);
    // A text that is being written in another row stays in its field.
    const held = this.place < at || this.place >= at + removed ? this.writer?.closest(".row") : null;
    this.changed.clear();
    if (this.place >= at + removed) this.place += added - removed;
    else if (this.place >= at + added) this.place = at + Math.max(0, added - 1);
    this.cut = {};
    this.picked = {};
    const list = position ?? { at, removed, added };
    this.rows.splice(list.at, list.removed, list.added, held && [this.store.position(this.place), held]);
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

  // Show a bead by its place, whatever the filter.
  show(place) {
    if (this.store.position(place) < 0) this.filters.clear(true);
    this.go(this.store.position(place));
  }

  #key(event) {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const { target } = event;
    if (target.closest("textarea, input, select")) return;
    const inRow = Boolean(target.closest(".row"));
    const found = commandOf(this.commands, event);
    if (!found || (target.closest("button, a") && /^(Enter| )$/.test(found.key))) return;
    if (!inRow && target !== document.body && !found.key.includes("Mod") && !ANYWHERE.has(found.command.name)) return;
    event.preventDefault();
    this.run(found.command, found.key);
  }

  run(command, key = command.keys[0]) {
    return obey(this, command, key);
  }
}

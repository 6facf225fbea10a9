// The open document: its outline whole, its rows as far as they are needed, and its edits in order.

import { Refusal, finished, get, post } from "./api.js";

export const SIDES = ["source", "target"]; // of a document
const LETTERS = { new: "n", accepted: "a", corrected: "c", rejected: "r", untranslated: "u" };
const BLOCK = 60; // rows that are fetched at once, around those in view
const MOST = 1000; // rows of one request

export class Store extends EventTarget {
  constructor(id) {
    super();
    this.id = id;
    this.path = `documents/${id}`;
    this.rows = new Map(); // by place
    this.asked = new Set();
    this.shown = null; // places that a filter lets through; null: all
    this.queue = Promise.resolve();
    this.pending = 0;
    this.loads = 0; // grows when all is read anew
  }

  // query: as the link in the page has it, for what the browser has asked for already
  async open(query = {}) {
    const [fields, outline] = await Promise.all([get(this.path, query), get(`${this.path}/outline`, query)]);
    const { count, ...rest } = fields; // the outline has the count
    Object.assign(this, rest);
    this.#outline(outline);
    return this;
  }

  get count() {
    return this.confidence.length;
  }

  // Rows of the list, and the bead's place in each.
  get length() {
    return this.shown ? this.shown.length : this.count;
  }

  place(position) {
    return this.shown ? this.shown[position] : position;
  }

  position(place) {
    if (!this.shown) return place;
    let low = 0;
    let high = this.shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.shown[middle] < place) low = middle + 1;
      else high = middle;
    }
    return this.shown[low] === place ? low : -1;
  }

  band(place) {
    const { sure, fair } = this.bands;
    const confidence = this.confidence[place] / 100;
    return confidence >= sure ? "sure" : confidence >= fair ? "fair" : "doubtful";
  }

  // Fetch the rows of list positions that are not here yet.
  need(first, last) {
    const places = [];
    for (let position = first; position <= last; position++) {
      const place = this.place(position);
      if (place !== undefined && !this.rows.has(place) && !this.asked.has(place)) places.push(place);
    }
    while (places.length) {
      const at = places.shift();
      let end = at + 1;
      while (places.length && places[0] < at + BLOCK) end = places.shift() + 1;
      this.#fetch(at, this.shown ? end - at : Math.max(BLOCK, end - at));
    }
  }

  async #fetch(at, count) {
    const asked = Array.from({ length: count }, (_, number) => at + number);
    for (const place of asked) this.asked.add(place);
    const since = this.revision;
    let answer;
    try {
      answer = await get(`${this.path}/rows`, { at, count });
    } catch (error) {
      this.#emit("failed", { error });
      return;
    } finally {
      for (const place of asked) this.asked.delete(place);
    }
    if (answer.revision !== this.revision) {
      // An edit of our own may have overtaken the answer: only another window's is a reason to read all anew.
      const overtaken = answer.revision >= since && answer.revision < this.revision;
      if (this.pending || overtaken) this.queue.then(() => this.#fetch(at, count));
      else this.refresh();
      return;
    }
    for (const row of answer.rows) this.rows.set(row.at, row);
    this.#emit("rows", { places: answer.rows.map((row) => row.at) });
  }

  // Fetch rows of list positions again, and forget all others: something beside the texts has changed.
  again(first, last) {
    const places = new Set();
    for (let position = first; position <= last; position++) places.add(this.place(position));
    for (const place of this.rows.keys()) if (!places.has(place)) this.rows.delete(place);
    for (const place of places) if (this.rows.has(place)) this.#fetch(place, 1);
  }

  // Wait until it is known what was moved where; the rows have it then.
  async linked() {
    if (!this.links_job) return false;
    const job = this.links_job;
    this.links_job = null;
    await finished(job, () => {});
    return true;
  }

  // All rows of some places, fetched where they are not here.
  async whole(at, count) {
    const missing = Array.from({ length: count }, (_, number) => at + number).filter((place) => !this.rows.has(place));
    for (let from = 0; missing.length && from < count; from += MOST) {
      const answer = await get(`${this.path}/rows`, { at: at + from, count: Math.min(MOST, count - from) });
      for (const row of answer.rows) this.rows.set(row.at, row);
    }
    return Array.from({ length: count }, (_, number) => this.rows.get(at + number)).filter(Boolean);
  }

  // The place of a bead by its id, or -1.
  async find(id) {
    for (const row of this.rows.values()) if (row.id === id) return row.at;
    const { places } = await get(`${this.path}/find`, { bead: id });
    return places[0] ?? -1;
  }

  // loads: as it was when the edit was begun, if that was earlier
  edit(edit, loads = this.loads) {
    return this.#change("edits", { edit }, loads);
  }

  undo() {
    return this.#change("undo", {});
  }

  redo() {
    return this.#change("redo", {});
  }

  // Changes are made one after another, each on the revision that the one before has left.
  // One that was begun before all was read anew is refused: it was made on what another window has changed.
  #change(name, body, loads = this.loads) {
    this.pending++;
    const change = this.queue.then(async () => {
      try {
        if (loads !== this.loads) throw new Refusal("outdated", "");
        const answer = await post(`${this.path}/${name}`, { revision: this.revision, ...body });
        await this.#apply(answer);
        return answer;
      } catch (error) {
        // Where the document cannot be read either, the reason for that does not hide why the change was refused.
        if (error.code === "stale") await this.refresh(error.fields.changes ?? []).catch(() => {});
        if (error.code === "replaced") await this.refresh().catch(() => {});
        throw error;
      } finally {
        this.pending--;
      }
    });
    this.queue = change.catch(() => {});
    return change;
  }

  async #apply({ revision, at, removed, added, rows, counts, can_undo, can_redo }) {
    Object.assign(this, { revision, counts, can_undo, can_redo });
    const change = added - removed;
    const end = at + removed;
    if (rows.length < added) {
      const outline = await get(`${this.path}/outline`);
      if (outline.revision !== revision) return this.refresh([{ at, added }]);
      this.#outline(outline);
    } else {
      this.confidence.splice(at, removed, ...rows.map((row) => Math.round(100 * row.confidence)));
      this.status.splice(at, removed, ...rows.map((row) => LETTERS[row.status]));
      this.kind.splice(at, removed, ...rows.map(letter));
    }
    const before = this.rows;
    this.rows = new Map();
    for (const [place, row] of before) {
      if (place < at) this.rows.set(place, row);
      else if (place >= end) this.rows.set(place + change, Object.assign(row, { at: place + change }));
    }
    for (const row of rows) this.rows.set(row.at, row);
    const position = this.#shift(at, end, added);
    this.#emit("splice", { at, removed, added, position });
    // The marks of the neighbours may have changed with the texts; their rows stay until the new ones come.
    if (removed === added && rows.every((row) => sameTexts(row, before.get(row.at)))) return undefined;
    for (const place of [at - 1, at + added]) if (this.rows.has(place)) this.#fetch(place, 1);
    return undefined;
  }

  // Move the places of a filter; the new beads of a stretch are shown where one of the old was.
  #shift(at, end, added) {
    if (!this.shown) return null;
    const first = this.shown.findIndex((place) => place >= at);
    const from = first < 0 ? this.shown.length : first;
    const inside = this.shown.filter((place) => place >= at && place < end).length;
    const kept = inside ? Array.from({ length: added }, (_, number) => at + number) : [];
    const later = this.shown.slice(from + inside).map((place) => place + added - (end - at));
    this.shown = [...this.shown.slice(0, from), ...kept, ...later];
    return { at: from, removed: inside, added: kept.length };
  }

  // Read the document again, as after a change in another window; `changes` says where that was.
  async refresh(changes = null) {
    this.loads++; // before and after: an edit that is begun meanwhile is made on the old state
    await this.open();
    this.loads++;
    this.rows.clear();
    this.shown = null;
    this.#emit("reloaded", { changes });
  }

  // Whether another window has changed the document; it is read again if so.
  async compare() {
    if (this.pending) return;
    const { revision } = await get(this.path);
    if (revision !== this.revision && !this.pending) await this.refresh();
  }

  show(places) {
    this.shown = places;
    this.#emit("filtered");
  }

  #outline({ revision, confidence, status, kind }) {
    this.revision = revision;
    this.confidence = confidence;
    this.status = [...status];
    this.kind = [...kind];
  }

  #emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function sameTexts(row, other) {
  const texts = (one) => SIDES.map((side) => one[side].map(({ text }) => text).join("\n")).join("\n\n");
  return Boolean(other) && texts(row) === texts(other);
}

function letter(row) {
  if (!row.source.length || !row.target.length) return "o";
  return row.source.length === 1 && row.target.length === 1 ? "1" : "j";
}

// Virtual rows: only the rows in view are elements, whatever the length of the document.
//
// Heights are measured when a row is drawn and estimated before. A row in view stays at its place
// when rows above it turn out to be higher or lower than estimated.

import { Offsets } from "./offsets.js";

const MARGIN = 400; // pixels that are drawn above and below the view
const ESTIMATE = 76;

export class VirtualRows {
  // draw(position): the element of a row; kept(): the position of a row that always stays, or -1
  constructor(scroller, body, { draw, kept, drawn, signal }) {
    Object.assign(this, { scroller, body, draw, kept, drawn });
    this.elements = new Map();
    this.offsets = new Offsets(0, ESTIMATE);
    this.waiting = 0;
    scroller.addEventListener("scroll", () => this.later(), { passive: true, signal });
    this.observer = new ResizeObserver((entries) => this.#resized(entries));
    this.observer.observe(scroller);
    this.width = scroller.clientWidth;
  }

  close() {
    cancelAnimationFrame(this.waiting);
    this.observer.disconnect();
    this.clear();
  }

  // Begin again with so many rows.
  reset(count) {
    this.offsets = new Offsets(count, this.offsets.estimate);
    this.clear();
    this.render();
  }

  // held: the new position of a row that stays as it is, and its element
  splice(position, removed, added, held = null) {
    if (!this.offsets.count) return; // `reset` is yet to come, or a filter lets nothing through
    const anchor = this.#anchor();
    if (anchor.row >= position + removed) anchor.row += added - removed;
    this.offsets.splice(position, removed, added);
    this.clear(held);
    this.#restore(anchor);
    this.render();
  }

  // Draw some rows again: they have changed, or have come. All are replaced before one is measured.
  refresh(...positions) {
    const fresh = [];
    for (const position of positions) {
      const old = this.elements.get(position);
      if (!old) continue;
      this.observer.unobserve(old);
      const element = this.#made(position);
      old.replaceWith(element);
      fresh.push([position, element]);
    }
    if (!fresh.length) return;
    const anchor = this.#anchor();
    const { total } = this.offsets;
    for (const [position, element] of fresh) this.#measure(position, element);
    this.body.style.height = `${this.offsets.total}px`;
    this.#restore(anchor);
    if (this.offsets.total !== total) this.later(); // the rows below move
  }

  clear(held = null) {
    const [at, kept] = held ?? [];
    const all = [...this.elements.values()].filter((element) => element !== kept);
    this.elements.clear(); // first: a text field that is removed ends the writing, which draws its row
    if (kept) {
      this.elements.set(at, kept);
      kept.dataset.position = at;
    }
    for (const element of all) {
      this.observer.unobserve(element);
      element.remove();
    }
  }

  // First and last row that are drawn.
  get near() {
    const top = this.scroller.scrollTop;
    return [this.offsets.at(top - MARGIN), this.offsets.at(top + this.scroller.clientHeight + MARGIN)];
  }

  later() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.render();
    });
  }

  // First and last row in view.
  get view() {
    const top = this.scroller.scrollTop;
    return [this.offsets.at(top), this.offsets.at(top + this.scroller.clientHeight)];
  }

  render() {
    const { offsets, scroller } = this;
    if (!offsets.count) {
      this.clear();
      this.body.style.height = "0px";
      this.drawn?.(0, -1);
      return;
    }
    const anchor = this.#anchor();
    let range;
    for (let round = 0; round < 3; round++) {
      range = this.near;
      const fresh = this.#elements(...range);
      if (!fresh.length) break;
      for (const [position, element] of fresh) this.#measure(position, element);
      this.body.style.height = `${offsets.total}px`;
      this.#restore(anchor);
    }
    this.body.style.height = `${offsets.total}px`;
    for (const [position, element] of this.elements) {
      element.style.transform = `translateY(${offsets.before(position)}px)`;
    }
    this.drawn?.(...range);
  }

  // Show a row, in the middle of the view if it is outside.
  reveal(position) {
    const { offsets, scroller } = this;
    for (let round = 0; round < 3; round++) {
      const top = offsets.before(position);
      const bottom = top + offsets.height(position);
      const view = scroller.clientHeight;
      if (top >= scroller.scrollTop && bottom <= scroller.scrollTop + view) break;
      const near = Math.abs(top - scroller.scrollTop) < view * 1.5;
      const room = Math.max(0, view - offsets.height(position));
      if (!near) scroller.scrollTop = top - room / 3;
      else scroller.scrollTop = top < scroller.scrollTop ? top - Math.min(40, room) : Math.min(bottom - view + 40, top);
      this.render();
    }
  }

  // The elements of a range are made, others removed; returns the new ones.
  #elements(first, last) {
    const pinned = this.kept();
    for (const [position, element] of this.elements) {
      if ((position < first || position > last) && position !== pinned) {
        this.observer.unobserve(element);
        element.remove();
        this.elements.delete(position);
      }
    }
    const wanted = [];
    for (let position = first; position <= last; position++) wanted.push(position);
    if (pinned >= 0 && pinned < this.offsets.count) {
      if (pinned < first) wanted.unshift(pinned);
      if (pinned > last) wanted.push(pinned);
    }
    const fresh = [];
    let next = null;
    for (const position of wanted.reverse()) {
      let element = this.elements.get(position);
      if (!element) {
        element = this.#made(position);
        fresh.push([position, element]);
        this.body.insertBefore(element, next);
      }
      next = element;
    }
    return fresh;
  }

  #made(position) {
    const element = this.draw(position);
    element.dataset.position = position;
    element.style.transform = `translateY(${this.offsets.before(position)}px)`;
    this.elements.set(position, element);
    this.observer.observe(element);
    return element;
  }

  #measure(position, element) {
    this.offsets.set(position, element.getBoundingClientRect().height);
  }

  #anchor() {
    const top = this.scroller.scrollTop;
    const row = this.offsets.at(top);
    return { row, rest: top - this.offsets.before(row) };
  }

  #restore({ row, rest }) {
    const top = this.offsets.before(row) + rest;
    if (Math.abs(top - this.scroller.scrollTop) >= 1) this.scroller.scrollTop = top;
  }

  #resized(entries) {
    if (this.scroller.clientWidth !== this.width) {
      this.width = this.scroller.clientWidth;
      const anchor = this.#anchor();
      this.offsets.forget(this.offsets.estimate);
      for (const [position, element] of this.elements) this.#measure(position, element);
      this.#restore({ row: anchor.row, rest: 0 });
      this.later();
      return;
    }
    for (const { target } of entries) {
      const position = Number(target.dataset.position);
      if (this.elements.get(position) !== target || !target.isConnected) continue;
      if (Math.abs(target.getBoundingClientRect().height - this.offsets.height(position)) >= 0.5) {
        const anchor = this.#anchor();
        this.#measure(position, target);
        if (position < anchor.row) this.#restore(anchor);
        this.later();
      }
    }
    if (entries.some(({ target }) => target === this.scroller)) this.later();
  }
}

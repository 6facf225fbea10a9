// The strip beside the scroll bar: the whole document in little. Doubtful beads are wide and orange,
// fair ones half as wide, narrower where few of many are; a line at the edge shows what is reviewed,
// a frame what is in view.

import { h } from "./dom.js";

const WIDTHS = { fair: 0.45, doubtful: 0.8 };
const LEAST = 0.3; // of the width, for a single doubtful bead among many

export class Strip {
  constructor(canvas, store, rows, go, signal) {
    Object.assign(this, { canvas, store, rows });
    this.waiting = 0;
    this.beads = null; // a picture of them
    const jump = (event) => {
      const box = canvas.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
      go(Math.min(store.length - 1, Math.floor(share * store.length)));
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the row gets the focus
      canvas.setPointerCapture(event.pointerId);
      jump(event);
    }, { signal });
    canvas.addEventListener("pointermove", (event) => event.buttons && jump(event), { signal });
    this.observer = new ResizeObserver(() => this.later());
    this.observer.observe(canvas);
  }

  // Draw it anew: the beads, their order or the colours have changed.
  later() {
    this.beads = null;
    this.scrolled();
  }

  // Draw the frame where the view is now; the beads, of which there may be 50,000, stay as they are.
  scrolled() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.#draw();
    });
  }

  close() {
    cancelAnimationFrame(this.waiting);
    this.observer.disconnect();
  }

  #draw() {
    const { canvas, store } = this;
    const scale = window.devicePixelRatio || 1;
    const width = Math.round(canvas.clientWidth * scale);
    const height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    const count = store.length;
    if (!count || !height || !width) return;
    if (this.beads?.width !== width || this.beads.height !== height) this.beads = this.#drawn(width, height, scale);
    pen.drawImage(this.beads, 0, 0);
    const [first, last] = this.rows.view;
    pen.strokeStyle = this.colours.frame;
    pen.lineWidth = 1.5 * scale;
    const top = (first / count) * height;
    pen.strokeRect(scale, top, width - 2 * scale, Math.max(6 * scale, ((last + 1 - first) / count) * height));
  }

  // A picture of all beads.
  #drawn(width, height, scale) {
    const picture = h("canvas", { width, height });
    const pen = picture.getContext("2d");
    const style = getComputedStyle(this.canvas);
    const names = ["fair", "doubtful", "reviewed", "frame"];
    this.colours = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--strip-${name}`).trim()]));
    const line = Math.max(1, Math.round(scale));
    const stripes = Math.ceil(height / line);
    const shares = this.#shares(stripes);
    for (const band of ["fair", "doubtful"]) {
      const most = Math.max(...shares[band]);
      pen.fillStyle = this.colours[band];
      shares[band].forEach((share, stripe) => {
        if (share) pen.fillRect(0, stripe * line, width * WIDTHS[band] * (LEAST + (1 - LEAST) * (share / most)), line);
      });
    }
    pen.fillStyle = this.colours.reviewed;
    for (let stripe = 0; stripe < stripes; stripe++) {
      const open = shares.doubtful[stripe] + shares.fair[stripe] + shares.sure[stripe];
      if (!open) pen.fillRect(width * 0.82, stripe * line, width, line);
    }
    return picture;
  }

  // How many of the beads of each stripe are undecided, by their band.
  #shares(stripes) {
    const { store } = this;
    const count = store.length;
    const shares = { doubtful: new Float32Array(stripes), fair: new Float32Array(stripes), sure: new Float32Array(stripes) };
    for (let stripe = 0; stripe < stripes; stripe++) {
      const first = Math.floor((stripe / stripes) * count);
      const end = Math.max(first + 1, Math.floor(((stripe + 1) / stripes) * count));
      for (let position = first; position < end; position++) {
        const place = store.place(position);
        if (store.status[place] === "n") shares[store.band(place)][stripe] += 1 / (end - first);
      }
    }
    return shares;
  }
}

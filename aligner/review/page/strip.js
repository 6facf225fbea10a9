// The strip beside the scroll bar: the whole document in little. Doubtful beads are wide and orange,
// fair ones half as wide; a line at the edge shows what is reviewed, a frame what is in view.

const WIDTHS = { sure: 0, fair: 0.45, doubtful: 0.8 };
const RANK = { sure: 0, fair: 1, doubtful: 2 };

export class Strip {
  constructor(canvas, store, rows, go) {
    Object.assign(this, { canvas, store, rows });
    this.waiting = 0;
    const jump = (event) => {
      const box = canvas.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
      go(Math.min(store.length - 1, Math.floor(share * store.length)), event.type === "pointerdown");
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the row gets the focus
      canvas.setPointerCapture(event.pointerId);
      jump(event);
    });
    canvas.addEventListener("pointermove", (event) => event.buttons && jump(event));
    this.observer = new ResizeObserver(() => this.later());
    this.observer.observe(canvas);
  }

  later() {
    this.waiting ||= requestAnimationFrame(() => {
      this.waiting = 0;
      this.#draw();
    });
  }

  close() {
    this.observer.disconnect();
  }

  #draw() {
    const { canvas, store } = this;
    const scale = window.devicePixelRatio || 1;
    const width = (canvas.width = Math.round(canvas.clientWidth * scale));
    const height = (canvas.height = Math.round(canvas.clientHeight * scale));
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    const colour = (name) => style.getPropertyValue(`--strip-${name}`).trim();
    const colours = { fair: colour("fair"), doubtful: colour("doubtful"), reviewed: colour("reviewed") };
    pen.clearRect(0, 0, width, height);
    const count = store.length;
    if (!count || !height) return;
    const line = Math.max(1, Math.round(scale));
    for (let y = 0; y < height; y += line) {
      const first = Math.floor((y / height) * count);
      const last = Math.max(first + 1, Math.floor(((y + line) / height) * count));
      let worst = "sure";
      let reviewed = true;
      for (let position = first; position < last; position++) {
        const place = store.place(position);
        if (store.status[place] !== "n") continue;
        reviewed = false;
        const band = store.band(place);
        if (RANK[band] > RANK[worst]) worst = band;
      }
      if (WIDTHS[worst]) {
        pen.fillStyle = colours[worst];
        pen.fillRect(0, y, width * WIDTHS[worst], line);
      }
      if (reviewed) {
        pen.fillStyle = colours.reviewed;
        pen.fillRect(width * 0.82, y, width, line);
      }
    }
    const [first, last] = this.rows.view;
    pen.strokeStyle = colour("frame");
    pen.lineWidth = 1.5 * scale;
    const top = (first / count) * height;
    pen.strokeRect(scale, top, width - 2 * scale, Math.max(6 * scale, ((last + 1 - first) / count) * height));
  }
}

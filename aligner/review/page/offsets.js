// Offsets of rows whose heights are partly measured and partly estimated: prefix sums in a Fenwick tree.

export class Offsets {
  constructor(count, estimate) {
    this.estimate = estimate;
    this.heights = new Float32Array(count); // 0: not measured yet
    this.#build();
  }

  get count() {
    return this.heights.length;
  }

  get total() {
    return this.before(this.count);
  }

  height(row) {
    return this.heights[row] || this.estimate;
  }

  set(row, height) {
    const change = height - this.height(row);
    this.heights[row] = height;
    if (change) for (let node = row + 1; node <= this.count; node += node & -node) this.tree[node] += change;
  }

  // The sum of the heights of all rows before this one.
  before(row) {
    let sum = 0;
    for (let node = row; node > 0; node -= node & -node) sum += this.tree[node];
    return sum;
  }

  // The row at an offset, at least the first and at most the last.
  at(offset) {
    let node = 0;
    let left = offset;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(this.count, 1))); step; step >>= 1) {
      if (node + step <= this.count && this.tree[node + step] <= left) {
        node += step;
        left -= this.tree[node];
      }
    }
    return Math.max(0, Math.min(node, this.count - 1));
  }

  splice(row, removed, added) {
    const heights = new Float32Array(this.count - removed + added);
    heights.set(this.heights.subarray(0, row));
    heights.set(this.heights.subarray(row + removed), row + added);
    this.heights = heights;
    this.#build();
  }

  forget(estimate) {
    this.estimate = estimate;
    this.heights.fill(0);
    this.#build();
  }

  #build() {
    this.tree = new Float64Array(this.count + 1);
    for (let node = 1; node <= this.count; node++) {
      this.tree[node] += this.height(node - 1);
      const parent = node + (node & -node);
      if (parent <= this.count) this.tree[parent] += this.tree[node];
    }
  }
}

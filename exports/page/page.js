// Shows the rows that hold the words looked for and belong to the kind and band chosen.
"use strict";
const rows = Array.from(document.querySelectorAll("tbody tr"));
const words = document.getElementById("words");
const kind = document.getElementById("kind");
const band = document.getElementById("band");
const shown = document.getElementById("shown");
const texts = new Map();

function text(row) {
  if (!texts.has(row)) texts.set(row, row.textContent.normalize("NFKC").toLowerCase());
  return texts.get(row);
}

function fits(row, wanted) {
  const paired = !row.classList.contains("unpaired");
  const kinds = { "": true, "1-1": row.dataset.kind === "1-1", joined: paired && row.dataset.kind !== "1-1", unpaired: !paired };
  const bands = { "": true, check: !row.classList.contains("sure") || !paired, doubtful: row.classList.contains("doubtful"),
                  open: !row.hasAttribute("data-reviewed") };
  return kinds[kind.value] && bands[band.value] && (!wanted || text(row).includes(wanted));
}

// Marks the words without touching the page's text; browsers that cannot do so just leave them unmarked.
function mark(wanted) {
  if (!window.CSS || !CSS.highlights) return;
  CSS.highlights.delete("found");
  if (!wanted) return;
  const found = [];
  for (const row of rows) {
    if (row.hidden || found.length > 2000) continue;
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const lower = walker.currentNode.data.toLowerCase();
      if (lower.length !== walker.currentNode.data.length) continue;
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + wanted.length);
        found.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...found));
}

function update() {
  const wanted = words.value.trim().normalize("NFKC").toLowerCase();
  let count = 0;
  for (const row of rows) {
    const fit = fits(row, wanted);
    if (row.hidden === fit) row.hidden = !fit;
    count += fit;
  }
  shown.textContent = count + " / " + rows.length;
  mark(wanted);
}

let waiting;
words.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 120); });
kind.addEventListener("change", update);
band.addEventListener("change", update);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== words) { event.preventDefault(); words.focus(); }
});
update();

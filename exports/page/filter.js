// Shows the rows that hold the words looked for and have the values chosen: <select id="code"> chooses data-code.
"use strict";
const rows = Array.from(document.querySelectorAll("tbody tr"));
const words = document.getElementById("words");
const choices = Array.from(document.querySelectorAll(".bar select"));

function show() {
  const wanted = words.value.trim().normalize("NFKC").toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits = choices.every((choice) => !choice.value || row.dataset[choice.id] === choice.value) &&
      (!wanted || row.textContent.normalize("NFKC").toLowerCase().includes(wanted));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
}

for (const control of [words, ...choices]) control.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== words) {
    event.preventDefault();
    words.focus();
  }
});
show();

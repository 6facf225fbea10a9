// Shows the rows that hold the words looked for and belong to the check and the severity chosen.
"use strict";
const rows = Array.from(document.querySelectorAll("tbody tr"));
const controls = ["words", "code", "severity"].map((id) => document.getElementById(id));

function show() {
  const [words, code, severity] = controls.map((control) => control.value.trim().normalize("NFKC").toLowerCase());
  let shown = 0;
  for (const row of rows) {
    const fits = (!code || row.dataset.code === code) && (!severity || row.dataset.severity === severity) &&
      (!words || row.textContent.normalize("NFKC").toLowerCase().includes(words));
    row.hidden = !fits;
    shown += fits;
  }
  document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
}

for (const control of controls) control.addEventListener("input", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== controls[0]) {
    event.preventDefault();
    controls[0].focus();
  }
});
show();

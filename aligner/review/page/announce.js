// Messages: a line at the foot of the page, which screen readers read aloud.

let timer;

// kind: "done", "error", which stays longer, or "busy", which stays until the next message
export function announce(text, kind = "done") {
  silence();
  if (text === document.getElementById("away").textContent) return; // said already, as long as it lasts
  document.getElementById(kind === "error" ? "alert" : "status").textContent = text;
  if (kind !== "busy") timer = setTimeout(silence, kind === "error" ? 15000 : 6000);
}

export function silence() {
  clearTimeout(timer);
  for (const name of ["status", "alert"]) document.getElementById(name).textContent = "";
}

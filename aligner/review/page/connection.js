// The server that does not answer: said as long as it lasts; and the end of the workbench, asked for by the page.

import { announce } from "./announce.js";
import { close, get } from "./api.js";
import { buttons, dialog, h } from "./dom.js";
import { reason, t } from "./words.js";

const AGAIN = 2000; // milliseconds between two attempts
const away = document.getElementById("away");
let isWatching = false;

// Say that the server is away, and ask again until it answers; then `back` is called.
export async function watch(back) {
  if (isWatching) return;
  isWatching = true;
  away.textContent = t("error.offline");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    try {
      await get("session");
      break;
    } catch (error) {
      if (error.code !== "offline") return void (away.textContent = reason(error)); // it was started anew, with a new token
    }
  }
  isWatching = false;
  away.textContent = "";
  announce(t("online"));
  back();
}

// Ask, then close the workbench; `unsaved`: whether something is written that is not saved.
// Resolves with whether it is closed.
export async function end(unsaved) {
  const { jobs } = await get("session");
  const lines = [unsaved ? "end.unsaved" : "end.saved", ...(jobs.length ? ["end.jobs"] : []), "end.again"];
  const sure = await dialog(t("end.title"), (close) => [
    ...lines.map((line) => h("p", {}, t(line))),
    buttons(h("button", { onclick: () => close(), autofocus: true }, t("cancel")),
      h("button", { class: "primary", onclick: () => close(true) }, t("end.go"))),
  ]);
  if (!sure) return false;
  await close();
  document.title = "duiqi";
  document.querySelector(".head").replaceChildren(h("span", { class: "mark" }, "duiqi"));
  document.querySelector("main").replaceChildren(
    h("section", { class: "start" }, h("h1", { tabindex: "-1" }, t("end.done")), h("p", {}, t("end.again"))));
  document.querySelector("main h1").focus();
  return true;
}

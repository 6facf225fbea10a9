// The page: its addresses (#/ the start page, #/d/ID the editor, #/d/ID/terms the glossary) and its head.

import { announce, silence } from "./announce.js";
import { get } from "./api.js";
import { end, watch } from "./connection.js";
import { shortcuts } from "./dialogs.js";
import { offered } from "./commands.js";
import { Editor } from "./editor.js";
import { exporting } from "./export.js";
import { showProgress } from "./filters.js";
import { GlossaryTab } from "./glossary.js";
import { StartPage } from "./start.js";
import { Store } from "./store.js";
import { unsaved } from "./unsaved.js";
import { LANGUAGES, keep, kept, language, load, reason, t } from "./words.js";

const THEME = "duiqi.theme";
const THEMES = ["", "light", "dark"]; // "": as the system
const views = Object.fromEntries(["start", "editor", "glossary"].map((name) => [name, document.getElementById(name)]));
let session;
let store = null;
let editor = null;
let ahead = {}; // the document of the address with which the page came: its id and, as a promise, its store
let opening = 0; // counts the addresses opened: an older one that is late changes nothing

function translate() {
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
    element.title = t(element.dataset.label);
  }
  for (const element of document.querySelectorAll("[data-title]")) element.title = t(element.dataset.title);
}

function show(name) {
  for (const [other, view] of Object.entries(views)) view.hidden = other !== name;
  document.querySelector(".tabs").hidden = name === "start";
  for (const button of document.querySelectorAll(".of-document")) button.hidden = name === "start";
  document.querySelector("[data-do=following]").hidden = name === "start" || session.documents < 2;
  for (const tab of document.querySelectorAll(".tabs a")) {
    tab.href = `#/d/${store?.id ?? ""}${tab.dataset.tab === "glossary" ? "/terms" : ""}`;
    if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const title = name === "start" ? "" : store.name;
  document.querySelector(".title").textContent = title;
  document.title = title ? `${title} – duiqi` : "duiqi";
}

function leave() {
  editor?.close();
  editor = null;
}

async function edit(place) {
  leave();
  show("editor");
  editor = new Editor(store, views.editor, offered(session));
  await editor.begin(place);
}

// The document and the tab that the address names.
function addressed() {
  const [, id, tab] = /^#\/d\/([\w-]+)(\/terms)?$/.exec(location.hash) ?? [];
  return { id, tab };
}

async function route() {
  const mine = ++opening;
  silence();
  for (const box of document.querySelectorAll("dialog[open]")) box.close();
  const { id, tab } = addressed();
  if (!id) {
    leave();
    store = null;
    session = await get("session");
    show("start");
    return new StartPage(views.start, session, (address) => (location.hash = address)).open();
  }
  if (store?.id !== id) {
    leave();
    const found = await (ahead.id === id ? ahead.store : new Store(id).open());
    ahead = {};
    if (mine !== opening) return undefined;
    store = found;
  }
  const place = editor?.place ?? store.left;
  if (!tab) return edit(place);
  store.left = place;
  store.rows.clear(); // terms that are decided now are underlined in them
  leave();
  show("glossary");
  showProgress(store);
  return new GlossaryTab(views.glossary, store, (at) => {
    store.left = at;
    location.hash = `#/d/${store.id}`;
  }).open();
}

async function arrive() {
  try {
    await route();
  } catch (error) {
    announce(reason(error), "error");
    if (location.hash.startsWith("#/d/") && !store) location.hash = "#/";
  }
}

function theme(wanted) {
  keep(THEME, wanted);
  document.documentElement.dataset.theme = wanted;
}

// The next document that is not reviewed to its end, in the order of the list: the worst first.
async function following() {
  const all = await get("documents");
  const at = all.findIndex(({ id }) => id === store.id);
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find(({ error, reviewed, beads }) => !error && reviewed < beads);
  if (next) location.hash = `#/d/${next.id}`;
  else announce(t("done.documents"));
}

async function quit() {
  await editor?.saving; // a text is saved as its field is left, or comes back into its field
  await store?.queue;
  if (!(await end(Boolean(store && unsaved(store))))) return;
  leave();
  window.removeEventListener("hashchange", arrive);
}

const orSay = (run) => () => run().catch((error) => announce(reason(error), "error"));

const HEAD = {
  following: orSay(following),
  end: orSay(quit),
  undo: () => editor?.undo(),
  redo: () => editor?.redo(),
  export: () => exporting(store, session.formats),
  help: () => shortcuts(offered(session)),
  theme: () => {
    const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme ?? "") + 1) % THEMES.length];
    theme(next);
    announce(t(`theme.${next || "system"}`));
    editor?.strip.later();
  },
  language: async () => {
    const names = Object.keys(LANGUAGES);
    await load(names[(names.indexOf(language) + 1) % names.length]);
    translate();
    arrive();
  },
};

async function begin() {
  theme(kept(THEME) ?? "");
  const words = load();
  const { open } = document.body.dataset;
  if (open && !location.hash) history.replaceState(null, "", `#/d/${open}`);
  const { id } = addressed();
  if (id) {
    ahead = { id, store: new Store(id).open(id === open ? { first: 1 } : {}) };
    ahead.store.catch(() => {}); // reported by the route, which waits for it
  }
  [session] = await Promise.all([get("session"), words]);
  translate();
  for (const [name, run] of Object.entries(HEAD)) {
    document.querySelector(`[data-do=${name}]`).addEventListener("click", run);
  }
  window.addEventListener("hashchange", arrive);
  window.addEventListener("away", () => watch(() => window.dispatchEvent(new Event("focus"))));
  await arrive();
}

begin().catch((error) => announce(reason(error), "error"));

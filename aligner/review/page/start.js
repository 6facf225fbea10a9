// The start page: the documents of the folder, worst first, and two texts to be aligned.

import { announce } from "./announce.js";
import { finished, get, post, send, stop } from "./api.js";
import { buttons, choice, h, symbol } from "./dom.js";
import { SIDES } from "./store.js";
import { language, languageName, reason, t } from "./words.js";

export class StartPage {
  constructor(view, session, go) {
    Object.assign(this, { view, session, go, files: {}, pasted: { source: "", target: "" } });
  }

  async open() {
    const list = h("section", { class: "documents", "aria-labelledby": "documents-title" });
    this.fresh = h("section", { class: "fresh", "aria-labelledby": "fresh-title" });
    this.view.replaceChildren(this.fresh, list);
    this.#drop();
    try {
      const [job] = this.session.jobs;
      if (job) this.#follow(job.id, job.name); // begun before the page was loaded again
      this.#list(list, await get("documents"));
    } catch (error) {
      announce(reason(error), "error");
    }
  }

  #list(section, documents) {
    if (!documents.length) return section.remove();
    const head = ["list.name", "list.languages", "list.beads", "list.reviewed", "list.doubtful"];
    section.replaceChildren(h("h2", { id: "documents-title" }, t("list.title")), h("p", { class: "faint" }, t("list.order")),
      h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, t(name))))),
        h("tbody", {}, documents.map((found) => found.error ? broken(found) : this.#document(found)))));
    return undefined;
  }

  #document(found) {
    const langs = SIDES.map((side) => languageName(found[side].lang)).join(" → ");
    return h("tr", {},
      h("th", { scope: "row" }, h("a", { href: `#/d/${found.id}` }, found.name),
        found.warnings.map(({ text }) => h("p", { class: "warning" }, symbol("⚠ "), text))),
      h("td", { class: "languages" }, langs),
      h("td", { class: "numbers", "data-column": t("list.beads") }, String(found.beads)),
      h("td", { class: "numbers", "data-column": t("list.reviewed") },
        h("progress", { max: found.beads || 1, value: found.reviewed, "aria-label": t("list.reviewed") }),
        h("span", { class: "faint" }, ` ${found.reviewed} / ${found.beads}`)),
      h("td", { class: "numbers", "data-column": t("list.doubtful") }, h("b", { class: `chip ${found.doubtful ? "doubtful" : "sure"}` },
        symbol(found.doubtful ? "○ " : "● "), String(found.doubtful))));
  }

  #drop() {
    const input = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-label": t("start.choose"),
      onchange: () => this.#take([...input.files]) });
    const zone = h("div", { class: "zone" },
      h("p", { class: "big" }, t("start.drop")), h("p", { class: "faint" }, t("start.kinds")),
      h("button", { class: "primary", onclick: () => input.click() }, t("start.choose")), input);
    const over = (event) => {
      event.preventDefault();
      zone.classList.toggle("over", event.type === "dragover");
    };
    zone.addEventListener("dragover", over);
    zone.addEventListener("dragleave", over);
    zone.addEventListener("drop", (event) => {
      over(event);
      this.#take([...event.dataTransfer.files]);
    });
    this.told = h("div", { class: "told" });
    this.fresh.replaceChildren(h("h1", { id: "fresh-title" }, t("start.title")), zone, this.#paste(), this.told,
      h("p", { class: "faint private" }, symbol("⌂ "), t("start.private", { folder: this.session.folder })));
  }

  #paste() {
    const field = (side) => h("label", {}, t(`side.${side}`), h("textarea", {
      rows: 5, dir: "auto", value: this.pasted[side], "data-paste": side,
      oninput: (event) => (this.pasted[side] = event.target.value),
    }));
    return h("details", { class: "paste" }, h("summary", {}, t("start.paste")),
      h("div", { class: "two" }, SIDES.map(field)),
      buttons(h("button", { onclick: () => {
        this.files = {};
        this.#look();
      } }, t("start.look"))));
  }

  #take(files) {
    if (!files.length) return undefined;
    if (files.length > 2) return announce(t("start.many"), "error");
    const kept = this.files.source ?? this.files.both;
    // A second file, dropped after a first, is its translation.
    if (files.length === 1 && kept && !this.files.target) this.files = { source: kept, target: files[0] };
    else this.files = files.length === 2 ? { source: files[0], target: files[1] } : { both: files[0] };
    return this.#look();
  }

  // chosen: languages and level that the user has set already
  async #look(chosen = {}) {
    const form = new FormData();
    for (const [field, file] of Object.entries(this.files)) form.append(field, file, file.name);
    if (!Object.keys(this.files).length) for (const side of SIDES) form.append(`${side}_text`, this.pasted[side]);
    this.told.replaceChildren(h("p", { role: "status" }, t("start.looking")), h("progress", { "aria-label": t("start.looking") }));
    try {
      this.#found(await send("look", form), chosen);
    } catch (error) {
      const alone = this.files.both;
      this.told.replaceChildren(h("p", { class: "error", role: "alert" }, reason(error)),
        alone ? h("p", {}, t("start.second", { name: alone.name })) : "");
    }
  }

  #found(look, chosen) {
    const aligned = look.level === "aligned";
    const wanted = { source_lang: look.source.lang, target_lang: look.target.lang, level: look.level, ...(aligned ? {} : chosen) };
    const known = this.session.languages.map(([tag, english, chinese]) => [tag, language === "zh" ? chinese : english]);
    const side = (name) => {
      const lang = wanted[`${name}_lang`];
      const options = known.some(([tag]) => tag === lang) ? known : [[lang, languageName(lang)], ...known];
      return h("div", { class: "card" }, h("h2", {}, t(`side.${name}`)), h("p", { class: "file", dir: "auto" }, look[name].name),
        h("p", { class: "faint" }, t("start.segments", { count: look[name].segments, kind: look[name].kind })),
        h("label", {}, t("start.language"), choice(t("start.language"), options, lang, (value) => (wanted[`${name}_lang`] = value))));
    };
    const level = h("fieldset", {}, h("legend", {}, t("start.level")), ["sentence", "paragraph"].map((name) =>
      h("label", { class: "check" }, h("input", { type: "radio", name: "level", value: name, checked: name === wanted.level,
        onchange: () => (wanted.level = name) }), t(`level.${name}`))));
    const swap = () => {
      const { source, target } = this.files;
      if (source) this.files = { source: target, target: source };
      this.pasted = { source: this.pasted.target, target: this.pasted.source };
      this.#look({ source_lang: wanted.target_lang, target_lang: wanted.source_lang, level: wanted.level });
    };
    this.told.replaceChildren(h("div", { class: "two" }, SIDES.map(side)),
      ...look.warnings.map(({ text }) => h("p", { class: "warning" }, symbol("⚠ "), text)),
      aligned ? h("p", {}, t("start.aligned")) : level,
      buttons(this.files.both ? "" : h("button", { onclick: swap }, t("start.swap")),
        h("button", { class: "primary", "data-do": "align", onclick: () => this.#align(look.upload, wanted) },
          t(aligned ? "start.open" : "start.align"))));
    this.told.querySelector("[data-do=align]").focus();
    announce(t("start.found", { source: languageName(look.source.lang), target: languageName(look.target.lang) }));
  }

  async #align(upload, wanted) {
    try {
      const { job } = await post("documents", { upload, ...wanted, level: wanted.level === "aligned" ? "sentence" : wanted.level });
      await this.#follow(job);
    } catch (error) {
      announce(reason(error), "error");
    }
  }

  // Show the progress of a job, then its document.
  async #follow(job, name = "") {
    const bar = h("progress", { max: 1, value: 0, "aria-label": t("start.aligning") });
    const stage = h("span", { class: "faint" });
    const before = [...this.told.childNodes];
    this.told.replaceChildren(h("p", { role: "status" }, t("start.aligning"), " ", h("bdi", {}, name)), bar, stage,
      buttons(h("button", { onclick: () => stop(`jobs/${job}`) }, t("cancel"))));
    try {
      const id = await finished(job, (fraction, text) => {
        bar.value = fraction;
        stage.textContent = text && t(`stage.${text}`);
      });
      if (bar.isConnected) this.go(`#/d/${id}`);
      else announce(t("start.ready")); // the user is at something else meanwhile
    } catch (error) {
      if (bar.isConnected) this.told.replaceChildren(...before);
      if (error.code === "stopped") announce(t("start.stopped"));
      else announce(reason(error), "error");
    }
  }
}

function broken({ name, error }) {
  return h("tr", { class: "broken" }, h("th", { scope: "row" }, name),
    h("td", { colspan: 4, class: "error" }, symbol("⚠ "), error));
}

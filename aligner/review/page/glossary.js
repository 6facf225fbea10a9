// The glossary tab: term pairs with their contexts; accept, drop, edit, add, draft.

import { announce } from "./announce.js";
import { finished, get, post } from "./api.js";
import { choice, h, hidden, symbol, working } from "./dom.js";
import { termForm } from "./dialogs.js";
import { SHAPES } from "./row.js";
import { marked } from "./text.js";
import { reason, t } from "./words.js";

const PAGE = 100; // pairs that are drawn at a time

export class GlossaryTab {
  // go(place): shows a bead in the editor
  constructor(view, store, go) {
    Object.assign(this, { view, store, go, pairs: [], words: "", status: "", most: PAGE });
    this.langs = { source: store.source.lang, target: store.target.lang };
  }

  async open() {
    this.view.querySelector(".contents").replaceChildren(this.#head(), this.table = h("div", { class: "terms" }));
    try {
      this.pairs = (await get(`${this.store.path}/terms`)).pairs;
    } catch (error) {
      announce(reason(error), "error");
    }
    this.#show();
  }

  #head() {
    const narrowed = () => {
      this.most = PAGE;
      this.view.closest("main").scrollTop = 0;
      this.#show();
    };
    this.drafting = h("progress", { max: 1, hidden: true, "aria-label": t("terms.drafting") });
    this.shown = h("output", { class: "shown" });
    return h("div", { class: "filters" },
      h("input", { type: "search", placeholder: t("terms.search"), "aria-label": t("terms.search"), oninput: (event) => {
        this.words = event.target.value.trim().toLowerCase();
        narrowed();
      } }),
      choice(t("filter.status"), [["", t("filter.status")], ...["candidate", "accepted", "dropped"].map((status) =>
        [status, t(`terms.${status}`)])], "", (value) => {
        this.status = value;
        narrowed();
      }),
      this.shown, h("span", { class: "gap" }), this.drafting,
      h("button", { "data-do": "add-term", onclick: () => this.#add() }, t("terms.add")),
      this.draft = h("button", { class: "primary", "data-do": "draft", onclick: () => working(this.draft, () => this.#draft()) }, t("terms.draft")));
  }

  #show() {
    const fits = (pair) => (!this.status || pair.status === this.status) &&
      (!this.words || `${pair.source}\n${pair.target}`.toLowerCase().includes(this.words));
    const found = this.pairs.filter(fits);
    this.shown.textContent = t("terms.count", { count: found.length });
    if (!this.pairs.length) return this.table.replaceChildren(h("p", { class: "empty" }, t("terms.none")));
    const head = ["side.source", "side.target", "terms.times", "terms.score", "terms.status", "terms.actions"];
    const body = h("tbody", {}, found.slice(0, this.most).map((pair) => this.#row(pair)));
    this.table.replaceChildren(h("table", {},
      h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, t(name))))), body));
    if (found.length > this.most) this.#offerMore(found, body);
    return undefined;
  }

  // A button below the rows that adds the next ones; it does so by itself when it comes into view.
  #offerMore(found, body) {
    const more = h("button", { "data-do": "more-terms", onclick: () => {
      const start = this.most;
      this.most += PAGE;
      body.append(...found.slice(start, this.most).map((pair) => this.#row(pair)));
      if (document.activeElement === more) body.children[start].querySelector("button").focus();
      if (found.length <= this.most) more.remove();
    } }, t("terms.more"));
    this.table.append(more);
    const near = new IntersectionObserver(([entry]) => {
      if (!more.isConnected) return near.disconnect();
      if (!entry.isIntersecting) return undefined;
      more.click();
      near.unobserve(more);
      return near.observe(more); // anew: it may be in view again before the next frame
    }, { root: this.view.closest("main"), rootMargin: "600px" });
    near.observe(more);
  }

  #row(pair) {
    const term = (side) => h("td", { lang: this.langs[side], dir: "auto", class: "term-text" }, pair[side]);
    const action = (name, sign, run) => h("button", { "data-action": name, title: t(`terms.do.${name}`), onclick: run },
      symbol(sign), hidden(`${t(`terms.do.${name}`)}: ${pair.source}`));
    const first = term("source");
    if (pair.contexts.length) first.append(this.#contexts(pair));
    return h("tr", { class: pair.status, "data-id": pair.id }, first, term("target"),
      h("td", { class: "numbers", "data-column": t("terms.times") }, String(pair.times || "–")),
      h("td", { class: "numbers", "data-column": t("terms.score") }, pair.score ? h("b", { class: `chip ${pair.band}` },
        symbol(SHAPES[pair.band] ?? ""), ` ${pair.score.toFixed(2)}`) : "–"),
      h("td", { class: "numbers", "data-column": t("terms.status") }, t(`terms.${pair.status}`)),
      h("td", { class: "actions" },
        action("accept", "✓", () => this.#put(pair, { status: pair.status === "accepted" ? "candidate" : "accepted" })),
        action("drop", "✗", () => this.#put(pair, { status: pair.status === "dropped" ? "candidate" : "dropped" })),
        action("edit", "✎", () => this.#edit(pair))));
  }

  #contexts(pair) {
    const text = (context, side) => marked(h("span", { lang: this.langs[side], dir: "auto" }), context[`${side}_text`],
      [{ start: context[side][0], end: context[side][1], class: "found" }], []);
    // A thousand rows are drawn at once when their contexts are not.
    const details = h("details", { lang: document.documentElement.lang, ontoggle: () => {
      if (details.children.length > 1) return;
      details.append(h("ul", {}, pair.contexts.map((context) => h("li", {},
        h("a", { href: `#/d/${this.store.id}`, "data-at": context.at, onclick: (event) => {
          event.preventDefault();
          this.go(context.at);
        } }, t("terms.bead", { at: context.at + 1 })),
        text(context, "source"), text(context, "target")))));
    } }, h("summary", {}, t("terms.contexts", { count: pair.contexts.length })));
    return details;
  }

  async #put(pair, changes) {
    const { id, source, target, status } = { ...pair, ...changes };
    try {
      const saved = await post(`${this.store.path}/terms`, { id, source, target, status });
      const at = this.pairs.findIndex((other) => other.id === saved.id);
      if (at < 0) this.pairs.unshift(saved);
      else this.pairs[at] = saved;
      this.store.rows.clear(); // the terms underlined in the beads are others now
      this.#redraw(saved);
      announce(t(`terms.done.${saved.status}`, saved));
    } catch (error) {
      announce(reason(error), "error");
    }
  }

  // The row of a pair anew; the button that was used keeps the focus.
  #redraw(pair) {
    const action = document.activeElement?.dataset?.action;
    const old = this.table.querySelector(`tr[data-id="${CSS.escape(pair.id)}"]`);
    if (!old) return this.#show();
    const row = this.#row(pair);
    old.replaceWith(row);
    if (action) row.querySelector(`[data-action=${action}]`).focus();
    return undefined;
  }

  async #edit(pair) {
    const texts = await termForm(t("terms.do.edit"), pair, this.langs);
    if (texts) await this.#put(pair, texts);
  }

  async #add() {
    const texts = await termForm(t("term.title"), { source: "", target: "" }, this.langs);
    if (texts) await this.#put({ id: null, status: "accepted" }, texts);
  }

  async #draft() {
    this.drafting.hidden = false;
    this.drafting.value = 0;
    try {
      const { job } = await post(`${this.store.path}/terms/draft`, {});
      await finished(job, (fraction) => (this.drafting.value = fraction));
      this.pairs = (await get(`${this.store.path}/terms`)).pairs;
      this.store.rows.clear();
      this.#show();
      announce(t("terms.drafted", { count: this.pairs.length }));
    } catch (error) {
      announce(reason(error), "error");
    }
    this.drafting.hidden = true;
  }
}

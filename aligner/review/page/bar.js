// The bar at the foot: what the current bead is, and buttons for what can be done with it.

import { h, hidden, symbol } from "./dom.js";
import { keyParts } from "./keys.js";
import { t } from "./words.js";

export class CommandBar {
  constructor(element, editor) {
    this.editor = editor;
    this.about = element.querySelector(".about");
    this.tools = element.querySelector(".tools");
    this.tools.setAttribute("aria-label", t("bar.label"));
    this.tools.replaceChildren(...[1, 2, 3, 4].map((group) =>
      h("div", { class: "group" }, editor.commands.filter(({ bar }) => bar === group).map((command) => this.#button(command)))));
  }

  #button(command) {
    const key = keyParts(command.keys[0]).join("+");
    return h("button", {
      class: command.name === "accept" ? "primary" : "",
      "data-command": command.name,
      title: `${t(`do.${command.name}`)} (${key})`,
      onclick: () => {
        this.editor.run(command);
        if (!document.querySelector("dialog[open]") && !this.editor.writer) this.editor.focus();
      },
    }, symbol(command.symbol), h("span", { class: "name" }, t(`short.${command.name}`)));
  }

  update() {
    const { store, row } = this.editor;
    this.about.replaceChildren(...(row && store.position(this.editor.place) >= 0
      ? [hidden(t("bar.bead", { at: row.at + 1, count: store.count }))]
      : []));
    document.querySelector("[data-do=undo]").disabled = !store.can_undo;
    document.querySelector("[data-do=redo]").disabled = !store.can_redo;
  }
}

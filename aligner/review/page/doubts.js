// The aligner's doubts about a document as a whole, above its beads until they are closed.

import { h, symbol } from "./dom.js";
import { t } from "./words.js";

export function showDoubts(box, store) {
  const show = (shown) => {
    store.doubtsClosed = !shown;
    box.hidden = !shown;
  };
  box.replaceChildren(h("div", {}, store.warnings.map(({ text }) => h("p", { class: "warning" }, symbol("⚠ "), text))),
    h("button", { "data-do": "close-doubts", onclick: () => show(false) }, t("close")));
  show(store.warnings.length > 0 && !store.doubtsClosed);
}

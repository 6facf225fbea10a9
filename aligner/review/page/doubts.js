// The aligner's doubts about a document as a whole, above its beads until they are closed; `closed` is called then.

import { h, symbol } from "./dom.js";
import { t } from "./words.js";

export function showDoubts(box, store, closed) {
  const close = () => {
    store.doubtsClosed = true;
    box.hidden = true;
    closed();
  };
  box.replaceChildren(h("div", {}, store.warnings.map(({ text }) => h("p", { class: "warning" }, symbol("⚠ "), text))),
    h("button", { "data-do": "close-doubts", onclick: close }, t("close")));
  box.hidden = store.warnings.length === 0 || Boolean(store.doubtsClosed);
}

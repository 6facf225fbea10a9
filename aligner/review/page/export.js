// The export dialog: a format, which beads, and what was written; beside it the state of the review.

import { announce } from "./announce.js";
import { download } from "./api.js";
import { buttons, choice, dialog, h, working } from "./dom.js";
import { reason, t } from "./words.js";

export function exporting(store, formats) {
  const state = { format: formats.includes("tmx") ? "tmx" : formats[0], accepted: false, least: 0, chosen: false };
  const label = (format) => {
    const key = `format.${format}`, name = t(key), [suffix] = format.split("-"); // xlf-2.1: a suffix and a version
    return [format, name === key ? `.${suffix}` : `.${suffix} – ${name}`];
  };
  return dialog(t("export.title"), (close) => {
    const report = h("div", { role: "status", class: "report" });
    const go = h("button", { class: "primary", onclick: () => working(go, async () => {
      report.replaceChildren(h("p", {}, t("export.working")));
      try {
        report.replaceChildren(h("div", {}, told(await fetched(store, state))));
      } catch (error) {
        report.replaceChildren(h("p", { class: "error" }, reason(error)));
        if (error.code === "stale") await store.refresh();
      }
    }) }, t("export.go"));
    const check = (name, text) => h("label", { class: "check" },
      h("input", { type: "checkbox", name, onchange: (event) => (state[name] = event.target.checked) }), text);
    const accepted = check("accepted", t("export.accepted"));
    const least = h("input", {
      type: "number", min: 0, max: 1, step: 0.05, value: "0",
      oninput: (event) => (state.least = Math.min(1, Math.max(0, Number(event.target.value) || 0))),
    });
    const whole = h("p", { class: "faint", hidden: true }, t("export.whole"));
    // A file of record has every bead, whatever its status and confidence.
    const chose = (format) => {
      state.format = format;
      const isRecord = format === "jsonl";
      whole.hidden = !isRecord;
      for (const field of [accepted.firstChild, least]) field.disabled = isRecord;
    };
    return [
      h("dl", { class: "counts" }, ["accepted", "corrected", "rejected", "untranslated", "new"].map((status) =>
        h("div", {}, h("dt", {}, t(`status.${status}`)), h("dd", {}, String(store.counts[status] ?? 0))))),
      h("label", {}, t("export.format"),
        choice(t("export.format"), formats.map(label), state.format, chose, { autofocus: true })),
      accepted,
      h("label", {}, t("export.least"), least),
      whole,
      store.shown?.length > 0 && check("chosen", t("export.chosen", { count: store.length })),
      report,
      buttons(h("button", { onclick: () => close() }, t("close")), go)];
  });
}

async function fetched(store, state) {
  await store.queue;
  const file = await download(`${store.path}/export`, {
    format: state.format,
    accepted_only: state.accepted,
    min_confidence: state.least,
    revision: store.revision,
    places: state.chosen ? store.shown ?? [] : null, // a document that was read again shows no choice
  });
  const link = h("a", { href: URL.createObjectURL(file.blob), download: file.name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return file;
}

function told({ name, report }) {
  const left = report.left_out ?? [];
  const text = t("export.written", { name, count: report.written ?? 0 });
  announce(text);
  return [
    h("p", {}, text),
    left.length > 0 && h("p", {}, t("export.left"), " ", left.join(" · ")),
    ...(report.warnings ?? []).map((warning) => h("p", {}, warning)),
  ];
}

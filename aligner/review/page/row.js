// A bead as a row: its number, confidence and state at the margin, and the two texts side by side.

import { h, hidden, symbol } from "./dom.js";
import { marked, occurrences } from "./text.js";
import { t } from "./words.js";

export const SHAPES = { sure: "●", fair: "◐", doubtful: "○" };
export const STATES = { new: "", accepted: "✓", corrected: "✎", rejected: "✗", untranslated: "∅" };

export function chip(confidence, band) {
  return h("b", { class: `chip ${band}` }, symbol(SHAPES[band]), ` ${confidence.toFixed(2)}`, hidden(` ${t(`band.${band}`)}`));
}

export function waitingRow(position) {
  return h("div", { role: "row", class: "row waiting", tabindex: "-1", "aria-rowindex": position + 1 },
    h("div", { role: "gridcell", class: "margin" }, hidden(t("row.waiting"))),
    h("div", { role: "gridcell", class: "side" }), h("div", { role: "gridcell", class: "side" }));
}

// look: what the editor knows beside the row itself: its langs, whether it is current, the cut, the words looked for.
export function beadRow(row, position, look) {
  const status = row.status;
  const classes = ["row", row.band, status];
  if (!row.source.length || !row.target.length) classes.push("unpaired");
  if (look.current) classes.push("current");
  if (look.changed) classes.push("changed");
  if (look.goesOn) classes.push("goes-on");
  return h("div", {
    role: "row",
    class: classes.join(" "),
    tabindex: look.current ? "0" : "-1",
    "aria-rowindex": position + 1,
    "aria-current": look.current ? "true" : null,
  }, margin(row), side(row, "source", look), side(row, "target", look));
}

function margin(row) {
  const state = STATES[row.status];
  return h("div", { role: "gridcell", class: "margin" },
    h("span", { class: "number" }, String(row.at + 1)),
    h("span", { class: "kind" }, row.kind),
    chip(row.confidence, row.band),
    h("span", { class: `state ${row.status}` }, symbol(state), hidden(t(`status.${row.status}`))),
    row.moved != null && h("button", { class: "moved", "data-moved": row.moved, tabindex: "-1", title: t("row.moved") },
      symbol("⇅"), hidden(t("row.moved"))));
}

function side(row, name, look) {
  const lang = look.langs[name];
  const segments = row[name];
  const cell = h("div", {
    role: "gridcell",
    class: `side ${name}${look.current && look.side === name ? " active" : ""}`,
    "data-side": name,
    lang: lang === "und" ? null : lang,
    dir: "auto",
  });
  segments.forEach((segment, number) => cell.append(segmentView(row, name, segment, number, look)));
  if (look.cut?.[name]?.segment === segments.length && segments.length) cell.append(caret());
  if (!segments.length) cell.append(h("span", { class: "none", lang: document.documentElement.lang }, t("row.none")));
  if (name === "target" && row.note) {
    cell.append(h("p", { class: "note", dir: "auto", lang: "" }, symbol("✉ "), row.note));
  }
  return cell;
}

function segmentView(row, name, segment, number, look) {
  const previous = row[name][number - 1];
  const classes = ["segment", `of-${segment.kind}`];
  if (previous && previous.paragraph !== segment.paragraph) classes.push("paragraph");
  const text = h("span", { class: "text" });
  const ranges = [
    ...(segment.label && segment.text.startsWith(segment.label)
      ? [{ start: 0, end: [...segment.label].length, class: "label" }] : []),
    ...row.marks.filter((mark) => mark.side === name && mark.segment === number)
      .map((mark) => ({ start: mark.start, end: mark.end, class: "differs", title: mark.text })),
    ...row.terms.map((term, pair) => ({ place: term[name], other: equivalent(row, term, name), pair }))
      .filter(({ place }) => place[0] === number)
      .map(({ place, other, pair }) => ({ start: place[1], end: place[2], class: "term", title: other, pair })),
    ...(look.words && (look.wordsSide === "both" || look.wordsSide === name) ? occurrences(segment.text, look.words) : []),
    ...(look.picked?.[name]?.segment === number ? [{ ...look.picked[name], class: "picked" }] : []),
  ];
  const points = segment.codes.map(({ at, text: code }) => ({
    at, element: h("code", { "data-extra": true, title: code }, symbol("◇"), hidden(code)),
  }));
  const cut = look.cut?.[name];
  if (cut?.segment === number) points.push({ at: cut.offset, element: caret() });
  marked(text, segment.text, ranges, points);
  const handle = h("span", { class: "handle", draggable: "true", "aria-hidden": "true", title: t("row.drag") });
  return h("div", { class: classes.join(" "), "data-segment": number }, handle, text);
}

const caret = () => h("span", { class: "cut", "data-extra": true, "aria-hidden": "true" });

// The equivalent of a term in this bead: the words on the other side.
function equivalent(row, term, name) {
  const other = name === "source" ? "target" : "source";
  const [segment, start, end] = term[other];
  return [...(row[other][segment]?.text ?? "")].slice(start, end).join("");
}

// Beads as a small table, for previews; `langs` as in the document.
export function beadTable(rows, langs, label) {
  const cell = (segments, lang) => h("td", { lang, dir: "auto" },
    segments.length ? segments.map(({ text }) => h("div", {}, text)) : h("span", { class: "none" }, "∅"));
  return h("table", { class: "beads", "aria-label": label }, h("tbody", {}, rows.map((row) =>
    h("tr", { class: row.band }, cell(row.source, langs.source), cell(row.target, langs.target),
      h("td", { class: "numbers" }, chip(row.confidence, row.band))))));
}

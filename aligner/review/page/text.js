// The text of a segment with what is marked in it. Offsets count code points, as in the interface.

import { h } from "./dom.js";

const ASTRAL = /[\ud800-\udfff]/;

// A function from code points to UTF-16 units of a text, and back.
export function units(text) {
  if (!ASTRAL.test(text)) return { length: text.length, unit: (point) => point, point: (unit) => unit };
  const starts = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  starts.push(at);
  const point = (unit) => {
    const found = starts.findIndex((start) => start >= unit);
    return found < 0 ? starts.length - 1 : found;
  };
  return { length: starts.length - 1, unit: (place) => starts[Math.min(place, starts.length - 1)], point };
}

// Ranges: {start, end, class, title, pair}; points: {at, element}. Both in code points.
export function marked(element, text, ranges, points) {
  const { length, unit } = units(text);
  const edges = new Set([0, length]);
  for (const { start, end } of ranges) edges.add(Math.min(start, length)).add(Math.min(end, length));
  for (const { at } of points) edges.add(Math.min(at, length));
  const sorted = [...edges].sort((one, other) => one - other);
  sorted.forEach((edge, number) => {
    for (const point of points) if (Math.min(point.at, length) === edge) element.append(point.element);
    const next = sorted[number + 1];
    if (next === undefined) return;
    const slice = text.slice(unit(edge), unit(next));
    const here = ranges.filter(({ start, end }) => start <= edge && end >= next);
    if (!here.length) element.append(slice);
    else element.append(h("span", {
      class: here.map((range) => range.class).join(" "),
      title: here.map((range) => range.title).filter(Boolean).join("\n") || null,
      "data-pair": here.find((range) => range.pair != null)?.pair,
    }, slice));
  });
  return element;
}

// Where some words occur in a text: ranges in code points.
export function occurrences(text, words) {
  const wanted = words.toLowerCase();
  const lower = text.toLowerCase();
  if (!wanted || lower.length !== text.length) return [];
  const { point } = units(text);
  const found = [];
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
    found.push({ start: point(at), end: point(at + wanted.length), class: "found" });
  }
  return found;
}

// The code point of a segment's text at a place of the document (a node and an offset in it).
export function pointAt(element, text, node, offset) {
  if (!element.contains(node)) return null;
  let unit = 0;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (found) =>
    found.parentElement.closest("[data-extra]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (walker.nextNode()) {
    const found = walker.currentNode;
    if (found === node) return units(text).point(unit + offset);
    if (node.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING) break;
    unit += found.data.length;
  }
  return units(text).point(Math.min(unit, text.length));
}

// The node and offset under the pointer.
export function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && [found.offsetNode, found.offset];
  }
  const found = document.caretRangeFromPoint?.(x, y);
  return found && [found.startContainer, found.startOffset];
}

// The starts of the words of a text and its end, in code points.
export function stops(text, lang) {
  const { point, length } = units(text);
  const found = [0];
  try {
    for (const { index, isWordLike } of new Intl.Segmenter(lang || "en", { granularity: "word" }).segment(text)) {
      if (isWordLike && index) found.push(point(index));
    }
  } catch {
    for (let at = 1; at < length; at++) found.push(at);
  }
  return [...found, length];
}

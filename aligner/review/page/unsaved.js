// What is not saved yet: kept in its field where saving was refused, and not left without a question.

// Whether the page has a change on its way, or a text or a note that is being written.
export function unsaved(store) {
  const fields = document.querySelectorAll(".row textarea, dialog[open] textarea");
  return store.pending > 0 || [...fields].some(({ value, defaultValue }) => value !== defaultValue);
}

// Whether the user is still in this editor, and writes nothing: a dialog or a field may be opened.
export function idle(editor) {
  return !editor.stopped.signal.aborted && !editor.writer && !document.querySelector("dialog[open]");
}

// Go back to a bead whose change was refused, to offer it again; false where there is none any more.
// A field is left, and its text refused, as a dialog opens too: the text comes back when that is closed.
export async function returned(editor, row) {
  const { store } = editor;
  const place = await store.find(row.id).catch(() => row.at);
  await store.whole(place, 1).catch(() => {}); // without an answer, the row as it was
  for (let box; (box = document.querySelector("dialog[open]"));) {
    await new Promise((resolve) => box.addEventListener("close", resolve, { once: true }));
  }
  if (!idle(editor)) return false;
  if (store.rows.get(place)?.id !== row.id) return false;
  editor.show(place);
  return true;
}

// Elements made from data. Texts are always text nodes: no string becomes markup.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" && tag === "textarea") element.defaultValue = value;
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  put(element, children);
  return element;
}

// Append children, in lists or not; none for null and false.
function put(element, children) {
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
}

export const hidden = (text) => h("span", { class: "unseen" }, text);

export const symbol = (text) => h("span", { "aria-hidden": "true", class: "symbol" }, text);

export function choice(label, options, chosen, changed, properties = {}) {
  const items = options.map(([value, text]) => h("option", { value, selected: value === chosen }, text));
  return h("select", { "aria-label": label, onchange: (event) => changed(event.target.value), ...properties }, items);
}

// A modal dialog. `build(close)` returns its contents; the promise is resolved with what `close` is given.
export function dialog(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const heading = h("h2", { id: "dialog-title" }, title);
    const box = h("dialog", { "aria-labelledby": "dialog-title", class: wide ? "wide" : "" });
    let result;
    const close = (value) => {
      result = value;
      box.close();
    };
    put(box, [heading, build(close, box)]);
    box.addEventListener("close", () => {
      box.remove();
      if (before?.isConnected) before.focus({ preventScroll: true });
      resolve(result);
    });
    // Pressed beside the dialog, and not where a text that is being marked ends; what is written stays.
    box.addEventListener("pointerdown", ({ target, clientX, clientY }) => {
      const { left, right, top, bottom } = box.getBoundingClientRect();
      const inside = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
      const written = [...box.querySelectorAll("textarea")].some(({ value, defaultValue }) => value !== defaultValue);
      if (target === box && !inside && !written) close();
    });
    // Enter in a field is the main button, as in a form; a text of several lines keeps it for itself.
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("input") || event.target.form) return;
      event.preventDefault();
      box.querySelector(".primary")?.click(); // a disabled one does nothing
    });
    document.body.append(box);
    box.showModal();
    box.querySelector("[autofocus]")?.focus();
  });
}

// Do the work of a button, once at a time. Meanwhile it keeps the focus, which a disabled button would lose.
export async function working(button, work) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

export function buttons(...items) {
  return h("div", { class: "buttons" }, items);
}

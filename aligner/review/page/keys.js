// Keys: from an event to the name under which commands list it, and to words for people.

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const SHOWN = {
  Mod: MAC ? "⌘" : "Ctrl", Alt: MAC ? "⌥" : "Alt", Shift: MAC ? "⇧" : "Shift",
  " ": "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc",
};

// "Mod+Shift+Z" for an event. A letter is the key's own where the keyboard writes another script.
export function keyOf(event) {
  let key = event.key;
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter && (key.length > 1 || key.charCodeAt(0) > 127 || event.altKey)) {
    key = event.shiftKey ? letter[1] : letter[1].toLowerCase();
  }
  const modifiers = [];
  if (event.ctrlKey || event.metaKey) modifiers.push("Mod");
  if (event.altKey) modifiers.push("Alt");
  // Shift belongs to a sign like `?` already.
  if (event.shiftKey && (key.length > 1 || /[a-z]/i.test(key))) modifiers.push("Shift");
  return [...modifiers, key].join("+");
}

export function commandOf(commands, event) {
  const key = keyOf(event);
  const command = commands.find(({ keys }) => keys.includes(key));
  return command && { command, key };
}

// A key for people: "Ctrl+Shift+Z", in parts.
export function keyParts(key) {
  return key.split(/\+(?=.)/).map((part) => SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

// The words of the interface, in the language that the user has chosen: messages.LANG.json.

export const LANGUAGES = { en: "English", zh: "中文" };
const KEPT = "duiqi.language";
let messages = {};
let plural = new Intl.PluralRules("en");
let numbers = new Intl.NumberFormat("en");
export let language = "en";

export async function load(wanted) {
  const known = wanted ?? kept(KEPT) ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  language = known in LANGUAGES ? known : "en";
  messages = await (await fetch(`/page/messages.${language}.json`)).json();
  plural = new Intl.PluralRules(language);
  numbers = new Intl.NumberFormat(language);
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  if (wanted) keep(KEPT, language);
}

// A message with its blanks filled; `count` chooses between the forms of a plural.
export function t(key, blanks = {}) {
  let message = messages[key] ?? key;
  if (typeof message === "object") message = message[plural.select(blanks.count ?? 0)] ?? message.other;
  return message.replace(/\{(\w+)\}/g, (_, name) => {
    const value = blanks[name] ?? "";
    return typeof value === "number" ? numbers.format(value) : String(value);
  });
}

// An error as the user reads it.
export function reason(error) {
  if (error?.code === "offline") return t("error.offline");
  if (error?.code === "token") return t("error.token");
  return error?.message || String(error);
}

// The name of a language for people, from its tag.
export function languageName(tag) {
  if (!tag || tag === "und") return t("language.unknown");
  try {
    return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

// What is remembered in this browser: a cookie, which all workbenches on this machine have, whatever their ports.
// The server answers in the language that it finds there.
export function kept(name) {
  return document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}

export function keep(name, value) {
  document.cookie = `${name}=${value}; Max-Age=31536000; Path=/; SameSite=Strict`;
}

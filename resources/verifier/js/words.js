// Sentences by key, in Vietnamese and English. The files in `words/` are made of resources/words
// (`python -m tests.certificates.make_page`).

import en from "../words/en.js";
import vi from "../words/vi.js";

const TABLES = { vi, en };
const KEPT = "vaxdesk.verifier.language";
let current = "vi";

export const language = () => current;
export const other = () => (current === "vi" ? "en" : "vi");

export function use(wanted) {
  current = wanted in TABLES ? wanted : "vi";
  try {
    localStorage.setItem(KEPT, current);
  } catch {
    // a phone that keeps nothing: the language holds for this time
  }
}

export function useKept() {
  try {
    use(localStorage.getItem(KEPT) ?? "vi");
  } catch {
    use("vi");
  }
}

export const known = (key) => key in TABLES[current];

// The sentence of a key with its facts in braces; a counted one is chosen by the fact `n`.
export function say(key, facts = {}) {
  const found = TABLES[current][key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  const form = typeof found === "string" ? found : (facts.n === 1 && found.one) || found.other;
  return form.replace(/\{(\w+)\}/g, (_, name) => String(facts[name]));
}

// A date as people here write it; a birth date or a dose may have only its year, or year and month.
export function day(text) {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(text ?? "");
  return parts ? parts.slice(1).filter(Boolean).reverse().join("/") : (text ?? "");
}

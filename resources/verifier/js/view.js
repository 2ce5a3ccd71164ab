// A verdict as a person reads it: big, in words, never by colour alone.

import { day, known, language, say } from "./words.js";

const MARKS = { ok: "M5 13l4 4L19 7", harm: "M6 6l12 12M18 6L6 18", wait: "M12 5v9M12 18.5v.5" };
// What says that nobody could be asked, not that somebody cheated.
const OPEN = new Set(["key_unknown", "version", "not_a_certificate", "letters", "parts_missing", "compression", "too_large", "envelope", "claims", "content", "other_kind"]);

const make = (name, { text, ...attributes } = {}, ...inside) => {
  const found = document.createElement(name);
  if (text !== undefined) found.textContent = text;
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.append(...inside.filter(Boolean));
  return found;
};

export function toneOf(verdict) {
  if (verdict.valid) return "ok";
  return verdict.reasons.every((reason) => OPEN.has(reason)) ? "wait" : "harm";
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const headline = (tone) =>
  make("h1", { id: "verdict", class: `verdict ${tone}` }, icon(MARKS[tone]), make("span", { text: say(`verifier.verdict.${tone}`) }));

// The parts of the page for a verdict.
export function shown(verdict) {
  const facts = verdict.facts ?? {};
  const reasons = verdict.reasons ?? [];
  const at = { not_yet: moment(facts.issued), expired: moment(facts.expires) };
  const why = reasons.map((reason) => say(`verdict.reason.${reason}`, { at: at[reason] ?? "" }));
  const mind = (verdict.cautions ?? []).map((one) => cautionOf(one, { days: facts.list_days ?? 0 }));
  return [
    headline(toneOf(verdict)),
    why.length && lines("why", say("verifier.why"), why),
    verdict.person && person(verdict.person),
    verdict.doses?.length && list(say("verifier.doses"), verdict.doses.map(dose)),
    verdict.results?.length && list(say(`verdict.content.${verdict.content}`), verdict.results.map(result)),
    mind.length && make("div", { class: "note" }, make("h2", { text: say("verifier.mind") }), lines("", "", mind)),
    details(verdict),
  ].filter(Boolean);
}

const cautionOf = (name, facts) => say(known(`verifier.caution.${name}`) ? `verifier.caution.${name}` : `verdict.caution.${name}`, facts);

function lines(kind, label, texts) {
  const found = make("ul", { class: kind || "kinds" }, ...texts.map((text) => make("li", { text })));
  if (label) found.setAttribute("aria-label", label);
  return found;
}

const list = (title, items) => make("div", {}, make("h2", { text: title }), make("ul", { class: "doses" }, ...items));

function person({ name, dob }) {
  const key = dob?.length === 4 ? "verifier.born_year" : "verifier.born";
  return make(
    "div",
    { class: "person" },
    make("p", { class: "about", text: say("verifier.person") }),
    make("p", { class: "full", text: name }),
    dob && make("p", { class: "born", text: say(key, { dob: day(dob) }) }),
    make("p", { text: say("verifier.compare") }),
  );
}

function dose(one) {
  return make(
    "li",
    {},
    make("b", { text: [numberOf(one), one.name || one.product].filter(Boolean).join(" · ") }),
    make("span", { text: dayOf(one) }),
    make("div", { class: "about", text: [one.lot && say("verifier.dose.lot", { lot: one.lot }), one.place || one.issuer, one.country].filter(Boolean).join(" · ") }),
  );
}

function numberOf({ number, series, booster }) {
  const told = series ? say("verifier.dose.numbered", { number, series }) : number ? say("verifier.dose.number", { number }) : "";
  return [told, booster && say("verifier.dose.booster")].filter(Boolean).join(" · ") || say("verifier.dose.alone");
}

function dayOf({ date, days }) {
  if (days === undefined) return say("verifier.dose.on_only", { date: day(date) });
  return days ? say("verifier.dose.on", { date: day(date), n: days, days }) : say("verifier.dose.on_today", { date: day(date) });
}

function result(one) {
  const recovered = Boolean(one.counts_from);
  const kind = recovered ? "recovery" : one.detected === undefined ? "unclear" : one.detected ? "detected" : "clear";
  const at = recovered ? say("verifier.result.since", { at: day(one.taken) }) : say("verifier.result.taken", { at: timeOf(one.taken) });
  const counts = recovered && say("verifier.result.counts", { from: day(one.counts_from), until: day(one.counts_until) });
  return make("li", {}, make("b", { text: say(`verifier.result.${kind}`) }), make("span", { text: at }), counts && make("div", { text: counts }), make("div", { class: "about", text: [one.issuer, one.country].filter(Boolean).join(" · ") }));
}

const locale = () => (language() === "vi" ? "vi-VN" : "en-GB");
const DATE = { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" };
const TIME = { ...DATE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

// A time in seconds as it is in Viet Nam, wherever the phone thinks that it is.
export const moment = (seconds) => (seconds ? new Intl.DateTimeFormat(locale(), TIME).format(seconds * 1000) : "");
export const dateOf = (seconds) => new Intl.DateTimeFormat(locale(), DATE).format(seconds * 1000);

function timeOf(iso) {
  const at = Date.parse(iso);
  return Number.isFinite(at) ? moment(at / 1000) : iso;
}

function details({ kind, content, facts = {}, doses = [], results = [] }) {
  const entry = doses[0] ?? results[0] ?? {};
  const rows = {
    kind: kind !== "unknown" && say(`verdict.kind.${kind}`),
    content: content && say(`verdict.content.${content}`),
    signer: [facts.signer, facts.signer_country].filter(Boolean).join(", "),
    issuer: entry.issuer,
    country: facts.country,
    issued: moment(facts.issued),
    expires: moment(facts.expires),
    site: facts.site,
    id: entry.certificate || facts.token,
    alg: facts.alg,
    list: facts.list_made && dateOf(facts.list_made),
  };
  const told = Object.entries(rows).filter(([, value]) => value);
  if (!told.length) return null;
  const pairs = told.flatMap(([name, text]) => [make("dt", { text: say(`verifier.detail.${name}`) }), make("dd", { text })]);
  return make("details", {}, make("summary", { text: say("verifier.more") }), make("dl", {}, ...pairs));
}

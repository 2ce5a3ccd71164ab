// The EU Digital COVID Certificate (schema 1.0 to 1.3.x): one person, and one vaccination, test or recovery.

import { refuse } from "./refused.js";

const GROUPS = { v: "vaccination", t: "test", r: "recovery" };
const MOST_ENTRIES = 10; // before version 1.3 a certificate could hold several
const DAY = /^\d{4}-\d\d-\d\d/;
const TIME = /^\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/;
const VERSION = /^\d{1,4}\.\d{1,4}\.\d{1,4}$/;
const BIRTH = /^(?:(?:19|20)\d\d(?:-\d\d){0,2}(?:T00:00:00)?)?$/; // a midnight: Bulgaria writes one

const length = (text) => [...text].length;
const text = (most, pattern) => (value) =>
  typeof value === "string" && length(value) <= most && (!pattern || pattern.test(value));
const [text80, plain] = [text(80), text(80, /^[A-Z<]*$/)];
const country = text(10, /^[A-Z]{1,10}$/);
const day = (value) => typeof value === "string" && DAY.test(value) && isDay(value.slice(0, 10)) && (value.length === 10 || TIME.test(value));
const count = (value) => Number.isInteger(value) && value >= 1 && value <= 99;
const time = (value) => typeof value === "string" && length(value) <= 40 && TIME.test(value) && isDay(value.slice(0, 10));
const own = { tg: text80, co: country, is: text80, ci: text80 };

const NEEDED = {
  nam: {},
  v: { ...own, vp: text80, mp: text80, ma: text80, dn: count, sd: count, dt: day },
  t: { ...own, tt: text80, sc: time, tr: text80 },
  r: { ...own, fr: day, df: day, du: day },
};
const ALLOWED = { nam: { fn: text80, gn: text80, fnt: plain, gnt: plain }, v: {}, t: { nm: text80, ma: text80, tc: text80 }, r: {} };

// `{content, nam, dob, entries}` of decoded CBOR.
export function read(value) {
  if (!(value instanceof Map)) refuse("content");
  const said = new Map([...value].filter(([, field]) => field !== null)); // null where the schema leaves a field out
  const [version, born] = [said.get("ver"), said.get("dob")];
  if (!text(14, VERSION)(version) || !text(19, BIRTH)(born)) refuse("content");
  if (born.length >= 10 && !isDay(born.slice(0, 10))) refuse("content");
  const nam = fields(said.get("nam"), "nam");
  if (!nam.fnt && !nam.gnt) refuse("content");
  const groups = Object.keys(GROUPS).map((group) => [group, entriesOf(said.get(group), group)]);
  const filled = groups.filter(([, entries]) => entries.length);
  const [major, minor] = version.split(".").map(Number);
  const most = major > 1 || (major === 1 && minor >= 3) ? 1 : MOST_ENTRIES;
  if (filled.length !== 1 || filled[0][1].length > most) refuse("content");
  return { content: GROUPS[filled[0][0]], nam, dob: born.slice(0, 10), entries: filled[0][1] };
}

function entriesOf(value, group) {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map((one) => fields(one, group)) : refuse("content");
}

function fields(value, group) {
  if (!(value instanceof Map)) refuse("content");
  for (const [name, fits] of Object.entries(NEEDED[group])) if (!fits(value.get(name))) refuse("content");
  for (const [name, fits] of Object.entries(ALLOWED[group])) if (value.has(name) && !fits(value.get(name))) refuse("content");
  return Object.fromEntries([...value].filter(([name]) => name in NEEDED[group] || name in ALLOWED[group]));
}

// A day of the calendar.
export function isDay(iso) {
  const [year, month, date] = iso.split("-").map(Number);
  if (year < 1 || month < 1 || month > 12 || date < 1) return false;
  return date <= new Date(Date.UTC(year < 100 ? year + 2000 : year, month, 0)).getUTCDate();
}

// WHO's vaccination status (DDCC:VS, core data set RC2): sets of one person, each with one dose.

import { isDay } from "./dcc.js";
import { refuse } from "./refused.js";

const MOST_SETS = 20;

const text = (most) => (value) => typeof value === "string" && [...value].length <= most;
const [word, stamp] = [text(200), text(40)];
const any = text(Infinity);
const count = (value) => Number.isInteger(value) && value >= 1 && value <= 99;
const shaped = (needed, allowed) => (value) => fits(value, needed, allowed);

const coding = shaped({ system: any, code: any }, { display: any });
const identifier = shaped({ value: word }, { system: word });
const reference = shaped({}, { display: word, identifier });
const period = shaped({}, { start: stamp, end: stamp });
const certificate = shaped({ issuer: reference, hcid: identifier, version: word }, { period });
const vaccination = shaped(
  { vaccine: coding, date: stamp, country: coding },
  { brand: coding, manufacturer: coding, maholder: coding, lot: word, dose: count, totalDoses: count, centre: word, disease: coding, nextDose: stamp },
);
const coreDataSet = shaped({ name: word, vaccination }, { birthDate: stamp, sex: word, identifier, certificate });

// `[{name, birthDate, certificate, vaccination}]` of decoded CBOR: a list, or one set alone.
export function read(value) {
  const found = Array.isArray(value) ? value : [value];
  if (!found.length || found.length > MOST_SETS || !found.every(coreDataSet)) refuse("content");
  const made = found.map(plain);
  if (!made.every((one) => day(one.vaccination.date))) refuse("content");
  const [{ name, birthDate }] = made;
  if (!name.trim() || made.some((one) => one.name !== name || (one.birthDate ?? "") !== (birthDate ?? ""))) refuse("content");
  return made;
}

// The day in a text, a month or a year where no more is known; empty where there is none.
export function day(written = "") {
  const found = [...written].slice(0, 10).join("");
  if (!/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(found)) return "";
  return isDay(found + "-01-01".slice(found.length - 4)) ? found : "";
}

// Null is as good as nothing: issuers write that for what they do not know.
function fits(value, needed, allowed) {
  if (!(value instanceof Map)) return false;
  const said = new Map([...value].filter(([, field]) => field !== null));
  if ([...said.keys()].some((name) => typeof name !== "string")) return false;
  if (!Object.entries(needed).every(([name, right]) => right(said.get(name)))) return false;
  return Object.entries(allowed).every(([name, right]) => !said.has(name) || right(said.get(name)));
}

function plain(value) {
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].filter(([, field]) => field !== null).map(([name, field]) => [name, plain(field)]));
}

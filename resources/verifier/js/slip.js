// The slip of a site, `VXS:`: signed by the device that wrote it down, printed before the certificate is there. Base45
// of a byte for the version and a COSE_Sign1 (EdDSA) whose key identifier is the number of the device.

import * as base45 from "./base45.js";
import * as cbor from "./cbor.js";
import * as cose from "./cose.js";
import { refuse } from "./refused.js";

export const PREFIX = "VXS:";
const VERSION = 1;
const TOKEN_BYTES = 16;
const MOST_LETTERS = 4296;
const MOST_DOSES = 8;
const MOST_DEVICE_BYTES = 8;
const LATEST = 253402300799;

// An opened slip whose signature nobody has checked yet.
export function read(text) {
  if ([...text].length > MOST_LETTERS) refuse("too_large");
  const bytes = base45.decode(text.slice(PREFIX.length).toUpperCase());
  if (bytes[0] !== VERSION) refuse(bytes.length ? "version" : "letters");
  const envelope = cose.read(bytes.slice(1));
  if (envelope.kid.length < 1 || envelope.kid.length > MOST_DEVICE_BYTES) refuse("envelope");
  const device = envelope.kid.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return { envelope, device, slip: stated(envelope.payload) };
}

const text = (least, most) => (value) => typeof value === "string" && [...value].length >= least && [...value].length <= most;
const number = (most) => (value) => Number.isInteger(value) && value >= 0 && value <= most;
const optional = (fits) => (value) => value === undefined || fits(value);
const FIELDS = {
  name: [1, text(1, 100)],
  born: [2, number(9999)],
  doses: [3, (value) => Array.isArray(value) && value.length >= 1 && value.length <= MOST_DOSES],
  unit: [4, text(0, 60)],
  site: [5, text(0, 100)],
  token: [6, (value) => value instanceof Uint8Array && value.length === TOKEN_BYTES],
  issued: [7, number(LATEST)],
};
const DOSE = {
  product: text(0, 16),
  lot: text(0, 40),
  day: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value),
  kind: optional(text(0, 12)),
  number: optional(number(99)),
};

function stated(payload) {
  const claims = decoded(payload);
  if (!(claims instanceof Map)) refuse("content");
  const byName = new Map([...claims].map(([key, value]) => [String(key), value]));
  const found = {};
  for (const [name, [key, fits]] of Object.entries(FIELDS)) {
    found[name] = byName.get(String(key));
    if (!fits(found[name])) refuse("content");
  }
  return { ...found, doses: found.doses.map(dose) };
}

function dose(value) {
  if (!Array.isArray(value) || value.length < 3) refuse("content");
  const found = Object.fromEntries(Object.keys(DOSE).map((name, at) => [name, value[at]]));
  for (const [name, fits] of Object.entries(DOSE)) if (!fits(found[name])) refuse("content");
  return found;
}

function decoded(payload) {
  try {
    return cbor.decode(payload);
  } catch (error) {
    if (error instanceof cbor.NotCbor) refuse("content");
    throw error;
  }
}

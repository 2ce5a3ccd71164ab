// The claims around a certificate (CWT, RFC 8392; hcert-spec 3.3): who issued it, when, until when.

import * as cbor from "./cbor.js";
import { refuse } from "./refused.js";

const [ISS, EXP, IAT, HCERT, DCC_V1] = [1, 4, 6, -260, 1];
const LATEST = 253402300799; // the last second of the year 9999
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

// Times in seconds, null when not stated; `content` is not yet looked at.
export function read(payload) {
  const claims = decoded(payload);
  if (!(claims instanceof Map)) refuse("claims");
  const issuer = claims.get(ISS);
  const inner = claims.get(HCERT);
  if (!(inner instanceof Map) || !inner.has(DCC_V1)) refuse("claims");
  return {
    issuer: typeof issuer === "string" ? issuer : "",
    issued: seconds(claims.get(IAT)),
    expires: seconds(claims.get(EXP)),
    content: inner.get(DCC_V1),
  };
}

function decoded(payload) {
  try {
    return cbor.decode(payload);
  } catch (error) {
    if (error instanceof cbor.NotCbor) refuse("claims");
    throw error;
  }
}

// Whole seconds of a NumericDate; also of floats and of times in text, which some issuers write.
function seconds(value) {
  if (value === undefined || value === null) return null;
  let found = value instanceof cbor.Float ? value.value : value;
  if (typeof value === "string") found = TIME.test(value) ? Date.parse(zoned(value)) / 1000 : NaN;
  if (typeof found !== "number" || !(found >= 0 && found <= LATEST)) refuse("claims");
  return Math.floor(found);
}

const zoned = (text) => (/(?:Z|[+-]\d\d:\d\d)$/.test(text) || text.length === 10 ? text : `${text}Z`).replace(" ", "T");

// The claims around a certificate (CWT, RFC 8392; hcert-spec 3.3): who issued it, when, until when.

import * as cbor from "./cbor.js";
import { refuse } from "./refused.js";

const [ISS, EXP, IAT, HCERT] = [1, 4, 6, -260];
export const [DCC_V1, DDCC_VS] = [1, 3]; // subclaims: EU certificate; WHO's vaccination status
const LATEST = 253402300799; // the last second of the year 9999
const TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

// Times in seconds, null when not stated; `content` is not yet looked at, `subclaim` says of which kind it is.
export function read(payload) {
  const claims = decoded(payload);
  if (!(claims instanceof Map)) refuse("claims");
  const issuer = claims.get(ISS);
  const inner = claims.get(HCERT);
  if (!(inner instanceof Map)) refuse("claims");
  const named = [...inner.keys()].filter((key) => typeof key === "number" || typeof key === "bigint");
  const subclaim = [DCC_V1, DDCC_VS, ...named].find((key) => named.includes(key)) ?? refuse("claims");
  return {
    issuer: typeof issuer === "string" ? issuer : "",
    issued: seconds(claims.get(IAT)),
    expires: seconds(claims.get(EXP)),
    content: inner.get(subclaim),
    subclaim,
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

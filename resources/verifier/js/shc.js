// SMART Health Cards: `shc:/` and digits, in one code or (deprecated) several; a JWS whose payload is raw DEFLATE.

import { ascii, fromBase64 } from "./bytes.js";
import { inflate } from "./inflate.js";
import { refuse } from "./refused.js";

export const PREFIX = "shc:/";
const MOST_INFLATED = 1 << 19; // a patient summary has some 100 kB
const MOST_LETTERS = 1 << 17;
const MOST_PARTS = 64;
const WHOLE = /^shc:\/(?:([1-9]\d?)\/([1-9]\d?)\/)?((?:\d\d)+)$/i;
const FIRST_LETTER = 45; // a pair of digits is the code of a letter less this
const TYPE = "https://smarthealth.cards#health-card";

// An opened card whose signature nobody has checked yet; `text` holds one code, or all of a card, each on a line.
export const read = async (text) => openJws(join(text));

// Which part of how many a code is, `[1, 1]` for a whole one; null when it is no card.
export function part(text) {
  const found = WHOLE.exec(text.trim());
  return found && [Number(found[1] ?? 1), Number(found[2] ?? 1)];
}

function join(text) {
  if (text.length > MOST_LETTERS) refuse("too_large");
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter(Boolean);
  const found = new Map();
  const totals = new Set();
  for (const line of lines) {
    const one = WHOLE.exec(line) ?? refuse("letters");
    found.set(Number(one[1] ?? 1), one[3]);
    totals.add(Number(one[2] ?? 1));
  }
  const [total] = totals;
  const wanted = Array.from({ length: total }, (_, at) => at + 1);
  const whole = totals.size === 1 && found.size === total && total <= MOST_PARTS && wanted.every((at) => found.has(at));
  return whole ? letters(wanted.map((at) => found.get(at)).join("")) : refuse("parts_missing");
}

function letters(pairs) {
  const codes = pairs.match(/../g).map((pair) => Number(pair) + FIRST_LETTER);
  return codes.some((code) => code > 0x7e) ? refuse("letters") : String.fromCharCode(...codes);
}

async function openJws(jws) {
  const parts = jws.split(".");
  const pieces = parts.map(unbase64);
  if (parts.length !== 3 || pieces.includes(null)) refuse("envelope");
  const [head, packed, signature] = pieces;
  const header = json(head) ?? refuse("envelope");
  if (!isObject(header) || typeof header.alg !== "string" || typeof header.kid !== "string") refuse("envelope");
  if ("zip" in header && typeof header.zip !== "string") refuse("envelope");
  const payload = header.zip === "DEF" ? await inflate(packed, "deflate-raw", MOST_INFLATED) : packed;
  return { header, kid: unbase64(header.kid) ?? new Uint8Array(), claims: claimsOf(json(payload)), signature, signed: ascii(`${parts[0]}.${parts[1]}`) };
}

function claimsOf(claims) {
  const card = isObject(claims) && isObject(claims.vc) ? claims.vc : refuse("claims");
  const optional = (value, type) => value === undefined || typeof value === type;
  const fits =
    typeof claims.iss === "string" && claims.iss.length <= 2000 && typeof claims.nbf === "number" &&
    (claims.exp === null || optional(claims.exp, "number")) && isObject(card.credentialSubject) &&
    Array.isArray(card.type) && card.type.every((one) => typeof one === "string") && card.type.includes(TYPE) &&
    optional(card.rid, "string") && (card.rid ?? "").length <= 64;
  if (!fits) refuse("claims");
  const entries = isObject(card.credentialSubject.fhirBundle) ? card.credentialSubject.fhirBundle.entry : null;
  const resources = (Array.isArray(entries) ? entries : []).map((one) => one?.resource).filter(isObject);
  return { issuer: claims.iss, begins: claims.nbf, ends: claims.exp ?? null, rid: card.rid ?? "", resources };
}

export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function json(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function unbase64(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  return fromBase64(text);
}

// Whether a SMART Health Card holds: signed by a key that the list has for its issuer, in its time, of doses done.

import { ascii, hex, lean } from "./bytes.js";
import { ES256 } from "./cose.js";
import { daysSince, facts, listCautions, once, times, unknownProducts } from "./meaning.js";
import { signedBy } from "./public_keys.js";
import { refuse } from "./refused.js";
import * as shc from "./shc.js";
import { productByCode } from "./values.js";

const SYSTEMS = {
  "http://hl7.org/fhir/sid/cvx": "cvx",
  "http://snomed.info/sct": "snomed",
  "http://id.who.int/icd11/mms": "icd11",
  "http://id.who.int/icd/release/11/mms": "icd11",
};
const LATEST = 253402300799;

export async function verifyShc(text, setting) {
  const sealed = await shc.read(text);
  const { key, reasons } = await signingKey(sealed, setting);
  const [begins, ends] = [seconds(sealed.claims.begins), seconds(sealed.claims.ends)];
  reasons.push(...times(setting, begins, ends));
  if (await revoked(sealed, setting.trust)) reasons.push("revoked");
  const cautions = listCautions(setting);
  if (key && reasons.includes("not_yet")) cautions.push("clock");
  const { person, doses } = said(sealed.claims, setting.now, key);
  return {
    kind: "smart",
    valid: !reasons.length,
    content: doses.length ? "vaccination" : undefined,
    reasons,
    cautions: once([...cautions, ...unknownProducts(doses)]),
    person,
    doses,
    facts: facts(setting, stated(sealed, key, begins, ends)),
  };
}

async function signingKey({ header, kid, claims, signature, signed }, { trust, now }) {
  if (header.alg !== "ES256") return { key: null, reasons: ["algorithm"] };
  const keys = claims.issuer ? trust.keys(kid, claims.issuer) : [];
  if (!keys.length) return { key: null, reasons: ["key_unknown"] };
  for (const key of keys) {
    if (!(await signedBy(key.spki, ES256, signature, signed))) continue;
    return { key, reasons: key.until && key.until < now ? ["key_expired"] : [] };
  }
  return { key: null, reasons: ["signature"] };
}

// A list holds of a card its issuer and `rid`, or the first half of its signature.
async function revoked({ claims, signature }, trust) {
  if (await trust.revokedToken(signature.slice(0, signature.length >> 1))) return true;
  return Boolean(claims.rid) && trust.revokedToken(ascii(`${claims.issuer} ${claims.rid}`));
}

function seconds(value) {
  if (value === null) return null;
  return value >= 0 && value <= LATEST ? Math.floor(value) : refuse("claims");
}

function said(claims, now, key) {
  let person;
  const doses = [];
  for (const resource of claims.resources) {
    if (resource.resourceType === "Patient") person = holder(resource);
    if (resource.resourceType === "Immunization") doses.push(dose(resource, claims, now, key));
  }
  const done = doses.filter(Boolean);
  return { person, doses: done.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0)) };
}

const asText = (value = "") => (typeof value === "string" ? value : refuse("content"));
const asList = (value = []) => (Array.isArray(value) ? value : refuse("content"));
const asObject = (value = {}) => (shc.isObject(value) ? value : refuse("content"));

function holder(patient) {
  const born = asText(patient.birthDate);
  const names = asList(patient.name).map((one) => {
    const name = asObject(one);
    return { family: asText(name.family), given: asList(name.given).map((part) => asText(part ?? null)), text: asText(name.text) };
  });
  if (!names.length) return undefined;
  const [{ family, given, text }] = names;
  const first = given.join(" ");
  return { name: [family, first].filter(Boolean).join(" ") || text, ...lean({ surname: family, given: first, dob: born }) };
}

// A dose that was given; null for one that was not done or was entered in error.
function dose(resource, claims, now, key) {
  const told = immunization(resource);
  if (told.status !== "completed") return null;
  const found = told.codings.map(({ system, code }) => productByCode(system, code)).find(Boolean);
  const [product, ours] = found ?? [];
  const [first] = told.codings;
  const rest = {
    product: first?.code && `${first.system}:${first.code}`,
    name: product?.name,
    vaccine: product?.vp,
    maker: product?.ma,
    lot: told.lot,
    place: told.place,
    country: key?.country,
    issuer: claims.issuer,
    ours: ours || product?.ours?.[0],
    days: daysSince(now, told.day),
  };
  return { date: told.day.slice(0, 10), ...lean(rest, ["days"]) };
}

function immunization(resource) {
  const needed = ["status", "vaccineCode", "occurrenceDateTime"];
  if (needed.some((name) => resource[name] === undefined)) refuse("content");
  const codings = asList(asObject(resource.vaccineCode).coding).map((one) => {
    const coding = asObject(one);
    return { system: SYSTEMS[asText(coding.system)] ?? "", code: asText(coding.code) };
  });
  const places = asList(resource.performer).map((one) => asText(asObject(asObject(one).actor).display));
  return {
    status: asText(resource.status),
    codings,
    day: asText(resource.occurrenceDateTime),
    lot: asText(resource.lotNumber),
    place: places[0],
  };
}

const stated = ({ header, kid, claims }, key, begins, ends) =>
  lean({
    country: key?.country,
    issued: begins,
    expires: ends,
    alg: header.alg,
    kid: hex(kid),
    signer: key?.name || claims.issuer,
    signer_country: key?.country,
  });

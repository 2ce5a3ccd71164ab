// Whether an EU certificate, or one of WHO in the same envelope, holds: signature first, then key, time, revocation and what it says (hcert-spec 6.3).

import { hex, lean } from "./bytes.js";
import * as cose from "./cose.js";
import * as cwt from "./cwt.js";
import * as dcc from "./dcc.js";
import * as ddcc from "./ddcc.js";
import * as hcert from "./hcert.js";
import { daysSince, facts, listCautions, nfc, once, times, unknownProducts } from "./meaning.js";
import { signedBy } from "./public_keys.js";
import { refuse, Refused } from "./refused.js";
import { fits } from "./uvci.js";
import { detected, productByMp } from "./values.js";
import * as who from "./verify_ddcc.js";

const [KIND, WHO_KIND] = ["eu_dcc", "ddcc"];
const UVCI = "URN:UVCI:"; // WHO's certificates may have numbers of any other kind
const USE = { vaccination: "v", test: "t", recovery: "r" };

export async function verifyHcert(text, setting) {
  const envelope = cose.read(await hcert.unwrap(text));
  const { key, reasons } = await signingKey(envelope, setting.trust.keys(envelope.kid));
  const told = (claims) => facts(setting, stated(envelope, key, claims));
  let claims;
  try {
    claims = cwt.read(envelope.payload);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: KIND, valid: false, reasons: [...reasons, error.reason], facts: told(null) };
  }
  if (key) reasons.push(...keyTimes(key, claims, setting.now));
  reasons.push(...times(setting, claims.issued, claims.expires));
  const cautions = [...listCautions(setting), ...doubts(claims, key, reasons)];
  const kind = claims.subclaim === cwt.DCC_V1 ? KIND : WHO_KIND;
  try {
    const said = SAID[claims.subclaim] ?? (() => refuse("other_kind"));
    return await said(claims.content, { envelope, key, reasons, cautions, facts: told(claims) }, setting);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind, valid: false, reasons: [...reasons, error.reason], cautions: once(cautions), facts: told(claims) };
  }
}

// The key of the list that signed, or why there is none.
async function signingKey(envelope, keys) {
  if (![cose.ES256, cose.PS256].includes(envelope.alg)) return { key: null, reasons: ["algorithm"] };
  if (!keys.length) return { key: null, reasons: ["key_unknown"] };
  for (const key of keys) {
    if (await signedBy(key.spki, envelope.alg, envelope.signature, envelope.signed)) return { key, reasons: [] };
  }
  return { key: null, reasons: ["signature"] };
}

async function ofEu(content, { envelope, key, reasons, cautions, facts: known }, setting) {
  const found = dcc.read(content);
  if (key?.use?.length && !key.use.includes(USE[found.content])) reasons.push("key_usage");
  for (const one of found.entries) {
    if (await setting.trust.revoked(one.ci, one.co, envelope.signature, envelope.alg)) reasons.push("revoked");
    if (fits(one.ci) === false) cautions.push("identifier");
  }
  const doses = found.content === "vaccination" ? found.entries.map((one) => dose(one, setting.now)) : [];
  const results = found.content === "vaccination" ? [] : found.entries.map(found.content === "test" ? test : recovery);
  return {
    kind: KIND,
    valid: !reasons.length,
    content: found.content,
    reasons: once(reasons),
    cautions: once([...cautions, ...unknownProducts(doses)]),
    person: holder(found),
    doses,
    results,
    facts: known,
  };
}

// WHO's vaccination status: by the same list, under the same rules, as a certificate of vaccination.
async function ofWho(content, { envelope, key, reasons, cautions, facts: known }, setting) {
  const found = who.ofCovid(ddcc.read(content));
  if (!found.length) refuse("other_kind");
  if (key?.use?.length && !key.use.includes(USE.vaccination)) reasons.push("key_usage");
  const doses = who.doses(found, setting.now);
  for (const one of doses) {
    const [number, country] = [one.certificate ?? "", one.country ?? ""];
    if (await setting.trust.revoked(number, country, envelope.signature, envelope.alg)) reasons.push("revoked");
    if (number.startsWith(UVCI) && fits(number) === false) cautions.push("identifier");
  }
  return {
    kind: WHO_KIND,
    valid: !reasons.length,
    content: "vaccination",
    reasons: once(reasons),
    cautions: once([...cautions, ...unknownProducts(doses)]),
    person: who.holder(found),
    doses,
    facts: known,
  };
}

const SAID = { [cwt.DCC_V1]: ofEu, [cwt.DDCC_VS]: ofWho };

function keyTimes(key, claims, now) {
  const found = [];
  if (key.from && claims.issued !== null && claims.issued < key.from) found.push("key_not_yet");
  if (key.until && key.until < now) found.push("key_expired");
  return found;
}

function doubts(claims, key, reasons) {
  const found = [];
  if (key && reasons.includes("not_yet")) found.push("clock"); // its issuer is believed, so our clock may be wrong
  if (key?.country && claims.issuer && claims.issuer !== key.country) found.push("country");
  return found;
}

const stated = (envelope, key, claims) =>
  lean({
    country: claims?.issuer,
    issued: claims?.issued,
    expires: claims?.expires,
    alg: cose.NAMES[envelope.alg],
    kid: hex(envelope.kid),
    signer: key?.name,
    signer_country: key?.country,
    signer_until: key?.until,
  });

function holder({ nam, dob }) {
  const [fn, gn] = [nfc(nam.fn ?? ""), nfc(nam.gn ?? "")];
  const written = [fn.trim(), gn.trim()].filter(Boolean).join(" ");
  const plain = `${nam.fnt ?? ""} ${nam.gnt ?? ""}`.replaceAll("<", " ").trim();
  const parts = lean({ surname: fn, given: gn, plain_surname: nam.fnt, plain_given: nam.gnt, dob });
  return { name: written || plain, ...parts };
}

function dose(one, now) {
  const product = productByMp(one.mp);
  const course = Math.max(product?.doses ?? 0, 2);
  const rest = {
    product: one.mp,
    name: product?.name,
    vaccine: one.vp,
    maker: one.ma,
    number: one.dn,
    series: one.sd,
    country: one.co,
    issuer: nfc(one.is),
    certificate: one.ci,
    ours: product?.ours?.[0],
    booster: one.dn > one.sd || (one.dn === one.sd && one.dn > course), // what lies beyond the primary course
    days: daysSince(now, one.dt),
  };
  return { date: one.dt.slice(0, 10), ...lean(rest, ["days"]) };
}

const test = (one) => ({
  taken: one.sc,
  ...lean({ detected: detected(one.tr), test: one.tt, ...origin(one) }, ["detected"]),
});

const recovery = (one) => ({
  taken: one.fr.slice(0, 10),
  ...lean({ detected: true, counts_from: one.df.slice(0, 10), counts_until: one.du.slice(0, 10), ...origin(one) }),
});

const origin = (one) => ({ country: one.co, issuer: nfc(one.is), certificate: one.ci });

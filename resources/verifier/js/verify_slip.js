// Whether the slip of a site holds: signed by a device of the list, for its own unit, and not taken back.

import { hex, lean } from "./bytes.js";
import * as cose from "./cose.js";
import { daysSince, facts, listCautions, once, times, unknownProducts } from "./meaning.js";
import { signedByDevice } from "./public_keys.js";
import * as slip from "./slip.js";
import { country, productByOurs } from "./values.js";

export async function verifySlip(text, setting) {
  const { envelope, device, slip: said } = slip.read(text);
  const { site, reasons } = await signingSite(envelope, setting.trust.sites(device));
  if (site?.until && said.issued > site.until) reasons.push("key_expired");
  if (site && site.unit !== said.unit) reasons.push("other_site");
  reasons.push(...times(setting, said.issued, null));
  if (await setting.trust.revokedToken(said.token)) reasons.push("revoked");
  const doses = said.doses.map((one) => dose(one, said.site, setting.now));
  const cautions = [...listCautions(setting), ...unknownProducts(doses), "provisional"];
  if (site && reasons.includes("not_yet")) cautions.push("clock");
  return {
    kind: "slip",
    valid: !reasons.length,
    content: "vaccination",
    reasons,
    cautions: once(cautions),
    person: { name: said.name, ...lean({ dob: said.born && String(said.born).padStart(4, "0") }) },
    doses,
    facts: facts(setting, stated(envelope, device, said, site)),
  };
}

async function signingSite(envelope, sites) {
  if (envelope.alg !== cose.EDDSA) return { site: null, reasons: ["algorithm"] };
  if (!sites.length) return { site: null, reasons: ["key_unknown"] };
  for (const site of sites) {
    if (await signedByDevice(site.key, envelope.signature, envelope.signed)) return { site, reasons: [] };
  }
  return { site: null, reasons: ["signature"] };
}

function dose(one, place, now) {
  const product = productByOurs(one.product);
  const rest = {
    product: one.product,
    name: product?.name,
    vaccine: product?.vp,
    maker: product?.ma,
    number: one.number,
    lot: one.lot,
    place,
    country,
    ours: product && one.product,
    booster: ["booster", "additional"].includes(one.kind),
    days: daysSince(now, one.day),
  };
  return { date: one.day, ...lean(rest, ["days"]) };
}

const stated = (envelope, device, said, site) =>
  lean({
    country,
    issued: said.issued,
    alg: cose.NAMES[envelope.alg],
    kid: hex(envelope.kid),
    signer: site?.name,
    signer_until: site?.until,
    device: Number(device),
    unit: said.unit,
    site: said.site,
    token: hex(said.token),
  });

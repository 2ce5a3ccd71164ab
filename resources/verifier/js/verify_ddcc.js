// What a WHO certificate (DDCC:VS) says; the rules of who signed are those of `HC1:`.

import { lean } from "./bytes.js";
import { day } from "./ddcc.js";
import { daysSince, nfc } from "./meaning.js";
import { productByCode, productByMp } from "./values.js";

const SYSTEMS = {
  "http://id.who.int/icd11/mms": "icd11",
  "http://id.who.int/icd/release/11/mms": "icd11",
  "http://snomed.info/sct": "snomed",
  "http://hl7.org/fhir/sid/cvx": "cvx",
};
const PRODUCTS = "https://ec.europa.eu/health/documents/community-register/html/";
const COVID = ["840539006", "RA01", "RA01.0", "U07.1"]; // SNOMED CT, ICD-11, ICD-10

// The sets about COVID-19; one that names no disease is about it, for that is what the model is for.
export const ofCovid = (found) => found.filter(({ vaccination: { disease } }) => !disease || COVID.includes(disease.code));

export const holder = ([{ name, birthDate }]) => ({ name: nfc(name).trim(), ...lean({ dob: day(birthDate) }) });

export function doses(found, now) {
  const made = found.map((one) => dose(one, now));
  return made.sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
}

function dose({ vaccination: told, certificate }, now) {
  const { code, named, product, ours } = vaccineOf(told);
  const [number, series] = [told.dose ?? 0, told.totalDoses ?? 0];
  const course = Math.max(product?.doses ?? 0, 2);
  const rest = {
    product: code,
    name: product?.name ?? nfc(named),
    vaccine: product?.vp,
    maker: product?.ma,
    number,
    series,
    lot: told.lot,
    place: nfc(told.centre ?? ""),
    country: told.country.code,
    issuer: nfc(certificate?.issuer.display ?? ""),
    certificate: certificate?.hcid.value,
    ours: ours || product?.ours?.[0],
    booster: series > 0 && (number > series || (number === series && number > course)),
    days: daysSince(now, day(told.date)),
  };
  return { date: day(told.date), ...lean(rest, ["days"]) };
}

// The code as certified, its name there, our product and form: of the brand, else of the class of vaccine.
function vaccineOf({ brand, vaccine }) {
  const codings = [brand, vaccine].filter(Boolean);
  const known = codings.find(listed) ?? codings[0];
  const [product, ours] = listed(known) ?? [];
  const system = SYSTEMS[known.system] ?? "";
  return { code: system ? `${system}:${known.code}` : known.code, named: known.display ?? "", product, ours };
}

function listed({ system, code }) {
  if (system !== PRODUCTS) return productByCode(SYSTEMS[system] ?? "", code);
  const product = productByMp(code);
  return product && [product, ""];
}

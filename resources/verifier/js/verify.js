// The one door: any text that somebody shows as a certificate, to a verdict. The same answers as `vaxdesk verify`.

import { lean } from "./bytes.js";
import * as hcert from "./hcert.js";
import { facts } from "./meaning.js";
import { Refused } from "./refused.js";
import * as shc from "./shc.js";
import * as slip from "./slip.js";
import { verifyHcert } from "./verify_hcert.js";
import { verifyShc } from "./verify_shc.js";
import { verifySlip } from "./verify_slip.js";

const DOORS = [
  [hcert.PREFIX, "eu_dcc", verifyHcert],
  [slip.PREFIX, "slip", verifySlip],
  [shc.PREFIX, "smart", verifyShc],
];
const ENDS = /^[\r\n\t\0\x02\x03\ufeff]+|[\r\n\t\0\x02\x03\ufeff]+$/g; // what scanners put around a code

const doorOf = (body) => DOORS.find(([prefix]) => body.slice(0, prefix.length).toUpperCase() === prefix.toUpperCase());

export const isCertificate = (text) => doorOf(text.replace(ENDS, "")) !== undefined;

// `text`: as read from a code; spaces mean something. `trust`: a Trusted. `now`: in seconds.
// Throws Unsupported when this browser cannot check it; anything else that is shown has a verdict.
export async function verify(text, { trust, now }) {
  const body = text.replace(ENDS, "");
  const door = doorOf(body);
  if (!door) return { kind: "unknown", valid: false, reasons: ["not_a_certificate"] };
  const [, kind, verified] = door;
  const setting = { trust, now };
  try {
    return lean(await verified(body, setting), ["valid"]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind, valid: false, reasons: [error.reason], facts: facts(setting) };
  }
}

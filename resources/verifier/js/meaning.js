// What the formats have in common when they are judged: the list, the time, the vaccines.

import { lean } from "./bytes.js";
import { isDay } from "./dcc.js";
import { AGEING_DAYS, OLD_DAYS } from "./trust.js";

const SKEW = 300; // seconds by which two honest clocks may differ

// Facts of the list, with those known of the certificate.
export function facts({ trust, now }, known = {}) {
  if (trust.made === null) return known;
  return { ...known, ...lean({ list_made: trust.made, list_days: Math.max(0, trust.ageDays(now)) }) };
}

// What is to be minded about the list, whatever the certificate.
export function listCautions({ trust, now }) {
  if (trust.made === null) return ["no_list"];
  const found = [];
  const days = trust.ageDays(now);
  if (days >= OLD_DAYS) found.push("list_old");
  else if (days >= AGEING_DAYS) found.push("list_ageing");
  if (trust.made > now + SKEW) found.push("clock");
  return found;
}

// Why a certificate does not hold at this time.
export function times({ now }, issued, expires) {
  const found = [];
  if (issued !== null && issued > now + SKEW) found.push("not_yet");
  if (expires !== null && expires < now) found.push("expired");
  return found;
}

// Whole days from an ISO day to today in UTC; null when it lies ahead or is none.
export function daysSince(now, day) {
  if (!isDay(day.slice(0, 10))) return null;
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  const days = Math.floor(now / 86400) - at / 86400000;
  return days >= 0 ? days : null;
}

export const unknownProducts = (doses) => (doses.some((one) => !one.ours) ? ["product_unknown"] : []);
export const once = (found) => [...new Set(found)];
export const nfc = (text) => text.normalize("NFC");

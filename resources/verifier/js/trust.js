// The trust list: whose signatures count, which devices of sites, what was revoked. The file has two lines: the list
// as JSON, and over exactly these bytes the server's signature in base64url.

import { ascii, fromBase64, hex, sha256 } from "./bytes.js";
import { ES256 } from "./cose.js";
import { signedByDevice } from "./public_keys.js";

export const [AGEING_DAYS, OLD_DAYS] = [7, 30]; // warned from then on; then every answer says on how old a list it rests
const VERSION = 1;
const MOST_LETTERS = 16 * 1024 * 1024;
const PURPOSE = "vaxdesk/1 trust";
const [OURS, EUS] = [10, 16]; // bytes of the sums of what was revoked

// No trust list, a damaged one, or not signed by the server that it should be from.
export class BadTrustList extends Error {}

// The list in a file that one of these servers signed (raw public keys).
export async function read(file, servers) {
  const [text, signature = ""] = file.split("\n");
  const signed = ascii(PURPOSE + text);
  let sig;
  try {
    sig = fromBase64(signature.trim());
  } catch {
    throw new BadTrustList("signature");
  }
  for (const server of servers) if (await signedByDevice(server, sig, signed)) return readUnsigned(text);
  throw new BadTrustList("signature");
}

// The list in a file whose giver is believed, signed or not.
export function readUnsigned(file) {
  if (file.length > MOST_LETTERS) throw new BadTrustList("size");
  try {
    return new Trusted(JSON.parse(file.split("\n", 1)[0]));
  } catch {
    throw new BadTrustList("form");
  }
}

const seconds = (iso) => (iso ? Math.floor(Date.parse(iso) / 1000) : 0);

// A list made ready to be asked. Without a list nothing holds.
export class Trusted {
  #keys = new Map();
  #sites = new Map();
  #revoked;

  constructor(list) {
    this.made = list ? seconds(list.made) : null;
    if (list && (list.v !== VERSION || !Number.isFinite(this.made))) throw new BadTrustList("version");
    for (const key of list?.keys ?? []) {
      const ready = { ...key, spki: fromBase64(key.spki), from: seconds(key.from), until: seconds(key.until) };
      put(this.#keys, `${hex(fromBase64(key.kid))} ${key.issuer ?? ""}`, ready);
    }
    for (const [device, key, unit, until = 0, name = ""] of list?.devices ?? []) {
      put(this.#sites, BigInt(device), { key: fromBase64(key), unit, until, name });
    }
    this.#revoked = new Set((list?.revoked ?? []).map((sum) => hex(fromBase64(sum))));
  }

  ageDays(now) {
    return Math.floor((now - this.made) / 86400);
  }

  // All keys of an identifier: it is short, so two may share one, and each is tried.
  keys(kid, issuer = "") {
    return this.#keys.get(`${hex(kid)} ${issuer}`) ?? [];
  }

  sites(device) {
    return this.#sites.get(device) ?? [];
  }

  // Whether a certificate is listed: by identifier, country and identifier, or signature (half of it with ES256).
  async revoked(identifier, country, signature, alg) {
    const half = alg === ES256 ? signature.slice(0, signature.length >> 1) : signature;
    const known = [ascii(identifier), ascii(country + identifier), half];
    return this.#has(known, [OURS, EUS]);
  }

  async revokedToken(token) {
    return this.#has([token], [OURS]);
  }

  async #has(known, sizes) {
    if (!this.#revoked.size) return false;
    const sums = await Promise.all(known.map(sha256));
    return sums.some((sum) => sizes.some((size) => this.#revoked.has(hex(sum.slice(0, size)))));
  }
}

function put(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

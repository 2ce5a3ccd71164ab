// COSE_Sign1 (RFC 9052): one signature over one payload. No clock, no trust.

import { ascii } from "./bytes.js";
import * as cbor from "./cbor.js";
import { refuse } from "./refused.js";

export const [ES256, PS256, EDDSA] = [-7, -37, -8];
export const NAMES = { [ES256]: "ES256", [PS256]: "PS256", [EDDSA]: "EdDSA" };
const [ALG, KID] = [1, 4];
const WRAPPED = [61, 18]; // CWT around COSE_Sign1; both may be missing
const ARRAY_OF_FOUR = Uint8Array.of(0x84);
const CONTEXT = cbor.joined([cbor.head(3, 10), ascii("Signature1")]);

// The parts of an envelope whose signature is not yet checked; `alg` 0 and `kid` empty when it names none.
export function read(bytes) {
  const [protectedHeader, unprotected, payload, signature] = parts(bytes);
  const shielded = protectedHeader.length ? decoded(protectedHeader) : new Map();
  if (!(shielded instanceof Map)) refuse("envelope");
  const stated = (name) => (shielded.has(name) ? shielded.get(name) : unprotected.get(name));
  const [alg, kid] = [stated(ALG), stated(KID)]; // both may stand there, the protected one counts
  return {
    payload,
    signature,
    alg: Number.isInteger(alg) ? alg : 0,
    kid: kid instanceof Uint8Array ? kid : new Uint8Array(),
    signed: cbor.joined([ARRAY_OF_FOUR, CONTEXT, cbor.bytes(protectedHeader), cbor.bytes(new Uint8Array()), cbor.bytes(payload)]),
  };
}

function parts(bytes) {
  let found = decoded(bytes);
  for (const tag of WRAPPED) found = found instanceof cbor.Tag && found.number === tag ? found.value : found;
  const fits =
    Array.isArray(found) &&
    found.length === 4 &&
    found[1] instanceof Map &&
    [found[0], found[2], found[3]].every((part) => part instanceof Uint8Array);
  return fits ? found : refuse("envelope");
}

function decoded(bytes) {
  try {
    return cbor.decode(bytes);
  } catch (error) {
    if (error instanceof cbor.NotCbor) refuse("envelope");
    throw error;
  }
}

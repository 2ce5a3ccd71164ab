// Whether a signature is that of a key, by the browser's own cryptography.

import { ES256, PS256 } from "./cose.js";

const KINDS = {
  [ES256]: { take: { name: "ECDSA", namedCurve: "P-256" }, verify: { name: "ECDSA", hash: "SHA-256" } },
  [PS256]: { take: { name: "RSA-PSS", hash: "SHA-256" }, verify: { name: "RSA-PSS", saltLength: 32 } },
};
const [LEAST_RSA, MOST_RSA] = [2048, 4096];

// This browser lacks what a check needs: that says nothing of the certificate.
export class Unsupported extends Error {}

async function taken(spki, alg) {
  try {
    const key = await crypto.subtle.importKey("spki", spki, KINDS[alg].take, false, ["verify"]);
    const bits = key.algorithm.modulusLength ?? LEAST_RSA;
    return bits >= LEAST_RSA && bits <= MOST_RSA ? key : null;
  } catch {
    return null; // a key of another kind, or none
  }
}

// `spki`: SubjectPublicKeyInfo in DER. The kind of the key must be that of the algorithm.
export async function signedBy(spki, alg, signature, data) {
  const key = await taken(spki, alg);
  return key !== null && crypto.subtle.verify(KINDS[alg].verify, key, signature, data);
}

// `raw`: 32 bytes of Ed25519, which older browsers lack.
export async function signedByDevice(raw, signature, data) {
  if (raw.length !== 32 || signature.length !== 64) return false;
  try {
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, key, signature, data);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new Unsupported("Ed25519");
    return false; // no point of the curve
  }
}

// Bytes as text and back, and what is done with them everywhere.

export const ascii = (text) => new TextEncoder().encode(text);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// Base64 in either alphabet, padded or not. Throws for anything else.
export function fromBase64(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

// Without what says nothing: fields that are empty, zero, false, null or missing. `kept` names those that stay.
export function lean(fields, kept = []) {
  const says = ([name, value]) =>
    kept.includes(name) ? value !== null && value !== undefined : Array.isArray(value) ? value.length > 0 : value && Object.keys(Object(value)).length + Number(typeof value !== "object") > 0;
  return Object.fromEntries(Object.entries(fields).filter(says));
}

// Base45 (RFC 9285). A space is a letter of it, so nothing is trimmed here.

import { refuse } from "./refused.js";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUE = new Map([...LETTERS].map((letter, value) => [letter, value]));

export function decode(text) {
  if (text.length % 3 === 1) refuse("letters");
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 ? 1 : 0));
  let at = 0;
  for (let i = 0; i < text.length; i += 3) {
    const part = [...text.slice(i, i + 3)].map((letter) => VALUE.get(letter) ?? refuse("letters"));
    const number = part[0] + part[1] * 45 + (part[2] ?? 0) * 2025;
    if (number > (part.length === 3 ? 0xffff : 0xff)) refuse("letters");
    if (part.length === 3) bytes[at++] = number >> 8;
    bytes[at++] = number & 0xff;
  }
  return bytes;
}

// CBOR (RFC 8949) as certificates use it: one item, nothing behind it, no deeper than MOST_DEEP.
// Maps become Map, byte strings Uint8Array, floats Float, integers beyond 2^53 BigInt, tags Tag, dates what they tag.
// Whatever else it is given, it throws NotCbor.

export const MOST_DEEP = 16;
const BARE = [0, 1, 100, 1004, 55799]; // dates, which some issuers tag, and the mark of CBOR itself
const ODD = [2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54, 256, 258, 260, 261, 43000]; // no certificate needs them
const BREAK = Symbol("break");
const [UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, SIMPLE] = [0, 1, 2, 3, 4, 5, 6, 7];
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// Told apart from integers, since no certificate has a float where an integer is meant.
export class Float {
  constructor(value) {
    this.value = value;
  }
}

export class NotCbor extends Error {}

const broken = () => {
  throw new NotCbor();
};

export class Tag {
  constructor(number, value) {
    this.number = number;
    this.value = value;
  }
}

export function decode(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  if (reader.at !== bytes.length) broken();
  return value;
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  take(size) {
    const from = this.at;
    if (size > this.bytes.length - from) broken();
    this.at += Number(size);
    return from;
  }

  item(depth) {
    const value = this.itemOrBreak(depth);
    if (value === BREAK) broken();
    return value;
  }

  itemOrBreak(depth) {
    if (depth > MOST_DEEP) broken();
    const first = this.view.getUint8(this.take(1));
    const [major, info] = [first >> 5, first & 31];
    if (major === SIMPLE) return this.simple(info);
    if (info === 31) return this.endless(major, depth);
    const number = this.number(info);
    if (major === UNSIGNED) return plain(number);
    if (major === NEGATIVE) return plain(-1n - BigInt(number));
    if (major === TAG) return this.tagged(number, depth);
    if (number > this.bytes.length) broken(); // each element has a byte at least
    if (major === BYTES) return this.slice(number);
    if (major === TEXT) return text(this.slice(number));
    if (major === ARRAY) return Array.from({ length: Number(number) }, () => this.item(depth + 1));
    const map = new Map();
    for (let i = 0; i < number; i++) this.pair(map, this.item(depth + 1), depth);
    return map;
  }

  tagged(number, depth) {
    if (ODD.includes(number)) broken();
    const value = this.item(depth + 1);
    return BARE.includes(number) ? value : new Tag(number, value);
  }

  number(info) {
    if (info < 24) return info;
    if (info === 24) return this.view.getUint8(this.take(1));
    if (info === 25) return this.view.getUint16(this.take(2));
    if (info === 26) return this.view.getUint32(this.take(4));
    if (info === 27) return plain(this.view.getBigUint64(this.take(8)));
    return broken();
  }

  slice(size) {
    const from = this.take(size);
    return this.bytes.slice(from, this.at);
  }

  pair(map, key, depth) {
    if (typeof key === "object" && key !== null) broken(); // no certificate has such a key
    if (map.has(key)) broken();
    map.set(key, this.item(depth + 1));
  }

  endless(major, depth) {
    if (major === BYTES || major === TEXT) return this.chunks(major, depth);
    if (major !== ARRAY && major !== MAP) broken();
    const [list, map] = [[], new Map()];
    for (let one = this.itemOrBreak(depth + 1); one !== BREAK; one = this.itemOrBreak(depth + 1)) {
      if (major === ARRAY) list.push(one);
      else this.pair(map, one, depth);
    }
    return major === ARRAY ? list : map;
  }

  chunks(major, depth) {
    const found = [];
    for (let one = this.itemOrBreak(depth + 1); one !== BREAK; one = this.itemOrBreak(depth + 1)) {
      if (major === TEXT ? typeof one !== "string" : !(one instanceof Uint8Array)) broken();
      found.push(one);
    }
    return major === TEXT ? found.join("") : joined(found);
  }

  simple(info) {
    if (info === 31) return BREAK;
    if (info === 25) return new Float(half(this.view.getUint16(this.take(2))));
    if (info === 26) return new Float(this.view.getFloat32(this.take(4)));
    if (info === 27) return new Float(this.view.getFloat64(this.take(8)));
    if (info < 20 || info > 23) broken(); // simple values that mean nothing here
    return [false, true, null, undefined][info - 20];
  }
}

const plain = (number) => {
  const small = Number(number);
  return Number.isSafeInteger(small) ? small : number;
};

function text(bytes) {
  try {
    return utf8.decode(bytes);
  } catch {
    return broken();
  }
}

function half(bits) {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// The head of an item, and byte strings: all that is written here is what a COSE signature covers.
export function head(major, size) {
  if (size < 24) return Uint8Array.of((major << 5) | size);
  if (size < 0x100) return Uint8Array.of((major << 5) | 24, size);
  if (size < 0x10000) return Uint8Array.of((major << 5) | 25, size >> 8, size & 0xff);
  return Uint8Array.of((major << 5) | 26, size >>> 24, (size >> 16) & 0xff, (size >> 8) & 0xff, size & 0xff);
}

export const bytes = (value) => joined([head(BYTES, value.length), value]);

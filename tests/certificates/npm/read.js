// Reads certificates with parts by others: base45, pako, cbor, cose-js. Requests come as JSON on the standard input.
// {"texts": ["HC1:…"], "keys": {"<kid in hex>": {"x", "y"} or {"n", "e"}, all hex}} -> [{"ok", "claims"} or {"error"}]

const base45 = require("base45");
const cbor = require("cbor");
const cose = require("cose-js");
const pako = require("pako");

const bytes = (hex) => Buffer.from(hex, "hex");

function keyOf(stated) {
  return stated.x ? { x: bytes(stated.x), y: bytes(stated.y) } : { n: bytes(stated.n), e: parseInt(stated.e, 16) };
}

function kidOf(envelope) {
  const [head, outside] = cbor.decodeFirstSync(envelope).value;
  const kid = (head.length ? cbor.decodeFirstSync(head).get(4) : undefined) ?? outside.get(4);
  return kid.toString("hex");
}

// Maps become plain objects, so that the answer is JSON.
function plain(value) {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [String(key), plain(one)]));
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === "object" && value.constructor === Object) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
  }
  return value;
}

function read(text, keys) {
  try {
    const envelope = Buffer.from(pako.inflate(base45.decode(text.slice(4))));
    const payload = cose.sign.verifySync(envelope, { key: keyOf(keys[kidOf(envelope)]) });
    return { ok: true, claims: plain(cbor.decodeFirstSync(payload)) };
  } catch (error) {
    return { ok: false, error: String(error.message) };
  }
}

const { texts, keys } = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map((text) => read(text, keys))));

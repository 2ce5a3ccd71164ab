// Makes certificates with parts by others: base45, pako, cbor, cose-js. Requests come as JSON on the standard input.
// [{"alg", "kid", "key": {"d"} or {"n", "e", "d", "p", …}, all hex, "claims": {…}}] -> ["HC1:…"]

const base45 = require("base45");
const cbor = require("cbor");
const cose = require("cose-js");
const pako = require("pako");

const bytes = (hex) => Buffer.from(hex, "hex");

function keyOf(stated) {
  const made = Object.fromEntries(Object.entries(stated).map(([name, hex]) => [name, bytes(hex)]));
  if (stated.n) made.e = parseInt(stated.e, 16);
  return made;
}

async function made({ alg, kid, key, claims }) {
  const { iss, exp, iat, dcc, ddcc } = claims; // EU certificate, or sets of WHO
  const payload = cbor.encode(new Map([[1, iss], [4, exp], [6, iat], [-260, new Map([ddcc ? [3, ddcc] : [1, dcc]])]]));
  const envelope = await cose.sign.create({ p: { alg, kid: bytes(kid) }, u: {} }, payload, { key: keyOf(key) });
  return "HC1:" + base45.encode(Buffer.from(pako.deflate(envelope)));
}

Promise.all(JSON.parse(require("fs").readFileSync(0, "utf8")).map(made)).then((texts) => console.log(JSON.stringify(texts)));

// The trust list as this phone keeps it, and the keys of the servers whose lists count.
// Both come from the server of this page, as the page does. A list from a file counts by its signature alone.

import { fromHex } from "./bytes.js";
import { Unsupported } from "./public_keys.js";
import * as trust from "./trust.js";

const CACHE = "vaxdesk-trust";
const LIST = "kept-trust-list";
const SERVERS = "kept-servers";
const inMemory = new Map(); // where the phone keeps nothing

async function kept(name) {
  try {
    const found = await (await caches.open(CACHE)).match(name);
    return found ? await found.text() : (inMemory.get(name) ?? "");
  } catch {
    return inMemory.get(name) ?? "";
  }
}

async function keep(name, text) {
  inMemory.set(name, text);
  try {
    await (await caches.open(CACHE)).put(name, new Response(text));
  } catch {
    // the phone keeps nothing: it holds for as long as the page is open
  }
}

async function asked(address) {
  try {
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache", redirect: "error" });
    return answer.ok ? await answer.text() : "";
  } catch {
    return ""; // no line, or not there
  }
}

const servers = async () => {
  try {
    return JSON.parse(await kept(SERVERS)).servers.map(fromHex);
  } catch {
    return [];
  }
};

// The list of the last time, or none.
export async function last() {
  const text = await kept(LIST);
  return text ? trust.readUnsigned(text) : new trust.Trusted(null); // checked before it was kept
}

// The list from the first of the page's own addresses that has one; null when none is to be had now.
export async function fromServer() {
  const named = await asked("servers.json");
  if (named) await keep(SERVERS, named);
  for (const address of document.querySelector("meta[name=trust]").content.split(/\s+/)) {
    const text = await asked(address);
    if (text) return takeIn(await ofServer(text), text);
  }
  return null;
}

// The list in a file. Throws BadTrustList, or Unsupported when this browser cannot check who signed it.
export async function fromFile(file) {
  const text = await file.text();
  return takeIn(await trust.read(text, await servers()), text);
}

// Believed as the page itself is where no key is named, or where the browser is too old to check a signature of ours.
async function ofServer(text) {
  const known = await servers();
  if (!known.length) return trust.readUnsigned(text);
  try {
    return await trust.read(text, known);
  } catch (error) {
    if (error instanceof Unsupported) return trust.readUnsigned(text);
    throw error;
  }
}

async function takeIn(found, text) {
  const before = await last().catch(() => new trust.Trusted(null));
  if (before.made !== null && found.made < before.made) throw new trust.BadTrustList("older");
  await keep(LIST, text);
  return found;
}

"use strict";
const NAME = "vaxdesk-portal-VERSION";
const KEPT = ["KEPT"];
const PATIENCE_MS = 4000; // for a page that is here already
self.addEventListener("install", event => {
  event.waitUntil(caches.open(NAME).then(cache => cache.addAll(KEPT.map(one => new Request(one, { cache: "reload" })))).then(() => self.skipWaiting()));
});
self.addEventListener("activate", event => {
  event.waitUntil(caches.keys()
    .then(names => Promise.all(names.filter(one => one.startsWith("vaxdesk-portal-") && one !== NAME).map(one => caches.delete(one))))
    .then(() => self.clients.claim()));
});
self.addEventListener("fetch", event => {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== self.location.origin) return;
  if (asked.mode === "navigate") {
    const fresh = fetch(asked);
    event.waitUntil(fresh.then(answer => again(new URL(asked.url).pathname, answer.clone())).catch(() => {}));
    event.respondWith(page(asked, fresh));
  } else {
    event.respondWith(caches.match(asked).then(found => found || fetch(asked)));
  }
});
// A page says in which language it is. The worker may have come, with pages in another one, after it was chosen.
self.addEventListener("message", event => event.waitUntil(speak(event.data).catch(() => {})));
async function speak(language) {
  const cache = await caches.open(NAME);
  for (const path of KEPT) {
    const kept = await cache.match(path);
    const spoken = kept && kept.headers.get("Content-Language"); // files have none
    if (spoken && spoken !== language) await again(path, await fetch(path, { cache: "reload" }));
  }
}
// On a line that is there in name alone, a page that is kept opens all the same.
async function page(asked, fresh) {
  const kept = await caches.match(asked.url, { ignoreSearch: true });
  const late = new Promise(done => { if (kept) setTimeout(() => done(kept), PATIENCE_MS); });
  return Promise.race([fresh, late]).catch(async () => kept || caches.match(KEPT[0]));
}
// A page that is kept is kept anew whenever it was seen: in the language that was chosen last. Of others nothing is.
async function again(path, answer) {
  if (KEPT.includes(path) && answer.ok && !answer.redirected) await (await caches.open(NAME)).put(path, answer);
}

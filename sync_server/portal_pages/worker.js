"use strict";
const NAME = "vaxdesk-portal-VERSION";
const KEPT = ["KEPT"];
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
    event.respondWith(fetch(asked).catch(() => caches.match(asked.url, { ignoreSearch: true }).then(found => found || caches.match(KEPT[0]))));
  } else {
    event.respondWith(caches.match(asked).then(found => found || fetch(asked)));
  }
});

// Keeps the whole page on the phone, so that it opens without a line. A new version replaces all files at once.
// The two lines below are made by `python -m tests.certificates.make_page`.

const VERSION = "cd1eb629d17c02b3";
const FILES = [
  "./",
  "data/values.js",
  "icons/192.png",
  "icons/512.png",
  "icons/mark.svg",
  "js/base45.js",
  "js/bytes.js",
  "js/camera.js",
  "js/cbor.js",
  "js/cose.js",
  "js/cwt.js",
  "js/dcc.js",
  "js/ddcc.js",
  "js/hcert.js",
  "js/inflate.js",
  "js/kept_list.js",
  "js/meaning.js",
  "js/page.js",
  "js/public_keys.js",
  "js/qr.js",
  "js/qr_worker.js",
  "js/refused.js",
  "js/shc.js",
  "js/slip.js",
  "js/trust.js",
  "js/uvci.js",
  "js/values.js",
  "js/verify.js",
  "js/verify_ddcc.js",
  "js/verify_hcert.js",
  "js/verify_shc.js",
  "js/verify_slip.js",
  "js/view.js",
  "js/words.js",
  "manifest.webmanifest",
  "vendor/qr/decode.js",
  "vendor/qr/index.js",
  "verifier.css",
  "words/en.js",
  "words/vi.js",
];
const CACHE = `vaxdesk-verifier-${VERSION}`;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((name) => new Request(name, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

async function forgetOlder() {
  const older = (await caches.keys()).filter((name) => name.startsWith("vaxdesk-verifier-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(self.registration.scope)) return;
  event.respondWith(caches.match(event.request, { ignoreSearch: true, cacheName: CACHE }).then((kept) => kept ?? fetch(event.request)));
});

"use strict";
if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/portal/sw.js", { scope: "/portal/" }).catch(() => {});
  navigator.serviceWorker.ready.then(here => here.active.postMessage(document.documentElement.lang));
}
// A form is sent once: a second touch while the line is slow would only be told that it was there already.
document.addEventListener("submit", event => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  window.setTimeout(() => { delete form.dataset.sent; }, 15000);
});

// Asks every three seconds whether a figure has changed, and puts the new part in place; stops while nobody looks.
"use strict";
(() => {
  const live = document.getElementById("live");
  const fresh = document.getElementById("fresh");
  let tag = "";
  let timer = 0;

  const put = (text) => {
    const at = document.activeElement;
    const link = live.contains(at) ? at.getAttribute("href") : null;
    const open = [...live.querySelectorAll("details")].map((one) => one.open);
    live.innerHTML = text;
    live.querySelectorAll("details").forEach((one, n) => { one.open = Boolean(open[n]); });
    if (link) {
      const again = [...live.querySelectorAll("a")].find((one) => one.getAttribute("href") === link);
      if (again) again.focus({ preventScroll: true });
    }
  };

  const ask = async () => {
    try {
      const answer = await fetch(live.dataset.live, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store", redirect: "manual" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag");
        put(await answer.text());
      } else if (answer.type === "opaqueredirect" || answer.status === 404) {
        window.location.reload(); // signed out, or no longer this visitor's
        return;
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      fresh.textContent = fresh.dataset.said + " " + new Date().toLocaleTimeString(document.documentElement.lang);
    } catch {
      fresh.textContent = fresh.dataset.lost;
    }
    next();
  };

  const next = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, 3000);
  };

  document.addEventListener("visibilitychange", next);
  next();
})();

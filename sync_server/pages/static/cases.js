// Keys of the reconciliation desk: each button that has one shows it. Without this script the same buttons work by Tab.
"use strict";
(function () {
  let busy = false;
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || busy) return;
    if (event.target.closest("input, select, textarea")) return;
    const found = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!found) return;
    event.preventDefault();
    if (found.hash) {
      const part = document.querySelector(found.hash);
      if (part) {
        part.open = true;
        part.scrollIntoView();
        part.querySelector('select, textarea, input:not([type="hidden"])').focus();
      }
      return;
    }
    busy = true; // one key decides one case, however long it is held
    found.click();
  });
  document.addEventListener("click", function (event) {
    const link = event.target.closest('a[href^="#"]');
    const part = link && document.querySelector(link.hash);
    if (part && part.tagName === "DETAILS") part.open = true;
  });
})();

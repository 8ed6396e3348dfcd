// The page of a batch tells how far it is, without being loaded anew, until everything is done.
"use strict";

const PAUSE = 3000;

async function look() {
  const shown = document.querySelector("[data-gathering]");
  // Whoever is about to press a button or follow a link is left in peace.
  if (!shown.contains(document.activeElement) && !document.hidden) {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-gathering]");
      if (!now) return;
      shown.replaceWith(now);
      if (!now.querySelector("form[action$='/stop/']")) return;
    }
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);

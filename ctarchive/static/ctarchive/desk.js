/* The review desk by keyboard. Without it the page's radio buttons, reasons and one button do the same.
   Decisions that were not sent yet survive a closed tab; they are forgotten where the item was changed since. */
"use strict";

(() => {
  const form = document.getElementById("desk-form");
  const coming = document.getElementById("desk-next");
  if (!form) {
    // All is decided: Enter, or Shift and N, leads to the next review.
    coming?.focus();
    document.addEventListener("keydown", (event) => {
      if (event.key !== "N" || event.target.matches("textarea, input, select") || !coming) return;
      coming.click();
    });
    return;
  }
  const items = [...form.querySelectorAll(".desk-item")];
  const keys = document.querySelector(".desk-keys");
  const keysOn = document.querySelector(".desk-keys-on");
  const tally = document.getElementById("desk-tally");
  const store = `ctarchive-desk-${form.dataset.subject}`;
  const seen = new Map(form.elements.seen.value.split(",").map((pair) => pair.split(":")));

  const uid = (item) => item.id.slice("item-".length);
  const radios = (item) => [...item.querySelectorAll("input[type=radio]")];
  const verdict = (item) => radios(item).find((radio) => radio.checked)?.value || "";
  const reason = (item) => item.querySelector("textarea");
  const current = () => items.find((item) => item.contains(document.activeElement));

  const remember = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch { /* A browser may keep nothing; the page works without. */ }
  };
  const recall = (key) => {
    try { return localStorage.getItem(key); } catch { return null; }
  };

  const show = () => {
    const counts = { accept: 0, back: 0 };
    const kept = {};
    for (const item of items) {
      const chosen = verdict(item);
      item.classList.toggle("is-accept", chosen === "accept");
      item.classList.toggle("is-back", chosen === "back");
      if (chosen) counts[chosen] += 1;
      if (chosen || reason(item).value) kept[uid(item)] = { chosen, reason: reason(item).value, version: seen.get(uid(item)) };
    }
    tally.value = tally.dataset.text.replace("%a", counts.accept).replace("%b", counts.back).replace("%n", items.length);
    remember(store, Object.keys(kept).length ? JSON.stringify(kept) : null);
  };

  const restore = () => {
    let kept = {};
    try { kept = JSON.parse(recall(store) || "{}"); } catch { kept = {}; }
    for (const item of items) {
      const mine = kept[uid(item)];
      if (!mine) continue;
      if (!reason(item).value) reason(item).value = mine.reason || "";
      const radio = radios(item).find((one) => one.value === mine.chosen);
      if (mine.version === seen.get(uid(item)) && radio && !radio.disabled && !verdict(item)) radio.checked = true;
    }
  };

  const go = (item) => {
    if (!item) return;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const here = items.indexOf(current());
    go(items[here < 0 ? 0 : Math.min(Math.max(here + by, 0), items.length - 1)]);
  };
  const choose = (value) => {
    const item = current() || items[0];
    const radio = radios(item).find((one) => one.value === value);
    if (!radio || radio.matches(":disabled")) return go(item);
    radio.checked = true;
    show();
    if (value === "back") reason(item).focus();
    else go(items[items.indexOf(item) + 1] || item);
  };

  const commands = {
    a: () => choose("accept"),
    s: () => choose("back"),
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    P: () => { if (!form.classList.contains("is-held")) form.requestSubmit(document.getElementById("desk-publish")); },
    N: () => coming?.click(),
    "?": () => { keys.open = !keys.open; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    if (target.matches("textarea") && event.key === "Escape") {
      const item = current();
      if (item) go(items[items.indexOf(item) + 1] || item);
      return;
    }
    const typing = target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing || !keysOn.checked || !Object.hasOwn(commands, event.key)) return;
    event.preventDefault();
    commands[event.key]();
  });

  keysOn.checked = recall("ctarchive-desk-keys") !== "off";
  keysOn.addEventListener("change", () => remember("ctarchive-desk-keys", keysOn.checked ? null : "off"));
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  keys.hidden = false;
  restore();
  show();
  go(items.find((item) => location.hash === `#${item.id}`) || items[0]);
})();

// The list of what programs suggest in a document. Taking one fills the workbench's form (`workbench:fill`), which says when
// it was saved (`workbench:taken`); rejecting one is kept at once.

const $ = (id) => document.getElementById(id);
const config = JSON.parse($("wb-config").textContent);
const bench = $("workbench");
const text = $("wb-text");
const box = $("wb-suggestions");
const list = $("wb-suggestions-list");
const kinds = $("wb-suggestions-kind");
const form = $("wb-form");
const MOST_SHOWN = 60;

let waiting = [];

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const row = (one) => make("li", { "data-suggestion": one.id, tabindex: "-1" },
  make("span", { class: "suggestion-kind" }, one.label), " ",
  make("q", { dir: "auto" }, one.quote), " ",
  make("span", { class: "suggestion-told", dir: "auto" }, one.told),
  make("span", { class: "suggestion-steps" },
    make("button", { type: "button", class: "small", "data-do": "take" }, config.texts.take),
    make("button", { type: "button", class: "small", "data-do": "reject" }, config.texts.reject)));

const shown = () => waiting.filter((one) => !kinds.value || one.kind === kinds.value);

const show = () => {
  const rows = shown();
  list.replaceChildren(...rows.slice(0, MOST_SHOWN).map(row));
  $("wb-suggestions-count").textContent = rows.length > MOST_SHOWN ? `(${MOST_SHOWN} / ${rows.length})` : `(${rows.length})`;
  box.hidden = !waiting.length;
};

const offerKinds = () => {
  const labels = new Map(waiting.map((one) => [one.kind, one.label]));
  kinds.append(...[...labels].map(([key, label]) => make("option", { value: key }, label)));
};

const find = (id) => waiting.find((one) => String(one.id) === String(id));

const take = (one) => one && bench.dispatchEvent(new CustomEvent("workbench:fill", { detail: one }));

/** It waits no more: out of the list, and its mark out of the text. */
const settle = (id) => {
  const next = list.querySelector(`[data-suggestion="${id}"]`)?.nextElementSibling;
  waiting = waiting.filter((one) => String(one.id) !== String(id));
  for (const mark of text.querySelectorAll(`[data-suggestions~="${id}"]`)) {
    const left = mark.dataset.suggestions.split(" ").filter((other) => other !== String(id));
    mark.dataset.suggestions = left.join(" ");
    if (!left.length) { mark.classList.remove("mark-suggested"); mark.removeAttribute("data-suggestions"); }
  }
  const at = next?.dataset.suggestion;
  show();
  return at && list.querySelector(`[data-suggestion="${at}"]`);
};

const reject = async (one) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(`${config.base}suggestions/${one.id}/reject/`, { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) { $("wb-status").textContent = config.texts.failed; return; }
  $("wb-status").textContent = config.texts.rejected;
  (settle(one.id) || text).focus();
};

const point = (item) => {
  if (!item) return;
  box.open = true;
  for (const old of text.querySelectorAll(".here")) old.classList.remove("here");
  const marks = [...text.querySelectorAll(`[data-suggestions~="${item.dataset.suggestion}"]`)];
  for (const mark of marks) mark.classList.add("here");
  marks[0]?.scrollIntoView({ block: "center" });
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
};

const step = (from, by) => {
  const items = [...list.children];
  const at = items.indexOf(from);
  point(at < 0 ? items[by > 0 ? 0 : items.length - 1] : items[at + by]);
};

bench.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const item = event.target.closest?.("li[data-suggestion]");
  if (!item && event.target !== text) return;
  if (event.key === "n" || event.key === "p") {
    event.preventDefault();
    event.stopPropagation();
    step(item, event.key === "n" ? 1 : -1);
  } else if (item && event.target === item && event.key === "Enter") {
    event.preventDefault();
    event.stopPropagation();
    take(find(item.dataset.suggestion));
  } else if (item && event.target === item && event.key === "x") {
    event.preventDefault();
    event.stopPropagation();
    reject(find(item.dataset.suggestion));
  } else if (item && event.key === "Escape") {
    event.preventDefault();
    text.focus();
  }
}, true);

list.addEventListener("click", (event) => {
  const item = event.target.closest("li[data-suggestion]"), button = event.target.closest("button");
  if (!item) return;
  const one = find(item.dataset.suggestion);
  if (button?.dataset.do === "take") take(one);
  else if (button?.dataset.do === "reject") reject(one);
  else point(item);
});

text.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-suggestions]");
  if (!mark || !getSelection().isCollapsed || mark.dataset.evidence) return;
  const item = mark.dataset.suggestions.split(" ").map((id) => list.querySelector(`[data-suggestion="${id}"]`)).find(Boolean);
  if (item) { box.open = true; item.scrollIntoView({ block: "nearest" }); item.focus({ preventScroll: true }); }
});

kinds.addEventListener("change", show);
bench.addEventListener("workbench:taken", (event) => settle(event.detail));

const answer = await fetch(`${config.base}suggestions/`, { headers: { Accept: "application/json" } }).catch(() => null);
if (answer?.ok && !answer.redirected) {
  waiting = (await answer.json()).suggestions;
  offerKinds();
  show();
}

// The workbench: select a passage, claim something from it, save, all on one page.
// Offsets in the browser are UTF-16 code units and those of the archive code points: `CodePoints` converts. The text on
// the page is the capture's text, character for character, so the server checks what is sent against it.

const $ = (id) => document.getElementById(id);
const config = JSON.parse($("wb-config").textContent);
const text = $("wb-text");
const form = $("wb-form");
const texts = config.texts;
const properties = new Map(config.properties.map((property) => [property.key, property]));

/** Converts offsets into one string between UTF-16 code units and code points. */
class CodePoints {
  constructor(string) {
    // Where, in code units, each character of two units begins.
    this.astral = Array.from(string.matchAll(/[\u{10000}-\u{10FFFF}]/gu), (found) => found.index);
  }
  /** How many characters of two units begin before this unit. */
  before(unit) {
    let low = 0, high = this.astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.astral[middle] < unit) low = middle + 1; else high = middle;
    }
    return low;
  }
  of(unit) { return unit - this.before(unit); }
  /** The code unit at which this code point begins. */
  unit(point) {
    let low = 0, high = this.astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.astral[middle] - middle < point) low = middle + 1; else high = middle;
    }
    return point + low;
  }
}

const whole = text.textContent;
const points = new CodePoints(whole);
const say = (sentence) => { $("wb-status").textContent = sentence; };
const address = (path, query = {}) => {
  const search = new URLSearchParams(query).toString();
  return config.base + path + (search ? `?${search}` : "");
};
const ask = async (path, query) => {
  const answer = await fetch(address(path, query), { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(texts.signedOut);
  return answer.json();
};
const later = (wait, call) => {
  let timer;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => call(...values), wait); };
};
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// -- passages ---------------------------------------------------------------------------------------------------------

let passage = null; // {from, to}: code units of the selected passage in `whole`
let editing = null; // the uid of the claim that the form changes; null for a new one

/** The code unit at which a boundary point of a selection stands. */
const unitOf = (node, offset) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(node, offset);
  return range.toString().length;
};

/** The range on the page between two code units. */
const rangeOf = (from, to) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let at = 0, began = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = at + node.length;
    if (!began && from < end) { range.setStart(node, from - at); began = true; }
    if (began && to <= end) { range.setEnd(node, to - at); return range; }
    at = end;
  }
  return range;
};

/** The selection without blanks at its ends and with whole characters; null where nothing is selected in the text. */
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  let from = unitOf(range.startContainer, range.startOffset);
  let to = from + range.toString().length;
  const isLow = (unit) => { const code = whole.charCodeAt(unit); return code >= 0xdc00 && code <= 0xdfff; };
  if (isLow(from)) from -= 1;
  if (isLow(to)) to += 1;
  const words = whole.slice(from, to);
  from += words.length - words.trimStart().length;
  to -= words.length - words.trimEnd().length;
  return from < to ? { from, to } : null;
};

/** What stands around the passage: 32 code points for the selectors, the sentence for the eye. */
const around = ({ from, to }) => {
  const before = Array.from(whole.slice(Math.max(0, from - 70), from)).slice(-32).join("");
  const after = Array.from(whole.slice(to, to + 70)).slice(0, 32).join("");
  const first = Math.max(whole.lastIndexOf("\n\n", from) + 1, from - 600, 0);
  const blank = whole.indexOf("\n\n", to);
  const last = Math.min(blank < 0 ? whole.length : blank, to + 600);
  const near = whole.slice(first, last);
  let left = first, right = last;
  for (const { index, segment } of new Intl.Segmenter(text.lang || undefined, { granularity: "sentence" }).segment(near)) {
    if (first + index <= from) left = first + index;
    if (first + index + segment.length >= to) { right = first + index + segment.length; break; }
  }
  return { before, after, sentence: [whole.slice(left, from), whole.slice(to, right)] };
};

const highlight = () => {
  if (!CSS.highlights) return;
  if (passage) CSS.highlights.set("chosen", new Highlight(rangeOf(passage.from, passage.to)));
  else CSS.highlights.delete("chosen");
};

const quoteOf = () => (passage ? whole.slice(passage.from, passage.to) : "");

let reading = null; // what the server read in the passage

const choosePassage = (chosen) => {
  if (!form || editing) return;
  passage = chosen;
  form.elements.suggestion.value = ""; // another passage is not what was suggested
  const { before, after, sentence } = around(chosen);
  form.elements.start.value = points.of(chosen.from);
  form.elements.before.value = before;
  form.elements.after.value = after;
  $("wb-quote").replaceChildren(sentence[0], make("mark", {}, quoteOf()), sentence[1]);
  if (form.hidden) openForm();
  highlight();
  const query = { start: points.of(chosen.from), end: points.of(chosen.to) };
  reading = ask("reading/", query).catch(() => ({ date: "", echo: "", number: null }));
  propose();
  keep();
};

// -- fields -----------------------------------------------------------------------------------------------------------

const fieldOf = (name) => form.querySelector(`[data-field="${name}"]`);
const inputOf = (name) => $(`wb-${name}`);
const property = () => properties.get(form.elements.property.value);
const addsEvidence = () => form.elements.property.value.startsWith("claim:");

/** A field that completes over events and entities, and makes a new one in place. */
class Combo {
  constructor(field) {
    this.field = field;
    this.name = field.dataset.field;
    this.input = field.querySelector("[role=combobox]");
    this.list = field.querySelector("[role=listbox]");
    this.kinds = field.querySelector("select");
    this.chosen = null;
    this.options = [];
    this.asked = 0;
    this.isFresh = false; // whether the options are those for the letters typed
    const look = later(120, () => { if (!this.isFresh) this.look(); });
    this.input.addEventListener("input", () => { this.isFresh = false; this.choose(null, this.input.value); look(); });
    this.input.addEventListener("focus", () => { if (!this.chosen) this.look(); });
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("[role=option]");
      event.preventDefault(); // the input keeps the focus
      if (option) this.take(this.options[Number(option.dataset.index)]);
    });
  }
  hiddenInput(part = "") { return form.elements[this.name + part]; }
  get wanted() { return this.name === "value_entity" && property() ? property().values : []; }

  /** Ask for the options that fit; who asks for the same while the answer is on its way shares it. */
  look() {
    const query = { q: this.input.value.trim(), types: this.field.dataset.types, kinds: this.wanted.join(" ") };
    const key = JSON.stringify([query, this.asked]);
    if (this.flight?.key !== key) {
      this.asked += 1;
      this.flight = { key: JSON.stringify([query, this.asked]), answer: this.fetchOptions(query, this.asked) };
    }
    return this.flight.answer;
  }
  async fetchOptions(query, asked) {
    const typed = query.q;
    const found = await ask("options/", query).catch(() => ({ options: [] }));
    if (asked === this.asked) this.flight = null; // whoever asks next asks anew
    if (asked !== this.asked || typed !== this.input.value.trim() || document.activeElement !== this.input) return;
    this.isFresh = true;
    this.options = found.options;
    if (typed) {
      for (const type of this.field.dataset.types.split(" ")) {
        this.options.push({ make: type, type, uid: "", name: typed, kind: "", told: texts.new });
      }
    }
    this.show();
  }
  show() {
    this.list.replaceChildren(...this.options.map((option, index) => {
      const label = option.make ? texts[option.make === "event" ? "makeEvent" : "makeEntity"].replace("%s", option.name) : option.name;
      const told = option.also ? `${option.told} · ${option.also}` : option.told;
      const attributes = { role: "option", id: `${this.list.id}-${index}`, "data-index": index, "aria-selected": "false" };
      return make("li", attributes, make("bdi", {}, label), make("span", {}, told));
    }));
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.point(this.options.length ? 0 : -1);
  }
  point(index) {
    this.at = index;
    [...this.list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === index)));
    if (index < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }
  close() {
    this.asked += 1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
  key(event) {
    const isOpen = !this.list.hidden, count = this.options.length;
    if (event.ctrlKey || event.metaKey) return;
    const leads = ["ArrowDown", "ArrowUp", "Enter"].includes(event.key);
    if (leads && !this.chosen && !this.isFresh && this.input.value.trim()) {
      // Who types fast and presses Enter means what was typed, not what is still offered for the first letters.
      event.preventDefault();
      event.stopPropagation();
      this.pending = this.look().then(() => { if (event.key === "Enter" && this.isFresh && this.options.length) this.take(this.options[0]); });
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.look();
      else this.point((this.at + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    } else if (event.key === "Enter" && isOpen && this.at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      this.take(this.options[this.at]);
    } else if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      this.close();
    }
  }
  take(offered) {
    const option = offered.make ? { ...offered, name: this.input.value.trim() } : offered;
    this.choose(option);
    this.close();
    (option.make ? this.kinds : nextField(this.input)).focus();
  }
  /** Take over an option, or null with the letters typed so far. */
  choose(option, typed = "") {
    this.chosen = option;
    this.input.value = option ? option.name : typed;
    this.hiddenInput().value = option && !option.make ? option.uid : "";
    this.hiddenInput("_make").value = (option && option.make) || "";
    this.hiddenInput("_name").value = option && option.make ? option.name : "";
    this.kinds.hidden = !(option && option.make);
    if (option && option.make) this.fillKinds(option.make);
    if (this.name === "subject") subjectChanged();
    keep();
  }
  fillKinds(type) {
    const allowed = this.wanted;
    this.kinds.replaceChildren(...config.kinds[type].flatMap(([group, kinds]) => {
      const options = kinds.filter(([key]) => !allowed.length || allowed.includes(key)).map(([key, label]) => make("option", { value: key }, label));
      return group ? [make("optgroup", { label: group }, ...options)] : options;
    }));
    if (this.chosen.kind) this.kinds.value = this.chosen.kind;
  }
  /** Whether letters were typed that name nothing yet. */
  get isLoose() { return !this.chosen && this.input.value.trim() !== ""; }
}

const combos = form ? new Map([...form.querySelectorAll(".combo")].map((field) => [field.dataset.field, new Combo(field)])) : new Map();

/** The next field in sight after this one: where Enter leads. */
const nextField = (input) => {
  const all = [...form.querySelectorAll("input, select, textarea, button")].filter((one) => one.offsetParent && one.type !== "hidden");
  return all[all.indexOf(input) + 1] || $("wb-save");
};

const fillProperties = (claims = []) => {
  const select = form.elements.property, was = select.value, subject = combos.get("subject").chosen;
  const fits = (one) => !subject || (one.about.includes(subject.type)
    && (subject.type === "event" || !subject.kind || !one.subjects.length || one.subjects.includes(subject.kind)));
  const options = [...properties.values()].filter(fits).map((one) => make("option", { value: one.key }, one.label));
  const groups = [make("option", { value: "" }, "—"), make("optgroup", { label: texts.properties }, ...options)];
  if (claims.length && !editing) {
    const rows = claims.map((claim) => make("option", { value: `claim:${claim.uid}` }, claim.told));
    groups.push(make("optgroup", { label: texts.claims }, ...rows));
  }
  select.replaceChildren(...groups);
  select.value = was;
  if (select.selectedIndex < 0) select.value = "";
  showFields();
};

let claimsAsked = 0;
const subjectChanged = async (wanted = "") => {
  const subject = combos.get("subject").chosen, asked = (claimsAsked += 1);
  fillProperties();
  if (!subject || !subject.uid || editing) return;
  const { claims } = await ask(`claims-about/${subject.uid}/`).catch(() => ({ claims: [] }));
  if (asked !== claimsAsked) return;
  fillProperties(claims);
  if (wanted) { form.elements.property.value = wanted; showFields(); }
};

const HOLDS = { text: ["value_text"], term: ["status"], edtf: ["value_edtf"], number: ["value_low", "value_high"], entity: ["value_entity"] };
const BY_PROPERTY = ["value_text", "status", "value_edtf", "value_low", "value_high", "value_entity", "hedge", "unit", "currency", "counted", "role", "title", "accused", "valid"];

/** Show the fields that the property uses; what is hidden is not sent. */
const showFields = () => {
  const spec = property(), further = addsEvidence();
  const used = spec ? [...(form.elements.value_kind.value === "value" ? HOLDS[spec.value] : []), ...spec.extra, ...(spec.valid ? ["valid"] : [])] : [];
  for (const name of BY_PROPERTY) fieldOf(name).hidden = !used.includes(name);
  fieldOf("currency").hidden = !used.includes("currency") || form.elements.unit.value !== "money";
  for (const row of form.querySelectorAll("[data-row]")) row.hidden = [...row.children].every((field) => field.hidden);
  for (const name of ["attributed_to", "credibility", "value_kind"]) fieldOf(name).hidden = further;
  for (const name of ["reading", "translation"]) fieldOf(name).hidden = Boolean(editing);
  fieldOf("stance").hidden = !further;
  fieldOf("exact").hidden = fieldOf("subject").hidden = false;
  fieldOf("exact").hidden = Boolean(editing);
  $("wb-definition").textContent = spec ? spec.definition : "";
  if (spec && spec.word) $("wb-more").open = true;
};

/** Propose a value read from the passage, where the field is still empty. */
const propose = async () => {
  const spec = property();
  if (!spec || editing || !passage) return;
  const read = await reading, quote = quoteOf().replace(/\s+/g, " ");
  if (property() !== spec) return;
  const fill = (name, value) => { if (value && !form.elements[name].value) form.elements[name].value = value; };
  if (spec.value === "edtf") { fill("value_edtf", read.date); echo("value_edtf"); }
  if (spec.value === "number" && read.number && !form.elements.value_low.value) {
    const { low, high, hedge, unit, currency, counted } = read.number;
    fill("value_low", low);
    fill("value_high", high === low ? "" : high);
    for (const [name, value] of Object.entries({ hedge, unit, currency, counted })) fill(name, value);
    showFields();
  }
  if (spec.value === "entity" && !combos.get("value_entity").chosen && !inputOf("value_entity").value && quote.length <= 60) {
    const combo = combos.get("value_entity");
    combo.input.value = quote;
    combo.isFresh = false;
    if (document.activeElement === combo.input) {
      combo.input.select(); // whoever is about to type replaces the proposal
      combo.look();
    }
  }
  if (spec.value === "text" && quote.length <= 120) fill("value_text", quote);
  keep();
};

const echo = async (name) => {
  const typed = form.elements[name].value.trim(), place = $(`wb-${name}-echo`);
  const told = typed ? await ask("date/", { edtf: typed }).catch(() => ({ echo: "" })) : { echo: "" };
  if (form.elements[name].value.trim() !== typed) return;
  place.textContent = told.echo || told.error || "";
  place.classList.toggle("bad", Boolean(told.error));
};
const echoSoon = later(200, echo);

// -- the form ---------------------------------------------------------------------------------------------------------

const clearErrors = () => {
  for (const error of form.querySelectorAll(".error")) error.remove();
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  $("wb-stale").hidden = true;
};

const openForm = () => {
  form.hidden = false;
  $("wb-form-heading").textContent = editing ? texts.editing : texts.making;
  fillProperties();
  const subject = combos.get("subject");
  if (subject.chosen) subjectChanged();
};

/** Empty the form. The subject stays: the next claim is often about the same. */
const resetForm = ({ keepSubject }) => {
  const subject = combos.get("subject").chosen;
  form.reset();
  for (const combo of combos.values()) combo.choose(null);
  for (const place of form.querySelectorAll(".echo")) place.textContent = "";
  clearErrors();
  passage = editing = reading = null;
  form.elements.suggestion.value = "";
  combos.get("subject").input.disabled = false;
  $("wb-more").open = false;
  if (keepSubject && subject && subject.uid) combos.get("subject").choose(subject);
  form.hidden = true;
  highlight();
  forget();
};

const putAway = () => { resetForm({ keepSubject: true }); text.focus(); };

const showErrors = ({ errors = {}, stale = [], version = 0 }) => {
  clearErrors();
  let first = null;
  for (const [name, told] of Object.entries(errors)) {
    const field = fieldOf(name.replace(/_(kind)$/, "")) || fieldOf(name);
    const shown = field && !field.hidden ? field : form.querySelector("[data-errors]");
    const input = field && field.querySelector("input:not([type=hidden]), select, textarea");
    shown.append(make("p", { class: "error" }, told.join("\n")));
    if (field && field.closest("details")) field.closest("details").open = true;
    if (input) { input.setAttribute("aria-invalid", "true"); first = first || input; }
  }
  if (stale.length) {
    const head = make("tr", {}, ...["", texts.theirs, texts.yours].map((label) => make("th", { scope: "col" }, label)));
    const rows = stale.map(([label, ...both]) => make("tr", {}, make("th", { scope: "row" }, label), ...both.map((one) => make("td", {}, one))));
    $("wb-stale").replaceChildren(make("table", {}, head, ...rows));
    $("wb-stale").hidden = false;
    form.elements.seen_version.value = version;
  }
  (first || $("wb-save")).focus();
};

/** Post by the page's own token; the answer's pieces replace what they concern. Returns null where it was refused. */
const post = async (path, fields, onRefused) => {
  let answer;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    answer = await fetch(address(path), { method: "POST", headers: { "X-CSRFToken": token, Accept: "application/json" }, body: new URLSearchParams(fields) });
  } catch {
    onRefused({ errors: { form: [texts.failed] } });
    return null;
  }
  const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
  if (!isJson) {
    onRefused({ errors: { form: [answer.redirected || answer.status === 403 ? texts.signedOut : texts.failed] } });
    return null;
  }
  const told = await answer.json();
  if (!answer.ok) { onRefused(told); return null; }
  replace(told);
  return told;
};

const fieldsToSend = () => {
  const fields = {};
  for (const input of form.querySelectorAll("[name]")) {
    const field = input.closest(".field");
    if (input.name === "csrfmiddlewaretoken" || (field && field.hidden) || (input.name.endsWith("_kind") && input.name !== "value_kind" && input.hidden)) continue;
    fields[input.name] = input.value;
  }
  if ("status" in fields) { fields.value_text = fields.status; delete fields.status; }
  if (!editing) fields.exact = quoteOf();
  if (addsEvidence()) fields.claim = form.elements.property.value.slice("claim:".length);
  return fields;
};

let isSaving = false;
const save = async () => {
  if (isSaving || form.hidden) return;
  for (const combo of combos.values()) {
    await combo.pending; // an Enter whose answer is on its way
    if (combo.isLoose && !combo.field.hidden) { showErrors({ errors: { [combo.name]: [texts.choose] } }); return; }
  }
  isSaving = true;
  const at = passage && passage.to, taken = form.elements.suggestion.value;
  const path = editing ? `claims/${editing}/` : addsEvidence() ? "evidence/" : "claims/";
  const told = await post(path, fieldsToSend(), showErrors);
  isSaving = false;
  if (!told) return;
  const wasNew = combos.get("subject").chosen;
  const card = document.querySelector(`article[data-claim="${told.claim}"]`);
  if (wasNew && wasNew.make && card) {
    combos.get("subject").choose({ type: card.dataset.type, uid: card.dataset.subject, name: card.dataset.name, kind: card.dataset.kind });
  }
  resetForm({ keepSubject: true });
  say(texts.saved);
  if (taken) $("workbench").dispatchEvent(new CustomEvent("workbench:taken", { detail: taken }));
  text.focus({ preventScroll: true });
  if (at !== null) getSelection().collapse(...Object.values(boundary(at)));
};

const boundary = (unit) => {
  const range = rangeOf(Math.max(0, unit - 1), unit);
  return { node: range.endContainer, offset: range.endOffset };
};

const edit = async (card) => {
  const told = await ask(`claims/${card.dataset.claim}/`).catch((error) => { say(error.message); return null; });
  if (!told) return;
  resetForm({ keepSubject: false });
  editing = card.dataset.claim;
  combos.get("subject").choose(told.subject);
  combos.get("subject").input.disabled = true;
  openForm();
  form.elements.property.value = told.fields.property;
  for (const [name, value] of Object.entries(told.fields)) {
    if (combos.has(name)) { if (value) combos.get(name).choose({ type: "entity", uid: value, name: told.names[name], kind: "" }); }
    else if (name !== "property") form.elements[name].value = value ?? "";
  }
  form.elements.status.value = told.fields.value_text;
  form.elements.seen_version.value = told.version;
  showFields();
  for (const name of ["value_edtf", "valid"]) echo(name);
  form.scrollIntoView({ block: "start" });
  nextField(form.elements.property).focus();
};

// -- suggestions (their list is a script of its own) ------------------------------------------------------------------

/** Fill the form from a suggestion: `start` and `end` in code points, `fill` the fields, records as options. */
const fillFrom = async ({ id, start, end, fill }) => {
  if (fill.attributed_to && passage && !form.hidden) {
    // Whose word it is, for the claim that is being made.
    combos.get("attributed_to").choose(fill.attributed_to);
    $("wb-more").open = true;
    return;
  }
  resetForm({ keepSubject: !fill.subject });
  choosePassage({ from: points.unit(start), to: points.unit(end) });
  form.elements.suggestion.value = id;
  if (fill.subject) combos.get("subject").choose(fill.subject);
  if (fill.claim) {
    await subjectChanged(`claim:${fill.claim}`);
    if (fill.stance) form.elements.stance.value = fill.stance;
  } else if (fill.property) {
    form.elements.property.value = fill.property;
    showFields();
  }
  for (const name of ["value_entity", "attributed_to"]) if (fill[name]) combos.get(name).choose(fill[name]);
  for (const [name, value] of Object.entries(fill.fields || {})) form.elements[name].value = value;
  showFields();
  echo("value_edtf");
  keep();
  const subject = combos.get("subject");
  if (!subject.chosen) subject.input.focus();
  else if (fill.subject && subject.chosen.make) { subject.input.focus(); subject.input.select(); } // its name is ours to word
  else $("wb-save").focus();
};
if (form) $("workbench").addEventListener("workbench:fill", (event) => fillFrom(event.detail));

// -- what an answer replaces ------------------------------------------------------------------------------------------

const fragment = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html; // rendered, and escaped, by our own server
  return template.content;
};

const replace = ({ claim, card, blocks, progress }) => {
  for (const [number, html] of Object.entries(blocks)) {
    const block = text.querySelector(`[data-block="${number}"]`);
    const made = fragment(html);
    // Offsets hold only as long as the text stays what it was.
    if (block && made.textContent === block.textContent) block.replaceWith(made);
  }
  const old = document.querySelector(`article[data-claim="${claim}"]`);
  const made = fragment(card).firstElementChild;
  if (old && made) old.replaceWith(made);
  else if (old) old.remove();
  else if (made) $("wb-claims").prepend(made);
  if (made) offerInFilter(made);
  $("wb-progress").textContent = progress;
  $("wb-none").hidden = Boolean(document.querySelector("article.claim"));
  filter();
};

const offerInFilter = (card) => {
  const { subject, name } = card.dataset;
  if (![...$("wb-filter").options].some((option) => option.value === subject)) $("wb-filter").append(make("option", { value: subject }, name));
};

const filter = () => {
  const subject = $("wb-filter").value;
  for (const card of document.querySelectorAll("article.claim")) card.hidden = Boolean(subject) && card.dataset.subject !== subject;
};

// -- claims and passages ----------------------------------------------------------------------------------------------

const showPassage = (uid) => {
  const parts = [...text.querySelectorAll(`[data-evidence~="${uid}"]`)];
  for (const old of text.querySelectorAll(".here")) old.classList.remove("here");
  for (const part of parts) part.classList.add("here");
  if (!parts.length) return;
  parts[0].scrollIntoView({ block: "center" });
  text.focus({ preventScroll: true });
  getSelection().collapse(parts[0].firstChild, 0);
};

let shown = 0;
const showClaims = (segment) => {
  const cards = segment.dataset.evidence.split(" ").map((uid) => document.querySelector(`[data-go="${uid}"]`)?.closest("article")).filter(Boolean);
  const card = cards[(shown += 1) % cards.length]; // where passages overlap, each time another
  if (!card) return;
  card.hidden = false;
  for (const old of document.querySelectorAll("article.here")) old.classList.remove("here");
  card.classList.add("here");
  card.scrollIntoView({ block: "nearest" });
  return card;
};

const discard = async (path, fields, uid) => {
  if (!confirm(texts.discard)) return;
  const told = await post(path, fields, ({ errors }) => say(Object.values(errors).flat().join(" ")));
  if (!told) return;
  say(texts.discarded);
  if (editing === uid) resetForm({ keepSubject: false });
  text.focus();
};

const act = (what, card) => {
  const { claim, version, subject, name, type, kind } = card.dataset;
  const offered = card.querySelector(`[data-do="${what}"]`);
  if (!offered || !form) return;
  if (what === "edit") edit(card);
  if (what === "discard") discard(`claims/${claim}/discard/`, { seen_version: version }, claim);
  if (what === "add") {
    if (!passage) { say(texts.passage); return; }
    combos.get("subject").choose({ uid: subject, name, type, kind });
    subjectChanged(`claim:${claim}`).then(() => inputOf("stance").focus());
  }
};

// -- unsaved work -----------------------------------------------------------------------------------------------------

const store = (call) => { try { return call(localStorage); } catch { return null; } };
const forget = () => store((kept) => kept.removeItem(config.draft));
const keep = later(250, () => {
  if (!form || form.hidden || (!passage && !editing)) return;
  const fields = Object.fromEntries([...form.querySelectorAll("[name]")].filter((one) => one.name !== "csrfmiddlewaretoken").map((one) => [one.name, one.value]));
  const chosen = Object.fromEntries([...combos].map(([name, combo]) => [name, { option: combo.chosen, typed: combo.input.value }]));
  store((kept) => kept.setItem(config.draft, JSON.stringify({ passage, quote: quoteOf(), editing, fields, chosen })));
});

const takeUp = async ({ passage: was, editing: claim, fields, chosen }) => {
  resetForm({ keepSubject: false });
  if (was) choosePassage(was);
  editing = claim;
  openForm();
  for (const [name, { option, typed }] of Object.entries(chosen)) combos.get(name).choose(option, typed);
  if (!editing) await subjectChanged(fields.property);
  for (const [name, value] of Object.entries(fields)) if (!combos.has(name.replace(/_(make|name)$/, ""))) form.elements[name].value = value;
  combos.get("subject").input.disabled = Boolean(editing);
  showFields();
  for (const name of ["value_edtf", "valid"]) echo(name);
  keep();
  combos.get("subject").input.focus();
};

const offerDraft = () => {
  const left = store((kept) => JSON.parse(kept.getItem(config.draft)));
  if (!left || !form) return;
  if (left.passage && whole.slice(left.passage.from, left.passage.to) !== left.quote) { forget(); return; }
  $("wb-offer-quote").textContent = left.quote || left.chosen.subject.typed;
  $("wb-offer").hidden = false;
  const close = () => { $("wb-offer").hidden = true; };
  $("wb-take-up").addEventListener("click", () => { close(); takeUp(left); });
  $("wb-throw-away").addEventListener("click", () => { close(); forget(); text.focus(); });
};

// -- finding words ----------------------------------------------------------------------------------------------------

const find = () => {
  const wanted = $("wb-find-text").value.toLowerCase(), folded = whole.toLowerCase();
  // Lower case changes the length of very few letters; where it does, only the exact letters are found.
  const [hay, needle] = folded.length === whole.length ? [folded, wanted] : [whole, $("wb-find-text").value];
  if (!needle) return;
  const from = passage ? passage.from + 1 : 0;
  const at = hay.indexOf(needle, from) < 0 ? hay.indexOf(needle) : hay.indexOf(needle, from);
  if (at < 0) { say(texts.notFound); return; }
  const range = rangeOf(at, at + needle.length);
  text.focus({ preventScroll: true }); // first, for it moves the caret
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const chosen = selected();
  if (chosen) choosePassage(chosen);
};

// -- events -----------------------------------------------------------------------------------------------------------

const moveAmongClaims = (from, step) => {
  const cards = [...document.querySelectorAll("article.claim")].filter((card) => !card.hidden);
  const at = cards.indexOf(from);
  const card = at < 0 ? cards[0] : cards[at + step];
  if (card) { card.focus(); card.scrollIntoView({ block: "nearest" }); }
};

const segmentAtCaret = () => {
  const node = getSelection().focusNode;
  return node && text.contains(node) ? (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-evidence]") : null;
};

const KEYS = {
  "?": () => $("wb-keys").showModal(),
  "/": () => { $("wb-find-text").focus(); $("wb-find-text").select(); },
  j: (card) => moveAmongClaims(card, 1),
  k: (card) => moveAmongClaims(card, -1),
  g: (card) => {
    if (card) showPassage(card.querySelector("[data-go]").dataset.go);
    else if (segmentAtCaret()) showClaims(segmentAtCaret())?.focus();
  },
  e: (card) => card && act("edit", card),
  x: (card) => card && act("discard", card),
  a: (card) => card && act("add", card),
  "[": () => $("wb-previous")?.click(),
  "]": () => $("wb-next")?.click(),
};

$("workbench").addEventListener("keydown", (event) => {
  const inForm = event.target.closest("form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) { event.preventDefault(); save(); return; }
  if (event.key === "Escape" && inForm) { event.preventDefault(); text.focus(); return; }
  if (inForm || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, dialog")) return;
  if (event.key === "Enter" && event.target === text) {
    event.preventDefault();
    const chosen = selected();
    if (chosen) choosePassage(chosen);
    if (passage) combos.get("subject").input.focus();
    return;
  }
  // Single letters are keys only on the text and on claims, where nobody writes.
  const card = event.target.closest("article.claim");
  if (KEYS[event.key] && (card || event.target === text)) { event.preventDefault(); KEYS[event.key](card); }
});

// The text has a caret, and nobody writes in it.
for (const name of ["beforeinput", "drop", "dragstart", "paste", "cut"]) text.addEventListener(name, (event) => event.preventDefault());
text.addEventListener("compositionstart", () => text.blur());
text.addEventListener("click", (event) => {
  const segment = event.target.closest("[data-evidence]");
  if (segment && getSelection().isCollapsed) showClaims(segment);
});
const onSelection = later(150, () => {
  if (document.activeElement !== text) return;
  const chosen = selected();
  if (chosen && (!passage || chosen.from !== passage.from || chosen.to !== passage.to)) choosePassage(chosen);
});
document.addEventListener("selectionchange", onSelection);

$("wb-claims").addEventListener("click", (event) => {
  const button = event.target.closest("button"), card = event.target.closest("article.claim");
  if (!button) return;
  if (button.dataset.go) showPassage(button.dataset.go);
  else if (button.dataset.discardEvidence) discard(`evidence/${button.dataset.discardEvidence}/discard/`, {}, "");
  else act(button.dataset.do, card);
});
$("wb-filter").addEventListener("change", filter);
$("wb-help").addEventListener("click", () => $("wb-keys").showModal());
$("wb-find").addEventListener("submit", (event) => { event.preventDefault(); find(); });

if (form) {
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  form.addEventListener("input", (event) => {
    if (["value_edtf", "valid"].includes(event.target.name)) echoSoon(event.target.name);
    keep();
  });
  form.addEventListener("change", (event) => {
    if (["property", "value_kind", "unit"].includes(event.target.name)) showFields();
    if (event.target.name === "property") propose();
    if (event.target === combos.get("subject").kinds) { combos.get("subject").chosen.kind = event.target.value; fillProperties(); }
    keep();
  });
  form.addEventListener("keydown", (event) => {
    // Enter leads on to the next field; on the button, and with Ctrl, it saves.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.target.closest("button, summary")) return;
    event.preventDefault();
    nextField(event.target).focus();
  });
  $("wb-cancel").addEventListener("click", putAway);
  fillProperties();
  offerDraft();
}
if ("more" in $("wb-claims").dataset) {
  ask("cards/").then(({ cards }) => {
    const made = cards.map((html) => fragment(html).firstElementChild);
    // What was changed in the meantime is there already, and newer.
    const isThere = (card) => document.querySelector(`article[data-claim="${card.dataset.claim}"]`);
    $("wb-claims").append(...made.filter((card) => !isThere(card)));
    filter();
  }).catch((error) => say(error.message));
}
text.focus({ preventScroll: true });

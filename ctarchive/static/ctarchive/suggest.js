// Suggests names while somebody types: the combobox of the ARIA Authoring Practices. Without this script the form searches.
"use strict";

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const known = new Map();
  let waiting, request, options = [], active = -1;

  const list = document.createElement("ul");
  list.id = `${input.id}-names`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  list.hidden = true;
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  input.parentElement.append(list);
  form.append(told);

  // A search field may not be a combobox; a text field may.
  input.type = "text";
  input.setAttribute("enterkeyhint", "search");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const activate = (number) => {
    options[active]?.removeAttribute("aria-selected");
    active = number;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };

  const text = (className, words) => {
    const span = document.createElement("span");
    span.className = className;
    span.dir = "auto";
    span.textContent = words;
    return span;
  };

  const option = (one, number) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.dataset.url = one.url;
    item.append(text("suggestions__name", one.name), " ", text("suggestions__about", one.title ? `${one.type} · ${one.title}` : one.type));
    return item;
  };

  const show = (suggestions) => {
    close();
    options = suggestions.map(option);
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = form.dataset.told.replace("0", options.length);
  };

  const ask = async (typed) => {
    if (known.has(typed)) return show(known.get(typed));
    request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: request.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      known.set(typed, suggestions);
      // What came late, to words that were changed meanwhile, is kept for later and not shown.
      if (input.value.trim() === typed && document.activeElement === input) show(suggestions);
    } catch {
      // No suggestions, then: the form works without.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    request?.abort();
    const typed = input.value.trim();
    if (typed.length < 2 || typed.length > 100) return close();
    waiting = setTimeout(ask, known.has(typed) ? 0 : 180, typed);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options[active].dataset.url);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      // Beyond either end stands the field itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    }
  });

  input.addEventListener("blur", close);
  // The field keeps the focus while the mouse is at the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.url);
  });
}

// On a claim's form, shows the fields that its property uses. Without this script all are there, and the server checks.
"use strict";

(() => {
  /** The part of the form that holds one field: with label, help and errors. */
  const partOf = (input) => {
    const box = input.closest(".fieldBox");
    return box ? box.parentElement : input.closest(".form-row");
  };

  const isFilled = (input) => input.type !== "checkbox" && input.value !== "";

  const show = (select) => {
    const uses = JSON.parse(select.dataset.uses);
    const prefix = select.name.slice(0, -"property".length);
    const wanted = uses[select.value] || Object.values(uses).flat();
    for (const name of new Set(Object.values(uses).flat())) {
      const input = select.form.elements[prefix + name];
      // What holds a value stays in sight: it may be what is wrong.
      if (input) partOf(input).hidden = !wanted.includes(name) && !isFilled(input);
    }
    for (const row of select.closest(".inline-related, form").querySelectorAll(".form-multiline")) {
      row.parentElement.hidden = [...row.children].every((part) => part.hidden);
    }
  };

  const begin = (root) => {
    for (const select of root.querySelectorAll("select[data-uses]")) {
      if (select.name.includes("__prefix__")) continue;
      select.addEventListener("change", () => show(select));
      show(select);
    }
  };

  document.addEventListener("DOMContentLoaded", () => begin(document));
  document.addEventListener("formset:added", (event) => begin(event.target));
})();

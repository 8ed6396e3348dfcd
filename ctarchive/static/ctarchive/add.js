// A form that takes a file: drop one anywhere on it; Ctrl and Enter send it. Without this script both have their buttons.
"use strict";

for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  if (!input) continue;
  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");
  const mark = (on) => form.classList.toggle("dropping", on);

  form.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) mark(false);
  });
  form.addEventListener("drop", (event) => {
    mark(false);
    if (!holdsFiles(event)) return;
    event.preventDefault();
    // Several files were dropped: the field takes one, and a silent choice would hide the others.
    if (event.dataTransfer.files.length !== 1 && !input.multiple) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[type=submit]"));
  });
}

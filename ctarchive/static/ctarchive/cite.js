// Adds a button to every text that can be copied. Without it the text can be selected all the same.
document.querySelectorAll("[data-copy]").forEach((text) => {
  const button = document.createElement("button");
  const label = text.dataset.copyLabel;
  button.type = "button";
  button.className = "button button--plain cite__copy";
  button.textContent = label;
  button.setAttribute("aria-label", text.dataset.copy);
  button.addEventListener("click", async () => {
    const range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = `${label} ✓`;
    } catch {
      // No clipboard here (no HTTPS, or not allowed): the text is selected, a key away from being copied.
      document.execCommand("copy");
    }
    setTimeout(() => { button.textContent = label; }, 2500);
  });
  text.after(button);
});

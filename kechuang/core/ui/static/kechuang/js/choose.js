// Enhancement only: suggestions under a field whose text names a row. Arrows move, Enter takes, Esc puts away.
"use strict";
(() => {
  const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const options = (input) => [...listOf(input).querySelectorAll("[role=option]:not([aria-disabled])")];
  const close = (input) => {
    listOf(input).hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const ask = (input) => window.htmx?.trigger(input, "choose");
  const point = (input, option) => {
    for (const other of options(input)) other.setAttribute("aria-selected", String(other === option));
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const take = (input, option) => {
    const lines = input.dataset.adds && document.getElementById(input.dataset.adds);
    if (lines) {
      const kept = lines.value.split("\n").map((line) => line.trim()).filter(Boolean);
      if (!kept.includes(option.dataset.text)) kept.push(option.dataset.text);
      lines.value = kept.join("\n");
      input.value = "";
    } else input.value = option.dataset.text;
    close(input);
    (lines || input).dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept
    (lines || input).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const asking = new WeakMap();
  document.addEventListener("input", (event) => {
    const input = event.target.closest("[data-choose]");
    if (!input || !event.isTrusted || event.isComposing) return;
    clearTimeout(asking.get(input));
    asking.set(input, setTimeout(() => ask(input), 200));
  });
  document.addEventListener("compositionend", (event) => { const input = event.target.closest("[data-choose]"); if (input) ask(input); });
  document.addEventListener("click", (event) => { const input = event.target.closest("[data-choose]"); if (input && listOf(input).hidden) ask(input); });
  document.addEventListener("htmx:afterSwap", (event) => {
    const input = event.detail.elt?.closest?.("[data-choose]") || event.detail.requestConfig?.elt;
    if (!input?.matches?.("[data-choose]") || document.activeElement !== input) return;
    listOf(input).hidden = false;
    input.setAttribute("aria-expanded", "true");
    const live = document.getElementById("live");
    if (live) live.textContent = options(input).length ? String(options(input).length) : listOf(input).innerText;
  });
  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.("[data-choose]");
    if (!input || event.isComposing) return;
    const found = options(input);
    const open = !listOf(input).hidden;
    const here = found.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) { ask(input); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (found.length) point(input, found[(here + step + found.length + (here < 0 && step < 0 ? 1 : 0)) % found.length]);
    } else if (event.key === "Enter") {
      if (open && here >= 0) { event.preventDefault(); take(input, found[here]); } else if (input.dataset.adds) event.preventDefault();
    } else if (event.key === "Escape" && open) { event.preventDefault(); close(input); }
  });
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option][data-text]");
    const input = option && document.querySelector(`[data-choose][aria-controls="${option.parentElement.id}"]`);
    if (!input) return;
    event.preventDefault(); // the field keeps the focus
    take(input, option);
  });
  document.addEventListener("focusout", (event) => { const input = event.target.closest?.("[data-choose]"); if (input) close(input); });
})();

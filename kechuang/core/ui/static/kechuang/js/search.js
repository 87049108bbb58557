// Enhancement only: what the search box finds while one types. Down goes into the list, Esc puts it away.
"use strict";
(() => {
  const boxes = "[data-found]";
  const listOf = (input) => document.getElementById(input.dataset.found);
  const clear = (input) => listOf(input).replaceChildren();
  const owner = (node) => { const list = node.closest?.(".k-found"); return list && document.querySelector(`[data-found="${list.id}"]`); };
  document.addEventListener("htmx:afterSwap", (event) => {
    const input = owner(event.detail.target);
    if (!input) return;
    if (document.activeElement !== input) { clear(input); return; }
    const found = listOf(input).querySelectorAll("a").length;
    const live = document.getElementById("live");
    if (live) live.textContent = found ? [...listOf(input).querySelectorAll("b")].map((b) => b.innerText).join(" ") : listOf(input).innerText;
  });
  document.addEventListener("keydown", (event) => {
    const input = event.target.matches?.(boxes) ? event.target : owner(event.target);
    if (!input) return;
    const links = [...listOf(input).querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && links.length) { event.preventDefault(); clear(input); input.focus(); }
    else if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(at + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && at >= 0) { event.preventDefault(); (at ? links[at - 1] : input).focus(); }
  });
  document.addEventListener("focusin", (event) => {
    for (const input of document.querySelectorAll(boxes)) if (event.target !== input && owner(event.target) !== input) clear(input);
  });
  document.addEventListener("click", (event) => {
    for (const input of document.querySelectorAll(boxes)) if (!event.target.closest(".k-search")) clear(input);
  });
})();

// Enhancement only: the cut of a lane is dragged or moved by keys; where it comes to rest, the server works out what follows.
"use strict";
(() => {
  const lane = (cut) => cut.closest("[data-lane]");
  const units = (cut) => [...lane(cut).querySelectorAll("[data-may]")];
  const higher = (cut) => +lane(cut).dataset.higher;
  const number = (cut) => +cut.getAttribute("aria-valuenow");
  const show = (cut, wanted) => {
    const first = higher(cut), found = units(cut);
    const most = Math.min(+cut.getAttribute("aria-valuemax"), first + found.length);
    const n = Math.max(first, Math.min(most, wanted));
    const line = cut.closest("[data-cut]");
    found.forEach((unit, i) => unit.classList.toggle("k-cutlanes__unit--a", first + i < n));
    if (n > first) found[n - first - 1].after(line); else if (found.length) found[0].before(line);
    const words = cut.querySelector("[data-label]");
    words.textContent = words.dataset.label.replace("#", n);
    cut.setAttribute("aria-valuenow", n);
    cut.setAttribute("aria-valuetext", cut.dataset.words.replace("#", n));
  };
  const ask = (cut, wanted = number(cut)) => {
    const field = lane(cut).querySelector("[data-wanted]");
    if (field.value === String(wanted)) return;
    field.value = wanted;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // Moving the line in its list takes the focus and the pointer from it, so both are kept by hand.
  const move = (cut, wanted) => { const had = document.activeElement === cut; show(cut, wanted); if (had) cut.focus({ preventScroll: true }); };
  const step = (event, cut) => {
    const now = number(cut), most = +cut.getAttribute("aria-valuemax");
    return { ArrowUp: now - 1, ArrowLeft: now - 1, ArrowDown: now + 1, ArrowRight: now + 1, PageUp: now - 5, PageDown: now + 5, Home: 0, End: most }[event.key];
  };
  document.addEventListener("keydown", (event) => {
    const cut = event.target.closest?.("[data-cuts] .k-cut[role=slider]");
    if (!cut || event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = step(event, cut);
    if (wanted === undefined) return;
    event.preventDefault();
    const kept = Math.max(0, Math.min(+cut.getAttribute("aria-valuemax"), wanted));
    move(cut, kept);
    ask(cut, kept); // beyond what is shown as well: the server shows the rest
  });
  let held = null, from = 0;
  document.addEventListener("pointerdown", (event) => {
    const cut = event.target.closest("[data-cuts] .k-cut[role=slider]");
    if (!cut || event.button) return;
    event.preventDefault();
    held = cut; from = number(cut);
    cut.focus({ preventScroll: true });
    cut.classList.add("k-cut--held");
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const over = units(held).filter((unit) => { const box = unit.getBoundingClientRect(); return box.top + box.height / 2 < event.clientY; });
    move(held, higher(held) + over.length);
  });
  const drop = (taken) => {
    if (!held) return;
    const cut = held;
    held = null;
    cut.classList.remove("k-cut--held");
    if (taken) { if (number(cut) !== from) ask(cut); } else move(cut, from);
  };
  document.addEventListener("pointerup", () => drop(true));
  document.addEventListener("pointercancel", () => drop(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) drop(false); });
})();

// Enhancement only: every page reads and works without it.
"use strict";
const one = (selector, root = document) => root.querySelector(selector);

// "/" goes to the search field.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = [...document.querySelectorAll("[data-hotkey='/'], main input[type=search]")].find((input) => input.checkVisibility());
  const search = document.querySelector(".k-search");
  if (field) { event.preventDefault(); field.focus(); } else if (search) { event.preventDefault(); location.href = search.action; }
});

// Clause chips open the clause beside the answer, or in a sheet over it; a second press, Esc or 关闭 puts it away.
let drawer;
const makeDrawer = () => {
  if (!drawer) {
    drawer = document.createElement("dialog");
    drawer.className = "k-drawer";
    document.body.append(drawer);
    drawer.addEventListener("click", (event) => { if (event.target === drawer || event.target.closest("[data-close]")) drawer.close(); });
  }
  return drawer;
};
const mark = (chip) => {
  for (const other of document.querySelectorAll("[data-clause][aria-expanded]")) other.removeAttribute("aria-expanded");
  if (chip) chip.setAttribute("aria-expanded", "true");
};
const openClause = async (chip) => {
  const address = new URL(chip.href);
  address.searchParams.set("panel", "1");
  const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) { location.href = chip.href; return; }
  const html = await answer.text();
  const margin = one("#margin");
  mark(chip);
  if (margin && !chip.closest("dialog") && matchMedia("(min-width: 1101px)").matches) {
    margin.innerHTML = html;
    margin.dataset.from = chip.href;
    one("#clause-title", margin)?.focus({ preventScroll: true });
    one("[data-close]", margin)?.addEventListener("click", () => { margin.replaceChildren(); mark(null); chip.focus(); });
    return;
  }
  const sheet = makeDrawer();
  sheet.innerHTML = html;
  sheet.setAttribute("aria-labelledby", "clause-title");
  if (!sheet.open) sheet.showModal();
  one("#clause-title", sheet)?.focus();
  sheet.addEventListener("close", () => { mark(null); chip.focus(); }, { once: true });
};
document.addEventListener("click", (event) => {
  const chip = event.target.closest("a[data-clause]");
  if (!chip || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  if (chip.pathname === location.pathname) return;
  event.preventDefault();
  openClause(chip).catch(() => { location.href = chip.href; });
});

// Print, and copy the address of this very answer.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
  const link = event.target.closest("a[data-copy]");
  if (link && navigator.clipboard) {
    event.preventDefault();
    navigator.clipboard.writeText(link.href).then(() => { history.replaceState(null, "", link.href); say(link.dataset.copied || link.textContent); link.classList.add("k-btn--done"); });
  }
});
const showPrint = (root = document) => { for (const button of root.querySelectorAll("[data-print]")) button.hidden = false; };
showPrint();

// htmx: leave empty fields out of the address, say the new answer once, keep aria-invalid true to the error under the field.
const live = one("#live");
const say = (text) => { if (live) live.textContent = text; };
document.body?.addEventListener("htmx:configRequest", (event) => {
  const form = event.detail.formData;
  for (const key of new Set(form.keys())) if (form.getAll(key).every((value) => value === "")) form.delete(key);
});
document.body?.addEventListener("htmx:afterSettle", () => {
  showPrint();
  const announced = one("[data-announce]");
  if (announced) say([...announced.querySelectorAll("h2, .k-figure, .k-verdict, .k-clocks b, .k-clocks .k-b")].map((part) => part.innerText).join(" "));
  for (const error of document.querySelectorAll(".k-field__error")) {
    const control = document.getElementById(error.id.replace(/-error$/, ""));
    if (control) { if (error.textContent.trim()) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid"); }
  }
  const errors = one("#errors");
  if (errors) say(errors.innerText.replace(/\s+/g, " "));
});

// A slider is the same number as the field it serves.
document.addEventListener("input", (event) => {
  const slider = event.target.closest("[data-for]");
  if (!slider) return;
  const field = document.getElementById(slider.dataset.for);
  if (field) field.value = (+slider.value).toFixed(2);
});
document.addEventListener("change", (event) => {
  const slider = event.target.closest("[data-for]");
  const field = slider && document.getElementById(slider.dataset.for);
  if (field) field.dispatchEvent(new Event("change", { bubbles: true }));
});

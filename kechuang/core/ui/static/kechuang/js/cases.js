// Enhancement only: one box for all rows of a page, a form that is sent once, and drafts kept while typing.
"use strict";
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  for (const box of all.form.querySelectorAll("input[name=id]")) box.checked = all.checked;
}, true); // before htmx reads the form
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
// What is typed into the form of an action is kept as a draft, two seconds after the last key.
const keepDraft = async (form) => {
  const told = form.querySelector("[data-saved]");
  const typed = new FormData(form);
  for (const [name, value] of [...typed.entries()]) if (value instanceof File) typed.delete(name);
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed, headers: { "X-Requested-With": "fetch" } });
    told.textContent = (await answer.json()).said;
  } catch { /* offline: the next key tries again */ }
};
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(form.keeping);
  form.keeping = setTimeout(() => { if (!form.dataset.sent) keepDraft(form); }, 2000);
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent; });
// A locked button leads to its reason.
document.addEventListener("click", (event) => {
  const locked = event.target.closest("button[aria-disabled=true]");
  if (!locked) return;
  event.preventDefault();
  const why = document.getElementById(locked.dataset.show || "");
  if (why) { why.scrollIntoView({ block: "center" }); why.setAttribute("tabindex", "-1"); why.focus(); }
});

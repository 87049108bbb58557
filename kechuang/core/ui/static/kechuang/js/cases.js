// Enhancement only: one box for all rows of a page, and a form that is sent once.
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
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-once]")) delete form.dataset.sent; });
// A locked button leads to its reason.
document.addEventListener("click", (event) => {
  const locked = event.target.closest("button[aria-disabled=true]");
  if (!locked) return;
  event.preventDefault();
  const why = document.getElementById(locked.dataset.show || "");
  if (why) { why.scrollIntoView({ block: "center" }); why.setAttribute("tabindex", "-1"); why.focus(); }
});

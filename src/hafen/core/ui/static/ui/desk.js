// Comfort of the staff side: messages that go, unsaved changes, the keyboard.
"use strict";

const ownScript = document.currentScript;

// A message of success leaves after ten seconds; one that somebody reads stays.
const letGo = (toast) => {
  const isGood = toast.matches(".kern-alert--success, .kern-alert--info");
  if (!isGood || toast.querySelector("a, button")) return;
  window.setTimeout(() => {
    if (!toast.matches(":hover, :focus-within")) toast.remove();
  }, 10000);
};
document.querySelectorAll("[data-toast]").forEach(letGo);
document.addEventListener("htmx:after:swap", () => {
  document.querySelectorAll("[data-toast]").forEach(letGo);
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  document.querySelector("[data-error-summary]")?.focus();
  // What is fetched into an open dialog is ready for the keyboard.
  document.querySelector("dialog[open] [autofocus]")?.focus();
});

// Changes that are not saved are not lost by a wrong click.
let isChanged = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) isChanged = true;
});
document.addEventListener("submit", () => {
  isChanged = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!isChanged) return;
  event.preventDefault();
  event.returnValue = ownScript.dataset.leave;
});

// The keyboard map; `?` shows it.
const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("tbody tr a:first-of-type, .task a")];
const step = (by) => {
  const links = rows();
  const at = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
};
const keys = {
  "/": () => document.getElementById("desk-search")?.focus(),
  "?": () => document.getElementById("keyboard")?.showModal(),
  n: () => document.querySelector("[data-new]")?.click(),
  j: () => step(1),
  k: () => step(-1),
  "g h": () => document.querySelector(".site-name")?.click(),
};
// Buttons of a page that carry a key of their own.
const button = (key) => document.querySelector(`[data-press="${CSS.escape(key)}"]`);
let before = "";
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const own = button(event.key);
  const action = keys[`${before} ${event.key}`] ?? keys[event.key] ?? (own && (() => own.click()));
  before = event.key;
  if (!action) return;
  event.preventDefault();
  action();
});

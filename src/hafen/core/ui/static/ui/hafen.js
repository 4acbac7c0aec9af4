// Comfort on every page; each page works without it.
"use strict";

document.documentElement.dataset.script = "on";

// Buttons that open a dialog, print, or copy an address.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dialog], [data-print], [data-copy]");
  if (!button) return;
  if (button.dataset.dialog) document.getElementById(button.dataset.dialog)?.showModal();
  if ("print" in button.dataset) window.print();
  if (button.dataset.copy) navigator.clipboard?.writeText(button.dataset.copy);
});

// An open menu closes on Escape and on a click beside it.
const menus = "details.languages[open], details.user-menu[open]";
document.addEventListener("click", (event) => {
  document.querySelectorAll(menus).forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll(menus).forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// Pages that were seen can be read without a network; the portal has the worker.
const portal = document.querySelector('link[rel="manifest"]');
if (portal && "serviceWorker" in navigator) {
  const town = new URL("..", portal.href).pathname;
  navigator.serviceWorker.register(`${town}offline.js`, { scope: town }).catch(() => {});
}

// On a phone the row of a table is a card: each cell says what it is.
const nameCells = (root) => {
  root.querySelectorAll("table[data-cards]").forEach((table) => {
    const names = [];
    for (const cell of table.tHead?.rows[0]?.cells ?? []) {
      const isSpoken = !cell.querySelector(".kern-sr-only");
      // In a closed fold nothing has an `innerText`.
      const name = isSpoken ? cell.textContent.replace(/\s+/g, " ").trim() : "";
      names.push(...Array(cell.colSpan).fill(name));
    }
    if (names.length < 3) return;
    table.querySelectorAll("tbody tr").forEach((row) => {
      let at = 0;
      for (const cell of row.cells) {
        const isNamed = cell.tagName === "TD" && names[at];
        if (isNamed) cell.dataset.label = names[at];
        at += cell.colSpan;
      }
    });
    table.classList.add("table--cards");
  });
};
nameCells(document);
document.addEventListener("htmx:after:swap", () => nameCells(document));

// Filters stand open where there is room for them.
const isWide = window.matchMedia("(min-width: 64rem)");
const openWhereWide = () => {
  document.querySelectorAll("[data-wide-open]").forEach((part) => {
    part.open = isWide.matches;
  });
};
isWide.addEventListener("change", openWhereWide);
openWhereWide();

// A form that came back with errors says so first.
const focusErrors = (root) => root.querySelector("[data-error-summary]")?.focus();
focusErrors(document);

// Drafts on this device (`drafts.js`) go with whoever signs out, and after twelve hours.
const letDraftsGo = (isOver) => {
  const drafts = Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
  drafts.filter(isOver).forEach((key) => localStorage.removeItem(key));
};
const isOld = (key) => Date.now() - JSON.parse(localStorage.getItem(key)).at > 12 * 3600 * 1000;
try {
  letDraftsGo(isOld);
  // The server has it now.
  const done = [...document.querySelectorAll("[data-draft-done]")].map((part) => `draft:${part.dataset.draftDone}`);
  letDraftsGo((key) => done.includes(key));
} catch {
  // This browser keeps nothing, or something else stands there.
}
document.addEventListener("submit", (event) => {
  if (event.target.action?.endsWith?.("/logout/")) letDraftsGo(() => true);
});

// A second click does not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// What hangs on another answer is asked once that answer is given. Without this it
// stands there with a sentence that says so.
const hanging = document.querySelectorAll("[data-only-if]");
const showAsked = () => {
  hanging.forEach((part) => {
    const [name, value] = part.dataset.onlyIf.split("=");
    const chosen = [...document.getElementsByName(name)].some(
      (field) => field.checked && field.value === value && !field.closest("[hidden]"),
    );
    part.hidden = !chosen;
  });
};
if (hanging.length) {
  showAsked();
  document.addEventListener("change", showAsked);
}

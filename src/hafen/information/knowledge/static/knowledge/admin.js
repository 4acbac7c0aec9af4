// What Wagtail starts with scripts inside the page is started from here, so that
// its pages need none; and how hard the text is to read, while it is written.
(() => {
  "use strict";

  function startChoosers(root) {
    for (const place of root.querySelectorAll("template[data-chooser]")) {
      const start = window[place.dataset.chooser];
      if (start && !place.dataset.started) {
        place.dataset.started = "yes";
        start(place.dataset.for, JSON.parse(place.dataset.options || "{}"));
      }
    }
  }

  function words(form) {
    const parts = [];
    for (const field of form.querySelectorAll("[name=summary], .public-DraftEditor-content")) {
      if (field.matches("textarea, input")) parts.push(field.value);
      else for (const block of field.querySelectorAll("[data-block=true]")) parts.push(block.textContent);
    }
    return parts.join("\n");
  }

  function watch(panel) {
    const form = panel.closest("form");
    let last = "";
    let timer = 0;
    async function ask() {
      const text = words(form);
      if (text === last) return;
      last = text;
      const data = new FormData();
      data.set("text", text);
      data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      const answer = await fetch(panel.dataset.address, { method: "POST", body: data });
      if (answer.ok) panel.innerHTML = await answer.text();
    }
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 900);
    };
    form.addEventListener("input", soon);
    form.addEventListener("keyup", soon);
    setTimeout(ask, 1500);
  }

  document.addEventListener("DOMContentLoaded", () => {
    startChoosers(document);
    for (const panel of document.querySelectorAll("[data-readability]")) watch(panel);
    new MutationObserver(() => startChoosers(document)).observe(document.body, {
      childList: true,
      subtree: true,
    });
    for (const place of document.querySelectorAll("template[data-chooser-urls]")) {
      window.chooserUrls = window.chooserUrls || JSON.parse(place.dataset.chooserUrls);
    }
    const all = document.querySelector("form [name=select_all]");
    if (all) {
      all.addEventListener("change", () => {
        for (const box of document.querySelectorAll("[name=locales]")) box.checked = all.checked;
      });
    }
  });
})();

// A form that keeps what is typed on this device until it has been sent: sealed with
// a key that comes with the page, gone when somebody signs out (`hafen.js`).
"use strict";

const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const UNKEPT = new Set(["csrfmiddlewaretoken", "version", "draft"]);

const keep = async (form, state) => {
  const { draft: name, draftKey } = form.dataset;
  const place = `draft:${name}`;
  const key = await crypto.subtle.importKey("raw", bytes(draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  const sealed = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) });
  const say = (what, at) => {
    state.textContent = state.dataset[what].replace("{time}", at ?? "");
    state.hidden = false;
  };
  // Special categories never stay on a device (`data-unkept`).
  const unkept = () => new Set([...form.querySelectorAll("[data-unkept] [name]")].map((field) => field.name).concat(...UNKEPT));
  const hour = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const write = async () => {
    const left = unkept();
    const entries = [...new FormData(form)].filter(([field, value]) => !left.has(field) && typeof value === "string");
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt(sealed(iv), key, new TextEncoder().encode(JSON.stringify(entries)));
    const at = Date.now();
    localStorage.setItem(place, JSON.stringify({ at, iv: text(iv), data: text(data) }));
    say("kept", hour(at));
  };

  const read = async () => {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null");
    if (!kept || form.querySelector("[data-error-summary]")) return;
    try {
      const data = await crypto.subtle.decrypt(sealed(bytes(kept.iv)), key, bytes(kept.data));
      fill(JSON.parse(new TextDecoder().decode(data)));
      say("restored", hour(kept.at));
    } catch {
      localStorage.removeItem(place); // somebody else's, or damaged
    }
  };

  const fill = (entries) => {
    const left = unkept();
    for (const field of form.elements) {
      if (left.has(field.name)) continue;
      const values = entries.filter(([given]) => given === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
      // What was typed is not hidden in a part that is folded.
      if (values.some(Boolean) && field.type !== "hidden") for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  };

  // The page itself is asked whether it can be reached: a telephone in a cellar
  // believes for a while that it has a connection.
  const isReached = async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) });
      // A form that was sent back stands at an address that is only posted to.
      return answer.ok || answer.status === 405;
    } catch {
      return false;
    }
  };

  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, 300);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.dataset.asking) return;
    form.dataset.asking = "yes";
    clearTimeout(timer);
    await write();
    if (await isReached()) form.submit();
    else say("offline");
    delete form.dataset.asking;
  });
  window.addEventListener("online", () => {
    if (localStorage.getItem(place)) say("online");
  });
  await read();
};

const keepAll = (part) => {
  for (const form of part.querySelectorAll("form[data-draft]:not([data-draft-on])")) {
    const state = form.querySelector("[data-draft-state]");
    form.dataset.draftOn = "";
    if (window.crypto?.subtle && state) keep(form, state);
  }
};
keepAll(document);
document.addEventListener("htmx:after:swap", () => keepAll(document));

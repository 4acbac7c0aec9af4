// A form that keeps what is typed on this device until it has been sent: sealed with
// a key that comes with the page, gone when somebody signs out (`hafen.js`).
"use strict";

const bytes = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const UNKEPT = new Set(["csrfmiddlewaretoken", "version"]);

const keep = async (form, state) => {
  const { draft: name, draftKey } = form.dataset;
  const place = `draft:${name}`;
  const key = await crypto.subtle.importKey("raw", bytes(draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
  const sealed = (iv) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) });
  const say = (what, at) => {
    state.textContent = state.dataset[what].replace("{time}", at ?? "");
    state.hidden = false;
  };
  const hour = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  const write = async () => {
    const entries = [...new FormData(form)].filter(([field, value]) => !UNKEPT.has(field) && typeof value === "string");
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
    for (const field of form.elements) {
      const values = entries.filter(([given]) => given === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  };

  // The page itself is asked whether it can be reached: a telephone in a cellar
  // believes for a while that it has a connection.
  const isReached = async () => {
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(5000) });
      return answer.ok;
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

for (const part of document.querySelectorAll("[data-draft-done]")) {
  localStorage.removeItem(`draft:${part.dataset.draftDone}`);
}
for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = document.querySelector("[data-draft-state]");
  if (window.crypto?.subtle && state) keep(form, state);
}

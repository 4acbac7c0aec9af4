// Questions one at a time, and read aloud: comfort that a page offers where it can.

const form = document.querySelector("form:has([data-part])");
const parts = [...(form?.querySelectorAll("[data-part]") ?? [])];

// Only voices of the device: others would send the text to somebody else.
const voiceOf = (tag) => {
  const voices = window.speechSynthesis?.getVoices().filter((voice) => voice.localService) ?? [];
  const name = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const base = (text) => text.split("-")[0];
  return (
    voices.find((voice) => name(voice) === tag.toLowerCase()) ??
    voices.find((voice) => base(name(voice)) === base(tag.toLowerCase()))
  );
};
const stop = () => {
  speechSynthesis.cancel();
  form.querySelectorAll(".aloud").forEach((button) => button.setAttribute("aria-pressed", "false"));
};
const wordsOf = (part) => {
  const stem = part.closest(".matrix")?.querySelector("[data-stem]");
  const told = [stem, ...part.querySelectorAll("[data-say]")].filter(Boolean);
  return told.map((each) => each.textContent.trim()).filter(Boolean);
};
const read = (part, button) => {
  const isSpeaking = button.getAttribute("aria-pressed") === "true";
  stop();
  if (isSpeaking) return;
  button.setAttribute("aria-pressed", "true");
  const tag = part.closest("[lang]").lang;
  const words = wordsOf(part);
  words.forEach((text, place) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voiceOf(tag);
    said.lang = said.voice.lang;
    said.rate = 0.9;
    if (place === words.length - 1) said.onend = () => button.setAttribute("aria-pressed", "false");
    speechSynthesis.speak(said);
  });
};
const offerVoice = () => {
  const made = form.querySelector("template[data-aloud]").content.firstElementChild;
  parts.forEach((part) => {
    part.querySelector(".aloud")?.remove();
    if (!voiceOf(part.closest("[lang]").lang)) return;
    const button = made.cloneNode(true);
    button.addEventListener("click", () => read(part, button));
    part.append(button);
  });
};
if (parts.length && window.speechSynthesis) {
  offerVoice();
  speechSynthesis.addEventListener?.("voiceschanged", offerVoice);
  window.addEventListener("pagehide", stop);
}

// One question at a time. Which one, the form carries along to another language.
const bar = form?.querySelector("[data-steps]");
const switches = form?.querySelectorAll("[data-single]") ?? [];
const isAsked = (part) => !part.closest("[hidden]");
let at = null;

const show = () => {
  const isSingle = at !== null;
  const asked = parts.filter(isAsked);
  const place = asked.indexOf(at);
  const isLast = place === asked.length - 1;
  parts.forEach((part) => part.classList.toggle("is-away", isSingle && part !== at));
  form.querySelectorAll(".matrix").forEach((table) => {
    table.classList.toggle("is-away", isSingle && !table.contains(at));
  });
  form.classList.toggle("is-single", isSingle);
  form.querySelectorAll("[data-first]").forEach((each) => {
    each.classList.toggle("is-away", isSingle && place > 0);
  });
  form.querySelector(".form__actions").classList.toggle("is-away", isSingle && !isLast);
  bar.hidden = !isSingle;
  const told = bar.querySelector("[data-place]");
  told.textContent = told.dataset.words.replace("{place}", place + 1).replace("{all}", asked.length);
  bar.querySelector("[data-step='-1']").classList.toggle("is-away", place === 0);
  bar.querySelector("[data-step='1']").classList.toggle("is-away", isLast);
  switches.forEach((button) => {
    button.hidden = (button.dataset.single === "on") === isSingle;
  });
  form.elements.namedItem("single").value = isSingle ? parts.indexOf(at) + 1 : "";
};
const go = (part) => {
  if (window.speechSynthesis) stop();
  at = part;
  show();
  at?.setAttribute("tabindex", "-1");
  at?.focus({ preventScroll: true });
  (at?.closest(".matrix") ?? at)?.scrollIntoView({ behavior: "instant" });
};
const step = (by) => {
  const asked = parts.filter(isAsked);
  go(asked[asked.indexOf(at) + by] ?? at);
};
if (parts.length && bar) {
  form.querySelectorAll("[data-switch]").forEach((each) => (each.hidden = false));
  switches.forEach((button) => {
    button.addEventListener("click", () => go(button.dataset.single === "on" ? parts.find(isAsked) : null));
  });
  bar.addEventListener("click", (event) => {
    const by = event.target.closest("[data-step]")?.dataset.step;
    if (by) step(Number(by));
  });
  // What hangs on this answer comes or goes first (`hafen.js`).
  document.addEventListener("change", () => setTimeout(show));
  form.addEventListener("keydown", (event) => {
    const isLine = event.target.matches("input:not([type=submit])");
    if (at === null || event.key !== "Enter" || !isLine) return;
    event.preventDefault();
    step(1);
  });
  // The list of mistakes leads to a question that may be out of sight.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a");
    const part = link && document.getElementById(link.hash.slice(1))?.closest("[data-part]");
    if (part && at !== null) go(part);
  });
  const kept = Number(form.elements.namedItem("single").value);
  const wrong = form.querySelector(".kern-error")?.closest("[data-part]");
  at = kept ? (wrong ?? parts[kept - 1] ?? null) : null;
  show();
}

// Shows offers of this portal on another site, in that site's own colours.
//
//   <script src="https://…/<town>/embed.js" data-language="de" defer></script>
//
// draws a list where the script stands. data-topic, data-district, data-limit
// narrow it, data-search="yes" puts a search field above it. Further lists:
// <hafen-list language="ar" topic="N01"></hafen-list>. Colours and letters follow
// the page; --hafen-accent changes that of links.
(() => {
  const script = document.currentScript;
  const base = script ? new URL(".", script.src).href : "";
  const RIGHT_TO_LEFT = ["ar", "fa", "ckb", "ur", "ps"];
  const STYLE = `
    :host { display: block; font: inherit; color: inherit; }
    form { display: flex; gap: .5em; margin-block-end: 1em; }
    input { flex: 1; min-inline-size: 0; font: inherit; padding: .5em; color: inherit; background: transparent; border: 1px solid currentColor; border-radius: .25em; }
    button { font: inherit; padding: .5em 1em; color: inherit; background: transparent; border: 1px solid currentColor; border-radius: .25em; cursor: pointer; }
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding-block: .75em; border-block-end: 1px solid color-mix(in srgb, currentColor 30%, transparent); }
    a { color: var(--hafen-accent, LinkText); font-weight: 600; }
    p { margin: .25em 0 0; }
    .where { opacity: .8; }
  `;
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };

  class HafenList extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      const language = this.getAttribute("language") || "de";
      this.lang = language;
      this.dir = RIGHT_TO_LEFT.includes(language.split("-")[0]) ? "rtl" : "ltr";
      this.list = element("ul", "", { "aria-live": "polite" });
      if (this.hasAttribute("search")) shadow.append(this.form());
      shadow.append(this.list);
      this.load();
    }

    form() {
      const form = element("form", "", { role: "search" });
      this.field = element("input", "", { type: "search", name: "q" });
      this.button = element("button", "⌕", { type: "submit" });
      form.append(this.field, this.button);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.load();
      });
      return form;
    }

    async load() {
      const town = this.getAttribute("town") || base;
      const address = new URL(`${this.lang}/embed/offers.json`, town);
      ["topic", "district", "limit"].forEach((name) => {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      });
      if (this.field?.value) address.searchParams.set("q", this.field.value);
      try {
        const answer = await fetch(address, { credentials: "omit" });
        if (!answer.ok) throw new Error(answer.status);
        this.show(await answer.json());
      } catch {
        const more = element("a", this.getAttribute("fallback") || address.host, { href: new URL(`${this.lang}/`, town).href });
        this.list.replaceChildren(more);
      }
    }

    show(found) {
      if (this.field) {
        this.field.setAttribute("aria-label", found.words.search);
        this.field.placeholder = found.words.search;
        this.button.setAttribute("aria-label", found.words.search);
      }
      const items = found.offers.map((offer) => {
        const item = element("li");
        item.append(element("a", offer.name, { href: offer.url, lang: offer.language, dir: "auto" }));
        if (offer.summary) item.append(element("p", offer.summary, { lang: offer.language, dir: "auto" }));
        const facts = [offer.organisation, ...offer.places].filter(Boolean).join(" · ");
        if (facts) item.append(element("p", facts, { class: "where", dir: "auto" }));
        return item;
      });
      if (!items.length) items.push(element("li", found.words.nothing));
      const more = element("li");
      more.append(element("a", found.words.more, { href: found.url }));
      this.list.replaceChildren(...items, more);
    }
  }

  if (!customElements.get("hafen-list")) customElements.define("hafen-list", HafenList);
  if (script && script.dataset.language) {
    const list = element("hafen-list", "", { town: base });
    Object.entries(script.dataset).forEach(([name, value]) => list.setAttribute(name, value));
    script.after(list);
  }
})();

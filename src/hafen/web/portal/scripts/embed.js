// Shows what this portal has on another site, in that site's own colours.
//
//   <script src="https://…/<town>/embed.js" data-show="calendar" data-language="de" defer></script>
//
// draws it where the script stands. data-show: list, calendar, search, questions.
// Further ones need no further script: <hafen-list language="ar" topic="N01"></hafen-list>,
// <hafen-calendar>, <hafen-search>, <hafen-questions>.
//
// Attributes: language (else the one of the page), topic, district, limit; search
// puts a search field above a list, switch a choice of languages above anything. A
// change of an attribute shows at once. Colours and letters follow the page;
// --hafen-accent, --hafen-on-accent, --hafen-line, --hafen-radius and --hafen-gap
// change them, and so do the parts: ::part(link), ::part(button), ::part(day) …
//
// It asks nobody but the portal, sends no cookie, and stores nothing. A strict
// policy of the site needs the portal in script-src and connect-src, nothing inline.
(() => {
  const script = document.currentScript;
  const base = script ? new URL(".", script.src).href : "";
  const STYLE = `
    :host { display: block; font: inherit; color: inherit; }
    :host([hidden]), [hidden] { display: none; }
    * { box-sizing: border-box; }
    form, .months, .languages { display: flex; gap: .5em; align-items: center; margin-block-end: var(--hafen-gap, 1em); }
    .months { justify-content: space-between; }
    .months p { margin: 0; font-weight: 600; text-align: center; }
    input, select, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--hafen-line, currentColor); border-radius: var(--hafen-radius, .25em); min-block-size: 2.75em; padding: .25em .75em; }
    select { background: Canvas; color: CanvasText; }
    input { flex: 1; min-inline-size: 0; }
    button { cursor: pointer; min-inline-size: 2.75em; }
    button[aria-disabled="true"] { opacity: .45; cursor: default; }
    :focus-visible { outline: 3px solid var(--hafen-accent, currentColor); outline-offset: 2px; }
    ul { list-style: none; margin: 0; padding: 0; }
    li { padding-block: .75em; border-block-end: 1px solid var(--hafen-line, color-mix(in srgb, currentColor 30%, transparent)); overflow-wrap: anywhere; }
    a { color: var(--hafen-accent, inherit); font-weight: 600; text-decoration: underline; }
    p { margin: .25em 0 0; }
    .answer { white-space: pre-line; margin-block-end: .5em; }
    .gone a { text-decoration: line-through; }
    summary { cursor: pointer; font-weight: 600; min-block-size: 2.75em; padding-block: .5em; }
    .more { margin-block-start: var(--hafen-gap, 1em); }
    .quiet { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; margin-block-end: var(--hafen-gap, 1em); }
    th, td { padding: .125em; text-align: center; font-weight: inherit; }
    th { font-size: .75em; overflow-wrap: normal; white-space: nowrap; }
    abbr { text-decoration: none; }
    td > * { display: grid; place-items: center; inline-size: 100%; min-inline-size: 0; min-block-size: 2.75em; padding: 0; border-radius: var(--hafen-radius, .25em); }
    td > button { font-weight: 700; border: 2px solid var(--hafen-accent, currentColor); }
    td > button[aria-pressed="true"] { background: var(--hafen-accent, CanvasText); color: var(--hafen-on-accent, Canvas); }
    .today { text-decoration: underline; text-underline-offset: .25em; }
  `;
  const element = (name, text, attributes = {}, children = []) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.append(...children);
    return made;
  };
  // Words of the portal may be in another language than the page around them.
  // It runs in its own direction and stays aligned with the others.
  const spoken = (name, text, entry, more = {}) => element(name, "", more, [element("bdi", text, { lang: entry.language })]);

  class HafenElement extends HTMLElement {
    static observedAttributes = ["language", "topic", "district", "limit", "town", "lang"];

    connectedCallback() {
      if (!this.shadowRoot) this.build();
      this.refresh();
    }

    attributeChangedCallback() {
      if (this.shadowRoot) this.refresh();
    }

    get language() {
      return this.getAttribute("language") || this.closest("[lang]")?.lang.toLowerCase().split("-")[0] || "de";
    }

    get town() {
      return this.getAttribute("town") || base;
    }

    build() {
      const shadow = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      shadow.adoptedStyleSheets = [sheet];
      this.status = element("p", "", { role: "status", class: "quiet" });
      this.items = element("ul", "", { role: "list", part: "list" });
      this.more = element("p", "", { class: "more", part: "more" });
      this.frame = element("div", "", { part: "frame", role: "group" }, [...this.head(), this.status, this.items, this.more]);
      shadow.append(this.frame);
    }

    head() {
      return this.hasAttribute("search") ? [this.form()] : [];
    }

    form() {
      const form = element("form", "", { role: "search", part: "form" });
      this.field = element("input", "", { type: "search", name: "q", maxlength: "200", autocomplete: "off", part: "field" });
      this.button = element("button", "", { type: "submit", part: "button" });
      form.append(this.field, this.button);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.load();
      });
      return form;
    }

    // Several attributes that change together are one question to the portal.
    refresh() {
      if (this.waits) return;
      this.waits = true;
      queueMicrotask(() => {
        this.waits = false;
        if (this.isConnected) this.load();
      });
    }

    asked() {
      return this.field?.value ? { q: this.field.value } : {};
    }

    async load() {
      // An answer that comes late, after a newer question, is not shown.
      this.question?.abort();
      const question = (this.question = new AbortController());
      const language = this.language;
      const address = new URL(`${language}/embed/${this.constructor.feed}.json`, this.town);
      ["topic", "district", "limit"].forEach((name) => {
        if (this.hasAttribute(name)) address.searchParams.set(name, this.getAttribute(name));
      });
      Object.entries(this.asked()).forEach(([name, value]) => address.searchParams.set(name, value));
      this.frame.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address, { credentials: "omit", signal: question.signal });
        if (!answer.ok) throw new Error(answer.status);
        this.show(await answer.json());
      } catch (fault) {
        if (fault.name === "AbortError") return;
        const text = this.getAttribute("fallback") || address.host;
        this.more.replaceChildren(element("a", text, { href: new URL(`${language}/`, this.town).href }));
      }
      this.frame.removeAttribute("aria-busy");
    }

    show(found) {
      this.found = found;
      this.frame.lang = found.language;
      this.frame.dir = found.direction;
      this.frame.setAttribute("aria-label", found.label);
      if (this.field) {
        this.field.form.setAttribute("aria-label", found.label);
        this.field.setAttribute("aria-label", found.words.search);
        this.button.textContent = found.words.search;
      }
      if (this.hasAttribute("switch")) this.showLanguages(found);
      this.showItems(found.items, found.said);
      this.more.replaceChildren(element("a", found.more, { href: found.url, part: "link" }));
    }

    // A month may have many dates; a day that is chosen shows all of its own.
    get most() {
      return this.day ? Infinity : Number(this.getAttribute("limit")) || 10;
    }

    showItems(items, said) {
      this.items.replaceChildren(...items.slice(0, this.most).map((entry) => element("li", "", { part: "item" }, this.drawn(entry))));
      this.items.hidden = !items.length;
      this.status.textContent = items.length ? said : this.found.words.nothing;
      this.status.className = items.length ? "quiet" : "";
    }

    drawn(entry) {
      const parts = [spoken("a", entry.name, entry, { href: entry.url, part: "link" })];
      if (entry.text) parts.push(spoken("p", entry.text, entry, { part: "text" }));
      if (entry.facts.length) parts.push(element("p", "", { part: "facts" }, [element("bdi", entry.facts.join(" · "))]));
      return [element("div", "", entry.is_cancelled ? { class: "gone" } : {}, parts)];
    }

    showLanguages(found) {
      if (!this.choice) {
        this.choice = element("select", "", { part: "languages" });
        this.choice.addEventListener("change", () => this.setAttribute("language", this.choice.value));
        this.frame.prepend(element("div", "", { class: "languages" }, [this.choice]));
      }
      this.choice.setAttribute("aria-label", found.words.language);
      this.choice.replaceChildren(...found.languages.map((each) => element("option", each.name, { value: each.tag, lang: each.tag })));
      this.choice.value = found.language;
    }
  }

  class HafenList extends HafenElement {
    static feed = "offers";
  }

  class HafenSearch extends HafenElement {
    static feed = "search";

    head() {
      return [this.form()];
    }

    showItems(items, said) {
      super.showItems(items, said);
      // Nothing was asked yet, so nothing is missing.
      if (!this.field.value) this.status.textContent = "";
    }
  }

  class HafenQuestions extends HafenElement {
    static feed = "questions";

    drawn(entry) {
      const answer = spoken("p", entry.text, entry, { class: "answer", part: "text" });
      const link = element("a", this.found.words.open, { href: entry.url, part: "link" });
      return [element("details", "", { part: "question" }, [spoken("summary", entry.name, entry), answer, link])];
    }
  }

  class HafenCalendar extends HafenElement {
    static feed = "events";

    head() {
      this.earlier = element("button", "", { type: "button", part: "button" });
      this.later = element("button", "", { type: "button", part: "button" });
      this.name = element("p", "", { "aria-live": "polite", part: "month" });
      [this.earlier, this.later].forEach((button) =>
        button.addEventListener("click", () => {
          if (!button.value) return;
          this.month = button.value;
          this.day = "";
          this.load();
        }),
      );
      this.table = element("table", "", { part: "table" });
      this.table.addEventListener("keydown", (event) => this.move(event));
      return [element("div", "", { class: "months" }, [this.earlier, this.name, this.later]), this.table];
    }

    asked() {
      return { when: this.month || "month" };
    }

    show(found) {
      const { month } = found;
      [
        [this.earlier, month.earlier, month.words.earlier, "‹", "›"],
        [this.later, month.later, month.words.later, "›", "‹"],
      ].forEach(([button, value, said, arrow, mirrored]) => {
        button.value = value;
        button.textContent = found.direction === "rtl" ? mirrored : arrow;
        button.setAttribute("aria-label", said);
        // It stays where the focus is, also when there is nothing beyond.
        button.setAttribute("aria-disabled", String(!value));
      });
      this.name.textContent = month.name;
      const head = month.weekdays.map((day) => element("th", "", { scope: "col" }, [element("abbr", day.short, { title: day.name })]));
      const rows = month.weeks.map((week) => element("tr", "", {}, week.map((day) => element("td", "", {}, day ? [this.cell(day)] : []))));
      this.table.replaceChildren(
        element("caption", `${found.label} ${month.name}`, { class: "quiet" }),
        element("thead", "", {}, [element("tr", "", {}, head)]),
        element("tbody", "", {}, rows),
      );
      super.show(found);
    }

    cell(day) {
      const today = day.is_today ? { "aria-current": "date", class: "today" } : {};
      if (!day.said) return element("span", String(day.number), { ...today, part: "day" });
      const button = element("button", String(day.number), { ...today, type: "button", value: day.key, "aria-label": day.said, "aria-pressed": "false", part: "day day-with-dates" });
      button.addEventListener("click", () => this.choose(button, day));
      return button;
    }

    // One day, and the same once more: the whole month again.
    choose(button, day) {
      this.day = this.day === day.key ? "" : day.key;
      this.table.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", String(each.value === this.day)));
      const shown = this.found.items.filter((entry) => !this.day || entry.days.includes(this.day));
      this.showItems(shown, this.day ? day.said : this.found.said);
    }

    move(event) {
      const ahead = this.found?.direction === "rtl" ? -1 : 1;
      const step = { ArrowRight: ahead, ArrowLeft: -ahead, ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const days = [...this.table.querySelectorAll("button")];
      days[days.indexOf(event.target) + step]?.focus();
      event.preventDefault();
    }
  }

  const KINDS = { list: HafenList, calendar: HafenCalendar, search: HafenSearch, questions: HafenQuestions };
  Object.entries(KINDS).forEach(([name, kind]) => {
    if (!customElements.get(`hafen-${name}`)) customElements.define(`hafen-${name}`, kind);
  });
  if (script && (script.dataset.show || script.dataset.language)) {
    const { show = "list", ...attributes } = script.dataset;
    const made = element(`hafen-${show in KINDS ? show : "list"}`, "", { town: base });
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    script.after(made);
  }
})();

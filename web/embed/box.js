// <fihrist-search>: the search box of a Fihrist service for pages of other sites.
// One module, no dependencies; runs under script-src and connect-src of the service alone.

const HERE = new URL("../../", import.meta.url).href;
const WAIT = 180; // milliseconds after the last key
const WORDS = {
  ar: {
    search: "بحث",
    placeholder: "ابحث بالعربية أو الإنجليزية",
    results: "النتائج",
    all: "جميع النتائج",
    none: "لا نتائج",
    failed: "تعذّر البحث الآن",
  },
  en: {
    search: "Search",
    placeholder: "Search in Arabic or English",
    results: "Results",
    all: "All results",
    none: "No results",
    failed: "The search failed",
  },
};

const STYLE = `
:host { display: block; position: relative; color-scheme: light dark; text-align: start;
  --accent: var(--fihrist-accent, light-dark(#1d5c63, #7fc4ca));
  --on-accent: var(--fihrist-on-accent, light-dark(#fff, #10292c));
  --paper: var(--fihrist-paper, light-dark(#fff, #1b2022));
  --ink: var(--fihrist-ink, light-dark(#1f2426, #e6e4de));
  --soft: var(--fihrist-soft, light-dark(#5a6468, #a3abad));
  --chosen: var(--fihrist-chosen, light-dark(#e7f0ee, #2a3639));
  --mark: var(--fihrist-mark, light-dark(#fbe7a1, #5a4a12));
  font: var(--fihrist-font, 1rem/1.7 system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", Tahoma, sans-serif); }
:host([hidden]) { display: none; }
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; }
form { display: flex; gap: .5rem; }
input, button { font: inherit; padding: .4rem .9rem; border-radius: var(--fihrist-radius, .5rem); }
input { flex: 1; min-inline-size: 0; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); }
input:placeholder-shown { direction: inherit; }
input::placeholder { color: var(--soft); opacity: 1; }
button { color: var(--on-accent); background: var(--accent); border: 1px solid transparent; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[part=panel] { position: var(--fihrist-panel-position, absolute); z-index: 1000; inset-inline: 0; margin-block-start: .3rem;
  max-block-size: var(--fihrist-panel-height, 26rem); overflow: auto; color: var(--ink); background: var(--paper);
  border: 1px solid var(--soft); border-radius: var(--fihrist-radius, .5rem); box-shadow: 0 .5rem 1.5rem #0003; }
[hidden] { display: none !important; }
ul { padding: 0; list-style: none; }
li { padding: .5rem .9rem; cursor: pointer; }
li[aria-selected=true] { background: var(--chosen); box-shadow: inset .25rem 0 var(--accent); }
[part~=title] { font-weight: 600; }
[part~=meta] { color: var(--soft); font-size: .85em; }
[lang=ar] { line-height: 1.9; }
mark { color: inherit; background: var(--mark); }
[part=message], [part=all] { display: block; padding: .5rem .9rem; color: var(--soft); }
[part=all] { color: var(--accent); }
@media (forced-colors: active) { li[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; } }
`;

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function marked(name, side, lang, part) {
  const pieces = side.segments.map(([text, hit]) => (hit ? element("mark", {}, text) : text));
  return element(name, { part, lang, dir: side.dir }, ...pieces);
}

class FihristSearch extends HTMLElement {
  static observedAttributes = [
    "src", "key", "lang", "dir", "placeholder", "limit", "filter", "target", "theme", "shortcut",
  ];

  #input = element("input", {
    type: "search", name: "q", part: "input", dir: "auto", role: "combobox",
    "aria-expanded": "false", "aria-controls": "list", "aria-autocomplete": "list",
    autocomplete: "off", autocapitalize: "off", spellcheck: "false",
  });
  #button = element("button", { type: "submit", part: "button" });
  #form = element("form", { role: "search", part: "form", method: "get" }, this.#input, this.#button);
  #list = element("ul", { id: "list", role: "listbox", part: "list" });
  #message = element("p", { part: "message", role: "status" });
  #all = element("a", { part: "all" });
  #panel = element("div", { part: "panel", hidden: "" }, this.#message, this.#list, this.#all);
  #hits = [];
  #active = -1;
  #timer = 0;
  #asking = null;
  #onKey = (event) => this.#shortcut(event);

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#form, this.#panel);
    this.#input.addEventListener("input", (event) => event.isComposing || this.#soon());
    this.#input.addEventListener("compositionend", () => this.#soon());
    this.#input.addEventListener("keydown", (event) => event.isComposing || this.#key(event));
    this.#input.addEventListener("focus", () => this.#hits.length && this.#open());
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("focusout", (event) => root.contains(event.relatedTarget) || this.contains(event.relatedTarget) || this.close());
    // The press would take the focus from the input, and close the list before the click.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#select([...this.#list.children].indexOf(option), event);
    });
  }

  connectedCallback() {
    const plain = this.querySelector("input[name=q]");
    if (plain && !this.#input.value) this.#input.value = plain.value;
    document.addEventListener("keydown", this.#onKey);
    this.#dress();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#onKey);
    this.#stop();
    this.close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    this.#dress();
    if (["src", "key", "limit", "filter", "lang"].includes(name) && this.#isOpen) this.#ask();
  }

  focus(options) {
    this.#input.focus(options);
  }

  /** Search for words, those in the box if none are given; resolves when they are shown. */
  search(q = this.#input.value) {
    this.#input.value = q;
    return this.#ask(true);
  }

  close() {
    this.#panel.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  get #isOpen() {
    return !this.#panel.hidden;
  }

  get #base() {
    const given = new URL(this.getAttribute("src") || HERE, document.baseURI).href;
    return given.replace(/\/+$/, "");
  }

  get #lang() {
    const near = this.closest("[lang]")?.getAttribute("lang") || "ar";
    return near.toLowerCase().startsWith("en") ? "en" : "ar";
  }

  get #filters() {
    const parts = (this.getAttribute("filter") || "").split(";");
    return parts.map((each) => each.trim()).filter(Boolean);
  }

  #dress() {
    const words = WORDS[this.#lang];
    const placeholder = this.getAttribute("placeholder") || words.placeholder;
    const root = this.#form;
    root.lang = this.#panel.lang = this.#lang;
    root.dir = this.#panel.dir = this.getAttribute("dir") || (this.#lang === "ar" ? "rtl" : "ltr");
    root.action = `${this.#base}/search`;
    root.target = this.#all.target = this.getAttribute("target") || "";
    this.#all.rel = "noopener";
    for (const hidden of root.querySelectorAll("[type=hidden]")) hidden.remove();
    for (const [name, value] of [["hl", this.#lang], ...this.#filters.map((f) => ["filter", f])]) {
      root.append(element("input", { type: "hidden", name, value }));
    }
    this.#input.placeholder = placeholder;
    this.#input.setAttribute("aria-label", placeholder);
    this.#button.textContent = words.search;
    this.#all.textContent = words.all;
    this.#list.setAttribute("aria-label", words.results);
  }

  #address(path, more = []) {
    return `${this.#base}${path}?${new URLSearchParams(more)}`;
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), WAIT);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  #tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  async #ask(open = Boolean(this.shadowRoot.activeElement)) {
    this.#stop();
    const q = this.#input.value.trim();
    if (!q) {
      this.#hits = [];
      this.close();
      return;
    }
    const asking = (this.#asking = new AbortController());
    const parameters = [["q", q], ["limit", this.getAttribute("limit") || "5"]];
    for (const filter of this.#filters) parameters.push(["filter", filter]);
    if (this.getAttribute("key")) parameters.push(["key", this.getAttribute("key")]);
    this.#tell("search", { q });
    try {
      const address = this.#address("/api/v1/search", parameters);
      const answer = await fetch(address, { signal: asking.signal, credentials: "omit" });
      const body = await answer.json();
      if (!answer.ok) throw Object.assign(new Error(body.detail), { status: answer.status });
      if (asking === this.#asking) this.#show(q, body, open);
    } catch (error) {
      if (asking !== this.#asking) return; // another question was asked meanwhile
      this.#hits = [];
      this.#fill(WORDS[this.#lang].failed, open);
      this.#tell("error", { q, status: error.status || 0, message: error.message });
    }
  }

  #show(q, page, open) {
    this.#hits = page.hits;
    this.#all.href = this.#address("/search", [["q", q], ["hl", this.#lang], ...this.#filters.map((f) => ["filter", f])]);
    const words = WORDS[this.#lang];
    const count = page.total.value.toLocaleString(this.#lang);
    this.#fill(page.hits.length ? `${words.results}: ${count}` : words.none, open);
    this.#tell("results", { q, total: page.total.value, hits: page.hits });
  }

  #fill(message, open) {
    this.#list.replaceChildren(...this.#hits.map((hit, number) => this.#option(hit, number)));
    this.#list.hidden = this.#all.hidden = !this.#hits.length;
    this.#message.textContent = message;
    this.#activate(-1);
    if (open) this.#open();
    else this.close();
  }

  #open() {
    this.#panel.hidden = false;
    this.#input.setAttribute("aria-expanded", String(this.#hits.length > 0));
  }

  #option(hit, number) {
    const sides = this.#lang === "ar" ? ["ar", "en"] : ["en", "ar"];
    const side = sides.find((each) => hit.title[each]) || hit.lang;
    const made = element("li", { id: `o${number}`, role: "option", part: "option", "aria-selected": "false" });
    if (hit.title[side]) made.append(marked("div", hit.title[side], side, "title"));
    const snippet = hit.snippets[0]?.[side];
    if (snippet) made.append(marked("div", snippet, side, "snippet"));
    const meta = [hit.outlet, hit.published?.slice(0, 10)].filter(Boolean);
    const facts = meta.flatMap((text, place) => [place ? " · " : "", element("bdi", {}, text)]);
    if (meta.length) made.append(element("div", { part: "meta" }, ...facts));
    return made;
  }

  #activate(number) {
    this.#active = number;
    for (const [place, option] of [...this.#list.children].entries()) {
      option.setAttribute("aria-selected", String(place === number));
      option.setAttribute("part", place === number ? "option active" : "option");
    }
    if (number < 0) this.#input.removeAttribute("aria-activedescendant");
    else {
      this.#input.setAttribute("aria-activedescendant", `o${number}`);
      this.#list.children[number].scrollIntoView({ block: "nearest" });
    }
  }

  #key(event) {
    const count = this.#hits.length;
    if (event.key === "Escape" && this.#isOpen) {
      event.preventDefault(); // which would empty the box
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      if (!this.#isOpen) this.#open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // Before the first and behind the last option is the box itself.
      this.#activate(((this.#active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && this.#isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#select(this.#active, event);
    }
  }

  #select(number, event) {
    const hit = this.#hits[number];
    const href = this.#address(`/article/${hit.id}`, [["q", this.#input.value.trim()], ["hl", this.#lang]]);
    if (!this.#tell("select", { hit, href }, true)) {
      this.close();
      return;
    }
    const target = event.ctrlKey || event.metaKey ? "_blank" : this.getAttribute("target") || "_self";
    element("a", { href, target, rel: "noopener" }).click();
    this.close();
  }

  #submit(event) {
    this.#stop();
    if (!this.#input.value.trim()) event.preventDefault();
    this.close();
  }

  #shortcut(event) {
    const wanted = this.getAttribute("shortcut");
    const at = event.composedPath()[0];
    const typing = at instanceof Element && at.matches("input, textarea, select, [contenteditable]");
    if (!wanted || event.key !== wanted || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.focus();
  }
}

if (!customElements.get("fihrist-search")) customElements.define("fihrist-search", FihristSearch);

// <fihrist-search>: the search box of a Fihrist service for pages of other sites.
// Runs under script-src and connect-src of the service alone; shows results while typing.

import { Combobox } from "./combobox.js";
import { element, pieces, spoken } from "./dom.js";
import { sheet } from "./look.js";
import { WORDS } from "./words.js";

const HERE = new URL("../../", import.meta.url).href;
const SUGGESTIONS = 3; // above the results
const NARROWING = ["lang", "match", "filter", "from", "to", "sort", "names"]; // of a plain form's hidden fields

function marked(name, side, lang, part) {
  return element(name, { part, lang, dir: side.dir }, ...pieces(side.segments, "mark"));
}

class FihristSearch extends HTMLElement {
  static observedAttributes = [
    "src", "key", "lang", "dir", "placeholder", "limit", "filter", "target", "theme", "shortcut",
  ];

  #input = element("input", {
    type: "search", name: "q", part: "input", dir: "auto", autocapitalize: "off", spellcheck: "false",
  });
  #button = element("button", { type: "submit", part: "button" });
  #form = element("form", { role: "search", part: "form", method: "get" }, this.#input, this.#button);
  #list = element("ul", { id: "list", part: "list" });
  #message = element("p", { part: "message", role: "status" });
  #all = element("a", { part: "all" });
  #panel = element("div", { part: "panel" }, this.#message, this.#list, this.#all);
  #combobox = new Combobox({
    input: this.#input,
    popup: this.#panel,
    list: this.#list,
    ask: (q, signal) => this.#ask(q, signal),
  });
  #onKey = (event) => this.#shortcut(event);

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#form, this.#panel);
    this.#input.addEventListener("focus", () => this.#combobox.hasOptions && this.#combobox.open());
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.addEventListener("focusout", ({ relatedTarget: to }) => {
      if (!root.contains(to) && !this.contains(to)) this.close();
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
    this.#combobox.stop();
    this.close();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    this.#dress();
    const asksAnew = ["src", "key", "limit", "filter", "lang"].includes(name);
    if (asksAnew && this.#combobox.isOpen) this.#combobox.now();
  }

  focus(options) {
    this.#input.focus(options);
  }

  /** Search for words, those in the box if none are given; resolves when they are shown. */
  search(q = this.#input.value) {
    this.#input.value = q;
    return this.#combobox.now(true);
  }

  close() {
    this.#combobox.close();
  }

  get #base() {
    const given = new URL(this.getAttribute("src") || HERE, document.baseURI).href;
    return given.replace(/\/+$/, "");
  }

  get #lang() {
    const near = this.closest("[lang]")?.getAttribute("lang") || "ar";
    return near.toLowerCase().startsWith("en") ? "en" : "ar";
  }

  get #words() {
    return WORDS[this.#lang];
  }

  /** What every search of the box is narrowed by, as [name, value]. */
  get #narrowed() {
    // A semicolon parts filters where another field's name follows.
    const said = (this.getAttribute("filter") || "").replace(/[;\s]+$/, "").split(/;\s*(?=[a-z]+:)/);
    const filters = said.filter(Boolean).map((each) => ["filter", each.trim()]);
    const fields = [...this.querySelectorAll("form input[type=hidden]")];
    const hidden = fields.map(({ name, value }) => [name, value]);
    const others = hidden.filter(
      ([name, value]) => NARROWING.includes(name) && !filters.some(([, each]) => name === "filter" && each === value),
    );
    return [...filters, ...others];
  }

  #dress() {
    const words = this.#words;
    const placeholder = this.getAttribute("placeholder") || words.placeholder;
    const form = this.#form;
    form.lang = this.#panel.lang = this.#lang;
    form.dir = this.#panel.dir = this.getAttribute("dir") || (this.#lang === "ar" ? "rtl" : "ltr");
    form.action = `${this.#base}/search`;
    form.target = this.#all.target = this.getAttribute("target") || "";
    this.#all.rel = "noopener";
    for (const hidden of form.querySelectorAll("[type=hidden]")) hidden.remove();
    for (const [name, value] of [["hl", this.#lang], ...this.#narrowed]) {
      form.append(element("input", { type: "hidden", name, value }));
    }
    this.#input.placeholder = placeholder;
    this.#input.setAttribute("aria-label", placeholder);
    this.#button.textContent = words.search;
    this.#all.textContent = words.all;
    this.#list.setAttribute("aria-label", words.results);
  }

  #address(path, parameters) {
    return `${this.#base}${path}?${new URLSearchParams(parameters)}`;
  }

  async #fetch(path, parameters, signal) {
    const key = this.getAttribute("key");
    const given = key ? [...parameters, ["key", key]] : parameters;
    const answer = await fetch(this.#address(path, given), { signal, credentials: "omit" });
    const body = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(body.detail), { status: answer.status });
    return body;
  }

  #tell(name, detail, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));
  }

  async #ask(q, signal) {
    const asked = [["q", q], ["limit", this.getAttribute("limit") || "5"], ...this.#narrowed];
    this.#tell("search", { q });
    // The box does without suggestions where there are none to be had.
    const suggested = this.#fetch("/api/v1/suggest", [["q", q]], signal).catch(() => ({ suggestions: [] }));
    try {
      const page = await this.#fetch("/api/v1/search", asked, signal);
      const { suggestions } = await suggested;
      return signal.aborted ? [] : this.#found(q, page, suggestions);
    } catch (error) {
      if (signal.aborted) return [];
      this.#all.hidden = true;
      this.#message.textContent = this.#words.failed;
      this.#tell("error", { q, status: error.status || 0, message: error.message });
      return [];
    }
  }

  #found(q, page, suggestions) {
    const words = this.#words;
    const total = page.total.value;
    this.#all.href = this.#address("/search", [["q", q], ["hl", this.#lang], ...this.#narrowed]);
    this.#all.hidden = !page.hits.length;
    this.#message.textContent = total ? `${words.results}: ${total.toLocaleString(this.#lang)}` : words.none;
    this.#tell("results", { q, total, hits: page.hits, corrected: page.query.corrected });
    const other = suggestions.filter((each) => !each.article && each.q !== q).slice(0, SUGGESTIONS);
    return [...other.map((each) => this.#suggestion(each)), ...page.hits.map((hit) => this.#hit(hit))];
  }

  /** Words to search for: chosen, they are searched for here. */
  #suggestion({ kind, text, q }) {
    const meant = kind === "correction";
    const said = meant ? [element("small", {}, this.#words.meant)] : [];
    const look = meant ? ["mark"] : ["span", { class: "typed" }];
    const words = element("span", spoken(text), ...pieces(text.segments, ...look));
    return {
      element: element("li", { part: "option suggestion" }, ...said, words),
      choose: () => this.search(q),
    };
  }

  #hit(hit) {
    const sides = this.#lang === "ar" ? ["ar", "en"] : ["en", "ar"];
    const side = sides.find((each) => hit.title[each]) || hit.lang;
    const made = element("li", { part: "option" });
    if (hit.title[side]) made.append(marked("div", hit.title[side], side, "title"));
    const snippet = hit.snippets[0]?.[side];
    if (snippet) made.append(marked("div", snippet, side, "snippet"));
    const meta = [hit.outlet, hit.published?.slice(0, 10)].filter(Boolean);
    const facts = meta.flatMap((text, place) => [place ? " · " : "", element("bdi", {}, text)]);
    if (meta.length) made.append(element("div", { part: "meta" }, ...facts));
    return { element: made, choose: (event) => this.#select(hit, event) };
  }

  #select(hit, event) {
    const asked = [["q", this.#input.value.trim()], ["hl", this.#lang]];
    const href = this.#address(`/article/${hit.id}`, asked);
    const goes = this.#tell("select", { hit, href }, true);
    this.close();
    if (!goes) return;
    const target = event.ctrlKey || event.metaKey ? "_blank" : this.getAttribute("target") || "_self";
    element("a", { href, target, rel: "noopener" }).click();
  }

  #submit(event) {
    this.#combobox.stop();
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

// What the pages gain where scripts run: suggestions while typing, and a citation at a press.

import { Combobox } from "./combobox.js";
import { element, pieces, spoken } from "./dom.js";

function suggesting(form) {
  const { suggestions: label, meant, article } = form.dataset;
  const input = form.elements.q;
  const list = element("ul", { id: "suggestions", class: "suggestions", "aria-label": label });
  const status = element("p", { class: "unseen", role: "status" });
  input.after(list, status);

  const combobox = new Combobox({
    input,
    popup: list,
    list,
    ask: async (q, signal) => {
      const address = new URL("api/v1/suggest", form.action);
      address.search = new URLSearchParams({ q });
      try {
        const answer = await fetch(address, { signal });
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        const options = suggestions.filter((each) => each.article || each.q !== q).map(option);
        status.textContent = options.length ? `${label}: ${options.length}` : "";
        return options;
      } catch {
        return []; // the page does without
      }
    },
  });
  input.addEventListener("blur", () => combobox.close());
  form.addEventListener("submit", () => combobox.stop());

  function option(suggestion) {
    const { kind, text, q } = suggestion;
    const words = element("span", spoken(text), ...pieces(text.segments, ...LOOKS[kind]));
    const said = { correction: meant, title: article }[kind];
    const about = said ? [element("small", {}, said)] : [];
    const made = element("li", { class: kind }, ...about, words);
    return { element: made, choose: () => (suggestion.article ? read(suggestion.article) : search(q)) };
  }

  function search(q) {
    input.value = q;
    form.requestSubmit();
  }

  function read(id) {
    const address = new URL(`article/${encodeURIComponent(id)}`, form.action);
    address.search = new URLSearchParams({ q: input.value.trim(), hl: document.documentElement.lang });
    location.assign(address);
  }
}

// What was typed already is told from what would be added, in ways that leave joined letters joined.
const TYPED = ["span", { class: "typed" }];
const LOOKS = { word: TYPED, name: TYPED, title: ["mark", {}], correction: ["mark", {}] };

function copying(button) {
  const cited = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(cited.textContent.trim());
    button.textContent = button.dataset.done;
  });
}

for (const form of document.querySelectorAll("form.box")) suggesting(form);
if (navigator.clipboard) document.querySelectorAll("button.copy").forEach(copying);

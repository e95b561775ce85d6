// A text input with a list of what it could mean: the combobox pattern of the ARIA Authoring
// Practices, with list autocomplete. The focus stays in the input; what is chosen is said by
// aria-activedescendant. Asks when typing pauses, never while a word is being composed.

const WAIT = 180; // milliseconds after the last key
const CARET = ["ArrowLeft", "ArrowRight", "Home", "End"];

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

export class Combobox {
  #input;
  #popup;
  #list;
  #ask;
  #options = [];
  #active = -1;
  #timer = 0;
  #asking = null;

  /**
   * popup: what is hidden and shown, and holds `list`, whose children are the options.
   * ask(q, signal): resolves to options, {element, choose(event)}; never rejects.
   */
  constructor({ input, popup, list, ask }) {
    list.setAttribute("role", "listbox");
    set(input, {
      autocomplete: "off", role: "combobox",
      "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    });
    popup.hidden = true;
    this.#input = input;
    this.#popup = popup;
    this.#list = list;
    this.#ask = ask;
    input.addEventListener("input", (event) => event.isComposing || this.#soon());
    input.addEventListener("compositionend", () => this.#soon());
    input.addEventListener("keydown", (event) => event.isComposing || this.#key(event));
    // The press would take the focus from the input, and close the list before the click.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const pressed = event.target.closest("[role=option]");
      this.#options.find((option) => option.element === pressed)?.choose(event);
    });
  }

  get isOpen() {
    return !this.#popup.hidden;
  }

  get hasOptions() {
    return this.#options.length > 0;
  }

  /** Ask for what is in the input now. open: whether the answer is shown; where the focus says. */
  async now(open) {
    this.stop();
    const q = this.#input.value.trim();
    if (!q) {
      this.#fill([]);
      this.close();
      return;
    }
    const asking = (this.#asking = new AbortController());
    const options = await this.#ask(q, asking.signal);
    if (asking !== this.#asking) return; // another question was asked meanwhile
    this.#fill(options);
    if (open ?? this.#focused) this.open();
    else this.close();
  }

  /** Ask no more, and leave unheard what was asked. */
  stop() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
  }

  open() {
    if (this.#popup === this.#list && !this.hasOptions) return;
    this.#popup.hidden = false;
    this.#input.setAttribute("aria-expanded", String(this.hasOptions));
  }

  close() {
    this.#popup.hidden = true;
    this.#input.setAttribute("aria-expanded", "false");
    this.#activate(-1);
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#activate(-1);
    this.#timer = setTimeout(() => this.now(), WAIT);
  }

  get #focused() {
    return this.#input.getRootNode().activeElement === this.#input;
  }

  #fill(options) {
    this.#options = options;
    options.forEach(({ element }, place) => {
      set(element, { id: `${this.#list.id}-${place}`, role: "option" });
    });
    this.#list.replaceChildren(...options.map(({ element }) => element));
    this.#list.hidden = !options.length;
    this.#activate(-1);
  }

  #activate(place) {
    this.#active = place;
    this.#options.forEach(({ element }, each) => {
      element.setAttribute("aria-selected", String(each === place));
      element.part.toggle("active", each === place);
    });
    const element = this.#options[place]?.element;
    if (element) {
      this.#input.setAttribute("aria-activedescendant", element.id);
      element.scrollIntoView({ block: "nearest" });
    } else this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    const { key, altKey } = event;
    if (key === "Escape" && this.isOpen) {
      event.preventDefault(); // which would empty the input
      this.stop();
      this.close();
    } else if ((key === "ArrowDown" || key === "ArrowUp") && this.hasOptions) {
      event.preventDefault();
      const opened = this.isOpen;
      if (altKey && key === "ArrowUp") return this.close();
      this.open();
      if (!altKey && (opened || key === "ArrowDown")) this.#step(key === "ArrowDown" ? 1 : -1);
    } else if (key === "Enter" && this.isOpen && this.#active >= 0) {
      event.preventDefault();
      this.#options[this.#active].choose(event);
    } else if (CARET.includes(key)) this.#activate(-1); // back to the text
  }

  /** Before the first and behind the last option is the input itself. */
  #step(by) {
    const stops = this.#options.length + 1;
    this.#activate(((this.#active + 1 + by + stops) % stops) - 1);
  }
}

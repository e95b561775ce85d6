// Elements out of texts: what an answer holds becomes text, never markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Pieces of text, [text, marked], as nodes; the marked ones in an element of that name. */
export function pieces(segments, name, attributes) {
  return segments.map(([text, marked]) => (marked ? element(name, attributes, text) : text));
}

/** The language of a text by its direction: there are two. */
export function spoken(text) {
  return { lang: text.dir === "rtl" ? "ar" : "en", dir: text.dir };
}

// How the box looks. An adopted sheet, since a strict policy blocks a style element.

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
input { flex: 1; min-inline-size: 0; block-size: 2.8em; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); }
input:placeholder-shown { direction: inherit; }
input::placeholder { color: var(--soft); opacity: 1; }
button { color: var(--on-accent); background: var(--accent); border: 1px solid transparent; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[part=panel] { position: var(--fihrist-panel-position, absolute); z-index: 1000; inset-inline: 0; margin-block-start: .3rem;
  max-block-size: var(--fihrist-panel-height, 26rem); overflow: auto; color: var(--ink); background: var(--paper);
  border: 1px solid var(--soft); border-radius: var(--fihrist-radius, .5rem); box-shadow: 0 .5rem 1.5rem #0003; }
[hidden] { display: none !important; }
ul { padding: 0; list-style: none; }
li { padding: .5rem .65rem; border-inline-start: .25rem solid transparent; cursor: pointer; }
li[aria-selected=true] { background: var(--chosen); border-color: var(--accent); }
[part~=title] { font-weight: 600; }
[part~=suggestion] { display: flex; flex-wrap: wrap; gap: .1rem .6rem; align-items: baseline; }
[part~=suggestion] small, .typed { color: var(--soft); }
[part~=meta] { color: var(--soft); font-size: .85em; }
[lang=ar] { line-height: 1.9; }
mark { color: inherit; background: var(--mark); }
[part=message], [part=all] { display: block; padding: .5rem .9rem; color: var(--soft); }
[part=all] { color: var(--accent); }
@media (forced-colors: active) { li[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; } }
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

import { svg, type SVGTemplateResult, type TemplateResult, html } from 'lit';

const shapes = {
  back: svg`<path d="M11 3.5 5 8l6 4.5z"/>`,
  chevronDown: svg`<path d="M4 6.5 8 10.5 12 6.5"/>`,
  copy: svg`<path d="M6 5.5h6.5v8H6z M10 5.5v-3H3.5v8H6"/>`,
  error: svg`<circle cx="8" cy="8" r="6"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"/>`,
  external: svg`<path d="M6.5 3.5h-3v9h9v-3M9 3.5h3.5V7M12.3 3.7 7.5 8.5"/>`,
  file: svg`<path d="M9 2.5H4.5v11h7V5z M9 2.5V5h2.5"/>`,
  first: svg`<path d="M4 3.5v9M12 3.5 6.5 8l5.5 4.5z"/>`,
  forward: svg`<path d="M5 3.5 11 8l-6 4.5z"/>`,
  info: svg`<circle cx="8" cy="8" r="6"/><path d="M8 7.5v3.5M8 5v.2"/>`,
  next: svg`<path d="M6.5 4 10.5 8 6.5 12"/>`,
  previous: svg`<path d="M9.5 4 5.5 8 9.5 12"/>`,
  last: svg`<path d="M12 3.5v9M4 3.5 9.5 8 4 12.5z"/>`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9"/>`,
  pin: svg`<path d="M5.5 2.5h5M6.5 2.5v4l-2 3h7l-2-3v-4M8 9.5v4"/>`,
  pinned: svg`<path d="M5.5 2.5h5M6.5 2.5v4l-2 3h7l-2-3v-4z" fill="currentColor"/><path d="M8 9.5v4"/>`,
  play: svg`<path d="M4.5 2.5 13 8l-8.5 5.5z" fill="currentColor"/>`,
  insert: svg`<path d="M8 2.5v7M5 6.5l3 3 3-3M3 12.5h10"/>`,
  redo: svg`<path d="M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9"/>`,
  remove: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  reset: svg`<path d="M3.5 3v3.5H7M3.8 6.3A5 5 0 1 1 3.2 9.5"/>`,
  search: svg`<circle cx="7" cy="7" r="4"/><path d="M10 10l3.5 3.5"/>`,
  share: svg`<path d="M8 10V2.5M5 5.5l3-3 3 3M3.5 8.5v5h9v-5"/>`,
  undo: svg`<path d="M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7"/>`,
  warning: svg`<path d="M8 2.5 14 13.5H2z M8 6.5v3.5M8 11.8v.1"/>`,
  zoomIn: svg`<circle cx="7" cy="7" r="4"/><path d="M10 10l3.5 3.5M5.2 7h3.6M7 5.2v3.6"/>`,
  zoomOut: svg`<circle cx="7" cy="7" r="4"/><path d="M10 10l3.5 3.5M5.2 7h3.6"/>`,
} satisfies Record<string, SVGTemplateResult>;

/** An icon of 16 by 16 pixels in the text's colour. It says nothing to screen readers: its button has the name. */
export function icon(name: keyof typeof shapes): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;
}

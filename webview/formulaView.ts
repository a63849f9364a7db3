import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { FormulaView as Formula } from '../src/protocol/messages';
import { readDrawing } from './safeSvg';
import { sharedStyles } from './styles';

/** A typeset formula in the text's colour. What is too wide shrinks a little, then scrolls and is a tab stop. */
@customElement('formula-view')
export class FormulaView extends LitElement {
  @property({ attribute: false }) formula: Formula | undefined;
  /** What the formula is of, said before its words. */
  @property() label = '';

  @query('.scroller') private readonly scroller!: HTMLElement | null;
  readonly #resize = new ResizeObserver(() => this.markScrolling());

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .scroller {
        overflow-x: auto;
        overflow-y: hidden;
        padding: 2px;
      }
      svg {
        display: block;
        max-width: 100%;
        height: auto;
        fill: currentColor;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override updated(): void {
    this.markScrolling();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.formula) return nothing;
    const drawing = readDrawing(this.formula.svg);
    const words = `${this.label}: ${this.formula.words}`;
    if (!drawing) return html`<p>${words}</p>`;
    drawing.setAttribute('aria-hidden', 'true');
    drawing.removeAttribute('role');
    drawing.removeAttribute('aria-label');
    const width = Number.parseFloat(drawing.getAttribute('width') ?? '');
    if (width > 0) drawing.style.minWidth = `${Math.round(width * 0.75)}px`;
    return html`<div class="scroller" role="img" aria-label=${words}>${drawing}</div>`;
  }

  private markScrolling(): void {
    const { scroller } = this;
    if (!scroller) return;
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
  }
}

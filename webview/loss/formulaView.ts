import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { FormulaView as Formula } from '../../src/protocol/formulaView';
import { readDrawing } from '../safeSvg';
import { sharedStyles } from '../styles';

/** How much a formula may shrink. */
const smallest = 0.75;

/**
 * A typeset formula in the text's colour. What is too wide is shown in more lines, shrinks a little, then scrolls and
 * is a tab stop.
 */
@customElement('formula-view')
export class FormulaView extends LitElement {
  @property({ attribute: false, hasChanged: isOtherFormula }) formula: Formula | undefined;
  /** What the formula is of, said before its words. */
  @property() label = '';

  @query('.scroller') private readonly scroller!: HTMLElement | null;
  readonly #resize = new ResizeObserver(() => {
    // broken into lines or not depends on the width
    this.requestUpdate();
  });

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
    const drawing = this.readFitting(this.formula);
    const words = `${this.label}: ${this.formula.words}`;
    if (!drawing) return html`<p>${words}</p>`;
    drawing.setAttribute('aria-hidden', 'true');
    drawing.removeAttribute('role');
    drawing.removeAttribute('aria-label');
    drawing.style.minWidth = `${Math.round(widthOf(drawing) * smallest)}px`;
    return html`<div class="scroller" role="img" aria-label=${words}>${drawing}</div>`;
  }

  /** The formula as it is, or in more lines if it would have to scroll. */
  private readFitting({ svg, narrow }: Formula): SVGSVGElement | undefined {
    const drawing = readDrawing(svg);
    const fits = drawing && widthOf(drawing) * smallest <= this.clientWidth - 4;
    return fits || narrow === undefined ? drawing : readDrawing(narrow);
  }

  private markScrolling(): void {
    const { scroller } = this;
    if (!scroller) return;
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
    else scroller.removeAttribute('tabindex');
  }
}

/** Each result brings its formula, and hardly ever another one: drawing it again would cost most of a frame. */
function isOtherFormula(formula: Formula | undefined, before: Formula | undefined): boolean {
  return (
    formula?.svg !== before?.svg || formula?.narrow !== before?.narrow || formula?.words !== before?.words
  );
}

/** In CSS pixels. */
function widthOf(drawing: SVGSVGElement): number {
  return Number.parseFloat(drawing.getAttribute('width') ?? '') || 0;
}

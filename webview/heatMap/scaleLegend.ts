import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';
import type { CellFormat } from './cellText';
import { ThemeController } from './themeController';

/** What the colours of a heat map mean: from `-largest` or 0 to `largest`, zero in the background's colour. */
@customElement('scale-legend')
export class ScaleLegend extends LitElement {
  @property({ type: Number }) largest = 0;
  /** Whether there are negative values. */
  @property({ type: Boolean }) negative = false;
  @property({ attribute: false }) format!: CellFormat;
  readonly #theme = new ThemeController(this);

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        flex: 1 1 140px;
        max-width: 260px;
        font-size: 0.92em;
      }
      .bar {
        height: 8px;
        border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
        border-radius: 2px;
        forced-color-adjust: none;
      }
      .ticks {
        display: flex;
        justify-content: space-between;
        font-family: var(--vscode-editor-font-family, monospace);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { scale } = this.#theme;
    const stops = this.negative ? [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1] : [0, 0.25, 0.5, 0.75, 1];
    const colours = stops.map((stop) => scale.of(stop, 1).background).join(', ');
    const ends = (this.negative ? [-this.largest, 0, this.largest] : [0, this.largest]).map((value) =>
      this.format.write(value),
    );
    return html`
      <div role="img" aria-label=${t('Colours from {0} to {1}', ends[0] ?? '', ends.at(-1) ?? '')}>
        <div class="bar" .style=${`background: linear-gradient(to right, ${colours})`}></div>
        <div class="ticks muted">${ends.map((end) => html`<span>${end}</span>`)}</div>
      </div>
    `;
  }
}

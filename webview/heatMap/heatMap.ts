import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { TensorFormat } from '../../src/protocol/messages';
import type { TensorView } from '../../src/protocol/tensorView';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { countText, pythonElement, shapeText } from '../numbers';
import { selectField } from '../parameters/selectField';
import { sharedStyles } from '../styles';
import { cellFormat, type CellFormat } from './cellText';
import { indexOf } from './gridLayout';
import './scaleLegend';
import './sliceChooser';
import './tensorGrid';
import { tensorRange, type TensorRange } from './tensorRange';

/** A tensor to copy. */
export interface TensorCopy {
  readonly tensor: TensorView;
  readonly format: TensorFormat;
}

const formats: readonly (readonly [TensorFormat, string])[] = [
  ['pytorch', 'PyTorch'],
  ['numpy', 'NumPy'],
  ['json', 'JSON'],
  ['tsv', 'TSV'],
];

/**
 * A tensor as a heat map with numbers, its legend and its slices. Fires `copy-text` with the text of a cell as
 * `detail`, `choose-cell` with the element that was clicked or moved to, and `copy-tensor`, which rises to the
 * playground, with a {@link TensorCopy}. The slot `chosen` is for what can be done with the chosen element.
 */
@customElement('heat-map')
export class HeatMap extends LitElement {
  @property({ attribute: false }) tensor!: TensorView;
  /** What the tensor is, in words. */
  @property() label = '';
  /** The element that is active at first. */
  @property({ attribute: false }) chosen: number | undefined;
  @state() private slice: readonly number[] = [];
  @state() private inspected: number | null = null;
  @state() private copyFormat: TensorFormat = 'pytorch';
  #range!: TensorRange;
  #format!: CellFormat;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        justify-content: space-between;
        gap: 4px 12px;
      }
      .copy {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      .copy .field {
        height: 22px;
        padding-block: 0;
      }
      .exact {
        min-height: 1.4em;
        overflow-wrap: anywhere;
      }
      .value {
        user-select: text;
      }
      ::slotted(*) {
        margin-inline-start: 8px;
      }
    `,
  ];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('tensor')) return;
    const { dtype, shape, data } = this.tensor;
    this.#range = tensorRange(data);
    this.#format = cellFormat(dtype, this.#range);
    this.inspected = null;
    const before = this.hasUpdated ? this.slice : indexOf(shape, this.chosen ?? 0).slice(0, -2);
    const fits = before.length === Math.max(0, shape.length - 2);
    this.slice = shape.slice(0, -2).map((size, each) => (fits ? Math.min(before[each] ?? 0, size - 1) : 0));
  }

  protected override render(): TemplateResult {
    const { shape, data } = this.tensor;
    if (data.length === 0) {
      return html`<p class="muted">${t('No elements: the shape is {0}.', shapeText(shape))}</p>`;
    }
    return html`
      ${
        shape.length > 2
          ? html`<slice-chooser
              .shape=${shape}
              .slice=${this.slice}
              @choose=${(event: CustomEvent<readonly number[]>) => (this.slice = event.detail)}
            ></slice-chooser>`
          : nothing
      }
      <tensor-grid
        .tensor=${this.tensor}
        .format=${this.#format}
        .largest=${this.#range.largest}
        .slice=${this.slice}
        .label=${this.label}
        .chosen=${this.chosen}
        @inspect=${(event: CustomEvent<number | null>) => (this.inspected = event.detail)}
        @choose=${(event: CustomEvent<number>) =>
          this.dispatchEvent(new CustomEvent('choose-cell', { detail: event.detail }))}
        @copy-cell=${(event: CustomEvent<number>) => this.copy(this.exact(event.detail))}
      ></tensor-grid>
      <div class="exact">${this.renderExact()}<slot name="chosen"></slot></div>
      <div class="line">
        <scale-legend
          .largest=${this.#range.largest}
          .negative=${this.#range.minimum < 0 || this.#range.negativeInfinite > 0}
          .format=${this.#format}
        ></scale-legend>
        <span class="copy">
          <button class="quiet-button" @click=${() => this.copyAll()}>
            ${icon('copy')} ${t('Copy all')}<span class="visually-hidden"> ${this.label}</span>
          </button>
          ${selectField(
            html`<select
              class="field"
              aria-label=${t('Copy as')}
              .value=${live(this.copyFormat)}
              @change=${(event: Event) => (this.copyFormat = (event.target as HTMLSelectElement).value as TensorFormat)}
            >
              ${formats.map(([format, label]) => html`<option value=${format}>${label}</option>`)}
            </select>`,
          )}
        </span>
      </div>
      ${this.renderCounts()}
    `;
  }

  private renderExact(): TemplateResult {
    const { shape, data } = this.tensor;
    const shown = this.inspected ?? this.chosen;
    if (shown === undefined || shown >= data.length) {
      return html`<span class="muted">${t('Point at a cell or use the arrow keys for exact values.')}</span>`;
    }
    return html`<span class="mono muted">[${indexOf(shape, shown).join(', ')}]</span>
      <span class="value mono">${this.exact(shown)}</span>`;
  }

  private renderCounts(): TemplateResult | typeof nothing {
    const { nan, positiveInfinite, negativeInfinite, zero } = this.#range;
    const infinite = positiveInfinite + negativeInfinite;
    const counts = [
      nan > 0 ? t('{0} NaN', nan) : '',
      infinite > 0 ? t('{0} infinite', infinite) : '',
      zero > 0 ? t('{0} zero', zero) : '',
    ].filter(Boolean);
    const { length } = this.tensor.data;
    const total = length === 1 ? t('1 element') : t('{0} elements', countText(length));
    return html`<p class="muted">${[total, ...counts].join(' · ')}</p>`;
  }

  private exact(element: number): string {
    return pythonElement(this.tensor.data[element] ?? Number.NaN, this.tensor.dtype);
  }

  private copyAll(): void {
    const detail: TensorCopy = { tensor: this.tensor, format: this.copyFormat };
    this.dispatchEvent(new CustomEvent('copy-tensor', { detail, bubbles: true, composed: true }));
  }

  private copy(text: string): void {
    this.dispatchEvent(new CustomEvent('copy-text', { detail: text }));
  }
}

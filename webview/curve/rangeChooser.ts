import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import type { Interval } from '../plot/plotSeries';
import { sharedStyles } from '../styles';

/** From where to where a curve goes. */
export type CurveRange = Interval;

const zoomStep = 1.6;

/** Chooses an interval. Fires `change-range` with a {@link CurveRange} as `detail`; undefined: as it was by itself. */
@customElement('range-chooser')
export class RangeChooser extends LitElement {
  @property({ attribute: false }) range: CurveRange = { low: 0, high: 1 };
  /** Whether the range is the user's. */
  @property({ type: Boolean }) isChosen = false;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      input {
        width: 5.5em;
        font-family: var(--vscode-editor-font-family, monospace);
        text-align: end;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      ${this.renderEnd('low', t('From'))}
      <span class="muted" aria-hidden="true">${t('to')}</span>
      ${this.renderEnd('high', t('To'))}
      <button
        class="quiet-button"
        aria-label=${t('Zoom in')}
        title=${t('Zoom in')}
        @click=${() => this.zoom(1 / zoomStep)}
      >
        ${icon('zoomIn')}
      </button>
      <button
        class="quiet-button"
        aria-label=${t('Zoom out')}
        title=${t('Zoom out')}
        @click=${() => this.zoom(zoomStep)}
      >
        ${icon('zoomOut')}
      </button>
      ${
        this.isChosen
          ? html`<button
              class="quiet-button"
              aria-label=${t('Choose the range by itself again')}
              title=${t('Choose the range by itself again')}
              @click=${() => this.fire(undefined)}
            >
              ${icon('reset')}
            </button>`
          : nothing
      }
    `;
  }

  private renderEnd(end: keyof CurveRange, name: string): TemplateResult {
    return html`<input
      class="field"
      inputmode="decimal"
      aria-label=${name}
      .value=${live(shortText(this.range[end]))}
      @change=${(event: Event) => this.set(end, event.target as HTMLInputElement)}
    />`;
  }

  private set(end: keyof CurveRange, field: HTMLInputElement): void {
    const value = Number(field.value);
    const range = { ...this.range, [end]: value };
    if (field.value.trim() !== '' && Number.isFinite(value) && range.low < range.high) this.fire(range);
    else field.value = shortText(this.range[end]);
  }

  private zoom(factor: number): void {
    const { low, high } = this.range;
    const [middle, half] = [(low + high) / 2, ((high - low) / 2) * factor];
    const digits = (value: number): number => Number(value.toPrecision(6));
    if (half > 0 && Number.isFinite(half))
      this.fire({ low: digits(middle - half), high: digits(middle + half) });
  }

  private fire(detail: CurveRange | undefined): void {
    this.dispatchEvent(new CustomEvent('change-range', { detail }));
  }
}

function shortText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

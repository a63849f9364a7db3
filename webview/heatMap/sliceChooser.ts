import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';

/**
 * Which slice of a tensor of more than two dimensions is shown, written as one indexes it: `[0, 2, :, :]`. Fires
 * `choose` with one index per dimension before the last two as `detail`.
 */
@customElement('slice-chooser')
export class SliceChooser extends LitElement {
  @property({ attribute: false }) shape: readonly number[] = [];
  @property({ attribute: false }) slice: readonly number[] = [];

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      .field {
        width: 5em;
        height: 24px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <span class="muted">${t('Slice')}</span>
      <span class="mono">[</span>
      ${this.shape
        .slice(0, -2)
        .map(
          (size, dimension) => html`
            <input
              class="field mono"
              type="number"
              min="0"
              max=${size - 1}
              aria-label=${t('Index of dimension {0}, 0 to {1}', dimension, size - 1)}
              title=${t('Dimension {0} of size {1}', dimension, size)}
              .value=${live(String(this.slice[dimension] ?? 0))}
              @change=${(event: Event) => this.choose(dimension, size, event.target as HTMLInputElement)}
            /><span class="mono">,</span>
          `,
        )}
      <span class="mono">:, :]</span>
    `;
  }

  private choose(dimension: number, size: number, field: HTMLInputElement): void {
    const index = Math.max(0, Math.min(size - 1, Math.trunc(field.valueAsNumber || 0)));
    field.value = String(index);
    const detail = this.shape
      .slice(0, -2)
      .map((_, each) => (each === dimension ? index : (this.slice[each] ?? 0)));
    this.dispatchEvent(new CustomEvent('choose', { detail }));
  }
}

import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { mostRandomElements } from '../../src/protocol/randomLimits';
import { t } from '../../src/l10n/localize';
import { shapeText } from '../numbers';
import { sharedStyles } from '../styles';

/** How random numbers shall be drawn. */
export interface RandomWish {
  readonly shape: readonly number[];
  readonly seed: number;
}

/** The fields for drawing random numbers into an input. Fires `draw` with a {@link RandomWish} as `detail`. */
@customElement('random-fields')
export class RandomFields extends LitElement {
  /** The input's name. */
  @property() name = '';
  /** The shape that the input has now. */
  @property({ attribute: false }) shape: readonly number[] | undefined;
  /** As typed; undefined while it is the input's. */
  @state() private shapeText: string | undefined;
  @state() private seedText = '0';

  static override readonly styles = [
    sharedStyles,
    css`
      .fields {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        margin-top: 4px;
      }
      label {
        display: flex;
        align-items: center;
        gap: 5px;
      }
      .shape {
        width: 9em;
      }
      .seed {
        width: 5em;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const wish = this.wish();
    return html`
      <div
        class="fields"
        role="form"
        @keydown=${this.onKey}
        aria-label=${t('Random numbers for {0}', this.name)}
      >
        ${this.renderField('shape', t('Shape'), this.shapeText ?? shapeText(this.shape ?? [2, 3]), (text) => {
          this.shapeText = text;
        })}
        ${this.renderField('seed', t('Seed'), this.seedText, (text) => (this.seedText = text))}
        <vscode-button
          appearance="secondary"
          ?disabled=${typeof wish === 'string'}
          @click=${() => this.draw()}
        >
          ${t('Draw')}
        </vscode-button>
      </div>
      ${typeof wish === 'string' ? html`<p class="muted" role="status">${wish}</p>` : nothing}
    `;
  }

  private renderField(
    kind: string,
    label: string,
    value: string,
    change: (text: string) => void,
  ): TemplateResult {
    return html`<label>
      ${label}
      <input
        class="field mono ${kind}"
        spellcheck="false"
        autocomplete="off"
        .value=${live(value)}
        @input=${(event: Event) => change((event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  /** What is wished, or why that is none. */
  private wish(): RandomWish | string {
    const text = this.shapeText ?? shapeText(this.shape ?? [2, 3]);
    if (!/^[\s\d,()[\]]*$/.test(text)) return t('A shape is a list of sizes, such as (2, 3).');
    const shape = (text.match(/\d+/g) ?? []).map(Number);
    const count = shape.reduce((product, size) => product * size, 1);
    if (!(count <= mostRandomElements)) {
      return t('At most {0} numbers are drawn.', mostRandomElements.toLocaleString('en'));
    }
    const seed = Number(this.seedText);
    const isSeed = /^\s*\d+\s*$/.test(this.seedText) && Number.isSafeInteger(seed);
    return isSeed ? { shape, seed } : t('A seed is a whole number.');
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) this.draw();
  };

  private draw(): void {
    const wish = this.wish();
    if (typeof wish === 'string') return;
    this.dispatchEvent(new CustomEvent<RandomWish>('draw', { detail: wish }));
    // The next press draws other numbers.
    this.seedText = String(wish.seed + 1);
    this.shapeText = undefined;
  }
}

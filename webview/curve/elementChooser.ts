import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { indexField, indexText } from '../elementIndex';
import { t } from '../../src/l10n/localize';
import { selectField } from '../parameters/selectField';
import { sharedStyles } from '../styles';

/** A tensor of which an element can be chosen. */
export interface ChoosableTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** An element of a tensor, by its offset. */
export interface ChosenElement {
  readonly input: string;
  readonly at: number;
}

/** More elements than this are chosen by typing an index. */
const longestList = 100;

/** Chooses one element of one of some tensors. Fires `choose` with a {@link ChosenElement} as `detail`. */
@customElement('element-chooser')
export class ElementChooser extends LitElement {
  @property({ attribute: false }) tensors: readonly ChoosableTensor[] = [];
  @property({ attribute: false }) value: ChosenElement = { input: '', at: 0 };

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
      }
      select {
        font-family: var(--vscode-editor-font-family, monospace);
      }
      input {
        width: 9em;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { tensors, value } = this;
    const shape = tensors.find(({ name }) => name === value.input)?.shape ?? [];
    const count = shape.reduce((product, size) => product * size, 1);
    return html`
      <span class="muted" aria-hidden="true">${t('Along')}</span>
      ${selectField(
        html`<select
          class="field"
          aria-label=${t('Along which tensor')}
          .value=${live(value.input)}
          @change=${(event: Event) => this.choose({ input: (event.target as HTMLSelectElement).value, at: 0 })}
        >
          ${tensors.map(({ name }) => html`<option value=${name} ?selected=${name === value.input}>${name}</option>`)}
        </select>`,
      )}
      ${shape.length === 0 ? '' : count <= longestList ? this.renderList(shape, count) : this.renderField(shape)}
    `;
  }

  private renderList(shape: readonly number[], count: number): TemplateResult {
    const { input, at } = this.value;
    return selectField(
      html`<select
        class="field"
        aria-label=${t('Along which element')}
        .value=${live(String(at))}
        @change=${(event: Event) => this.choose({ input, at: Number((event.target as HTMLSelectElement).value) })}
      >
        ${Array.from(
          { length: count },
          (_, each) =>
            html`<option value=${each} ?selected=${each === at}>${indexText(shape, each)}</option>`,
        )}
      </select>`,
    );
  }

  private renderField(shape: readonly number[]): TemplateResult {
    const { input, at } = this.value;
    return indexField({ shape, at }, t('Along which element'), (chosen) =>
      this.choose({ input, at: chosen }),
    );
  }

  private choose(detail: ChosenElement): void {
    this.dispatchEvent(new CustomEvent('choose', { detail }));
  }
}

import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { indexOf } from '../heatMap/gridLayout';
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
        font-family: var(--vscode-editor-font-family, monospace);
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
    return html`<input
      class="field"
      aria-label=${t('Along which element')}
      title=${t('An index of the shape {0}', `(${shape.join(', ')})`)}
      .value=${live(indexText(shape, at))}
      @change=${(event: Event) => {
        const field = event.target as HTMLInputElement;
        const chosen = offsetOf(shape, field.value);
        if (chosen === undefined) field.value = indexText(shape, at);
        else this.choose({ input, at: chosen });
      }}
    />`;
  }

  private choose(detail: ChosenElement): void {
    this.dispatchEvent(new CustomEvent('choose', { detail }));
  }
}

/** The index of an element as one writes it in Python: `[1, 2]`; nothing for the only element of a 0-d tensor. */
export function indexText(shape: readonly number[], at: number): string {
  return shape.length === 0 ? '' : `[${indexOf(shape, at).join(', ')}]`;
}

/** The offset of a typed index, or undefined where the shape has none such. Negative ones count from the end. */
export function offsetOf(shape: readonly number[], text: string): number | undefined {
  const indices = text.match(/-?\d+/g)?.map(Number) ?? [];
  if (indices.length !== shape.length) return undefined;
  let offset = 0;
  for (const [dimension, size] of shape.entries()) {
    const index = indices[dimension] ?? NaN;
    const from = index < 0 ? index + size : index;
    if (!(from >= 0 && from < size)) return undefined;
    offset = offset * size + from;
  }
  return offset;
}

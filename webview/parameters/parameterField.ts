import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ParameterDefinition } from '../../src/engine/lossDefinition';
import type { FieldReport } from '../../src/protocol/messages';
import { accessibleName } from '../accessibleName';
import { fieldProblem, offsetAt } from '../fieldProblem';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { defaultText, rangeText, steppedText } from './parameterText';
import { problemStyles } from '../problemStyles';
import './segmentedChoice';
import { selectField } from './selectField';
import { sharedStyles } from '../styles';
import { tensorBadge } from '../inputs/tensorBadge';
import type { Checkbox, TextArea, TextField } from '../toolkit';

/** The longest row of choices that is shown as one bar. */
const segmentLimit = 4;

/**
 * One parameter of a loss with the control that suits it. Fires `edit` with the text as `detail`, null for the
 * default.
 */
@customElement('parameter-field')
export class ParameterField extends LitElement {
  @property({ attribute: false }) definition!: ParameterDefinition;
  /** As typed; undefined for the default. */
  @property({ attribute: false }) text: string | undefined;
  @property({ attribute: false }) report: FieldReport | undefined;
  @query('vscode-text-area, vscode-text-field') private readonly control!: TextArea | TextField | null;

  static override readonly styles = [
    sharedStyles,
    problemStyles,
    css`
      :host {
        display: block;
        container-type: inline-size;
        padding-inline-start: 8px;
        border-inline-start: 2px solid transparent;
      }
      :host([changed]) {
        border-inline-start-color: var(--vscode-settings-modifiedItemIndicator, var(--vscode-focusBorder));
      }
      @media (forced-colors: active) {
        /* What is transparent gets a colour there. */
        :host(:not([changed])) {
          border-inline-start-color: Canvas;
        }
      }
      .layout {
        display: grid;
        grid-template: 'name state' auto 'control control' auto / 1fr auto;
        align-items: center;
        gap: 2px 10px;
      }
      .name {
        grid-area: name;
        font-weight: 600;
      }
      .state {
        grid-area: state;
        display: flex;
        align-items: center;
        min-height: 24px;
      }
      .control {
        grid-area: control;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 10px;
      }
      @container (min-width: 340px) {
        .layout:not(.tall) {
          grid-template: 'name control state' auto / minmax(7em, max-content) 1fr auto;
        }
      }
      .description {
        margin-top: 2px;
        font-size: 0.92em;
      }
      vscode-text-field {
        width: 6em;
        min-width: 0;
      }
      .ints vscode-text-field {
        flex: 1 1 9em;
        max-width: 18em;
      }
      vscode-checkbox {
        align-items: flex-start;
        color: var(--vscode-descriptionForeground);
        font-size: 0.92em;
      }
      vscode-checkbox::part(control) {
        flex: none;
      }
      vscode-text-field::part(root) {
        min-width: 0;
      }
      vscode-text-area {
        width: 100%;
      }
      vscode-text-area::part(control),
      vscode-text-field::part(control) {
        font-family: var(--vscode-editor-font-family, monospace);
      }
      vscode-text-area::part(control) {
        field-sizing: content;
        min-height: 30px;
        max-height: 160px;
      }
      input[type='range'] {
        flex: 1;
        min-width: 80px;
        max-width: 200px;
        height: 20px;
        margin: 0;
        background: transparent;
        border-radius: 2px;
        appearance: none;
        cursor: pointer;
      }
      input[type='range']::-webkit-slider-runnable-track {
        height: 4px;
        background: color-mix(in srgb, var(--vscode-foreground) 25%, transparent);
        border-radius: 2px;
      }
      input[type='range']::-webkit-slider-thumb {
        width: 14px;
        height: 14px;
        margin-top: -5px;
        background: var(--vscode-button-background);
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 50%;
        appearance: none;
      }
      @media (forced-colors: active) {
        input[type='range'] {
          appearance: auto;
        }
      }
      input[type='range']:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 2px;
      }
    `,
  ];

  protected override willUpdate(): void {
    this.toggleAttribute('changed', this.text !== undefined && this.text !== defaultText(this.definition));
  }

  protected override render(): TemplateResult {
    const { name, description, kind } = this.definition;
    const changed = this.hasAttribute('changed');
    return html`
      <div class=${kind === 'tensor' ? 'layout tall' : 'layout'}>
        <span class="name mono">${name}</span>
        <span class="state"
          >${tensorBadge(this.report)} ${changed ? this.renderReset() : this.renderDefault()}</span
        >
        <div class="control ${kind}">${this.renderControl()}</div>
      </div>
      ${isCheckbox(this.definition) ? nothing : html`<div class="description muted">${description}</div>`}
      ${fieldProblem(this.report?.problem, () => this.jump())}
    `;
  }

  private renderReset(): TemplateResult {
    return html`<button
      class="quiet-button"
      aria-label=${t('Restore the default of {0}', this.definition.name)}
      title=${t('Default: {0}', defaultText(this.definition))}
      @click=${() => this.edit(null)}
    >
      ${icon('reset')}
    </button>`;
  }

  private renderDefault(): TemplateResult {
    return html`<span class="muted">${this.definition.required ? t('required') : t('default')}</span>`;
  }

  private renderControl(): TemplateResult {
    const { kind } = this.definition;
    if (isCheckbox(this.definition)) return this.renderCheckbox();
    if (kind === 'bool') return this.renderChoice(['None', 'True', 'False']);
    if (kind === 'choice') return this.renderChoice(this.definition.choices ?? []);
    if (kind === 'function') return this.renderSelect(['None', ...(this.definition.choices ?? [])]);
    if (kind === 'tensor') return this.renderTextArea();
    return this.renderTextField();
  }

  private renderCheckbox(): TemplateResult {
    return html`<vscode-checkbox
      ${accessibleName(this.definition.name)}
      .checked=${live(this.value === 'True')}
      @change=${(event: Event) => this.edit((event.target as Checkbox).checked ? 'True' : 'False')}
      >${this.definition.description}</vscode-checkbox
    >`;
  }

  private renderChoice(choices: readonly string[]): TemplateResult {
    if (choices.length <= segmentLimit) {
      return html`<segmented-choice
        label=${this.definition.name}
        .choices=${choices}
        .value=${this.value}
        @choose=${(event: CustomEvent<string>) => this.edit(event.detail)}
      ></segmented-choice>`;
    }
    return this.renderSelect(choices);
  }

  /** What the code has may be none of the choices: it is one more then. */
  private renderSelect(choices: readonly string[]): TemplateResult {
    const all = choices.includes(this.value) ? choices : [...choices, this.value];
    return selectField(
      html`<select
        class="field mono"
        aria-label=${this.definition.name}
        aria-invalid=${this.report?.problem ? 'true' : 'false'}
        .value=${live(this.value)}
        @change=${(event: Event) => this.edit((event.target as HTMLSelectElement).value)}
      >
        ${all.map((choice) => html`<option value=${choice} ?selected=${choice === this.value}>${choice}</option>`)}
      </select>`,
    );
  }

  private renderTextArea(): TemplateResult {
    const { name, shape } = this.definition;
    return html`<vscode-text-area
      data-shared-undo
      ${accessibleName(name)}
      aria-invalid=${this.report?.problem ? 'true' : 'false'}
      resize="vertical"
      placeholder=${shape ? t('None, or a tensor ({0})', shape.join(', ')) : t('None, or a tensor')}
      spellcheck="false"
      .value=${live(this.text ?? '')}
      @input=${(event: Event) => this.edit((event.target as TextArea).value.trim() ? (event.target as TextArea).value : null)}
    ></vscode-text-area>`;
  }

  private renderTextField(): TemplateResult {
    const { name, kind, minimum, maximum } = this.definition;
    return html`
      <vscode-text-field
        data-shared-undo
        ${accessibleName(name)}
        aria-invalid=${this.report?.problem ? 'true' : 'false'}
        spellcheck="false"
        .value=${live(this.value)}
        @input=${(event: Event) => this.edit((event.target as TextField).value)}
        @keydown=${this.onKey}
      ></vscode-text-field>
      ${
        kind === 'float' && minimum !== undefined && maximum !== undefined
          ? this.renderSlider(minimum, maximum)
          : html`<span class="muted">${rangeText(this.definition)}</span>`
      }
    `;
  }

  private renderSlider(minimum: number, maximum: number): TemplateResult {
    return html`<input
      type="range"
      aria-label=${t('{0}, as a slider', this.definition.name)}
      min=${minimum}
      max=${maximum}
      step=${(maximum - minimum) / 100}
      .value=${live(this.value)}
      @input=${(event: Event) => this.edit((event.target as HTMLInputElement).value)}
    />`;
  }

  private get value(): string {
    return this.text ?? defaultText(this.definition);
  }

  private edit(text: string | null): void {
    // A checkbox of the toolkit reports changes that the host made, too.
    if (text === this.value) return;
    const detail = text === defaultText(this.definition) ? null : text;
    this.dispatchEvent(new CustomEvent('edit', { detail }));
  }

  private jump(): void {
    const problem = this.report?.problem;
    const inner = this.control?.control;
    if (!problem || !inner) return;
    const start = offsetAt(inner.value, problem.line, problem.column);
    inner.focus();
    inner.setSelectionRange(start, start + problem.length);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const { kind } = this.definition;
    if (kind !== 'float' && kind !== 'int') return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const steps = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
    const text = steppedText(this.value, steps, this.definition);
    if (text !== undefined) this.edit(text);
  };
}

/** Whether it is a box to check, beside what that means; a legacy one may be None, too. */
function isCheckbox({ kind, legacy }: ParameterDefinition): boolean {
  return kind === 'bool' && !legacy;
}

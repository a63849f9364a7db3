import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ParameterDefinition } from '../../src/engine/lossDefinition';
import type { FieldReport } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import './parameterField';
import { sharedStyles } from '../styles';

/** A change of a parameter: its text, null for the default. */
export interface ParameterEdit {
  readonly name: string;
  readonly text: string | null;
}

/** All parameters of a loss; legacy ones are folded away. Fires `edit` with a {@link ParameterEdit} as `detail`. */
@customElement('parameter-form')
export class ParameterForm extends LitElement {
  @property({ attribute: false }) parameters: readonly ParameterDefinition[] = [];
  /** Texts by name; what is left out has its default. */
  @property({ attribute: false }) texts: Readonly<Record<string, string>> = {};
  @property({ attribute: false }) reports: Readonly<Record<string, FieldReport>> = {};
  /** Whether the legacy parameters are unfolded; fires `fold` with the wish as `detail`. */
  @property({ type: Boolean }) unfolded = false;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
      }
      .fields {
        display: grid;
        gap: 10px 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 230px), 1fr));
      }
      details {
        margin-top: 8px;
      }
      details .fields {
        margin-top: 6px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    // A parameter that only the functional has shows once code that uses it has brought it here.
    const shown = this.parameters.filter(({ functionalOnly, name }) => !functionalOnly || name in this.texts);
    const legacy = shown.filter((parameter) => parameter.legacy);
    const changed = legacy.filter(({ name }) => name in this.texts).length;
    return html`
      ${this.renderFields(shown.filter((parameter) => !parameter.legacy))}
      ${
        legacy.length === 0
          ? nothing
          : html`
              <details .open=${this.unfolded} @toggle=${this.onToggle}>
                <summary class="muted">
                  ${icon('chevronRight')}
                  <span>
                    ${t('Deprecated: {0}', legacy.map(({ name }) => name).join(', '))}
                    ${changed > 0 ? t('({0} set)', changed) : nothing}
                  </span>
                </summary>
                ${this.renderFields(legacy)}
              </details>
            `
      }
    `;
  }

  private renderFields(parameters: readonly ParameterDefinition[]): TemplateResult {
    return html`<div class="fields">
      ${repeat(
        parameters,
        ({ name }) => name,
        (definition) =>
          html`<parameter-field
            .definition=${definition}
            .text=${this.texts[definition.name]}
            .report=${this.reports[definition.name]}
            @edit=${(event: CustomEvent<string | null>) => this.edit({ name: definition.name, text: event.detail })}
          ></parameter-field>`,
      )}
    </div>`;
  }

  private edit(detail: ParameterEdit): void {
    this.dispatchEvent(new CustomEvent('edit', { detail }));
  }

  private readonly onToggle = (event: Event): void => {
    const { open } = event.target as HTMLDetailsElement;
    if (open !== this.unfolded) this.dispatchEvent(new CustomEvent('fold', { detail: open }));
  };
}

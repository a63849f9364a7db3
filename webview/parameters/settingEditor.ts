import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { LossForm } from '../../src/protocol/messages';
import type { Setting } from '../../src/protocol/setting';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import './parameterForm';
import type { ParameterEdit } from './parameterForm';
import { selectField } from './selectField';
import { sharedStyles } from '../styles';

/**
 * Chooses a loss and its parameters besides the playground's own. Fires `change-setting` with a {@link Setting} as
 * `detail`, undefined for none.
 */
@customElement('setting-editor')
export class SettingEditor extends LitElement {
  @property({ attribute: false }) setting: Setting | undefined;
  /** What can be chosen. */
  @property({ attribute: false }) losses: readonly LossForm[] = [];
  /** What the choice is for; for screen readers. */
  @property() label = '';
  /** What is chosen first: nothing, if that has a word here. */
  @property() none = '';

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }
      parameter-form {
        display: block;
        margin-top: 8px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { setting } = this;
    const form = this.losses.find(({ name }) => name === setting?.loss);
    return html`
      ${selectField(
        html`<select
          class="field"
          aria-label=${this.label}
          .value=${live(setting?.loss ?? '')}
          @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}
        >
          ${this.none ? html`<option value="" ?selected=${!setting}>${this.none}</option>` : nothing}
          ${this.losses.map(
            ({ name }) => html`<option value=${name} ?selected=${name === setting?.loss}>${name}</option>`,
          )}
        </select>`,
      )}
      ${
        setting && form && form.parameters.length > 0
          ? html`<details>
              <summary class="muted">${icon('chevronRight')} ${t('Parameters of {0}', setting.loss)}</summary>
              <parameter-form
                .parameters=${form.parameters}
                .texts=${setting.parameters}
                @edit=${(event: CustomEvent<ParameterEdit>) => this.setParameter(setting, event.detail)}
              ></parameter-form>
            </details>`
          : nothing
      }
    `;
  }

  private choose(loss: string): void {
    this.fire(loss === '' ? undefined : { loss, parameters: {} });
  }

  private setParameter({ loss, parameters }: Setting, { name, text }: ParameterEdit): void {
    const others = Object.entries(parameters).filter(([each]) => each !== name);
    const changed = text === null ? others : [...others, [name, text] as const];
    this.fire({ loss, parameters: Object.fromEntries(changed) });
  }

  private fire(detail: Setting | undefined): void {
    this.dispatchEvent(new CustomEvent('change-setting', { detail }));
  }
}

import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LossForm, LossUse } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';

/**
 * When a loss is the right one, and what it asks of the model and of the target then. Fires `choose` with the name of
 * another loss, `guide` to be asked what a loss is wanted for, and `fold` with whether it is to be unfolded.
 */
@customElement('loss-uses')
export class LossUses extends LitElement {
  @property({ attribute: false }) form: LossForm | undefined;
  @property({ type: Boolean }) unfolded = false;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        position: relative;
        container-type: inline-size;
      }
      .guide {
        position: absolute;
        inset: 0 0 auto auto;
      }
      @container (max-width: 240px) {
        .guide {
          position: static;
        }
      }
      details > p {
        margin-top: 4px;
      }
      section {
        margin-top: 10px;
        padding-inline-start: 10px;
        border-inline-start: 2px solid
          var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
      }
      h3 {
        font-size: 1em;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        margin: 4px 0 0;
      }
      dt {
        margin-top: 4px;
        color: var(--vscode-descriptionForeground);
      }
      dd {
        margin: 0;
      }
      .quiet-button {
        padding-inline: 0;
        color: var(--vscode-textLink-foreground);
      }
    `,
  ];

  protected override render(): TemplateResult | typeof nothing {
    const { form } = this;
    if (!form) return nothing;
    return html`<details .open=${this.unfolded} @toggle=${this.onToggle}>
        <summary class="muted">${icon('chevronRight')} ${t('When to use it')}</summary>
        <p>${form.whenToUse}</p>
        ${form.uses.map((use) => this.renderUse(use))}
      </details>
      <button class="quiet-button guide" @click=${() => this.dispatchEvent(new CustomEvent('guide'))}>
        ${t('Help me choose')}
      </button>`;
  }

  private renderUse({ task, reason, lastLayer, target, alternatives }: LossUse): TemplateResult {
    return html`<section aria-label=${task}>
      <h3>${task}</h3>
      <p>${reason}</p>
      <dl>
        <dt>${t('Last layer')}</dt>
        <dd>${lastLayer}</dd>
        <dt>${t('Target')}</dt>
        <dd>${target}</dd>
        ${alternatives.map(
          ({ loss, when }) =>
            html`<dt>${t('Or rather')}</dt>
              <dd>
                <button
                  class="quiet-button"
                  @click=${() => this.dispatchEvent(new CustomEvent('choose', { detail: loss }))}
                >
                  ${loss}</button
                >, ${t('if {0}', when)}
              </dd>`,
        )}
      </dl>
    </section>`;
  }

  private readonly onToggle = (event: Event): void => {
    const { open } = event.target as HTMLDetailsElement;
    if (open !== this.unfolded) this.dispatchEvent(new CustomEvent('fold', { detail: open }));
  };
}

import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sharedStyles } from '../styles';

/** One of a few: radio buttons that look like one bar. Fires `choose` with the choice as `detail`. */
@customElement('segmented-choice')
export class SegmentedChoice extends LitElement {
  @property({ attribute: false }) choices: readonly string[] = [];
  @property() value = '';
  /** What is chosen; for screen readers. */
  @property() label = '';

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: inline-block;
        max-width: 100%;
      }
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
        width: fit-content;
        padding: 2px;
        background: var(--vscode-input-background);
        border: 1px solid
          var(
            --vscode-input-border,
            var(--vscode-contrastBorder, var(--vscode-settings-textInputBorder, transparent))
          );
        border-radius: 4px;
      }
      label {
        position: relative;
        padding: 0 9px;
        border: 1px solid transparent;
        border-radius: 3px;
        line-height: 19px;
        cursor: pointer;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      label:hover {
        background: var(--vscode-radio-inactiveHoverBackground, var(--vscode-list-hoverBackground));
      }
      label:has(:checked) {
        color: var(--vscode-radio-activeForeground, var(--vscode-button-foreground));
        background: var(--vscode-radio-activeBackground, var(--vscode-button-background));
        border-color: var(--vscode-radio-activeBorder, var(--vscode-contrastActiveBorder, transparent));
      }
      label:has(:focus-visible) {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }
      @media (forced-colors: active) {
        label:has(:checked) {
          border-color: Highlight;
          text-decoration: underline;
        }
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <div class="bar mono" role="radiogroup" aria-label=${this.label}>
        ${this.choices.map(
          (choice) => html`
            <label>
              <input
                type="radio"
                name="choice"
                .checked=${choice === this.value}
                @change=${() => this.dispatchEvent(new CustomEvent('choose', { detail: choice }))}
              />${choice}
            </label>
          `,
        )}
      </div>
    `;
  }
}

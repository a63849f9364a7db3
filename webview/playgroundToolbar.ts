import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Undoable } from '../src/protocol/messages';
import { icon } from './icons';
import { t } from '../src/l10n/localize';
import { sharedStyles } from './styles';

/** What concerns the playground as a whole. Fires `undo`, `redo` and `share`. */
@customElement('playground-toolbar')
export class PlaygroundToolbar extends LitElement {
  @property({ attribute: false }) undoable: Undoable = { undo: false, redo: false };

  static override readonly styles = [
    sharedStyles,
    css`
      [role='group'] {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
        margin-inline-start: -5px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <div role="group" aria-label=${t('Playground')}>
        ${this.renderButton('undo', t('Undo'), !this.undoable.undo)}
        ${this.renderButton('redo', t('Redo'), !this.undoable.redo)}
        ${this.renderButton('share', t('Share as text'), false)}
      </div>
    `;
  }

  /** A disabled button keeps the focus, which undoing the last step would otherwise lose. */
  private renderButton(action: 'undo' | 'redo' | 'share', label: string, disabled: boolean): TemplateResult {
    return html`<button
      class="quiet-button"
      aria-label=${label}
      title=${label}
      aria-disabled=${disabled}
      @click=${() => disabled || this.dispatchEvent(new CustomEvent(action))}
    >
      ${icon(action)}
    </button>`;
  }
}

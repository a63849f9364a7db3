import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { PlaygroundResult } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import type { ValueOutcome } from '../playgroundModel';
import { sharedStyles } from '../styles';

/**
 * The result in one line at the lower edge, while the result itself is out of sight: in a narrow side bar one
 * types above it. A press leads there.
 */
@customElement('result-bar')
export class ResultBar extends LitElement {
  @property({ attribute: false }) result: PlaygroundResult | undefined;
  @property({ attribute: false }) value: ValueOutcome | undefined;
  /** The element that it stands in for. */
  @property({ attribute: false }) target: Element | null = null;
  @state() private isTargetBelow = false;
  readonly #observer = new IntersectionObserver(
    ([entry]) => {
      if (entry) this.isTargetBelow = !entry.isIntersecting && entry.boundingClientRect.top > 0;
    },
    // a heading whose number is still below the edge shows nothing yet; margins count within a document only
    { root: document, rootMargin: '0px 0px -72px' },
  );

  static override readonly styles = [
    sharedStyles,
    css`
      button {
        position: fixed;
        z-index: 10;
        inset: auto 0 0;
        display: flex;
        align-items: center;
        gap: 6px;
        width: 100%;
        padding: 7px 12px;
        color: inherit;
        font: inherit;
        font-family: var(--vscode-editor-font-family, monospace);
        text-align: start;
        background: var(--vscode-editorWidget-background, var(--vscode-editor-background));
        border: 0;
        border-top: 1px solid
          var(--vscode-contrastBorder, var(--vscode-widget-border, var(--vscode-panel-border)));
        cursor: pointer;
      }
      button:hover {
        background: var(--vscode-list-hoverBackground);
      }
      button:focus-visible {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: -2px;
      }
      .text {
        flex: 1;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .error .icon:first-child {
        color: var(--vscode-editorError-foreground);
      }
      .stale .text {
        opacity: 0.82;
      }
    `,
  ];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.target = null;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('target')) return;
    this.#observer.disconnect();
    if (this.target) this.#observer.observe(this.target);
  }

  protected override render(): TemplateResult | typeof nothing {
    const text = this.text();
    if (!this.isTargetBelow || text === '') return nothing;
    const kind = this.result?.outcome.kind;
    return html`<button
      class=${kind === 'error' ? 'error' : kind === 'value' ? '' : 'stale'}
      title=${t('Show the result')}
      @click=${() => this.target?.scrollIntoView()}
    >
      ${kind === 'error' ? icon('error') : nothing}
      <span class="text">${text}</span>
      ${icon('chevronDown')}
    </button>`;
  }

  private text(): string {
    const outcome = this.result?.outcome;
    if (outcome?.kind === 'error') return `${outcome.type}: ${outcome.message}`;
    return this.value?.printed.split('\n', 1)[0] ?? '';
  }
}

import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { LossForm } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { searchLosses, type LossGroup } from './lossSearch';
import { sharedStyles } from '../styles';
import { taskName } from './tasks';

/**
 * A combobox with a searchable list of losses, after the ARIA Authoring Practices' editable combobox with list
 * autocomplete. Fires `choose` with the loss's name as `detail`.
 */
@customElement('loss-chooser')
export class LossChooser extends LitElement {
  @property({ attribute: false }) losses: readonly LossForm[] = [];
  /** Names of the losses used last, latest first; they lead the list while nothing is searched. */
  @property({ attribute: false }) recent: readonly string[] = [];
  /** The chosen loss's name. */
  @property() value = '';
  /** What is searched; undefined while the field shows the chosen loss. */
  @state() private search: string | undefined;
  @state() private open = false;
  @state() private active = -1;
  @query('input') private readonly field!: HTMLInputElement;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: block;
        position: relative;
      }
      .box {
        display: flex;
        position: relative;
      }
      .field {
        flex: 1;
        height: 30px;
        padding-inline: 8px 30px;
        font-size: 1.1em;
        font-weight: 600;
        text-overflow: ellipsis;
      }
      .box .quiet-button {
        position: absolute;
        inset: 3px 3px 3px auto;
      }
      [role='listbox'] {
        position: absolute;
        z-index: 10;
        inset: calc(100% + 1px) 0 auto;
        max-height: min(60vh, 420px);
        overflow-y: auto;
        padding: 4px 0;
        color: var(--vscode-dropdown-foreground);
        background: var(--vscode-dropdown-listBackground, var(--vscode-dropdown-background));
        border: 1px solid var(--vscode-focusBorder);
        border-radius: 3px;
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent);
      }
      .heading,
      .none {
        padding: 6px 10px 2px;
        color: var(--vscode-descriptionForeground);
        font-size: 0.9em;
      }
      [role='option'] {
        padding: 3px 10px;
        cursor: pointer;
      }
      [role='option']:hover {
        background: var(--vscode-list-hoverBackground);
      }
      [role='option'].active {
        color: var(--vscode-list-activeSelectionForeground);
        background: var(--vscode-list-activeSelectionBackground);
        outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-contrastActiveBorder, transparent));
        outline-offset: -1px;
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .summary {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: 0.92em;
      }
      [role='option']:not(.active) .summary {
        color: var(--vscode-descriptionForeground);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const groups = this.open ? this.groups() : [];
    return html`
      <div class="box">
        <input
          class="field"
          role="combobox"
          aria-label=${t('Loss')}
          aria-autocomplete="list"
          aria-expanded=${this.open}
          aria-controls="list"
          aria-activedescendant=${this.active >= 0 ? `option-${this.active}` : nothing}
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.search ?? this.value)}
          placeholder=${t('Search by name, task or words')}
          @input=${() => this.startSearch(this.field.value)}
          @keydown=${this.onKey}
          @click=${() => this.show()}
          @focus=${() => this.field.select()}
          @blur=${() => this.close()}
        />
        <button
          class="quiet-button"
          tabindex="-1"
          aria-label=${t('Show all losses')}
          @mousedown=${this.onToggle}
        >
          ${icon('chevronDown')}
        </button>
      </div>
      <div
        id="list"
        role="listbox"
        aria-label=${t('Losses')}
        ?hidden=${!this.open}
        @mousedown=${(event: Event) => event.preventDefault()}
      >
        ${this.renderGroups(groups)}
      </div>
      <div class="visually-hidden" role="status">
        ${this.open && this.search ? t('{0} losses found', countLosses(groups)) : ''}
      </div>
    `;
  }

  protected override updated(): void {
    this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  private renderGroups(groups: readonly LossGroup[]): TemplateResult | readonly TemplateResult[] {
    if (this.open && groups.length === 0) {
      return html`<div class="none" role="option" aria-disabled="true" aria-selected="false">
        ${t('No loss matches “{0}”', this.search ?? '')}
      </div>`;
    }
    let index = 0;
    return groups.map(
      ({ label, losses }, group) => html`
        <div role="group" aria-labelledby="group-${group}">
          <div class="heading" id="group-${group}" role="presentation">${label}</div>
          ${losses.map((loss) => this.renderOption(loss, index++))}
        </div>
      `,
    );
  }

  private renderOption(loss: LossForm, index: number): TemplateResult {
    return html`
      <div
        role="option"
        id="option-${index}"
        class=${index === this.active ? 'active' : ''}
        aria-selected=${loss.name === this.value}
        @click=${() => this.choose(loss)}
      >
        <div class="name">${loss.name}</div>
        <div class="summary">${loss.summary}</div>
      </div>
    `;
  }

  private groups(): readonly LossGroup[] {
    const groups = searchLosses(this.losses, this.search ?? '').map(({ label, losses }) => ({
      label: taskName(label),
      losses,
    }));
    if (this.search) return groups;
    const recent = this.recent
      .map((name) => this.losses.find((loss) => loss.name === name))
      .filter((loss) => loss !== undefined);
    return recent.length > 1 ? [{ label: t('Recently used'), losses: recent }, ...groups] : groups;
  }

  private options(): readonly LossForm[] {
    return this.groups().flatMap(({ losses }) => losses);
  }

  private show(): void {
    if (this.open) return;
    this.open = true;
    this.active = this.options().findIndex(({ name }) => name === this.value);
  }

  private close(): void {
    this.open = false;
    this.search = undefined;
    this.active = -1;
  }

  private startSearch(search: string): void {
    this.search = search;
    this.open = true;
    this.active = this.options().length > 0 ? 0 : -1;
  }

  private choose(loss: LossForm): void {
    this.close();
    this.dispatchEvent(new CustomEvent('choose', { detail: loss.name }));
  }

  private readonly onToggle = (event: Event): void => {
    event.preventDefault();
    this.field.focus();
    if (this.open) this.close();
    else this.show();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        if (this.open) this.move(event.key === 'ArrowDown' ? 1 : -1);
        else this.show();
        break;
      }
      case 'Enter': {
        const loss = this.options()[this.active];
        if (!this.open || !loss) return;
        this.choose(loss);
        this.field.select();
        break;
      }
      case 'Escape':
        if (!this.open && this.search === undefined) return;
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  private move(by: number): void {
    const count = this.options().length;
    if (count > 0) this.active = (Math.max(this.active, by > 0 ? -1 : 0) + by + count) % count;
  }
}

function countLosses(groups: readonly LossGroup[]): number {
  return groups.reduce((count, { losses }) => count + losses.length, 0);
}

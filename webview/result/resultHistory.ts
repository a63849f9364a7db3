import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LossForm } from '../../src/protocol/messages';
import type { PastResult } from '../../src/protocol/pastResult';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { resultHistoryStyles } from './resultHistoryStyles';
import { settingText } from '../parameters/settingText';
import { sharedStyles } from '../styles';

/** A result that the user pinned, or not any more. */
export interface PinChange {
  readonly id: number;
  readonly pinned: boolean;
}

/**
 * The results of before, folded away. Fires `restore` and `remove` with a result's id, `pin` with a
 * {@link PinChange}, `clear`, and `fold` with whether it is unfolded.
 */
@customElement('result-history')
export class ResultHistory extends LitElement {
  /** Newest first. */
  @property({ attribute: false }) results: readonly PastResult[] = [];
  @property({ attribute: false }) losses: readonly LossForm[] = [];
  /** The present value, all digits; empty where it is not one number. */
  @property() present = '';
  @property({ type: Boolean }) unfolded = false;

  static override readonly styles = [sharedStyles, resultHistoryStyles];

  /** Where a result was removed: the focus goes to the one that takes its place. */
  #removedAt: number | undefined;

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('results') || this.#removedAt === undefined) return;
    const buttons = this.renderRoot.querySelectorAll<HTMLElement>('.remove');
    const summary = this.renderRoot.querySelector<HTMLElement>('summary');
    (buttons[this.#removedAt] ?? [...buttons].at(-1) ?? summary)?.focus();
    this.#removedAt = undefined;
  }

  protected override render(): TemplateResult {
    return html`<details
      ?open=${this.unfolded}
      @toggle=${({ target }: Event) => this.send('fold', (target as HTMLDetailsElement).open)}
    >
      <summary>${icon('chevronRight')} ${t('History ({0})', this.results.length)}</summary>
      ${this.unfolded ? this.renderList() : nothing}
    </details>`;
  }

  private renderList(): TemplateResult {
    if (this.results.length === 0)
      return html`<p class="muted">${t('A result comes here once you pause.')}</p>`;
    return html`
      <ul aria-label=${t('Results of before, newest first')}>
        ${repeat(
          this.results,
          ({ id }) => id,
          (result, index) => this.renderResult(result, index),
        )}
      </ul>
      ${
        this.results.some(({ pinned }) => !pinned)
          ? html`<button class="quiet-button" @click=${() => this.drop(0, 'clear')}>
              ${t('Clear all that are not pinned')}
            </button>`
          : nothing
      }
    `;
  }

  private renderResult(result: PastResult, index: number): TemplateResult {
    const { id, value, pinned, restorable, time } = result;
    const setting = settingText(result.setting, this.losses);
    const difference = pinned ? this.difference(value) : '';
    return html`<li>
      <button
        class="quiet-button restore"
        aria-disabled=${!restorable}
        title=${restorable ? t('Restore this state') : t('Its inputs are too large to be kept here')}
        @click=${() => restorable && this.send('restore', id)}
      >
        <span class="value mono">${value}</span>
        <span class="setting mono">${setting}</span>
        <span class="muted">${timeText(time)}${restorable ? '' : ` · ${t('too large to restore')}`}</span>
        ${difference ? html`<span class="muted">${difference}</span>` : nothing}
      </button>
      <button
        class="quiet-button"
        aria-pressed=${pinned}
        aria-label=${t('Pin {0}', `${setting} ${value}`)}
        title=${pinned ? t('Unpin') : t('Pin: keep it, and compare it with the present result')}
        @click=${() => this.send('pin', { id, pinned: !pinned } satisfies PinChange)}
      >
        ${icon(pinned ? 'pinned' : 'pin')}
      </button>
      <button
        class="quiet-button remove"
        aria-label=${t('Remove {0}', `${setting} ${value}`)}
        title=${t('Remove')}
        @click=${() => this.drop(index, 'remove', id)}
      >
        ${icon('close')}
      </button>
    </li>`;
  }

  /** How much more the present loss is; empty where one of the two is not one finite number. */
  private difference(value: string): string {
    const difference = Number(this.present || NaN) - Number(value);
    if (!Number.isFinite(difference)) return '';
    const amount = String(Number(Math.abs(difference).toPrecision(4)));
    if (difference === 0) return t('now the same');
    return difference > 0 ? t('now {0} more', amount) : t('now {0} less', amount);
  }

  private drop(index: number, type: string, id?: number): void {
    this.#removedAt = index;
    this.send(type, id);
  }

  private send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** The time of day, with the date unless it is today. */
function timeText(time: number): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  const language = document.documentElement.lang || undefined;
  const day = isToday ? {} : ({ year: 'numeric', month: 'short', day: 'numeric' } as const);
  return date.toLocaleString(language, { ...day, hour: '2-digit', minute: '2-digit' });
}

import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CallError, PlaceView } from '../../src/protocol/callError';
import type { Outcome, PlaygroundResult } from '../../src/protocol/messages';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import type { Busy, ValueOutcome } from '../playgroundModel';
import { problemStyles } from '../problemStyles';
import { resultStyles } from './resultStyles';
import { sharedStyles } from '../styles';

/**
 * What PyTorch would answer: the number, or the error, or what is still missing. Fires `copy-text` with a text as
 * `detail`, `insert-code` with the code, `show-place` with a {@link PlaceView}, `cancel`, and `again`.
 */
@customElement('result-view')
export class ResultView extends LitElement {
  @property({ attribute: false }) result: PlaygroundResult | undefined;
  /** The newest outcome with numbers; shown dimmed while `result` has none. */
  @property({ attribute: false }) value: ValueOutcome | undefined;
  @property({ attribute: false }) busy: Busy | undefined;

  static override readonly styles = [sharedStyles, problemStyles, resultStyles];

  protected override render(): TemplateResult {
    const outcome = this.result?.outcome;
    return html`
      ${this.renderBusy()} ${outcome && outcome.kind !== 'value' ? this.renderNoValue(outcome) : nothing}
      ${this.value ? this.renderValue(this.value, outcome?.kind !== 'value') : nothing}
    `;
  }

  private renderBusy(): TemplateResult | typeof nothing {
    if (!this.busy) return nothing;
    return html`<div class="busy">
      <vscode-progress-ring aria-hidden="true"></vscode-progress-ring>
      <span>${this.busy.what}</span>
      <vscode-button appearance="secondary" @click=${() => this.dispatchEvent(new CustomEvent('cancel'))}>
        ${t('Cancel')}
      </vscode-button>
    </div>`;
  }

  private renderNoValue(outcome: Exclude<Outcome, ValueOutcome>): TemplateResult {
    switch (outcome.kind) {
      case 'error':
        return this.renderError(outcome);
      case 'incomplete':
        return html`<p class="missing">${icon('info')}<span>${this.missingWords(outcome.missing)}</span></p>`;
      case 'cancelled':
        return html`<div class="busy">
          <span>${t('Cancelled.')}</span>
          <vscode-button appearance="secondary" @click=${() => this.dispatchEvent(new CustomEvent('again'))}>
            ${t('Compute')}
          </vscode-button>
        </div>`;
    }
  }

  private renderError({ type, message, explanation, places }: CallError): TemplateResult {
    return html`<div class="problem error">
      ${icon('error')}
      <div>
        <span class="place mono">${type}:</span> <span class="mono">${message}</span>
        ${explanation ? html`<p class="explanation">${explanation} ${this.renderPlaces(places)}</p>` : nothing}
      </div>
    </div>`;
  }

  private renderValue(value: ValueOutcome, stale: boolean): TemplateResult {
    const { printed, precise, reduction, milliseconds, warnings, explanation, places, backwardError } = value;
    const details = [
      printed.includes(`(${precise})`) ? '' : precise,
      reduction,
      timeText(milliseconds),
    ].filter(Boolean);
    return html`
      ${stale ? html`<p class="muted">${t('The last result:')}</p>` : nothing}
      <div class=${stale ? 'stale' : ''}>
        <pre
          class="printed ${printed.includes('\n') ? 'lines' : ''}"
          tabindex=${printed.includes('\n') ? 0 : nothing}
        >
${printed}</pre>
        <p class="muted details">${details.map((detail) => html`<span>${detail}</span>`)}</p>
        ${warnings.map((warning) => html`<p class="warning">${icon('warning')}<span>${warning}</span></p>`)}
        ${explanation ? html`<p class="warning">${icon('info')}<span>${explanation} ${this.renderPlaces(places)}</span></p>` : nothing}
        ${
          backwardError
            ? html`<p class="backward">${t('The loss has a value, but its backward() fails:')}</p>
                ${this.renderError(backwardError)}`
            : nothing
        }
        <div class="actions">${this.renderCopies(value)}</div>
      </div>
    `;
  }

  private renderCopies({ printed, precise }: ValueOutcome): TemplateResult {
    return html`
      <button class="quiet-button" @click=${() => this.copy(precise || printed)}>
        ${icon('copy')} ${t('Copy value')}
      </button>
      <button
        class="quiet-button"
        ?disabled=${!this.result?.code}
        @click=${() => this.copy(this.result?.code ?? '')}
      >
        ${icon('copy')} ${t('Copy as PyTorch')}
      </button>
      <button
        class="quiet-button"
        ?disabled=${!this.result?.code}
        @click=${() => this.dispatchEvent(new CustomEvent('insert-code', { detail: this.result?.code ?? '' }))}
      >
        ${icon('insert')} ${t('Insert at cursor')}
      </button>
    `;
  }

  /** Each leads to an element that is to blame. */
  private renderPlaces(places: readonly PlaceView[] = []): readonly TemplateResult[] {
    return places.map(
      (place) =>
        html`<button
            class="quiet-button place-button"
            @click=${() => this.dispatchEvent(new CustomEvent<PlaceView>('show-place', { detail: place }))}
          >
            ${t('Show {0}', place.label)}</button
          >${' '}`,
    );
  }

  private missingWords(missing: readonly string[]): string {
    const unread = missing.filter((name) => this.isUnread(name));
    if (unread.length > 0) return t('Correct the text of {0} to see the loss.', unread.join(', '));
    return t('Type or paste {0} to see the loss, or load an example.', missing.join(t(' and ')));
  }

  private isUnread(name: string): boolean {
    const { problem, fileProblem } = this.result?.inputs[name] ?? this.result?.parameters[name] ?? {};
    return (problem ?? fileProblem) !== undefined;
  }

  private copy(text: string): void {
    this.dispatchEvent(new CustomEvent('copy-text', { detail: text }));
  }
}

function timeText(milliseconds: number): string {
  if (milliseconds < 0.1) return t('under 0.1 ms');
  if (milliseconds < 1000) return t('{0} ms', Number(milliseconds.toPrecision(2)));
  return t('{0} s', (milliseconds / 1000).toFixed(1));
}

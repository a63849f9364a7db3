import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepsAnswer } from '../../src/protocol/steps';
import { backLink } from '../result/chosenCell';
import { indexField, indexText } from '../elementIndex';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { problemStyles } from '../problemStyles';
import { questionStatus, questionStyles } from '../questionStatus';
import type { TabContext } from '../result/resultTab';
import { sharedStyles } from '../styles';
import { tableStyles } from '../tableStyles';
import { renderSteps } from './stepList';
import { stepsStyles } from './stepsStyles';

/** How the loss of one element came about, with the numbers in it, and from all of them the loss. */
@customElement('steps-view')
export class StepsView extends LitElement {
  @property({ attribute: false }) context!: TabContext;

  static override readonly styles = [sharedStyles, problemStyles, questionStyles, tableStyles, stepsStyles];

  protected override render(): TemplateResult {
    const { context } = this;
    const { answer, noAnswer, isCurrent } = context.ask({
      kind: 'steps',
      at: Number(context.shown ?? 0) || 0,
    });
    return html`
      ${questionStatus(noAnswer, () => context.askAgain('steps'))}
      ${
        answer && !noAnswer
          ? html`${this.renderPager(answer)}
              <div class=${isCurrent ? 'working' : 'working waiting'}>${this.renderWorking(answer)}</div>`
          : nothing
      }
    `;
  }

  private renderPager({ at, shape, element }: StepsAnswer): TemplateResult | typeof nothing {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count < 2) return nothing;
    const go = (next: number): void => this.context.show(String(next));
    return html`<div class="pager" role="group" aria-label=${t('Element')}>
      <button
        class="quiet-button"
        aria-label=${t('Previous element')}
        title=${t('Previous element')}
        ?disabled=${at === 0}
        @click=${() => go(at - 1)}
      >
        ${icon('chevronLeft')}
      </button>
      ${indexField({ shape, at }, t('Element of the loss'), go)}
      <button
        class="quiet-button"
        aria-label=${t('Next element')}
        title=${t('Next element')}
        ?disabled=${at === count - 1}
        @click=${() => go(at + 1)}
      >
        ${icon('chevronRight')}
      </button>
      <span class="muted">${t('{0} of {1}', (at + 1).toLocaleString('en'), count.toLocaleString('en'))}</span>
      ${backLink(this.context, at)}
      <span class="visually-hidden" aria-live="polite"
        >${t('Element {0}: loss {1}', indexText(shape, at), element ?? '')}</span
      >
    </div>`;
  }

  private renderWorking({ steps, reduction, element }: StepsAnswer): TemplateResult {
    if (element === undefined) return html`<p class="muted">${t('There is no element to work out.')}</p>`;
    if (steps.length === 0) {
      return html`<p class="muted">
        ${t('The steps would not lead to this very number, so they are not shown.')}
      </p>`;
    }
    return html`
      ${renderSteps(steps, 0)}
      ${
        reduction.length > 0
          ? html`<h3>${t('From the elements to the loss')}</h3>
              ${renderSteps(reduction, steps.length)}`
          : nothing
      }
    `;
  }
}

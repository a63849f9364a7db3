import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PrecisionFinding, PrecisionRow, PrecisionsAnswer } from '../../src/protocol/precisions';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { problemStyles } from '../problemStyles';
import { questionStatus, questionStyles, renderCallError } from '../questionStatus';
import type { TabContext } from '../result/resultTab';
import { sharedStyles } from '../styles';
import { tableStyles } from '../tableStyles';

/** The same call in each floating-point dtype: the loss, how exact it is, and what a dtype can't hold. */
@customElement('precisions-view')
export class PrecisionsView extends LitElement {
  @property({ attribute: false }) context!: TabContext;

  static override readonly styles = [
    sharedStyles,
    problemStyles,
    questionStyles,
    tableStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      .all {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      th,
      td {
        padding-inline: 6px;
      }
      tr.own > * {
        font-weight: 700;
      }
      dl,
      dd {
        margin: 0;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 2px;
      }
      dt {
        margin-top: 6px;
        font-family: var(--vscode-editor-font-family, monospace);
      }
      .findings {
        display: grid;
        gap: 3px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .findings li {
        display: flex;
        gap: 6px;
        overflow-wrap: anywhere;
      }
      .findings .icon {
        margin-top: 1px;
        color: var(--vscode-editorWarning-foreground);
      }
    `,
  ];

  protected override render(): TemplateResult {
    const { answer, noAnswer, isCurrent } = this.context.ask({ kind: 'precisions' });
    return html`
      ${questionStatus(noAnswer, () => this.context.askAgain('precisions'))}
      ${answer && !noAnswer ? html`<div class="all ${isCurrent ? '' : 'waiting'}">${this.renderTable(answer)}</div>` : nothing}
    `;
  }

  private renderTable({ rows, isSum }: PrecisionsAnswer): TemplateResult {
    const name = t('The same call in each dtype');
    return html`
      <div class="wide" tabindex="0" role="region" aria-label=${name}>
        <table class="stacked" aria-label=${name}>
          <thead>
            <tr>
              <th scope="col">dtype</th>
              <th scope="col">${isSum ? t('Sum') : t('Loss')}</th>
              <th scope="col" title=${t('By how much the loss differs from that in float64')}>
                ${t('Loss error')}
              </th>
              <th scope="col" title=${t('The Euclidean norm of all gradients together')}>
                ${t('Norm of all gradients')}
              </th>
              <th scope="col" title=${t('The largest difference of an element of a gradient from float64')}>
                ${t('Gradient error')}
              </th>
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => renderRow(row, isSum))}
          </tbody>
        </table>
      </div>
      <p class="muted">
        ${t('The same tensors, converted to each dtype. An error is the difference from float64.')}
      </p>
      ${renderFindings(rows)}
    `;
  }
}

function renderRow(
  { dtype, isOwn, loss, lossError, gradientNorm, gradientError }: PrecisionRow,
  isSum: boolean,
): TemplateResult {
  const isExact = dtype === 'float64';
  return html`<tr class=${isOwn ? 'own' : ''}>
    <th scope="row">
      <span class="symbol">${dtype}</span>${
        isOwn ? html`<span class="visually-hidden"> ${t('the dtype of this call')}</span>` : nothing
      }
    </th>
    <td data-label=${isSum ? t('Sum') : t('Loss')}>${loss || t('refused')}</td>
    <td data-label=${t('Loss error')}>${isExact ? '' : lossError}</td>
    <td data-label=${t('Norm of all gradients')}>${gradientNorm}</td>
    <td data-label=${t('Gradient error')}>${isExact ? '' : gradientError}</td>
  </tr>`;
}

/** What each dtype cannot hold, or why PyTorch refuses the call in it. */
function renderFindings(rows: readonly PrecisionRow[]): TemplateResult {
  const told = rows.filter(({ error, findings }) => error !== undefined || findings.length > 0);
  if (told.length === 0) return html`<p>${t('Nothing overflows, underflows or loses its gradient.')}</p>`;
  return html`<dl>
    ${told.map(
      ({ dtype, error, findings }) => html`
        <dt>${dtype}</dt>
        <dd>
          ${error ? renderCallError(error) : nothing}
          ${
            findings.length > 0
              ? html`<ul class="findings">
                  ${findings.map((found) => html`<li>${icon('warning')}<span>${findingText(found)}</span></li>`)}
                </ul>`
              : nothing
          }
        </dd>
      `,
    )}
  </dl>`;
}

/** `The gradient of input is lost in 2 of 4 elements, first at [1]: it is 1e-09 in float64.` */
function findingText({ what, of, name = '', count, total, indices, exact }: PrecisionFinding): string {
  const where = indices.length > 0 ? `[${indices.join(', ')}]` : '';
  const first =
    total === 1
      ? t('{0} in float64', exact)
      : t('{0} of {1} elements, first at {2}: {3} in float64', count, total, where, exact);
  return `${subject(what, of, name)} (${first})`;
}

function subject(what: PrecisionFinding['what'], of: PrecisionFinding['of'], name: string): string {
  switch (of) {
    case 'input':
      return what === 'underflow'
        ? t('{0} underflows to 0 before anything is computed', name)
        : t('{0} overflows before anything is computed', name);
    case 'elements':
      return {
        overflow: t('The losses overflow'),
        underflow: t('The losses underflow to 0'),
        nan: t('The losses become NaN'),
      }[what];
    case 'loss':
      return {
        overflow: t('The loss overflows'),
        underflow: t('The loss underflows to 0'),
        nan: t('The loss becomes NaN'),
      }[what];
    case 'gradient':
      return {
        overflow: t('The gradient of {0} overflows', name),
        underflow: t('The gradient of {0} is lost: it is 0', name),
        nan: t('The gradient of {0} becomes NaN', name),
      }[what];
  }
}

import { html, nothing, type TemplateResult } from 'lit';
import type { LatticeView, QuantityView, StepView, TableView } from '../../src/protocol/steps';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';

/**
 * The steps of a working, one below the other.
 * @param before how many steps came before these, for their numbers
 */
export function renderSteps(steps: readonly StepView[], before: number): TemplateResult {
  const last = steps.length - 1;
  return html`<ol start=${before + 1}>
    ${steps.map(
      (step, index) =>
        html`<li class=${index === last ? 'result' : ''}>
          <span class="number" aria-hidden="true">${before + index + 1}</span>${renderStep(step)}
        </li>`,
    )}
  </ol>`;
}

function renderStep(step: StepView): TemplateResult {
  switch (step.kind) {
    case 'quantity':
      return renderQuantity(step);
    case 'table':
      return renderTable(step);
    case 'lattice':
      return renderLattice(step);
  }
}

function renderQuantity({ name, symbol, formula, working, value, note }: QuantityView): TemplateResult {
  const parts = [symbol, ...[formula, working].filter(Boolean).map((part) => `= ${part}`)];
  return html`
    <p class="name">${name}</p>
    <p class="equation">
      ${parts.map((part) => html`<span class="part">${part}</span>${' '}`)}<span class="part"
        >= <span class="value">${value}</span></span
      >
    </p>
    ${note ? html`<p class="note">${icon('info')}<span>${note}</span></p>` : nothing}
  `;
}

function renderTable({ name, each, columns, rows, count }: TableView): TemplateResult {
  return html`
    <p class="name" aria-hidden="true">${name}</p>
    <div class="wide" tabindex="0" role="region" aria-label=${name}>
      <table aria-label=${name}>
        <thead>
          <tr>
            <th scope="col"><span class="words shown">${each}</span></th>
            ${columns.map(
              (column) =>
                html`<th scope="col" title=${column.name}>
                  <span class="symbol">${column.symbol}</span> <span class="words">${column.name}</span>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, cells, mark }) =>
              html`<tr class=${mark ? 'marked' : ''}>
                <th scope="row">${label}${mark ? html`<span class="mark">${mark}</span>` : nothing}</th>
                ${cells.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length < count ? html`<p class="note">${t('{0} of {1} rows.', rows.length, count)}</p>` : nothing}
  `;
}

function renderLattice({ name, states, cells, path, frames, stateCount }: LatticeView): TemplateResult {
  const isCut = cells.length < frames || states.length < stateCount;
  return html`
    <p class="name" aria-hidden="true">${name}</p>
    <div class="wide" tabindex="0" role="region" aria-label=${name}>
      <table class="lattice" aria-label=${name}>
        <thead>
          <tr>
            <th scope="col"><span class="words shown">${t('frame')}</span></th>
            ${states.map((state) => html`<th scope="col" class="symbol">${state}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${cells.map(
            (row, frame) =>
              html`<tr>
                <th scope="row">${frame}</th>
                ${row.map((cell, state) => renderState(cell, path[frame] === state))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">
      ${t('Log-probability of all beginnings of alignments that end there. ∅ is the blank.')}
      ${path.length > 0 ? t('The most likely alignment is framed.') : t('No alignment is possible.')}
      ${isCut ? t('{0} of {1} frames, {2} of {3} states.', cells.length, frames, states.length, stateCount) : nothing}
    </p>
  `;
}

function renderState(cell: string, isOnPath: boolean): TemplateResult {
  if (!isOnPath) return html`<td>${cell}</td>`;
  return html`<td class="path">
    ${cell}<span class="visually-hidden"> ${t('on the most likely alignment')}</span>
  </td>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { CallError } from '../../src/protocol/callError';
import type { ComparedSetting, ComparedValue } from '../../src/protocol/compare';
import type { TensorView } from '../../src/protocol/tensorView';
import { indexText } from '../elementIndex';
import { shortestText } from '../descend/descentNumbers';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { lineSample } from '../plot/seriesLegend';

/** So many elements are shown. */
const mostElements = 50;

/** Loss and gradient of each setting, or what PyTorch says of it. */
export function settingTable(
  rows: readonly ComparedSetting[],
  labels: readonly string[],
  norm: string | undefined,
): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${t('Loss and gradient')}>
    <table class="stacked">
      <thead>
        <tr>
          <th scope="col">${t('Setting')}</th>
          <th scope="col">${t('Loss')}</th>
          ${norm === undefined ? nothing : html`<th scope="col" title=${t('The Euclidean norm of the gradient of {0}', norm)}>${normLabel(norm)}</th>`}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr class=${'error' in row ? 'refused' : ''}>
              <th scope="row">
                <span class="setting"
                  >${lineSample(index)}<span class="mono">${breakable(labels[index] ?? '')}</span></span
                >
              </th>
              ${'error' in row ? renderRefused(row.error) : renderValue(row, norm)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** So many columns have room for what they are called; more have the sample of their line only. */
const mostNamed = 2;

/** The loss of each element, a column to a setting; nothing where no setting has any. */
export function elementTable(
  rows: readonly ComparedSetting[],
  labels: readonly string[],
): TemplateResult | typeof nothing {
  const columns = rows.flatMap((row, index) =>
    'error' in row || !row.elements || row.elements.data.length === 0
      ? []
      : [{ label: labels[index] ?? '', index, elements: row.elements }],
  );
  const [first] = columns;
  if (!first) return nothing;
  // Losses of another shape have other elements: they cannot stand in the same row.
  const same = columns.filter(({ elements }) => String(elements.shape) === String(first.elements.shape));
  const { shape, data } = first.elements;
  return html`<h3>${t('Loss per element')}</h3>
    <div class="wide" tabindex="0" role="region" aria-label=${t('Loss per element')}>
      <table class=${same.length === 1 ? 'elements single' : 'elements'}>
        <thead>
          <tr>
            <th scope="col">${t('Element')}</th>
            ${same.map(
              ({ label, index }) =>
                html`<th scope="col" title=${label}>
                  ${lineSample(index)}<br /><span
                    class=${same.length > mostNamed ? 'visually-hidden' : 'mono'}
                    >${breakable(label)}</span
                  >
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            { length: Math.min(mostElements, data.length) },
            (_, element) =>
              html`<tr>
                <th scope="row" class="symbol">${indexText(shape, element) || t('all')}</th>
                ${same.map(
                  ({ elements, index, label }) =>
                    html`<td title=${label}>${lineSample(index)}${shown(elements, element)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      data.length > mostElements
        ? html`<p class="muted">${t('The first {0} of {1} elements.', mostElements, data.length)}</p>`
        : nothing
    }`;
}

function renderValue(
  { precise, printed, reduction, gradientNorms }: ComparedValue,
  norm: string | undefined,
): TemplateResult {
  const at = norm === undefined ? -1 : gradientNorms.names.indexOf(norm);
  const length = gradientNorms.norms[at];
  const exact = Number(precise);
  const text = precise === '' ? printed : Number.isFinite(exact) ? digits(exact) : precise;
  const title = [precise, reduction].filter(Boolean).join(', ');
  return html`<td class="value" title=${title} data-label=${t('Loss')}>${text}</td>
    ${norm === undefined ? nothing : html`<td data-label=${normLabel(norm)}>${length === undefined ? t('none') : digits(length)}</td>`}`;
}

function normLabel(input: string): string {
  return t('Gradient norm of {0}', input);
}

/** `HuberLoss(delta=0.5)`, which may go on in a new line after its bracket. */
function breakable(label: string): TemplateResult {
  const [name = '', ...rest] = label.split('(');
  return label.endsWith('()') ? html`${label}` : html`${name}(<wbr />${rest.join('(')}`;
}

function digits(value: number): string {
  return shortestText(Number(value.toPrecision(6)), 'float64');
}

function renderRefused({ type, message }: CallError): TemplateResult {
  return html`<td colspan="2">${icon('error')}${type}: ${message}</td>`;
}

function shown({ data, dtype }: TensorView, element: number): string {
  const value = data[element] ?? NaN;
  return shortestText(Number.isFinite(value) ? Number(value.toPrecision(5)) : value, dtype);
}

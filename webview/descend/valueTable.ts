import { line } from 'd3-shape';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { DescentTensor } from '../../src/protocol/descend';
import { indexText } from '../elementIndex';
import { t } from '../../src/l10n/localize';
import { shortestText } from './descentNumbers';

/** So many elements are shown. */
const mostRows = 24;
const [sparkWidth, sparkHeight] = [56, 18];

/** Where each element starts, is, and ends, and its way there; in a narrow view only where it is. */
export function valueTable(tensors: readonly DescentTensor[], step: number, last: number): TemplateResult {
  const rows = tensors.flatMap((tensor) =>
    Array.from({ length: tensor.kept }, (_, element) => ({ tensor, element })),
  );
  const total = tensors.reduce(
    (sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1),
    0,
  );
  return html`
    <div class="wide" tabindex="0" role="region" aria-label=${t('Values')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('Element')}</th>
            <th scope="col">${t('Path')}</th>
            <th scope="col" class="spare">${t('Start')}</th>
            <th scope="col">${t('Step {0}', step)}</th>
            <th scope="col" class="spare">${t('Step {0}', last)}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, mostRows).map(({ tensor, element }) => {
            const at = (each: number): number => tensor.values[each * tensor.kept + element] ?? NaN;
            return html`<tr>
              <th scope="row" class="symbol">
                ${tensor.name}<wbr /><span>${indexText(tensor.shape, element)}</span>
              </th>
              <td>${spark(at, step, last)}</td>
              <td class="spare">${shown(at(0), tensor)}</td>
              <td>${shown(at(step), tensor)}</td>
              <td class="spare">${shown(at(last), tensor)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${total > mostRows ? html`<p class="muted">${t('The first {0} of {1} elements.', mostRows, total)}</p>` : nothing}
  `;
}

function shown(value: number, { dtype }: DescentTensor): string {
  return shortestText(Number.isFinite(value) ? Number(value.toPrecision(6)) : value, dtype);
}

function spark(at: (step: number) => number, step: number, last: number): TemplateResult {
  const steps = Array.from({ length: last + 1 }, (_, index) => index);
  const values = steps.map(at).filter(Number.isFinite);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (each: number): number => 3 + (last === 0 ? 0 : (each / last) * (sparkWidth - 6));
  const y = (each: number): number =>
    sparkHeight - 3 - (high > low ? (at(each) - low) / (high - low) : 0.5) * (sparkHeight - 6);
  const path = line<number>()
    .defined((each) => Number.isFinite(at(each)))
    .x(x)
    .y(y)
    .digits(1);
  const isShown = Number.isFinite(y(step));
  return html`<svg class="spark" width=${sparkWidth} height=${sparkHeight} aria-hidden="true">
    ${svg`<path class="series0" d=${path(steps) ?? ''}></path>
      ${isShown ? svg`<circle class="point series0" cx=${x(step)} cy=${y(step)} r="2.5"></circle>` : nothing}`}
  </svg>`;
}

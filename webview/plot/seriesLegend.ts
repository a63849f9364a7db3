import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { distinctLines } from './plotSeries';

/** How a legend looks. */
export const legendStyles = css`
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .legend svg {
    flex: none;
    width: 30px;
    height: 8px;
  }
`;

/** A piece of the line that a series has. */
export function lineSample(index: number): TemplateResult {
  return html`<svg class="sample" viewBox="0 0 30 8" aria-hidden="true">
    ${svg`<path class="line series${index % distinctLines}" d="M0,4H30"></path>`}
  </svg>`;
}

/** Which line is which; nothing where there is only one. */
export function seriesLegend(labels: readonly string[]): TemplateResult | typeof nothing {
  if (labels.length < 2) return nothing;
  return html`<ul class="legend">
    ${labels.map((label, index) => html`<li>${lineSample(index)}<span class="mono">${label}</span></li>`)}
  </ul>`;
}

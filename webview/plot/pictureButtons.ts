import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { icon } from '../icons';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';
import type { LinePlot } from './linePlot';
import { pngPicture, svgPicture } from './picture';
import { distinctLines } from './plotSeries';
import { plotStyles } from './plotStyles';

/** The height of a legend's line, in CSS pixels. */
const lineHeight = 18;

/** Buttons that save plots as a picture; further buttons can be put between its tags. */
@customElement('picture-buttons')
export class PictureButtons extends LitElement {
  /** The plots, one below another. */
  @property({ attribute: false }) plots: () => Iterable<LinePlot> = () => [];
  /** What the lines are; written below the plots in the picture. */
  @property({ attribute: false }) labels: readonly string[] = [];
  /** The file's name without its ending. */
  @property() name = '';
  @property({ attribute: false }) save: (name: string, content: string | Uint8Array) => void = () =>
    undefined;

  @query('svg.plot') private readonly legend!: SVGSVGElement | null;

  static override readonly styles = [
    sharedStyles,
    plotStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        margin-left: -5px;
      }
      /* Laid out as it will be in the picture. */
      svg.plot {
        position: absolute;
        bottom: 0;
        overflow: hidden;
        visibility: hidden;
        pointer-events: none;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <button class="quiet-button" @click=${() => this.save(`${this.name}.svg`, svgPicture(this.pictures()))}>
        ${icon('save')} ${t('Save as SVG')}
      </button>
      <button class="quiet-button" @click=${() => void this.savePng()}>
        ${icon('save')} ${t('Save as PNG')}
      </button>
      <slot></slot>
      ${this.labels.length > 0 ? this.renderLegend() : nothing}
    `;
  }

  private renderLegend(): TemplateResult {
    return html`<svg class="plot" aria-hidden="true" height=${this.labels.length * lineHeight + 8}>
      ${this.labels.map((label, index) => {
        const y = (index + 0.5) * lineHeight + 4;
        return svg`<path class="line series${index % distinctLines}" d=${`M8,${y}H38`}></path>
          <text x="46" y=${y + 4}>${label}</text>`;
      })}
    </svg>`;
  }

  private async savePng(): Promise<void> {
    this.save(`${this.name}.png`, await pngPicture(this.pictures()));
  }

  private pictures(): SVGSVGElement[] {
    return [...[...this.plots()].map(({ picture }) => picture), this.legend].flatMap((each) => each ?? []);
  }
}

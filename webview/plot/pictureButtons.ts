import { LitElement, css, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../localize';
import { sharedStyles } from '../styles';
import type { LinePlot } from './linePlot';
import { pngPicture, svgPicture } from './picture';

/** Buttons that save plots as a picture; further buttons can be put between its tags. */
@customElement('picture-buttons')
export class PictureButtons extends LitElement {
  /** The plots, one below another. */
  @property({ attribute: false }) plots: () => Iterable<LinePlot> = () => [];
  /** The file's name without its ending. */
  @property() name = '';
  @property({ attribute: false }) save: (name: string, content: string | Uint8Array) => void = () =>
    undefined;

  static override readonly styles = [
    sharedStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        margin-left: -5px;
      }
    `,
  ];

  protected override render(): TemplateResult {
    return html`
      <button class="quiet-button" @click=${() => this.save(`${this.name}.svg`, svgPicture(this.pictures()))}>
        ${t('Save as SVG')}
      </button>
      <button class="quiet-button" @click=${() => void this.savePng()}>${t('Save as PNG')}</button>
      <slot></slot>
    `;
  }

  private async savePng(): Promise<void> {
    this.save(`${this.name}.png`, await pngPicture(this.pictures()));
  }

  private pictures(): SVGSVGElement[] {
    return [...this.plots()].flatMap(({ picture }) => picture ?? []);
  }
}

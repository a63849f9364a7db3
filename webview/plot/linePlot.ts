import {
  LitElement,
  html,
  nothing,
  svg,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';
import { besideAxis, drawPlot, type DrawnSeries, type PlotDrawing } from './plotDrawing';
import { distinctLines, type Interval, type PlotHandle, type PlotSeries } from './plotSeries';
import { plotStyles } from './plotStyles';

/** How many times its height in a narrow view a plot has at most, and what part of its width at least. */
const [mostGrowth, leastSteepness] = [1.4, 0.28];

/**
 * Lines over a horizontal axis. Fires `move` with the number that the handle is dragged or sent to, `inspect` with the
 * number under the pointer or null, and `settle` when the handle is let go.
 */
@customElement('line-plot')
export class LinePlot extends LitElement {
  @property({ attribute: false }) series: readonly PlotSeries[] = [];
  @property({ attribute: false }) domain: Interval = { low: 0, high: 1 };
  /** What the vertical axis shows. */
  @property() label = '';
  /** What the horizontal axis shows; empty where a plot below says it. */
  @property() along = '';
  /** What the plot says, for screen readers. */
  @property() description = '';
  @property({ type: Boolean }) logarithmic = false;
  /** In CSS pixels, in a narrow view; a wide one has it taller. */
  @property({ type: Number }) height = 170;
  /** On the first line, at its `point`. */
  @property({ attribute: false }) handle: PlotHandle | undefined;
  /** The first line's slope at its `point`: drawn as a tangent. */
  @property({ attribute: false }) slope: number | undefined;
  /** Where a vertical line is drawn. */
  @property({ attribute: false }) cursor: number | null = null;
  @query('svg.plot') private readonly plot!: SVGSVGElement | null;
  @query('.handle') private readonly grip!: HTMLElement | null;
  @state() private width = 0;
  #drawing: PlotDrawing | undefined;
  #isDragging = false;
  readonly #resized = new ResizeObserver(([entry]) => {
    if (entry) this.width = Math.round(entry.contentRect.width);
  });

  static override readonly styles = [sharedStyles, plotStyles];

  /** The plot's own picture. */
  get picture(): SVGSVGElement | null {
    return this.plot;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.size === 1 && changed.has('cursor')) return;
    const { series, domain, drawnHeight: height, width, logarithmic: isLogarithmic } = this;
    const isTitled = this.along !== '';
    this.#drawing =
      width > 0 ? drawPlot({ series, domain, isLogarithmic, isTitled, width, height }) : undefined;
  }

  protected override render(): TemplateResult {
    return html`
      <svg
        class="plot"
        role="img"
        aria-label=${`${this.label}. ${this.description}`}
        height=${this.drawnHeight}
        @pointermove=${this.onHover}
        @pointerleave=${() => this.dispatchEvent(new CustomEvent('inspect', { detail: null }))}
      >
        ${this.#drawing ? this.renderDrawing(this.#drawing) : nothing}
      </svg>
      ${this.handle && this.#drawing?.series[0]?.point ? this.renderHandle(this.handle) : nothing}
    `;
  }

  protected override updated(): void {
    const point = this.#drawing?.series[0]?.point;
    if (!this.grip || !point || !this.#drawing) return;
    this.grip.style.translate = `${point.x}px ${Math.min(this.#drawing.bottom, Math.max(this.#drawing.top, point.y))}px`;
  }

  /** A wide plot that is low hides how steep its lines are. */
  private get drawnHeight(): number {
    return Math.round(Math.min(mostGrowth * this.height, Math.max(this.height, leastSteepness * this.width)));
  }

  private renderDrawing(drawing: PlotDrawing): SVGTemplateResult {
    const { left, right, top, bottom, xTicks, yTicks } = drawing;
    const cursor = this.cursor === null ? NaN : drawing.xOf(this.cursor);
    return svg`
      <clipPath id="area"><path d=${`M${left},${top}H${right}V${bottom}H${left}Z`}></path></clipPath>
      <path class="grid" d=${[
        ...yTicks.map(({ at }) => `M${left},${at}H${right}`),
        ...xTicks.map(({ at }) => `M${at},${top}V${bottom}`),
      ].join('')}></path>
      <path class="axis" d=${`M${left},${top}V${bottom}H${right}`}></path>
      <text class="title" x="8" y="14">${this.label}</text>
      ${this.along ? svg`<text x=${(left + right) / 2} y=${this.drawnHeight - 6} text-anchor="middle">${this.along}</text>` : nothing}
      ${drawing.isEmpty ? svg`<text x=${(left + right) / 2} y=${(top + bottom) / 2} text-anchor="middle">${t('No finite values here')}</text>` : nothing}
      ${drawing.isCut ? svg`<text x=${right} y="14" text-anchor="end">${t('goes on beyond')}</text>` : nothing}
      ${yTicks.map(({ at, text }) => svg`<text x=${left - besideAxis} y=${at + 4} text-anchor="end">${text}</text>`)}
      ${xTicks.map(({ at, text }) => svg`<text x=${at} y=${bottom + 15} text-anchor="middle">${text}</text>`)}
      <g clip-path="url(#area)">
        ${cursor >= left && cursor <= right ? svg`<path class="cursor" d=${`M${cursor},${top}V${bottom}`}></path>` : nothing}
        ${drawing.series.map((series, index) => renderLine(series, index)).reverse()}
        ${this.renderTangent(drawing)}
      </g>
      ${drawing.series.map((series, index) => renderPlaces(series, index, drawing)).reverse()}
    `;
  }

  private renderTangent({ xOf, yOf, left, right, series }: PlotDrawing): SVGTemplateResult | typeof nothing {
    const at = this.series[0]?.point;
    const drawn = series[0]?.point;
    if (!at || !drawn || this.slope === undefined || !Number.isFinite(this.slope)) return nothing;
    // In pixels, along the direction of one small step.
    const step = (this.domain.high - this.domain.low) / 1000;
    const rise = (yOf(at.y + this.slope * step) - yOf(at.y - this.slope * step)) / 2;
    const run = xOf(at.x + step) - drawn.x;
    const length = Math.min(44, (right - left) / 6) / Math.hypot(run, rise);
    const [dx, dy] = [run * length, rise * length];
    return svg`<path class="tangent" d=${`M${drawn.x - dx},${drawn.y - dy}L${drawn.x + dx},${drawn.y + dy}`}></path>`;
  }

  private renderHandle({ x, label, text }: PlotHandle): TemplateResult {
    return html`<div
      class="handle"
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin=${this.domain.low}
      aria-valuemax=${this.domain.high}
      aria-valuenow=${x}
      aria-valuetext=${text}
      @keydown=${this.onKey}
      @pointerdown=${this.onGrab}
      @pointermove=${this.onDrag}
      @pointerup=${this.onRelease}
      @pointercancel=${this.onRelease}
    ></div>`;
  }

  private readonly onHover = (event: PointerEvent): void => {
    const value = this.valueAt(event);
    if (value !== undefined) this.dispatchEvent(new CustomEvent('inspect', { detail: value }));
  };

  private readonly onGrab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#isDragging = true;
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
  };

  private readonly onDrag = (event: PointerEvent): void => {
    const value = this.#isDragging ? this.valueAt(event) : undefined;
    if (value !== undefined) this.moveTo(value);
  };

  private readonly onRelease = (): void => {
    if (!this.#isDragging) return;
    this.#isDragging = false;
    this.dispatchEvent(new CustomEvent('settle'));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.handle || event.altKey || event.ctrlKey || event.metaKey) return;
    const { x, step } = this.handle;
    const { low, high } = this.domain;
    const far = event.shiftKey ? 10 : 1;
    const to = {
      ArrowLeft: x - far * step,
      ArrowDown: x - far * step,
      ArrowRight: x + far * step,
      ArrowUp: x + far * step,
      PageDown: x - 10 * step,
      PageUp: x + 10 * step,
      Home: low,
      End: high,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.moveTo(Math.min(high, Math.max(low, to)));
    this.dispatchEvent(new CustomEvent('settle'));
  };

  private moveTo(value: number): void {
    this.dispatchEvent(new CustomEvent<number>('move', { detail: value }));
  }

  private valueAt({ clientX }: PointerEvent): number | undefined {
    return this.#drawing?.valueAt(clientX - this.getBoundingClientRect().left);
  }
}

function renderLine({ path, jumps }: DrawnSeries, index: number): SVGTemplateResult {
  const line = `series${index % distinctLines}`;
  return svg`<path class="line ${line}" d=${path}></path><path class="jump ${line}" d=${jumps}></path>`;
}

function renderPlaces({ marks, point }: DrawnSeries, index: number, drawing: PlotDrawing): SVGTemplateResult {
  const line = `series${index % distinctLines}`;
  const { left, right, top, bottom } = drawing;
  const isInside = ({ x, y }: { x: number; y: number }): boolean =>
    x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5;
  return svg`
    ${marks
      .filter(isInside)
      .map(({ x, y }) => svg`<path class="mark ${line}" d=${`M${x},${y - 5}l5,5l-5,5l-5,-5Z`}></path>`)}
    ${point && isInside(point) ? svg`<circle class="point ${line}" cx=${point.x} cy=${point.y} r="4.5"></circle>` : nothing}
  `;
}

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TensorView } from '../../src/protocol/tensorView';
import { t } from '../../src/l10n/localize';
import { pythonElement } from '../numbers';
import { sharedStyles } from '../styles';
import { Axis } from './axis';
import type { CellFormat } from './cellText';
import { elementAt, gridLayout, indexOf, moveInGrid, type GridLayout } from './gridLayout';
import { gridStyles } from './gridStyles';
import { ThemeController } from './themeController';

/** Cells drawn beyond each edge of the view, so that a quick scroll does not show bare ground. */
const overscan = 3;
/** Lengths of a vector's row in which an index is easily found. */
const roundRows = [100, 64, 50, 40, 32, 25, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1];

/**
 * The cells of one slice of a tensor, coloured, with numbers; only those in view are drawn. An ARIA grid whose
 * active cell moves with the arrow keys. Fires `choose` with the element that became active, `inspect` with the element under the pointer or the active one as
 * `detail` (counted in the whole tensor; null for none), and `copy-cell` with an element likewise.
 *
 * Styles are set as properties: the CSP refuses `style` attributes, which Lit's `styleMap` writes at first.
 */
@customElement('tensor-grid')
export class TensorGrid extends LitElement {
  @property({ attribute: false }) tensor!: TensorView;
  @property({ attribute: false }) format!: CellFormat;
  /** The magnitude that gets the full colour. */
  @property({ type: Number }) largest = 1;
  /** One index per dimension before the last two. */
  @property({ attribute: false }) slice: readonly number[] = [];
  @property() label = '';
  /** The element that is active at first, counted in the whole tensor. */
  @property({ attribute: false }) chosen: number | undefined;
  /** The active cell, counted in the slice. */
  @state() private active = 0;
  @state() private scrolled = { left: 0, top: 0 };
  /** In CSS pixels: the room for cells and heads, a digit's width, a row's height. */
  @state() private measures = { width: 0, height: 340, digit: 7, row: 24 };
  @query('.scroller') private readonly scroller!: HTMLElement;
  @query('.probe') private readonly probe!: HTMLElement;
  readonly #theme = new ThemeController(this);
  readonly #resize = new ResizeObserver(() => this.measure());
  #layout!: GridLayout;
  #across!: Axis;
  #down!: Axis;
  /** More rows than are ever drawn at a time. */
  #rowsDrawn = 1;
  /** Of the columns that are drawn now. */
  readonly #columnStyles = new Map<number, string>();

  static override readonly styles = [sharedStyles, gridStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => {
      for (const each of [this, this.scroller, this.probe]) this.#resize.observe(each);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { width, height, row } = this.measures;
    const room = width - this.headWidth;
    const fitting = Math.floor(room / this.narrowest);
    const length = this.tensor.shape.at(-1) ?? 1;
    const perRow = length <= fitting ? length : (roundRows.find((each) => each <= fitting) ?? 1);
    this.#layout = gridLayout(this.tensor.shape, this.slice, perRow);
    const filling = !this.isMatrix && length > perRow;
    this.#across = new Axis(this.#layout.columns, filling ? Math.floor(room / perRow) : this.narrowest, room);
    this.#down = new Axis(this.#layout.rows, row, height - this.headerHeight);
    this.#columnStyles.clear();
    this.#rowsDrawn = Math.ceil(height / row) + 2 * overscan + 2;
    if (!changed.has('tensor')) return;
    const active = this.hasUpdated ? this.active : (this.chosen ?? 0) - this.#layout.base;
    this.active = Math.max(0, Math.min(active, this.#layout.count - 1));
  }

  protected override render(): TemplateResult {
    const { rows, columns } = this.#layout;
    const [first, end] = this.#down.visible(this.scrolled.top, overscan);
    const width = this.headWidth + this.#across.extent;
    const height = this.headerHeight + this.#down.extent;
    return html`
      <div class="probe"></div>
      <div
        class="scroller"
        role="grid"
        tabindex="0"
        aria-label=${this.label}
        aria-readonly="true"
        aria-rowcount=${rows + (this.isMatrix ? 1 : 0)}
        aria-colcount=${columns + 1}
        aria-activedescendant=${this.isDrawn(this.active) ? `cell-${this.active}` : nothing}
        @scroll=${this.onScroll}
        @keydown=${this.onKey}
        @focus=${() => this.inspect(this.active)}
        @blur=${() => this.inspect(undefined)}
        @click=${this.onClick}
        @pointermove=${(event: Event) => this.inspect(cellOf(event) ?? this.focused)}
        @pointerleave=${() => this.inspect(this.focused)}
      >
        <div class="rows" .style=${`width: ${width}px; height: ${height}px`}>
          ${this.isMatrix ? this.renderHeader(width) : nothing}
          ${repeat(
            Array.from({ length: end - first }, (_, index) => first + index),
            // A row that scrolls out lends its elements to the one that comes in.
            (row) => row % this.#rowsDrawn,
            (row) => guard(this.dependenciesOf(row, width), () => this.renderRow(row, width)),
          )}
        </div>
      </div>
    `;
  }

  private renderHeader(width: number): TemplateResult {
    const [first, end] = this.#across.visible(this.scrolled.left, overscan);
    const height = `${this.headerHeight}px`;
    const styles = `width: ${width}px; height: ${height}; line-height: ${height}; top: 0`;
    return html`
      <div class="header" role="row" aria-rowindex="1" .style=${styles}>
        <div class="corner" role="columnheader" .style=${`width: ${this.headWidth}px`}>
          <span class="visually-hidden">${t('index')}</span>
        </div>
        ${Array.from({ length: end - first }, (_, index) => {
          const column = first + index;
          return html`<div
            class="column-head"
            role="columnheader"
            aria-colindex=${column + 2}
            .style=${this.columnStyle(column)}
          >
            ${column}
          </div>`;
        })}
      </div>
    `;
  }

  /** What a row's drawing depends on: while nothing of it changes, scrolling costs the row nothing. */
  private dependenciesOf(row: number, width: number): unknown[] {
    const { left, top } = this.scrolled;
    const [first, end] = this.#across.visible(left, overscan);
    const active = Math.floor(this.active / this.#layout.columns) === row ? this.active : undefined;
    const places = [this.#down.position(row, top), first, end, this.#across.position(first, left), width];
    return [
      row,
      ...places,
      active,
      this.tensor,
      this.slice,
      this.format,
      this.largest,
      this.measures,
      this.#theme.scale,
    ];
  }

  private renderRow(row: number, width: number): TemplateResult {
    const [first, end] = this.#across.visible(this.scrolled.left, overscan);
    const top = this.headerHeight + this.#down.position(row, this.scrolled.top);
    const height = `${this.measures.row}px`;
    const styles = `width: ${width}px; height: ${height}; line-height: ${height}; transform: translateY(${top}px)`;
    const head = this.isMatrix ? row : row * this.#layout.columns;
    return html`
      <div class="row" role="row" aria-rowindex=${row + (this.isMatrix ? 2 : 1)} .style=${styles}>
        <div class="row-head" role="rowheader" aria-colindex="1" .style=${`width: ${this.headWidth}px`}>
          ${head}
        </div>
        ${Array.from({ length: end - first }, (_, index) => this.renderCell(row, first + index))}
      </div>
    `;
  }

  private renderCell(row: number, column: number): TemplateResult | typeof nothing {
    const { dtype, shape, data } = this.tensor;
    const element = elementAt(this.#layout, row, column);
    const value = element === undefined ? undefined : data[element];
    if (element === undefined || value === undefined) return nothing;
    const written = this.format.write(value);
    const inSlice = element - this.#layout.base;
    const { background, text } = this.#theme.scale.of(value, this.largest);
    const isActive = inSlice === this.active;
    const classes = `cell${isActive ? ' active' : ''}${Number.isFinite(value) ? '' : ' special'}`;
    return html`<div
      class=${classes}
      id="cell-${inSlice}"
      role="gridcell"
      aria-colindex=${column + 2}
      aria-label="[${indexOf(shape, element).join(', ')}] ${written}"
      aria-description=${isActive ? pythonElement(value, dtype) : nothing}
      data-cell=${inSlice}
      .style=${`${this.columnStyle(column)}; background: ${background}; color: ${text}`}
    >
      ${written}
    </div>`;
  }

  private columnStyle(column: number): string {
    const known = this.#columnStyles.get(column);
    if (known !== undefined) return known;
    const left = this.headWidth + this.#across.position(column, this.scrolled.left);
    const style = `width: ${this.#across.size}px; transform: translateX(${left}px)`;
    this.#columnStyles.set(column, style);
    return style;
  }

  private get isMatrix(): boolean {
    return this.tensor.shape.length >= 2;
  }

  /** The narrowest column in which every number fits. */
  private get narrowest(): number {
    const widest = this.isMatrix
      ? Math.max(this.format.width, String(this.tensor.shape.at(-1)).length)
      : this.format.width;
    return Math.ceil(widest * this.measures.digit) + 14;
  }

  private get headWidth(): number {
    const longest = this.tensor.shape.at(this.isMatrix ? -2 : -1) ?? 1;
    return Math.ceil(String(Math.max(0, longest - 1)).length * this.measures.digit) + 12;
  }

  private get headerHeight(): number {
    return this.isMatrix ? this.measures.row : 0;
  }

  /** The active cell if the grid has the focus. */
  private get focused(): number | undefined {
    return this.shadowRoot?.activeElement === this.scroller ? this.active : undefined;
  }

  private isDrawn(cell: number): boolean {
    const { columns, count } = this.#layout;
    const [top, bottom] = this.#down.visible(this.scrolled.top, overscan);
    const [left, right] = this.#across.visible(this.scrolled.left, overscan);
    const row = Math.floor(cell / columns);
    const column = cell % columns;
    return cell < count && row >= top && row < bottom && column >= left && column < right;
  }

  private inspect(cell: number | undefined): void {
    const detail = cell === undefined ? null : this.#layout.base + cell;
    this.dispatchEvent(new CustomEvent('inspect', { detail }));
  }

  private activate(cell: number): void {
    const { left, top } = this.scrolled;
    this.active = cell;
    this.scroller.scrollTop = this.#down.scrollTo(Math.floor(cell / this.#layout.columns), top);
    this.scroller.scrollLeft = this.#across.scrollTo(cell % this.#layout.columns, left);
    this.inspect(cell);
    this.dispatchEvent(new CustomEvent('choose', { detail: this.#layout.base + cell }));
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.scroller;
    const probe = this.probe.getBoundingClientRect();
    const next = { width, height, digit: probe.width / 10, row: Math.round(probe.height) };
    const { measures } = this;
    const same = (['width', 'height', 'digit', 'row'] as const).every((key) => next[key] === measures[key]);
    if (!same && width > 0) this.measures = next;
  }

  private readonly onScroll = (): void => {
    this.scrolled = { left: this.scroller.scrollLeft, top: this.scroller.scrollTop };
  };

  private readonly onClick = (event: Event): void => {
    const cell = cellOf(event);
    if (cell !== undefined) this.activate(cell);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'c') {
      this.dispatchEvent(new CustomEvent('copy-cell', { detail: this.#layout.base + this.active }));
    } else {
      const page = Math.max(1, Math.floor(this.#down.viewport / this.measures.row));
      const next = moveInGrid(this.#layout, this.active, event.key, control, page);
      if (next === undefined) return;
      this.activate(next);
    }
    event.preventDefault();
  };
}

/** The cell, counted in the slice, that an event happened in. */
function cellOf(event: Event): number | undefined {
  const cell =
    event.target instanceof Element ? event.target.closest<HTMLElement>('.cell')?.dataset['cell'] : undefined;
  return cell === undefined ? undefined : Number(cell);
}

import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TableView } from '../../src/protocol/messages';
import { indexOf } from '../heatMap/gridLayout';
import '../heatMap/sliceChooser';
import { t } from '../../src/l10n/localize';
import { sharedStyles } from '../styles';
import {
  cellText,
  longestSide,
  sizeOf,
  startOf,
  withBlock,
  withColumn,
  withoutColumn,
  withoutRow,
  withRow,
  type TableCells,
} from './tableCells';
import { tableStyles } from './tableStyles';
import { cellsOf, textOfCells } from './tableText';

/**
 * A small tensor as a table to edit, after the ARIA Authoring Practices' data grid: arrow keys move; Enter, F2 or
 * typing edits a cell, Enter and Tab take it, Escape leaves it; a block from a spreadsheet is pasted where one is.
 * Fires `edit` with the tensor's text as `detail`.
 */
@customElement('table-editor')
export class TableEditor extends LitElement {
  /** The tensor as the host last read it. */
  @property({ attribute: false }) table!: TableView;
  /** Whether the host has yet to read what was edited last. */
  @property({ type: Boolean }) pending = false;
  /** What the tensor is called. */
  @property() name = '';
  @state() private cells!: TableCells;
  @state() private slice: readonly number[] = [];
  @state() private row = 0;
  @state() private column = 0;
  /** What is typed into the active cell; undefined while it is not edited. */
  @state() private typed: string | undefined;
  /** Why the last paste was not taken. */
  @state() private complaint = '';
  @query('td input') private readonly field!: HTMLInputElement | null;
  #focusWanted = false;

  static override readonly styles = [sharedStyles, tableStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isToldOf = changed.has('table') || changed.has('pending');
    if (!this.hasUpdated || (isToldOf && !this.pending)) this.cells = cellsOf(this.table);
    const { shape } = this.cells;
    const depth = Math.max(0, shape.length - 2);
    this.slice = Array.from({ length: depth }, (_, dim) =>
      Math.min(this.slice[dim] ?? 0, (shape[dim] ?? 1) - 1),
    );
    const { rows, columns } = sizeOf(shape);
    this.row = Math.min(this.row, rows - 1);
    this.column = Math.min(this.column, columns - 1);
  }

  protected override render(): TemplateResult {
    const { shape } = this.cells;
    const { rows, columns } = sizeOf(shape);
    const start = startOf(shape, this.slice);
    return html`
      ${
        shape.length > 2
          ? html`<slice-chooser
              .shape=${shape}
              .slice=${this.slice}
              @choose=${(event: CustomEvent<readonly number[]>) => (this.slice = event.detail)}
            ></slice-chooser>`
          : nothing
      }
      <div class="scroller">
        <table
          role="grid"
          aria-label=${t('{0} as a table', this.name)}
          @keydown=${this.onKey}
          @focusin=${this.onFocus}
          @dblclick=${() => this.startEditing()}
          @copy=${this.onCopy}
          @paste=${this.onPaste}
        >
          ${Array.from(
            { length: rows },
            (_, row) =>
              html`<tr role="row">
                ${Array.from({ length: columns }, (__, column) =>
                  this.renderCell(row, column, this.cells.cells[start + row * columns + column] ?? ''),
                )}
              </tr>`,
          )}
        </table>
      </div>
      <p class="muted" role="status" ?hidden=${this.problem === ''}>${this.problem}</p>
      <div class="sizes" role="group" aria-label=${t('Size of {0}', this.name)}>
        ${
          shape.length > 1
            ? html`${this.renderSize(t('Add row'), (cells) => withRow(cells, this.row + 1))}
              ${this.renderSize(t('Remove row'), (cells) => withoutRow(cells, this.row))}`
            : nothing
        }
        ${
          shape.length > 0
            ? html`${this.renderSize(t('Add column'), (cells) => withColumn(cells, this.column + 1))}
              ${this.renderSize(t('Remove column'), (cells) => withoutColumn(cells, this.column))}`
            : nothing
        }
      </div>
    `;
  }

  /** Takes the focus to an element, counted row by row; left out: to the cell that had it last. */
  reveal(element?: number): void {
    if (element !== undefined) {
      const index = indexOf(this.cells.shape, element);
      this.slice = index.slice(0, -2);
      this.row = index.at(-2) ?? 0;
      this.column = index.at(-1) ?? 0;
    }
    this.#focusWanted = true;
    this.requestUpdate();
  }

  protected override updated(): void {
    if (!this.#focusWanted) return;
    this.#focusWanted = false;
    const cell = this.field ?? this.renderRoot.querySelector<HTMLElement>('td[tabindex="0"]');
    cell?.focus();
    this.field?.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  private get problem(): string {
    if (this.typed === undefined || cellText(this.typed) !== undefined) return this.complaint;
    return t('A number, nan, inf, True or False. Escape leaves the cell as it was.');
  }

  private renderCell(row: number, column: number, text: string): TemplateResult {
    const isActive = row === this.row && column === this.column;
    const typed = isActive ? this.typed : undefined;
    return html`<td
      role="gridcell"
      tabindex=${isActive && typed === undefined ? 0 : -1}
      aria-selected=${isActive}
      data-row=${row}
      data-column=${column}
    >
      ${
        typed === undefined
          ? text
          : html`<input
              class="mono"
              aria-label=${t('Row {0}, column {1}', row, column)}
              aria-invalid=${cellText(typed) === undefined}
              spellcheck="false"
              autocomplete="off"
              .value=${typed}
              @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}
              @blur=${() => this.leave()}
            />`
      }
    </td>`;
  }

  private renderSize(label: string, change: (cells: TableCells) => TableCells): TemplateResult {
    return html`<button
      class="quiet-button"
      ?disabled=${change(this.cells) === this.cells}
      @click=${() => this.take(change(this.cells))}
    >
      ${label}
    </button>`;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const handled = this.typed === undefined ? this.moveByKey(event) : this.editByKey(event);
    if (handled) event.preventDefault();
  };

  private moveByKey(event: KeyboardEvent): boolean {
    const { rows, columns } = sizeOf(this.cells.shape);
    const { key, altKey } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [this.row - 1, this.column],
      ArrowDown: [this.row + 1, this.column],
      ArrowLeft: [this.row, this.column - 1],
      ArrowRight: [this.row, this.column + 1],
      Home: [isCommand ? 0 : this.row, 0],
      End: [isCommand ? rows - 1 : this.row, columns - 1],
      PageUp: [0, this.column],
      PageDown: [rows - 1, this.column],
    };
    const move = moves[key];
    if (move) this.moveTo(...move);
    else if (key === 'Enter' || key === 'F2') this.startEditing();
    else if (/^[\d.+\-niTF]$/.test(key) && !isCommand && !altKey) this.startEditing(key);
    else return false;
    return true;
  }

  private editByKey({ key, shiftKey }: KeyboardEvent): boolean {
    switch (key) {
      case 'Enter':
        if (this.commit()) this.moveTo(this.row + (shiftKey ? -1 : 1), this.column);
        return true;
      case 'Tab':
        if (this.commit()) this.moveTo(this.row, this.column + (shiftKey ? -1 : 1));
        return true;
      case 'Escape':
        this.typed = undefined;
        this.#focusWanted = true;
        return true;
      default:
        return false;
    }
  }

  private moveTo(row: number, column: number): void {
    const { rows, columns } = sizeOf(this.cells.shape);
    this.row = Math.max(0, Math.min(rows - 1, row));
    this.column = Math.max(0, Math.min(columns - 1, column));
    this.#focusWanted = true;
    this.requestUpdate();
  }

  private startEditing(first?: string): void {
    const { shape, cells } = this.cells;
    const { columns } = sizeOf(shape);
    this.typed = first ?? cells[startOf(shape, this.slice) + this.row * columns + this.column] ?? '';
    this.#focusWanted = true;
  }

  /** Takes what is typed, if it is a number; tells whether it was. */
  private commit(): boolean {
    const text = this.typed === undefined ? undefined : cellText(this.typed);
    if (text === undefined) return false;
    this.typed = undefined;
    this.#focusWanted = true;
    this.put([[text]]);
    return true;
  }

  /** A click elsewhere takes the cell as Enter does, or leaves it as it was. */
  private leave(): void {
    if (this.typed === undefined) return;
    this.commit();
    this.#focusWanted = false;
    this.typed = undefined;
  }

  /** Writes a block from the active cell on. */
  private put(block: readonly (readonly string[])[]): void {
    const cells = withBlock(this.cells, this.slice, this.row, this.column, block);
    if (cells) this.take(cells);
    else
      this.complaint = t(
        'The block goes beyond the table, which grows to {0} rows and columns. Paste it as text instead.',
        longestSide,
      );
  }

  private take(cells: TableCells): void {
    this.complaint = '';
    const text = textOfCells(cells, this.table);
    if (text === textOfCells(this.cells, this.table)) return;
    this.cells = cells;
    this.dispatchEvent(new CustomEvent('edit', { detail: text }));
  }

  private readonly onFocus = (event: Event): void => {
    const { row, column } = (event.target as HTMLElement).dataset;
    if (row === undefined || column === undefined) return;
    this.row = Number(row);
    this.column = Number(column);
  };

  private readonly onCopy = (event: ClipboardEvent): void => {
    if (this.typed !== undefined) return;
    const { columns } = sizeOf(this.cells.shape);
    const start = startOf(this.cells.shape, this.slice);
    event.clipboardData?.setData(
      'text/plain',
      this.cells.cells[start + this.row * columns + this.column] ?? '',
    );
    event.preventDefault();
  };

  private readonly onPaste = (event: ClipboardEvent): void => {
    if (this.typed !== undefined) return;
    event.preventDefault();
    const pasted = event.clipboardData?.getData('text/plain').trimEnd() ?? '';
    const block = pasted.split(/\r?\n/).map((line) => line.split('\t').map((cell) => cellText(cell) ?? ''));
    if (block.flat().includes('')) {
      this.complaint = t('Only numbers can be pasted into the table.');
      return;
    }
    this.put(block);
  };
}

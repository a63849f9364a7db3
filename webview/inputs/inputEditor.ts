import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { InputDefinition, ShapeCase } from '../../src/engine/lossDefinition';
import type { PlaceView } from '../../src/protocol/callError';
import type { FieldReport, InputState, TableView } from '../../src/protocol/messages';
import { isEmptyInput } from '../../src/protocol/inputState';
import { sharedText } from '../../src/protocol/sharedText';
import { dtypes } from '../../src/protocol/tensorView';
import { accessibleName } from '../accessibleName';
import { expectedShapes } from './expectedShapes';
import { fieldProblem, offsetAt } from '../fieldProblem';
import { t } from '../../src/l10n/localize';
import { inputEditorStyles } from './inputEditorStyles';
import { longestEditable, sizeText } from './longText';
import { problemStyles } from '../problemStyles';
import './randomFields';
import type { RandomWish } from './randomFields';
import { selectField } from '../parameters/selectField';
import { sharedStyles } from '../styles';
import { fitsTable } from '../table/tableCells';
import '../table/tableEditor';
import type { TableEditor } from '../table/tableEditor';
import { cellsOf, textOfCells } from '../table/tableText';
import { fileInPlaceOfText, partOfText } from './unshownTensor';
import { tensorBadge } from './tensorBadge';
import { icon } from '../icons';
import { canDrop, dropped } from './inputDrop';
import type { DroppedFile } from '../playgroundModel';
import type { TextArea } from '../toolkit';

/**
 * One tensor as text or in its file, with what it is read as. Fires `edit` with the new text as `detail`, `dtype` with
 * the chosen one, `from-editor` and `from-file` when the tensor shall come from there, and `shared` with a shared playground's text, `draw` with a
 * {@link RandomWish} when it shall be random, and `tabular` with whether it shall be a table,
 * `drop-file` with a {@link DroppedFile}, or `drop-problem` with why there is none.
 */
@customElement('input-editor')
export class InputEditor extends LitElement {
  @property({ attribute: false }) definition!: InputDefinition;
  @property({ attribute: false }) value!: InputState;
  @property({ attribute: false }) report: FieldReport | undefined;
  /** What the loss takes, to say where nothing is given yet. */
  @property({ attribute: false }) shapes: readonly ShapeCase[] = [];
  /** The tensor to edit as a table, if it is small and could be read. */
  @property({ attribute: false }) table: TableView | undefined;
  /** Whether the user wants the table. */
  @property({ type: Boolean }) tabular = false;
  /** Whether it is a weight of the loss: PyTorch draws one while nothing is given. */
  @property({ type: Boolean }) drawn = false;
  /** Whether the host has yet to read what was typed last. */
  @property({ type: Boolean }) pending = false;
  /** Why the input could not be filled as the user asked last. */
  @property({ attribute: false }) complaint: string | undefined;
  /** Whether something is dragged over it. */
  @state() private dragging = 0;
  /** Whether the fields for random numbers are open. */
  @state() private random = false;
  /** Whether a weight has a text area: not while it is as PyTorch draws it. */
  @state() private opened = false;
  /** Whether the text area, or what stands in its place, takes the focus when it next shows. */
  #focusWanted = false;
  @query('vscode-text-area') private readonly area!: TextArea | null;

  static override readonly styles = [sharedStyles, problemStyles, inputEditorStyles];

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value') && !isEmptyInput(this.value)) this.opened = true;
  }

  protected override render(): TemplateResult {
    const { name, description } = this.definition;
    const { nameInCode } = this.value;
    return html`
      <div
        class=${this.dragging > 0 ? 'drop' : ''}
        @dragenter=${this.onDrag}
        @dragover=${this.onDrag}
        @dragleave=${this.onDragLeave}
        @drop=${this.onDrop}
      >
        <div class="head" title=${description}>
          <span class="name mono">${name}</span>
          ${nameInCode && nameInCode !== name ? html`<span class="muted mono">= ${nameInCode}</span>` : nothing}
          ${isEmptyInput(this.value) && !this.drawn ? this.renderExpected() : tensorBadge(this.report)}
          ${this.isDrawn ? nothing : this.renderDType()}
        </div>
        ${this.renderTensor()} ${fieldProblem(this.report?.problem, () => this.jump())}
        ${[this.report?.fileProblem, this.complaint].map((text) => (text ? this.renderComplaint(text) : nothing))}
        ${this.isLong ? html`<p class="muted size">${t('{0} of text, shown in part', sizeText(this.value.text.length))}</p>` : nothing}
        <div class="actions">
          ${this.renderAction('from-editor', 'selection', t('From editor'), t('Take what is selected in the editor'))}
          ${this.renderAction('from-file', 'file', t('From file'), t('Read a file'))}
          ${this.definition.orNumbers || this.drawn ? nothing : this.renderRandom()} ${this.renderFillIn()}
          ${this.renderTabular()}
          ${this.isDrawn ? html`<span class="muted clear">${t('drawn')}</span>` : this.renderClear()}
        </div>
        ${
          this.random
            ? html`<random-fields
                .name=${name}
                .shape=${this.report?.shape}
                @draw=${(event: CustomEvent<RandomWish>) =>
                  this.dispatchEvent(new CustomEvent('draw', { detail: event.detail }))}
              ></random-fields>`
            : nothing
        }
      </div>
    `;
  }

  private renderAction(
    action: 'from-editor' | 'from-file',
    symbol: 'selection' | 'file',
    label: string,
    title: string,
  ): TemplateResult {
    return html`<button
      class="quiet-button"
      title=${title}
      @click=${() => this.dispatchEvent(new CustomEvent(action))}
    >
      ${icon(symbol)}<span class="label">${label}</span
      ><span class="visually-hidden"> ${t('into {0}', this.definition.name)}</span>
    </button>`;
  }

  /** Text that can't be read has no table: it is shown, to be corrected. */
  private get showsTable(): boolean {
    return (
      this.tabular && this.table !== undefined && fitsTable(this.table.tensor.shape) && !this.report?.problem
    );
  }

  private renderTabular(): TemplateResult | typeof nothing {
    if (!this.tabular && !(this.table && fitsTable(this.table.tensor.shape))) return nothing;
    return html`<button
      class="quiet-button"
      aria-pressed=${this.tabular}
      title=${t('Edit as a table')}
      @click=${() => this.dispatchEvent(new CustomEvent('tabular', { detail: !this.tabular }))}
    >
      ${icon('table')}<span class="label">${t('Table')}</span
      ><span class="visually-hidden"> ${t('for {0}', this.definition.name)}</span>
    </button>`;
  }

  /** Whether it is a weight that nobody entered. */
  private get isDrawn(): boolean {
    return this.drawn && isEmptyInput(this.value);
  }

  private renderClear(): TemplateResult {
    return html`<button
      class="quiet-button clear"
      title=${t('Clear')}
      ?disabled=${this.value.text === '' && !this.value.file}
      @click=${() => this.clear()}
    >
      ${icon('clear')}<span class="label">${t('Clear')}</span
      ><span class="visually-hidden"> ${this.definition.name}</span>
    </button>`;
  }

  /** Makes the numbers that PyTorch draws a text to be changed. */
  private renderFillIn(): TemplateResult | typeof nothing {
    const { table } = this;
    if (!this.isDrawn || !table) return nothing;
    return html`<button
      class="quiet-button fill-in"
      title=${t('Fill in these numbers, to change them')}
      @click=${() => {
        this.#focusWanted = true;
        this.fire('edit', textOfCells(cellsOf(table), table));
      }}
    >
      ${icon('edit')}<span class="label">${t('Fill in')}</span
      ><span class="visually-hidden"> ${this.definition.name}</span>
    </button>`;
  }

  private renderRandom(): TemplateResult {
    return html`<button
      class="quiet-button"
      aria-expanded=${this.random}
      title=${t('Draw random numbers')}
      @click=${() => (this.random = !this.random)}
    >
      ${icon('dice')}<span class="label">${t('Random')}</span
      ><span class="visually-hidden"> ${t('into {0}', this.definition.name)}</span>
    </button>`;
  }

  private renderTensor(): TemplateResult | typeof nothing {
    if (this.value.file) return fileInPlaceOfText(this.value.file);
    if (this.table && this.showsTable) {
      return html`<table-editor
        .table=${this.table}
        .name=${this.definition.name}
        ?pending=${this.pending}
        @edit=${(event: CustomEvent<string>) => this.fire('edit', event.detail)}
      ></table-editor>`;
    }
    if (this.drawn && !this.opened) return nothing;
    return this.isLong
      ? partOfText(this.definition.name, this.value.text, this.report?.problem, (text) => {
          this.#focusWanted = true;
          this.onText(text);
        })
      : this.renderArea();
  }

  private renderComplaint(text: string): TemplateResult {
    return html`<div class="problem">${icon('error')}<span>${text}</span></div>`;
  }

  protected override updated(): void {
    const mark = this.renderRoot.querySelector('mark');
    if (mark?.parentElement) showInside(mark, mark.parentElement);
    const next = this.area ?? this.renderRoot.querySelector<HTMLElement>('.fill-in, .long');
    if (!this.#focusWanted || !next) return;
    this.#focusWanted = false;
    next.focus();
    // a text that comes with the focus is read from its start
    this.area?.control.setSelectionRange(0, 0);
  }

  private renderDType(): TemplateResult {
    const { name, dtype } = this.definition;
    return selectField(
      html`<select
        class="field"
        aria-label=${t('dtype of {0}', name)}
        title=${t('dtype: auto takes what the text says, else {0}', dtype)}
        .value=${live(this.value.dtype)}
        @change=${(event: Event) => this.fire('dtype', (event.target as HTMLSelectElement).value)}
      >
        ${['auto', ...dtypes].map(
          (each) =>
            html`<option value=${each} ?selected=${each === this.value.dtype}>
              ${each === 'auto' ? t('auto') : each}
            </option>`,
        )}
      </select>`,
    );
  }

  private renderExpected(): TemplateResult {
    return html`<span class="muted"
      >${t('of shape {0}', expectedShapes(this.shapes, this.definition.name))}</span
    >`;
  }

  private renderArea(): TemplateResult {
    const { name, description } = this.definition;
    return html`<vscode-text-area
      data-shared-undo
      ${accessibleName(`${name}: ${description}`)}
      aria-invalid=${this.report?.problem ? 'true' : 'false'}
      resize="vertical"
      spellcheck="false"
      placeholder=${t('Paste numbers, a list or a printed tensor, or drop a file while holding Shift')}
      .value=${live(this.value.text.replace(/\r\n?/g, '\n'))}
      @beforeinput=${this.onBeforeInput}
      @input=${(event: Event) => this.onText((event.target as TextArea).value)}
    ></vscode-text-area>`;
  }

  private get isLong(): boolean {
    return this.value.text.length > longestEditable;
  }

  private clear(): void {
    this.#focusWanted = true;
    // first, so that what takes the focus is what the empty text has
    this.fire('edit', '');
    this.opened = false;
  }

  /** Takes a text for what it is: a tensor's, or a whole playground that someone shared. */
  private onText(text: string): void {
    const shared = sharedText(text);
    this.fire(shared === undefined ? 'edit' : 'shared', shared ?? text);
    // A shared playground does not stay in the field.
    if (shared !== undefined) this.requestUpdate();
  }

  private fire(type: 'edit' | 'dtype' | 'shared' | 'drop-problem', detail: string): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private readonly onDrag = (event: DragEvent): void => {
    if (!event.dataTransfer || !canDrop(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    if (event.type === 'dragenter') this.dragging++;
  };

  private readonly onDragLeave = (): void => {
    this.dragging = Math.max(0, this.dragging - 1);
  };

  private readonly onDrop = (event: DragEvent): void => {
    this.dragging = 0;
    const found = event.dataTransfer && dropped(event.dataTransfer);
    if (!found) return;
    event.preventDefault();
    if (typeof found === 'string') this.onText(found);
    else {
      void found.then((file) => {
        if ('problem' in file) this.fire('drop-problem', file.problem);
        else this.dispatchEvent(new CustomEvent<DroppedFile>('drop-file', { detail: file }));
      });
    }
  };

  private jump(): void {
    const problem = this.report?.problem;
    const inner = this.area?.control;
    if (!problem) return;
    if (!inner) {
      this.renderRoot.querySelector('mark')?.scrollIntoView({ block: 'nearest' });
      return;
    }
    const start = offsetAt(inner.value, problem.line, problem.column);
    select(inner, start, Math.max(1, problem.length));
  }

  /** Brings the input into sight, with the focus, and selects the number in its text, or the cell of its table. */
  reveal({ index, offset, length = 0 }: PlaceView): void {
    this.scrollIntoView({ block: 'nearest' });
    this.renderRoot.querySelector<TableEditor>('table-editor')?.reveal(index);
    const inner = this.area?.control;
    if (offset === undefined) inner?.focus();
    if (!inner || offset === undefined) return;
    // A text area has one character where a line ends in two.
    const shortened = this.value.text.slice(0, offset).split('\r\n').length - 1;
    select(inner, offset - shortened, length);
  }

  /** Takes long pasted or dropped text past the text area, which would lay it out whole. */
  private readonly onBeforeInput = (event: InputEvent): void => {
    const area = event.composedPath()[0];
    if (!(area instanceof HTMLTextAreaElement)) return;
    const inserted = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
    const { value, selectionStart, selectionEnd } = area;
    if (value.length - (selectionEnd - selectionStart) + inserted.length <= longestEditable) return;
    event.preventDefault();
    const text = value.slice(0, selectionStart) + inserted + value.slice(selectionEnd);
    this.onText(text);
    this.#focusWanted = true;
  };
}

/** Scrolls an element to the middle of what it scrolls in, and nothing around that. */
function showInside(element: HTMLElement, scroller: HTMLElement): void {
  const [inner, outer] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  scroller.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
}

function select(area: HTMLTextAreaElement, start: number, length: number): void {
  area.setSelectionRange(start, start + length);
  // A text area scrolls to its selection only when it gets the focus.
  area.blur();
  area.focus();
}

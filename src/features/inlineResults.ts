import {
  commands,
  DecorationRangeBehavior,
  Disposable,
  EventEmitter,
  Position,
  Range,
  ThemeColor,
  window,
  workspace,
  type DecorationOptions,
  type MarkdownString,
  type TextDocument,
  type TextDocumentChangeEvent,
  type TextEditor,
  type Uri,
} from 'vscode';
import { onDidChangeCells } from './cellChanges';
import { contextKeys } from './manifest';
import type { DocumentPosition } from './pythonSource';
import { setting } from './settings';

/** What stands at the end of a line after Compute Loss. */
export interface InlineResult {
  /** A note stands where it is left to the playground. */
  readonly kind: 'value' | 'error' | 'note';
  /** One line, as PyTorch prints it: `tensor(0.2875)`, or the exception. */
  readonly text: string;
  /** Shown when hovering over the text. */
  readonly details: MarkdownString;
}

/**
 * Computes again what ends at a position, after the rest of the document changed; undefined hides it. `candidate` says
 * which of the losses that it may be.
 */
export type Recompute = (end: DocumentPosition, candidate: number) => Promise<InlineResult | undefined>;

/** A result and the column where its call ends. It stays right while the line, of this length, is not edited. */
interface Placed {
  readonly column: number;
  readonly length: number;
  /** Undefined while the code does not tell it, as in the middle of typing: it is hidden then. */
  readonly result: InlineResult | undefined;
  readonly candidate: number;
}

/** Longer texts are cut here; the hover has them whole. */
const longestText = 120;

const colours = {
  value: 'debugTokenExpression.number',
  error: 'editorError.foreground',
  note: 'descriptionForeground',
} as const;

/** How long typing must pause before results are computed again. */
const pause = 250;

/**
 * The results that Compute Loss left beside their lines. A result goes when its line is edited. When other lines
 * are, it moves along and is computed again, so that no number stays beside code that it does not belong to.
 */
export class InlineResults implements Disposable {
  readonly #byDocument = new Map<TextDocument, Map<number, Placed>>();
  readonly #pauses = new Map<TextDocument, NodeJS.Timeout>();
  readonly #recompute: Recompute;
  readonly #changed = new EventEmitter<void>();
  /** Fires when a line gets a result, or loses one. */
  readonly onDidChange = this.#changed.event;
  readonly #decoration = window.createTextEditorDecorationType({
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
    after: { margin: '0 0 0 2em', fontStyle: 'italic' },
  });
  readonly #subscriptions: Disposable;

  constructor(recompute: Recompute) {
    this.#recompute = recompute;
    this.#subscriptions = Disposable.from(
      this.#decoration,
      this.#changed,
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.#draw(editor))),
      onDidChangeCells(({ uri }) => this.#recomputeSoon(uri)),
      workspace.onDidChangeConfiguration(() => this.#forgetUnwanted()),
    );
  }

  /**
   * Puts the result of a call beside the line where it ends, in place of an older one. Whether it stands there: not where
   * the user wants none.
   */
  show({ document, position }: DocumentPosition, result: InlineResult, candidate: number): boolean {
    if (!isWanted(document)) return false;
    const results = this.#byDocument.get(document) ?? new Map<number, Placed>();
    const { length } = document.lineAt(position.line).text;
    const placed = { column: position.character, length, result, candidate };
    this.#byDocument.set(document, results.set(position.line, placed));
    this.#redraw(document);
    return true;
  }

  /** Whether a line has a result beside it. */
  has(document: TextDocument, line: number): boolean {
    return this.#byDocument.get(document)?.get(line)?.result !== undefined;
  }

  /** Whether a hover at a position shows the details of a result. */
  covers(document: TextDocument, { line, character }: Position): boolean {
    return this.has(document, line) && character >= rangeOf(document, line).start.character;
  }

  /** Removes all results. */
  clear(): void {
    for (const document of [...this.#byDocument.keys()]) this.#forget(document);
  }

  dispose(): void {
    for (const timer of this.#pauses.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    this.#move(document, contentChanges);
    this.#recomputeSoon(document.uri);
  }

  /** Moves results along with their lines, and removes those whose line was edited. */
  #move(document: TextDocument, changes: TextDocumentChangeEvent['contentChanges']): void {
    let results = this.#byDocument.get(document);
    if (!results) return;
    for (const { range, text } of changes) {
      const added = text.split('\n').length - 1 - (range.end.line - range.start.line);
      const moved = new Map<number, Placed>();
      for (const [line, placed] of results) {
        if (line > range.end.line || breaksBefore(line, range, text)) moved.set(line + added, placed);
        else if (line < range.start.line || breaksAfter(line, placed, range, text)) moved.set(line, placed);
      }
      results = moved;
    }
    this.#byDocument.set(document, results);
    this.#redraw(document);
  }

  /** Computes the results in a file again, or in all cells of a notebook: these have its path. */
  #recomputeSoon({ path }: Uri): void {
    for (const document of this.#byDocument.keys()) {
      if (document.uri.path !== path) continue;
      clearTimeout(this.#pauses.get(document));
      this.#pauses.set(
        document,
        setTimeout(() => void this.#recomputeAll(document), pause),
      );
    }
  }

  async #recomputeAll(document: TextDocument): Promise<void> {
    this.#pauses.delete(document);
    const { version } = document;
    const results = [...(this.#byDocument.get(document) ?? [])];
    const fresh = await Promise.all(
      results.map(([line, { column, candidate }]) =>
        this.#recompute({ document, position: new Position(line, column) }, candidate),
      ),
    );
    const current = this.#byDocument.get(document);
    if (!current || document.version !== version) return; // the newer change computes again
    for (const [index, [line, placed]] of results.entries()) {
      // It is another one by now, or cleared.
      if (current.get(line) !== placed) continue;
      current.set(line, { ...placed, result: fresh[index] });
    }
    this.#redraw(document);
  }

  #forgetUnwanted(): void {
    for (const document of [...this.#byDocument.keys()]) if (!isWanted(document)) this.#forget(document);
  }

  #forget(document: TextDocument): void {
    clearTimeout(this.#pauses.get(document));
    this.#pauses.delete(document);
    if (this.#byDocument.delete(document)) this.#redraw(document);
  }

  #redraw(document: TextDocument): void {
    if (this.#byDocument.get(document)?.size === 0) this.#byDocument.delete(document);
    for (const editor of window.visibleTextEditors) if (editor.document === document) this.#draw(editor);
    const isAnyShown = [...this.#byDocument.values()].some((results) =>
      [...results.values()].some(({ result }) => result),
    );
    void commands.executeCommand('setContext', contextKeys.hasInlineResults, isAnyShown);
    this.#changed.fire();
  }

  #draw(editor: TextEditor): void {
    const results = this.#byDocument.get(editor.document) ?? new Map<number, Placed>();
    editor.setDecorations(
      this.#decoration,
      [...results].flatMap(([line, { result }]) => (result ? [decorate(editor.document, line, result)] : [])),
    );
  }
}

function isWanted(document: TextDocument): boolean {
  return setting('inlineResult.enabled', document);
}

/** Whether a change only pushes a line down: Enter at its start. */
function breaksBefore(line: number, range: Range, text: string): boolean {
  return range.isEmpty && range.start.line === line && range.start.character === 0 && text.endsWith('\n');
}

/** Whether a change leaves a line as it is and adds lines below: Enter at its end. */
function breaksAfter(line: number, { length }: Placed, range: Range, text: string): boolean {
  return (
    range.isEmpty && range.start.line === line && range.start.character === length && /^\r?\n/.test(text)
  );
}

function decorate(
  document: TextDocument,
  line: number,
  { kind, text, details }: InlineResult,
): DecorationOptions {
  const contentText = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  const color = new ThemeColor(colours[kind]);
  return {
    range: rangeOf(document, line),
    hoverMessage: details,
    renderOptions: { after: { contentText, color } },
  };
}

/** What a result hangs on: the last character of its line. */
function rangeOf(document: TextDocument, line: number): Range {
  const { end } = document.lineAt(line).range;
  return new Range(end.translate(0, end.character === 0 ? 0 : -1), end);
}

import {
  Disposable,
  NotebookCellKind,
  Uri,
  window,
  workspace,
  type EndOfLine,
  type NotebookDocument,
  type Position,
  type TextDocument,
  type TextDocumentChangeEvent,
} from 'vscode';
import { NotebookText } from '../python/notebookText';
import type { PythonParser } from '../python/parser';
import type { PythonDocument } from '../python/pythonDocument';
import { readOwnFile } from './ownFile';
import type { DocumentPosition, PythonSource } from './pythonSource';

/** A file that is followed. */
interface OpenedFile {
  readonly python: PythonDocument;
  readonly eol: EndOfLine;
}

/** A notebook that is followed: its cells are one text. */
interface OpenedNotebook {
  readonly python: PythonDocument;
  readonly text: NotebookText;
}

/** How often a document that changes while it is read is read again. */
const mostAttempts = 20;

/**
 * The syntax trees of open Python documents. A document is parsed when somebody first asks about it, follows its
 * edits from then on, and is forgotten when it closes. The parser itself is loaded for the first of them.
 */
export class PythonDocuments implements Disposable {
  readonly #extensionUri: Uri;
  readonly #files = new Map<TextDocument, OpenedFile>();
  readonly #notebooks = new Map<NotebookDocument, OpenedNotebook>();
  readonly #subscriptions: Disposable;
  #parser: Promise<PythonParser> | undefined;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
    this.#subscriptions = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument((document) => this.#forgetFile(document)),
      workspace.onDidCloseNotebookDocument((notebook) => this.#forgetNotebook(notebook)),
    );
  }

  /**
   * The tree of a document as its text is now. Undefined if the document changed or closed while it was parsed:
   * what was asked about it is out of date then.
   */
  async read(document: TextDocument): Promise<PythonSource | undefined> {
    const { version } = document;
    this.#parser ??= this.#loadParser();
    const parser = await this.#parser;
    if (document.isClosed) return undefined;
    const notebook = notebookOf(document);
    const source = notebook ? this.#cell(parser, notebook, document) : this.#file(parser, document);
    await source?.python.ready();
    // In the background: later answers need not parse then.
    void source?.python.parseAll();
    return document.version === version && source?.python.isReady ? source : undefined;
  }

  /** A text that nobody edits, read. It has to be disposed of. */
  async parse(text: string): Promise<PythonDocument> {
    this.#parser ??= this.#loadParser();
    const python = (await this.#parser).open(text);
    await python.ready();
    return python;
  }

  /** The same, read again while somebody types, for what a user asked for once. */
  async readSettled(document: TextDocument): Promise<PythonSource | undefined> {
    for (let attempt = 0; attempt < mostAttempts && !document.isClosed; attempt++) {
      const source = await this.read(document);
      if (source) return source;
    }
    return undefined;
  }

  /** Whether a document is too long to be read; {@link read} gives nothing for it. */
  async isTooLong(document: TextDocument): Promise<boolean> {
    const { longestText } = await import('../python/pythonDocument');
    const notebook = notebookOf(document);
    const parts = notebook ? cellsOf(notebook) : [document];
    return parts.reduce((length, part) => length + part.getText().length, 0) > longestText;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const document of [...this.#files.keys()]) this.#forgetFile(document);
    for (const notebook of [...this.#notebooks.keys()]) this.#forgetNotebook(notebook);
  }

  #file(parser: PythonParser, document: TextDocument): PythonSource {
    const opened = this.#files.get(document) ?? {
      python: parser.open(document.getText()),
      eol: document.eol,
    };
    this.#files.set(document, opened);
    const { python } = opened;
    return {
      python,
      start: 0,
      end: python.text.length,
      offsetAt: (position) => document.offsetAt(position),
      placeOf: (offset) => ({ document, position: document.positionAt(offset) }),
    };
  }

  /** A cell of a notebook, whose text is brought up to date with all cells first. */
  #cell(parser: PythonParser, notebook: NotebookDocument, document: TextDocument): PythonSource | undefined {
    const { text, python } = this.#notebooks.get(notebook) ?? {
      text: new NotebookText(),
      python: parser.open(''),
    };
    this.#notebooks.set(notebook, { text, python });
    const cells = cellsOf(notebook).map((cell) => ({ key: cell, text: cell.getText() }));
    const change = text.update(cells);
    if (change) python.update([change]);
    const start = text.startOf(document);
    if (start === undefined) return undefined;
    return {
      python,
      start,
      end: start + document.getText().length,
      offsetAt: (position: Position) => start + document.offsetAt(position),
      placeOf: (offset): DocumentPosition => {
        const around = text.cellAt(offset);
        const cell = cells.find(({ key }) => key === around)?.key ?? document;
        return { document: cell, position: cell.positionAt(offset - (text.startOf(cell) ?? 0)) };
      },
    };
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const opened = this.#files.get(document);
    if (!opened) return;
    // New line endings move every offset without being reported as a change.
    if (document.eol !== opened.eol) this.#forgetFile(document);
    else {
      opened.python.update(
        contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          offset: rangeOffset,
          length: rangeLength,
          text,
        })),
      );
    }
  }

  #forgetFile(document: TextDocument): void {
    this.#files.get(document)?.python.dispose();
    this.#files.delete(document);
  }

  #forgetNotebook(notebook: NotebookDocument): void {
    this.#notebooks.get(notebook)?.python.dispose();
    this.#notebooks.delete(notebook);
  }

  async #loadParser(): Promise<PythonParser> {
    const read = (name: string): Promise<Uint8Array> =>
      readOwnFile(Uri.joinPath(this.#extensionUri, 'dist', name));
    const [{ loadPythonParser }, runtime, grammar] = await Promise.all([
      import('../python/parser'),
      read('web-tree-sitter.wasm'),
      read('tree-sitter-python.wasm'),
    ]);
    return loadPythonParser({ runtime, grammar });
  }
}

/** The notebook that a document is a cell of, or the box in which the next cell of an interactive window is written. */
function notebookOf(document: TextDocument): NotebookDocument | undefined {
  return workspace.notebookDocuments.find((notebook) => cellsOf(notebook).includes(document));
}

/** The Python cells of a notebook, in order; last what stands in the input box, in an interactive window. */
function cellsOf(notebook: NotebookDocument): TextDocument[] {
  const cells = notebook
    .getCells()
    .filter((cell) => cell.kind === NotebookCellKind.Code)
    .map((cell) => cell.document);
  return [...cells, ...inputBoxesOf(notebook)].filter(({ languageId }) => languageId === 'python');
}

function inputBoxesOf(notebook: NotebookDocument): TextDocument[] {
  const uris = window.tabGroups.all
    .flatMap(({ tabs }) => tabs.map(({ input }) => input))
    .filter(isInteractiveWindow)
    .filter(({ uri }) => uri.toString() === notebook.uri.toString())
    .map(({ inputBoxUri }) => inputBoxUri.toString());
  return workspace.textDocuments.filter(({ uri }) => uris.includes(uri.toString()));
}

/** Told by what it has: the class of these tabs is no part of the stable API yet. */
function isInteractiveWindow(input: unknown): input is { readonly uri: Uri; readonly inputBoxUri: Uri } {
  if (typeof input !== 'object' || input === null || !('uri' in input && 'inputBoxUri' in input))
    return false;
  return input.uri instanceof Uri && input.inputBoxUri instanceof Uri;
}

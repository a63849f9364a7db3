import {
  Disposable,
  Uri,
  workspace,
  type EndOfLine,
  type TextDocument,
  type TextDocumentChangeEvent,
} from 'vscode';
import type { PythonDocument } from '../python/pythonDocument';
import { loadPythonParser, type PythonParser } from '../python/parser';

interface Opened {
  readonly python: PythonDocument;
  readonly eol: EndOfLine;
}

/**
 * The syntax trees of open Python documents. A document is parsed when somebody first asks about it, follows its
 * edits from then on, and is forgotten when it closes. The parser itself is loaded for the first of them.
 */
export class PythonDocuments implements Disposable {
  readonly #extensionUri: Uri;
  readonly #opened = new Map<TextDocument, Opened>();
  readonly #subscriptions: Disposable;
  #parser: Promise<PythonParser> | undefined;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
    this.#subscriptions = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    );
  }

  /**
   * The tree of a document as its text is now. Undefined if the document changed or closed while it was parsed:
   * what was asked about it is out of date then.
   */
  async read(document: TextDocument): Promise<PythonDocument | undefined> {
    const { version } = document;
    this.#parser ??= this.#loadParser();
    const parser = await this.#parser;
    if (document.isClosed) return undefined;
    const opened = this.#opened.get(document) ?? {
      python: parser.open(document.getText()),
      eol: document.eol,
    };
    this.#opened.set(document, opened);
    await opened.python.ready();
    return document.version === version && opened.python.isReady ? opened.python : undefined;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    for (const document of [...this.#opened.keys()]) this.#forget(document);
  }

  #follow({ document, contentChanges }: TextDocumentChangeEvent): void {
    const opened = this.#opened.get(document);
    if (!opened) return;
    // New line endings move every offset without being reported as a change.
    if (document.eol !== opened.eol) this.#forget(document);
    else
      opened.python.update(
        contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          offset: rangeOffset,
          length: rangeLength,
          text,
        })),
      );
  }

  #forget(document: TextDocument): void {
    this.#opened.get(document)?.python.dispose();
    this.#opened.delete(document);
  }

  async #loadParser(): Promise<PythonParser> {
    const read = (name: string): Thenable<Uint8Array> =>
      workspace.fs.readFile(Uri.joinPath(this.#extensionUri, 'dist', name));
    const [runtime, grammar] = await Promise.all([
      read('web-tree-sitter.wasm'),
      read('tree-sitter-python.wasm'),
    ]);
    return loadPythonParser({ runtime, grammar });
  }
}

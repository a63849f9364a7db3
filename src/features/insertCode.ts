import { SnippetString, window, workspace, type Disposable, type TextEditor } from 'vscode';

/** Puts code at the cursor of the Python editor that was used last. */
export class CodeInserter implements Disposable {
  readonly #listener: Disposable;
  #last: TextEditor | undefined;

  constructor() {
    const remember = (editor: TextEditor | undefined): void => {
      if (editor?.document.languageId === 'python') this.#last = editor;
    };
    remember(window.activeTextEditor ?? window.visibleTextEditors.find(isPython));
    this.#listener = window.onDidChangeActiveTextEditor(remember);
  }

  /**
   * Inserts the code, without the imports that the file has already; where no Python file is open, it becomes a new
   * one.
   */
  async insert(code: string): Promise<void> {
    const document = this.#last?.document;
    if (!document || document.isClosed) {
      const made = await workspace.openTextDocument({ language: 'python', content: code });
      this.#last = await window.showTextDocument(made);
      return;
    }
    const column = this.#last?.viewColumn;
    const editor = await window.showTextDocument(
      document,
      column === undefined ? {} : { viewColumn: column },
    );
    const lines = new Set(document.getText().split(/\r?\n/));
    const missing = code
      .split('\n')
      .filter((line) => !(/^(?:import|from) /.test(line) && lines.has(line)))
      .join('\n');
    await editor.insertSnippet(new SnippetString().appendText(missing.trimStart()));
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

function isPython({ document }: TextEditor): boolean {
  return document.languageId === 'python';
}

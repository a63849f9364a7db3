import { SnippetString, window, workspace, type Disposable, type Position, type TextEditor } from 'vscode';

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
   * Inserts the code, without the imports that the file has already, below the line of the cursor if there is something
   * in it; where no Python file is open, it becomes a new one.
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
    const line = document.lineAt(editor.selection.active);
    if (line.isEmptyOrWhitespace || !editor.selection.isEmpty) await insert(editor, missing.trimStart());
    else await insert(editor, `\n${missing.trim()}`, line.range.end);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}

async function insert(editor: TextEditor, code: string, place?: Position): Promise<void> {
  await editor.insertSnippet(new SnippetString().appendText(code), place);
}

function isPython({ document }: TextEditor): boolean {
  return document.languageId === 'python';
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { example, hoversAt, placeCursor, positionOf, startExtension } from './pythonEditor';

const computeLoss = () => vscode.commands.executeCommand<string | undefined>('lossPlayground.computeLoss');

/** A file system in memory, whose files can't be written. */
class ReadOnlyFiles implements vscode.FileSystemProvider {
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch = () => new vscode.Disposable(() => undefined);
  stat = (): vscode.FileStat => ({
    type: vscode.FileType.File,
    ctime: 0,
    mtime: 0,
    size: example.length,
    permissions: vscode.FilePermission.Readonly,
  });
  readFile = () => new TextEncoder().encode(example);
  readDirectory = () => [];
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}

describe('documents that are no files of the workspace', () => {
  const registered: vscode.Disposable[] = [];
  before(async () => {
    await startExtension();
    registered.push(
      vscode.workspace.registerTextDocumentContentProvider('memo', {
        provideTextDocumentContent: () => example,
      }),
      vscode.workspace.registerFileSystemProvider('readonly', new ReadOnlyFiles(), { isReadonly: true }),
    );
  });
  after(() => registered.forEach((each) => void each.dispose()));
  afterEach(() => vscode.commands.executeCommand('lossPlayground.clearInlineResults'));

  for (const [what, uri] of [
    ['virtual', 'memo:/virtual.py'],
    ['read-only', 'readonly:/folder/fixed.py'],
    ['untitled', 'untitled:/unsaved.py'],
  ] as const) {
    it(`have hovers and results: ${what}`, async () => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const editor = await vscode.window.showTextDocument(document);
      if (what === 'untitled') await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), example));
      assert.equal(document.languageId, 'python');
      const [hover] = await hoversAt(document, positionOf(document, 'nn.MSELoss', 0, 4));
      assert.match(hover?.markdown.value ?? '', /MSELoss/);
      placeCursor(editor, 'loss_fn(');
      assert.equal(await computeLoss(), 'tensor(0.2875)');
    });
  }
});

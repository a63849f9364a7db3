import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../ui/eventually';
import { hoversAt, placeCursor, positionOf, startExtension } from './pythonEditor';

const texts = [
  '%matplotlib inline\nimport torch\nfrom torch import nn',
  '# 𝒳 and 𝒴\nx = torch.tensor([1., 2.])\ny = torch.tensor([2., 4.])',
  'criterion = nn.L1Loss()',
  '%%time\nloss = criterion(x, y)',
];

/** The hints of a document, with their places. */
const hintsIn = async (document: vscode.TextDocument) => {
  const range = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    range,
  );
  return hints.map(({ label, position }) => [label, position.line, position.character]);
};

describe('a notebook', () => {
  let notebook: vscode.NotebookDocument;
  before(startExtension);
  beforeEach(async () => {
    const cells = texts.map(
      (text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'),
    );
    cells.splice(2, 0, new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, 'nn = None', 'markdown'));
    notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
  });

  /** The document of the n-th code cell. */
  const cell = (index: number): vscode.TextDocument =>
    notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code)[index]?.document ??
    assert.fail();

  it('has hovers in each cell, for what cells above say', async () => {
    for (const [index, text] of [
      [2, 'nn.L1Loss'],
      [3, 'criterion'],
    ] as const) {
      const document = cell(index);
      assert.equal(document.uri.scheme, 'vscode-notebook-cell');
      const [hover, ...others] = await hoversAt(document, positionOf(document, text, 0, 4));
      assert.deepEqual(others, []);
      assert.match(hover?.markdown.value ?? '', /L1Loss/);
      const shown = hover?.range && document.getText(hover.range);
      assert.ok(shown === text, `the hover is for ${shown ?? 'nothing'}`);
    }
  });

  it('has values in a cell from tensors of another', async () => {
    const end = 'loss = criterion(x, y)'.length;
    assert.deepEqual(await hintsIn(cell(3)), [['= 1.5000', 1, end]]);
    assert.deepEqual(await hintsIn(cell(2)), []);
  });

  it('follows edits of other cells, and cells that come and go', async () => {
    const replaced = new vscode.WorkspaceEdit();
    const at = positionOf(cell(1), '4.');
    replaced.replace(cell(1).uri, new vscode.Range(at, at.translate(0, 1)), '8');
    await vscode.workspace.applyEdit(replaced);
    assert.equal((await hintsIn(cell(3)))[0]?.[0], '= 3.5000');
    const removed = new vscode.WorkspaceEdit();
    removed.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(removed);
    assert.deepEqual(await hintsIn(cell(2)), []);
  });

  it('follows cells that move, and leaves out what is of another language', async () => {
    const moved = new vscode.WorkspaceEdit();
    const [first] = notebook.getCells();
    assert.ok(first);
    const again = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, texts[0] ?? '', 'python');
    moved.set(notebook.uri, [
      vscode.NotebookEdit.insertCells(notebook.cellCount, [again]),
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1)),
    ]);
    await vscode.workspace.applyEdit(moved);
    // what imports torch is the last cell now
    assert.equal(cell(3).getText(), texts[0]);
    assert.deepEqual(await hintsIn(cell(2)), []);
    const other = new vscode.WorkspaceEdit();
    const julia = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, texts[0] ?? '', 'julia');
    const unfinished = new vscode.NotebookCellData(
      vscode.NotebookCellKind.Code,
      `${texts[0] ?? ''}\nprint([x,`,
      'python',
    );
    other.set(notebook.uri, [vscode.NotebookEdit.insertCells(0, [julia])]);
    await vscode.workspace.applyEdit(other);
    assert.deepEqual(await hintsIn(cell(3)), []);
    // a cell that is being written keeps what comes behind it as it is
    const written = new vscode.WorkspaceEdit();
    written.set(notebook.uri, [vscode.NotebookEdit.insertCells(1, [unfinished])]);
    await vscode.workspace.applyEdit(written);
    assert.deepEqual((await hintsIn(cell(4)))[0]?.[0], '= 1.5000');
  });

  it('has problems that follow cells which come, go and move', async () => {
    const change = async (...edits: vscode.NotebookEdit[]): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.set(notebook.uri, edits);
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    const code = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    await change(vscode.NotebookEdit.insertCells(notebook.cellCount, [code('nn.SmoothL1Loss(beta=scale)')]));
    const { uri } = cell(4);
    const problems = (count: number) =>
      eventually(() => {
        const found = vscode.languages
          .getDiagnostics(uri)
          .filter(({ source }) => source === 'Loss Playground');
        assert.equal(found.length, count);
        return Promise.resolve();
      });
    await change(vscode.NotebookEdit.insertCells(2, [code('scale = -1.0')]));
    await problems(1);
    await change(
      vscode.NotebookEdit.insertCells(notebook.cellCount, [code('scale = -1.0')]),
      vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(2, 3)),
    );
    await problems(0);
  });

  it('computes a loss of another cell', async () => {
    const editor = await vscode.window.showTextDocument(cell(3));
    assert.equal(editor.document, cell(3));
    placeCursor(editor, 'criterion');
    assert.equal(await vscode.commands.executeCommand('lossPlayground.computeLoss'), 'tensor(1.5000)');
  });
});

describe('an interactive window', () => {
  before(startExtension);
  after(() => vscode.commands.executeCommand('workbench.action.closeActiveEditor'));

  it('lets its cells and its input box see the cells above', async () => {
    const opened = await vscode.commands.executeCommand<{
      readonly notebookUri: vscode.Uri;
      readonly inputUri: vscode.Uri;
    }>('interactive.open', undefined, undefined, undefined, 'Interactive');
    const { notebookUri, inputUri } = opened;
    assert.equal(inputUri.scheme, 'vscode-interactive-input');
    const cells = texts
      .slice(0, 3)
      .map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'));
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebookUri, [vscode.NotebookEdit.insertCells(0, cells)]);
    await vscode.workspace.applyEdit(edit);
    const notebook = vscode.workspace.notebookDocuments.find(
      ({ uri }) => uri.toString() === notebookUri.toString(),
    );
    assert.equal(notebook?.notebookType, 'interactive');
    const [hover] = await hoversAt(notebook.cellAt(2).document, new vscode.Position(0, 3));
    assert.match(hover?.markdown.value ?? '', /L1Loss/);

    const box = await vscode.languages.setTextDocumentLanguage(
      await vscode.workspace.openTextDocument(inputUri),
      'python',
    );
    const typed = new vscode.WorkspaceEdit();
    typed.insert(inputUri, new vscode.Position(0, 0), 'loss = criterion(x, y)');
    await vscode.workspace.applyEdit(typed);
    assert.deepEqual(await hintsIn(box), [['= 1.5000', 0, 'loss = criterion(x, y)'.length]]);
    const [over] = await hoversAt(box, positionOf(box, 'criterion', 0, 4));
    assert.match(over?.markdown.value ?? '', /L1Loss/);
  });
});

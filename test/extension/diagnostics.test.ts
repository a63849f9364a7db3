import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../ui/eventually';
import { openPython, startExtension } from './pythonEditor';

const code = `import torch.nn as nn

first = nn.MSELoss('sum')
second = nn.L1Loss('none')
third = nn.KLDivLoss(reduction='batchmean')
`;

const configuration = () => vscode.workspace.getConfiguration('lossPlayground');

function problemsIn({ uri }: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Loss Playground');
}

/** Our problems, as soon as there are so many. */
async function problems(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  for (;;) {
    const found = problemsIn(document);
    if (found.length === count) return found;
    await new Promise((resolve) => {
      const changed = vscode.languages.onDidChangeDiagnostics(() => {
        changed.dispose();
        resolve(undefined);
      });
    });
  }
}

/** So many are asked for their edits. */
const mostFixes = 20;

/** The quick fixes at a place; none if VS Code gave up asking because another extension registered some meanwhile. */
async function quickFixes(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  try {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
      mostFixes,
    );
  } catch (error) {
    if (error instanceof Error && error.name === 'Canceled') return [];
    throw error;
  }
}

/** Applies the quick fix with this title; asks again while there is none (the extension for JSON starts late). */
async function applyFix(document: vscode.TextDocument, range: vscode.Range, title: string): Promise<void> {
  const edit = await eventually(async () => {
    const fixes = await quickFixes(document, range);
    const fix = fixes.find((one) => one.title === title);
    assert.ok(fix?.edit, `no ${title} among ${fixes.map((one) => one.title).join(', ')}`);
    return fix.edit;
  });
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('problems', () => {
  before(startExtension);
  afterEach(async () => {
    for (const name of ['diagnostics.enabled', 'diagnostics.severity'])
      await configuration().update(name, undefined, vscode.ConfigurationTarget.Global);
  });

  it('stand where the code is wrong, with a reason behind their code', async () => {
    const { document } = await openPython(code);
    const [first] = await problems(document, 2);
    assert.ok(first);
    assert.equal(document.getText(first.range), "'sum'");
    assert.match(first.message, /stays 'mean'/);
    assert.equal(first.severity, vscode.DiagnosticSeverity.Error);
    assert.ok(typeof first.code === 'object');
    assert.equal(first.code.value, 'positional-reduction');
    assert.equal(first.code.target.toString(), 'loss-playground-rule:/positional-reduction.lossrule');
  });

  it('go with their quick fix', async () => {
    const { document } = await openPython(code);
    const [first] = await problems(document, 2);
    await applyFix(document, first?.range ?? assert.fail(), "Write reduction='sum'");
    assert.equal(document.lineAt(2).text, "first = nn.MSELoss(reduction='sum')");
    await problems(document, 1);
  });

  it('go all at once', async () => {
    const { document } = await openPython(code);
    const [first] = await problems(document, 2);
    const title = 'Fix all in this file: Positional argument lands in another parameter';
    await applyFix(document, first?.range ?? assert.fail(), title);
    assert.match(document.getText(), /MSELoss\(reduction='sum'\)\n.*L1Loss\(reduction='none'\)/);
    await problems(document, 0);
  });

  it('are silent where a comment says so', async () => {
    const { document } = await openPython(code);
    const [first] = await problems(document, 2);
    await applyFix(document, first?.range ?? assert.fail(), 'Ignore positional-reduction on this line');
    assert.equal(document.lineAt(2).text, "first = nn.MSELoss('sum')  # loss: ignore[positional-reduction]");
    const [left] = await problems(document, 1);
    assert.equal(left?.range.start.line, 3);
  });

  it('follow what is typed', async () => {
    const editor = await openPython(code);
    await problems(editor.document, 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(5, 0), 'fourth = nn.NLLLoss2d()\n'));
    const deprecated = (await problems(editor.document, 3)).at(-1);
    assert.deepEqual(deprecated?.tags, [vscode.DiagnosticTag.Deprecated]);
    await editor.edit((edit) => edit.delete(new vscode.Range(0, 0, 1, 0)));
    await problems(editor.document, 0);
  });

  it('have the severity that the settings say, or none', async () => {
    const { document } = await openPython(code);
    await problems(document, 2);
    const set = (severity: string) =>
      configuration().update(
        'diagnostics.severity',
        { 'positional-reduction': severity },
        vscode.ConfigurationTarget.Global,
      );
    await set('off');
    await problems(document, 0);
    await set('hint');
    const [first] = await problems(document, 2);
    assert.equal(first?.severity, vscode.DiagnosticSeverity.Hint);
    await configuration().update('diagnostics.enabled', false, vscode.ConfigurationTarget.Global);
    await problems(document, 0);
  });

  it('go when their file closes', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-problems-'));
    const file = vscode.Uri.file(path.join(folder, 'losses.py'));
    await vscode.workspace.fs.writeFile(file, Buffer.from(code));
    // as a user opens it: what extensions open stays open for minutes
    await vscode.commands.executeCommand('vscode.open', file);
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
    assert.ok(document);
    await problems(document, 2);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const closing = tabs.filter(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === file.toString(),
    );
    assert.ok(await vscode.window.tabGroups.close(closing));
    await problems(document, 0);
    await vscode.workspace.fs.delete(vscode.Uri.file(folder), { recursive: true });
  });

  it('stand in the cells of notebooks, and see the cells above', async () => {
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell('import torch.nn as nn'), cell("loss = nn.MSELoss('sum')")]),
    );
    const second = notebook.cellAt(1).document;
    const [first] = await problems(second, 1);
    assert.equal(second.getText(first?.range), "'sum'");
  });

  it('lead to an explanation of their rule', async () => {
    const uri = vscode.Uri.parse('loss-playground-rule:/positional-reduction.lossrule');
    await vscode.commands.executeCommand('vscode.open', uri);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, 'lossPlayground.rule');
    await vscode.window.tabGroups.close(tab);
  });
});

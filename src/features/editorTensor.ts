import { window, type Selection, type TextDocument, type TextEditor } from 'vscode';
import { tensorAt, type TensorInCode } from '../insights/documentInsights';
import type { InputState } from '../protocol/messages';
import { writePython } from '../text/exportTensor';
import { parseTensor } from '../text/parseTensor';
import { splitTensors } from '../text/splitTensors';
import type { PythonDocuments } from './pythonDocuments';
import type { PythonSource } from './pythonSource';
import { allInTurns, answered } from './turns';

/**
 * The tensor that the user points at in a text editor: selected text that reads as one, or what a selected expression
 * or the name under the cursor stands for in Python code. Undefined if there is none; selected text that is no tensor
 * is given as it is, so that the playground can say what is wrong with it.
 */
export async function editorTensor(documents: PythonDocuments): Promise<InputState | undefined> {
  const editor = pointedEditor();
  if (!editor) return undefined;
  return selectedTensor(documents, editor.document, editor.selection);
}

/**
 * The tensors that the user points at, for as many inputs: one for each selection, in the order of the document, or
 * those that stand one after the other in the only one, if they are not more than that. Otherwise as `editorTensor`.
 */
export async function editorTensors(
  documents: PythonDocuments,
  inputCount: number,
): Promise<readonly InputState[]> {
  const editor = pointedEditor();
  if (!editor) return [];
  const { document, selections } = editor;
  const sorted = [...selections].sort((a, b) => a.start.compareTo(b.start));
  const parts = sorted.length === 1 ? splitTensors(document.getText(sorted[0])) : undefined;
  if (parts && parts.length <= inputCount) return parts.map((text) => ({ text, dtype: 'auto' }));
  const tensors = sorted.map((selection) => selectedTensor(documents, document, selection));
  return (await Promise.all(tensors)).filter((tensor) => tensor !== undefined);
}

async function selectedTensor(
  documents: PythonDocuments,
  document: TextDocument,
  selection: Selection,
): Promise<InputState | undefined> {
  const text = document.getText(selection);
  if (text.trim() !== '' && parseTensor(text).ok) return { text, dtype: 'auto' };
  const source = document.languageId === 'python' ? await documents.readSettled(document) : undefined;
  const found = source && (await tensorIn(source, selection));
  if (found) {
    const written = await allInTurns(writePython(found.tensor));
    return { text: written, dtype: 'auto', nameInCode: found.expression };
  }
  return text.trim() === '' ? undefined : { text, dtype: 'auto' };
}

/** The tensor that selected code stands for; undefined if the text changes before that is known. */
function tensorIn(source: PythonSource, { start, end }: Selection): Promise<TensorInCode | undefined> {
  const { python } = source;
  const [from, to] = [source.offsetAt(start), source.offsetAt(end)];
  return answered(python, () => tensorAt(python, from, to));
}

/**
 * While a view has the focus, VS Code still says which editor was active before; while an editor panel has it, it does
 * not: then a visible editor with a selection is meant, or the only visible one.
 */
function pointedEditor(): TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors } = window;
  if (activeTextEditor) return activeTextEditor;
  const selected = visibleTextEditors.find(({ selection }) => !selection.isEmpty);
  return selected ?? (visibleTextEditors.length === 1 ? visibleTextEditors[0] : undefined);
}

import { window, type TextEditor } from 'vscode';
import { tensorAt } from '../insights/documentInsights';
import type { InputState } from '../protocol/messages';
import { tensorToPython } from '../text/exportTensor';
import { parseTensor } from '../text/parseTensor';
import type { PythonDocuments } from './pythonDocuments';

/**
 * The tensor that the user points at in a text editor: selected text that reads as one, or what a selected expression
 * or the name under the cursor stands for in Python code. Undefined if there is none; selected text that is no tensor
 * is given as it is, so that the playground can say what is wrong with it.
 */
export async function editorTensor(documents: PythonDocuments): Promise<InputState | undefined> {
  const editor = pointedEditor();
  if (!editor) return undefined;
  const { document, selection } = editor;
  const text = document.getText(selection);
  if (text.trim() !== '' && parseTensor(text).ok) return { text, dtype: 'auto' };
  const source = document.languageId === 'python' ? await documents.readSettled(document) : undefined;
  const found =
    source && tensorAt(source.python, source.offsetAt(selection.start), source.offsetAt(selection.end));
  if (found) return { text: tensorToPython(found.tensor), dtype: 'auto', nameInCode: found.expression };
  return text.trim() === '' ? undefined : { text, dtype: 'auto' };
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

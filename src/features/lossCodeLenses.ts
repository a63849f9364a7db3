import { CodeLens, l10n, Range, type TextDocument } from 'vscode';
import { lossCalls } from '../insights/documentInsights';
import { placeOfCall } from './lossPlace';
import { commandIds } from './manifest';
import type { PythonDocuments } from './pythonDocuments';
import { setting } from './settings';

/** "Open in playground" above every call of a loss. */
export async function lossCodeLenses(
  documents: PythonDocuments,
  document: TextDocument,
): Promise<CodeLens[]> {
  if (!setting('codeLens.enabled', document)) return [];
  const python = await documents.read(document);
  if (!python) return [];
  return lossCalls(python, { start: 0, end: python.text.length }).map((call) => {
    const start = document.positionAt(call.start);
    return new CodeLens(new Range(start, start), {
      title: l10n.t('Open in playground'),
      command: commandIds.openPlayground,
      arguments: [placeOfCall(document, call.end)],
    });
  });
}

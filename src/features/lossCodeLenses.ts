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
  const source = await documents.read(document);
  if (!source) return [];
  return lossCalls(source.python, source).map((call) => {
    const start = source.placeOf(call.start).position;
    return new CodeLens(new Range(start, start), {
      title: l10n.t('Open in playground'),
      command: commandIds.openPlayground,
      arguments: [placeOfCall(source.placeOf(call.end))],
    });
  });
}

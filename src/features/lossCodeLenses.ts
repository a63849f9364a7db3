import { CodeLens, l10n, Range, type CancellationToken, type TextDocument } from 'vscode';
import { lossCalls, type LossCall } from '../insights/documentInsights';
import { placeOfCall } from './lossPlace';
import { commandIds } from './manifest';
import type { FileServices } from './namesOfOtherFiles';
import type { PythonSource } from './pythonSource';
import { setting } from './settings';

/** So much of a document is looked through before others have their turn, in UTF-16 units. */
const partLength = 8192;

/** "Open in playground" above every call of a loss. */
export async function lossCodeLenses(
  { documents, names }: FileServices,
  document: TextDocument,
  token: CancellationToken,
): Promise<CodeLens[]> {
  if (!setting('codeLens.enabled', document)) return [];
  const source = await documents.read(document);
  if (!source) return [];
  const calls = await allCalls(source, token);
  names.learnSoon(source);
  return calls.map((call) => {
    const start = source.placeOf(call.start).position;
    return new CodeLens(new Range(start, start), {
      title: l10n.t('Open in playground'),
      command: commandIds.openPlayground,
      arguments: [placeOfCall(source.placeOf(call.end))],
    });
  });
}

/** The calls of losses in a document, found part by part; none if it changes meanwhile. */
async function allCalls(source: PythonSource, token: CancellationToken): Promise<readonly LossCall[]> {
  const { python } = source;
  const { version } = python;
  const found: LossCall[] = [];
  for (let start = source.start; start <= source.end; start += partLength) {
    const end = Math.min(start + partLength, source.end + 1);
    found.push(
      ...lossCalls(python, { start, end }).filter((call) => call.start >= start && call.start < end),
    );
    await new Promise(setImmediate);
    if (token.isCancellationRequested || python.version !== version || !python.isReady) return [];
  }
  return found;
}

import { CodeLens, l10n, Range, type CancellationToken, type TextDocument } from 'vscode';
import { lossCallsByPart } from '../insights/documentInsights';
import { placeOfCall } from './lossPlace';
import { commandIds } from './manifest';
import type { FileServices } from './namesOfOtherFiles';
import { setting } from './settings';
import { inTurns, unchanged } from './turns';

/** "Open in playground" above every call of a loss. */
export async function lossCodeLenses(
  { documents, names }: FileServices,
  document: TextDocument,
  token: CancellationToken,
): Promise<CodeLens[]> {
  if (!setting('codeLens.enabled', document)) return [];
  const source = await documents.read(document);
  if (!source) return [];
  const steps = lossCallsByPart(source.python, { start: source.start, end: source.end + 1 });
  const isWanted = unchanged(source.python, () => !token.isCancellationRequested);
  const calls = (await inTurns(steps, isWanted)) ?? [];
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

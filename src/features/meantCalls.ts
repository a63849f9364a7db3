import type { Selection, TextDocument, TextEditor } from 'vscode';
import { atOnce, lossCallAt, selectedLossCalls, type LossCall } from '../insights/documentInsights';
import type { FileServices } from './namesOfOtherFiles';
import type { DocumentPosition, PythonSource } from './pythonSource';
import { inTurns, unchanged } from './turns';

/** A loss call, and a place from which it is found again. */
export interface FoundCall {
  readonly source: PythonSource;
  readonly lossCall: LossCall;
  readonly place: DocumentPosition;
  /** Where the call ends; for the cursor on an instance that can be in another cell of the notebook. */
  readonly end: DocumentPosition;
}

/** So many calls can be meant at once. */
const mostCalls = 100;

/** Longer selections are looked through in turns, in UTF-16 units. */
const longestAtOnce = 8192;

/** The loss calls that the cursors and selections of an editor mean, in the order of the document. */
export async function meantCalls(files: FileServices, editor: TextEditor): Promise<readonly FoundCall[]> {
  const { document, selections } = editor;
  const found = new Map<string, FoundCall>();
  for (const selection of [...selections].sort((a, b) => a.start.compareTo(b.start))) {
    for (const call of await callsOf(files, document, selection)) {
      const { document: where, position } = call.end;
      const key = `${where.uri.toString()} ${where.offsetAt(position)}`;
      if (found.size < mostCalls && !found.has(key)) found.set(key, call);
    }
  }
  return [...found.values()];
}

/** The loss call that is meant at a place. */
export async function callAt(
  { documents, names }: FileServices,
  place: DocumentPosition,
): Promise<FoundCall | undefined> {
  const source = await documents.readSettled(place.document);
  const offset = source?.offsetAt(place.position) ?? 0;
  const lossCall = source && (await names.tried(source, () => lossCallAt(source.python, offset)));
  return lossCall && { source, lossCall, place, end: source.placeOf(lossCall.end) };
}

async function callsOf(
  files: FileServices,
  document: TextDocument,
  selection: Selection,
): Promise<readonly FoundCall[]> {
  if (selection.isEmpty) {
    const call = await callAt(files, { document, position: selection.active });
    return call ? [call] : [];
  }
  const source = await files.documents.readSettled(document);
  if (!source) return [];
  const { python } = source;
  const [start, end] = [source.offsetAt(selection.start), source.offsetAt(selection.end)];
  const steps = () => selectedLossCalls(python, { start, end });
  const calls =
    end - start > longestAtOnce
      ? await inTurns(steps(), unchanged(python))
      : await files.names.tried(source, () => nonEmpty(atOnce(steps())));
  return (calls ?? []).map((lossCall) => ({
    source,
    lossCall,
    place: source.placeOf(lossCall.start),
    end: source.placeOf(lossCall.end),
  }));
}

function nonEmpty<T>(all: readonly T[]): readonly T[] | undefined {
  return all.length > 0 ? all : undefined;
}

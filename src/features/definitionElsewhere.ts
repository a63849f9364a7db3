import { hoverAt, inTime, type HoverContent } from '../insights/documentInsights';
import { askFile, definitionsOf, isLibrary, type FilePlace } from './definitions';
import type { FileServices } from './namesOfOtherFiles';
import type { PythonDocuments } from './pythonDocuments';
import type { DocumentPosition, PythonSource } from './pythonSource';
import { answered } from './turns';

/** A loss in the code, and the place whose code tells about it. */
export interface LossInFiles {
  readonly content: HoverContent;
  /** Offsets of what it stands for in the text; undefined for what stands in another file. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly place: FilePlace;
}

/** The loss at a place: by the code of its file, else by what an extension for Python knows of other files. */
export async function lossInFiles(
  { documents, names }: FileServices,
  source: PythonSource,
  place: DocumentPosition,
  isWanted: () => boolean = () => true,
): Promise<LossInFiles | undefined> {
  const offset = source.offsetAt(place.position);
  const hover = await names.tried(source, () => hoverAt(source.python, offset), isWanted);
  if (hover) return { content: hover.content, range: hover, place: { ...place, uri: place.document.uri } };
  if (!isWanted()) return undefined;
  const found = await inTime(definedElsewhere(documents, place));
  return found === 'late' ? undefined : found;
}

/** A loss that stands in another file, as that file makes it. Of other libraries nothing is said. */
async function definedElsewhere(
  documents: PythonDocuments,
  { document: here, position }: DocumentPosition,
): Promise<LossInFiles | undefined> {
  if (!here.getWordRangeAtPosition(position)) return undefined;
  const [target, another] = await definitionsOf({ uri: here.uri, position });
  if (!target || another || target.uri.toString() === here.uri.toString()) return undefined;
  const {
    uri,
    range: { start },
  } = target;
  if (isLibrary(uri)) return undefined;
  const hover = await askFile(documents, uri, (python, offsetAt) =>
    answered(python, () => hoverAt(python, offsetAt(start))),
  );
  if (hover?.content.certainty !== 'resolved') return undefined;
  return { content: hover.content, range: undefined, place: { uri, position: start } };
}

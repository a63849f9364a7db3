import { commands, Location, Uri, workspace, type LocationLink } from 'vscode';
import {
  hoverAt,
  hoverSupposing,
  isImportedAt,
  pathOfLossAt,
  type HoverContent,
} from '../insights/documentInsights';
import { lossAtPath } from '../insights/lossNames';
import type { PythonDocuments } from './pythonDocuments';
import type { DocumentPosition, PythonSource } from './pythonSource';

/** A loss in the code, and the place whose code tells about it. */
export interface LossInFiles {
  readonly content: HoverContent;
  /** Offsets of what it stands for in the text; undefined for what stands in another file. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly place: DocumentPosition;
}

/** Larger files are not read for a hover. */
const longestText = 1_000_000;

/** So many names of other files are asked about for one answer. */
const mostNames = 3;

/** So many files hand a name on to each other. */
const mostFiles = 5;

/** PyTorch's own losses, where it is installed. */
const torchFile = /\/(?:site|dist)-packages\/torch\/nn\/(?:modules\/(?:loss|adaptive)|(functional))\.pyi?$/;

/**
 * The loss at a place: by the code of its file, else by what an extension for Python knows of other files of the
 * project. Other libraries are left alone: what they call a loss is not PyTorch's.
 */
export async function lossInFiles(
  documents: PythonDocuments,
  source: PythonSource,
  place: DocumentPosition,
): Promise<LossInFiles | undefined> {
  const offset = source.offsetAt(place.position);
  const hover = hoverAt(source.python, offset) ?? (await handedOn(documents, source, offset));
  if (hover) return { content: hover.content, range: hover, place };
  return definedElsewhere(documents, place);
}

/** What a loss is of which another file has the name from PyTorch: `from .losses import MSELoss`. */
async function handedOn(documents: PythonDocuments, source: PythonSource, offset: number) {
  const { python } = source;
  const { version } = python;
  const names = new Map<string, string>();
  const { foreign } = hoverSupposing(python, offset, names);
  for (const { path, span } of foreign.slice(0, mostNames)) {
    const known = await lossBehind(documents, source.placeOf(span.end - 1), mostFiles);
    if (python.version !== version || !python.isReady) return undefined;
    if (known !== undefined) names.set(path, known);
  }
  return names.size > 0 ? hoverSupposing(python, offset, names).hover : undefined;
}

/** The path of PyTorch's loss that a name leads to through other files; undefined where anything else is possible. */
async function lossBehind(
  documents: PythonDocuments,
  place: DocumentPosition,
  files: number,
): Promise<string | undefined> {
  const targets = await definitionsOf(place);
  const paths = new Set<string | undefined>();
  for (const target of targets) {
    const path = isTorch(target.uri)
      ? await lossOfTorch(target)
      : await lossOfProject(documents, target, place, files);
    paths.add(path);
  }
  const [path] = paths;
  return paths.size === 1 ? path : undefined;
}

async function lossOfProject(
  documents: PythonDocuments,
  target: Location,
  from: DocumentPosition,
  files: number,
): Promise<string | undefined> {
  const { start } = target.range;
  if (files === 0 || (isSame(target.uri, from) && start.line === from.position.line)) return undefined;
  const file = await projectFile(documents, target.uri);
  if (!file) return undefined;
  const offset = file.offsetAt(start) + 1;
  const path = pathOfLossAt(file.python, offset);
  if (path !== undefined || !isImportedAt(file.python, offset)) return path;
  return lossBehind(documents, { document: file.document, position: start }, files - 1);
}

/** The loss whose class or function begins at a place of PyTorch's source. */
async function lossOfTorch({ uri, range }: Location): Promise<string | undefined> {
  const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
  const line = text.split('\n')[range.start.line] ?? '';
  const name = /^(?:class|def)\s+(\w+)/.exec(line)?.[1];
  const folder = torchFile.exec(uri.path)?.[1] === undefined ? 'torch.nn.' : 'torch.nn.functional.';
  const path = `${folder}${name ?? ''}`;
  return lossAtPath(path) && path;
}

/** A loss that stands in another file, as that file makes it. */
async function definedElsewhere(
  documents: PythonDocuments,
  place: DocumentPosition,
): Promise<LossInFiles | undefined> {
  if (!place.document.getWordRangeAtPosition(place.position)) return undefined;
  const [target, another] = await definitionsOf(place);
  if (!target || another || isSame(target.uri, place)) return undefined;
  const file = await projectFile(documents, target.uri);
  const { start } = target.range;
  if (!file) return undefined;
  const hover = hoverAt(file.python, file.offsetAt(start));
  if (hover?.content.certainty !== 'resolved') return undefined;
  return { content: hover.content, range: undefined, place: { document: file.document, position: start } };
}

/** A file that is no library's, read. */
async function projectFile(documents: PythonDocuments, uri: Uri) {
  if (/\/(?:site|dist)-packages\/|\.pyi$/.test(uri.path)) return undefined;
  const document = await workspace.openTextDocument(uri);
  const text = document.getText();
  if (document.languageId !== 'python' || text.length > longestText) return undefined;
  const source = await documents.read(document);
  return source && { ...source, document };
}

async function definitionsOf({ document, position }: DocumentPosition): Promise<Location[]> {
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    position,
  );
  return found.map(locationOf);
}

function locationOf(found: Location | LocationLink): Location {
  if (!('targetUri' in found)) return found;
  return new Location(found.targetUri, found.targetSelectionRange ?? found.targetRange);
}

function isTorch({ path }: Uri): boolean {
  return torchFile.test(path);
}

function isSame(uri: Uri, { document }: DocumentPosition): boolean {
  return uri.toString() === document.uri.toString();
}

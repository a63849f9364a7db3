import { commands, Location, Uri, workspace, type LocationLink, type Position } from 'vscode';
import { exportAt, type Export } from '../insights/documentInsights';
import type { PythonDocument } from '../python/pythonDocument';
import type { PythonDocuments } from './pythonDocuments';

/** A place in a file, be it open or not. */
export interface FilePlace {
  readonly uri: Uri;
  readonly position: Position;
}

/** Larger files that are not open are not read, in UTF-16 units. */
const longestText = 1_000_000;

/** So many files hand a name on to each other. */
const mostFiles = 5;

/** PyTorch's own modules, where it is installed. */
const torchFile =
  /\/(?:site|dist)-packages\/(torch(?:\/nn(?:\/functional|\/modules(?:\/\w+)?)?)?)(?:\/__init__)?\.pyi?$/;

/**
 * What a name at a place is in PyTorch, through the files that hand it on, by what an extension for Python knows of
 * them. Other libraries are left alone: what they call a loss is not PyTorch's. Undefined where nobody knows.
 */
export async function nameElsewhere(
  documents: PythonDocuments,
  place: FilePlace,
  files = mostFiles,
): Promise<Export | undefined> {
  const targets = await definitionsOf(place);
  const found = await Promise.all(
    targets.map((target) => {
      const module = torchFile.exec(target.uri.path)?.[1];
      return module === undefined
        ? handedOn(documents, target, place, files)
        : definedInTorch(target, module.replaceAll('/', '.'));
    }),
  );
  const [first] = found;
  return found.every((one) => one?.path === first?.path) ? first : { path: undefined };
}

/** What is defined at a place of PyTorch's source: a class, a function, or at its beginning the module. */
async function definedInTorch({ uri, range: { start } }: Location, module: string): Promise<Export> {
  const line = (await textOf(uri)).split('\n', start.line + 1)[start.line] ?? '';
  const name = /^(?:class|def)\s+(\w+)/.exec(line)?.[1];
  if (name !== undefined) return { path: `${module}.${name}` };
  return { path: start.line + start.character === 0 ? module : undefined };
}

async function handedOn(
  documents: PythonDocuments,
  { uri, range: { start } }: Location,
  from: FilePlace,
  files: number,
): Promise<Export | undefined> {
  // Whoever only repeats the question does not know.
  if (uri.toString() === from.uri.toString() && start.line === from.position.line) return undefined;
  const found =
    files > 0 && !isLibrary(uri) ? await exportOf(documents, { uri, position: start }) : undefined;
  if (!found) return { path: undefined };
  return found.path === undefined ? nameElsewhere(documents, { uri, position: start }, files - 1) : found;
}

/** What a file of the project gives others. */
function exportOf(documents: PythonDocuments, { uri, position }: FilePlace): Promise<Export | undefined> {
  return askFile(documents, uri, (python, offsetAt) => exportAt(python, offsetAt(position) + 1));
}

/**
 * What the Python in a file answers, open or not: it is not opened for that, which other extensions would notice, and
 * whose problems would be listed. Undefined for what is no Python, or too long.
 */
export async function askFile<T>(
  documents: PythonDocuments,
  uri: Uri,
  ask: (python: PythonDocument, offsetAt: (position: Position) => number) => T,
): Promise<Awaited<T> | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) {
    const source = open.languageId === 'python' ? await documents.read(open) : undefined;
    return source && (await ask(source.python, (position) => source.offsetAt(position)));
  }
  const text = uri.path.endsWith('.py') ? await textOf(uri) : '';
  if (text === '' || text.length > longestText) return undefined;
  const python = await documents.parse(text);
  try {
    return await ask(python, (position) => offsetIn(text, position));
  } finally {
    python.dispose();
  }
}

async function textOf(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function offsetIn(text: string, { line, character }: Position): number {
  const breaks = [...text.matchAll(/\r\n|\r|\n/g)];
  const before = line === 0 ? undefined : breaks[line - 1];
  return (before ? before.index + before[0].length : 0) + character;
}

/** Whether a file is not the project's own. */
export function isLibrary({ path }: Uri): boolean {
  return /\/(?:site|dist)-packages\/|\.pyi$/.test(path);
}

/** Where the name at a place is defined, by the extensions for Python that know; this may take for ever. */
export async function definitionsOf({ uri, position }: FilePlace): Promise<readonly Location[]> {
  const found = await commands.executeCommand<(Location | LocationLink)[] | undefined>(
    'vscode.executeDefinitionProvider',
    uri,
    position,
  );
  return (found ?? []).map(locationOf);
}

function locationOf(found: Location | LocationLink): Location {
  if (!('targetUri' in found)) return found;
  return new Location(found.targetUri, found.targetSelectionRange ?? found.targetRange);
}

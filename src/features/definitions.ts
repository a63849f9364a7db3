import { commands, Location, Position, workspace, type LocationLink, type Uri } from 'vscode';
import {
  exportAt,
  HandedOnNames,
  isSameExport,
  namesBehind,
  type Export,
} from '../insights/documentInsights';
import type { PythonDocuments } from './pythonDocuments';
import { answered } from './turns';

/** A place in a file, be it open or not. */
export interface FilePlace {
  readonly uri: Uri;
  readonly position: Position;
}

/** Larger files that are not open are not read, in UTF-16 units. */
const longestText = 1_000_000;

/** So many files hand a name on to each other. */
const mostFiles = 5;

/** So many names of other files are asked about to know what one file gives under a name. */
const mostNames = 3;

/** PyTorch's own modules, where it is installed. */
const torchFile =
  /\/(?:site|dist)-packages\/(torch(?:\/nn(?:\/functional|\/modules(?:\/\w+)?)?)?)(?:\/__init__)?\.pyi?$/;

/**
 * What a name at a place stands for in the file that makes it, through the files that hand it on, by what an extension for
 * Python knows of them. Other libraries are left alone: what they call a loss is not PyTorch's. Undefined where nobody
 * knows.
 *
 * @param asked the places on the way here
 */
export async function nameElsewhere(
  documents: PythonDocuments,
  place: FilePlace,
  asked: readonly string[] = [],
): Promise<Export | undefined> {
  const way = [...asked, `${place.uri.toString()} ${String(place.position.line)}`];
  const targets = await definitionsOf(place);
  const found = await Promise.all(
    targets.map((target) => {
      const module = torchFile.exec(target.uri.path)?.[1];
      return module === undefined
        ? handedOn(documents, target, way)
        : definedInTorch(target, module.replaceAll('/', '.'));
    }),
  );
  const [first] = found;
  return found.every((one) => isSameExport(one, first)) ? first : { path: undefined };
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
  { uri, range: { start, isEmpty } }: Location,
  way: readonly string[],
): Promise<Export | undefined> {
  const isModule = isEmpty && start.line + start.character === 0;
  // Whoever only repeats the question does not know.
  const isAgain = way.includes(`${uri.toString()} ${String(start.line)}`);
  if (isAgain) return way.length === 1 ? undefined : { path: undefined };
  if (isModule || way.length > mostFiles || isLibrary(uri)) return { path: undefined };
  return exportOf(documents, { uri, position: start }, way);
}

/**
 * What a file of the project gives others, open or not: it is not opened for that, which other extensions would notice,
 * and whose problems would be listed. Undefined for what is no Python, or too long.
 */
async function exportOf(
  documents: PythonDocuments,
  { uri, position }: FilePlace,
  way: readonly string[],
): Promise<Export | undefined> {
  const file = await readFile(documents, uri);
  if (!file) return undefined;
  // Of its own: what is learned of others here is nobody else's, and the file may change meanwhile.
  const python = await documents.parse(file.text);
  try {
    const offset = file.offsetAt(position) + 1;
    const ask = (): Export | undefined => exportAt(python, offset);
    const found = await answered(python, ask);
    if (found) return found;
    const names = namesBehind(python, ask).slice(0, mostNames);
    const others = {
      file: uri.path,
      ask: (at: number) => nameElsewhere(documents, file.placeOf(at), way),
    };
    await new HandedOnNames().learn(python, names, others);
    return (await answered(python, ask)) ?? { path: undefined };
  } finally {
    python.dispose();
  }
}

/** A text of Python, and where it stands. */
interface FileText {
  readonly text: string;
  offsetAt(position: Position): number;
  placeOf(offset: number): FilePlace;
}

async function readFile(documents: PythonDocuments, uri: Uri): Promise<FileText | undefined> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) {
    const source = open.languageId === 'python' ? await documents.read(open) : undefined;
    if (!source || source.python.text.length > longestText) return undefined;
    const placeOf = (offset: number): FilePlace => {
      const { document, position } = source.placeOf(offset);
      return { uri: document.uri, position };
    };
    return { text: source.python.text, offsetAt: (position) => source.offsetAt(position), placeOf };
  }
  const text = uri.path.endsWith('.py') ? await textOf(uri) : '';
  if (text === '' || text.length > longestText) return undefined;
  const breaks = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ index, 0: end }) => index + end.length)];
  return {
    text,
    offsetAt: ({ line, character }) => (breaks[line] ?? text.length) + character,
    placeOf: (offset) => {
      const next = breaks.findIndex((start) => start > offset);
      const line = (next < 0 ? breaks.length : next) - 1;
      return { uri, position: new Position(line, offset - (breaks[line] ?? 0)) };
    },
  };
}

async function textOf(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** Whether a file is not the project's own. */
function isLibrary({ path }: Uri): boolean {
  return /\/(?:site|dist)-packages\/|\.pyi$/.test(path);
}

/** Where the name at a place is defined, by the extensions for Python that know; this may take for ever. */
async function definitionsOf({ uri, position }: FilePlace): Promise<readonly Location[]> {
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

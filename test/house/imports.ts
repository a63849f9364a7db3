import path from 'node:path';
import ts from 'typescript';
import table from './rooms.json';
import type { SourceFiles } from './sourceFiles';

/** What one file asks for. */
export interface Import {
  readonly from: string;
  /** The file asked for, or the package as written. */
  readonly to: string;
  readonly isFile: boolean;
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

interface Room {
  readonly rooms: readonly string[];
  readonly typesOf?: readonly string[];
  readonly packages: readonly string[];
}

const rooms: Readonly<Record<string, Room | undefined>> = table;
/** What the build makes of files: those whose names start so. */
const walked: Readonly<Record<string, string>> = {
  '#losses': 'src/engine/losses/',
  '#rules': 'src/insights/rules/',
  '#tileProduct': 'src/engine/numeric/tileProduct.wat',
  '#vectorLoops': 'src/engine/numeric/vectorLoops.wat',
};

/** The names of all rooms. */
export const roomNames: readonly string[] = Object.keys(table);

/** The room that a file lies in: a folder of src, `extension` (src/extension.ts), `webview`; undefined elsewhere. */
export function roomOf(file: string): string | undefined {
  if (file.startsWith('webview/')) return 'webview';
  return /^src\/(?:(\w+)\/|(extension)\.ts$)/.exec(file)?.slice(1).find(Boolean);
}

/** Every import, re-export, dynamic import and `require` of the files. Throws where a relative one leads nowhere. */
export function importsOf(files: SourceFiles): Import[] {
  return [...files].flatMap(([from, text]) => {
    const running = ts.transpileModule(text, {
      compilerOptions: {
        verbatimModuleSyntax: true,
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
      },
    }).outputText;
    const values = new Set(modulesNamedIn(running));
    return [...new Set(modulesNamedIn(text))].flatMap((name): Import[] => {
      const typeOnly = !values.has(name);
      const folder = walked[name];
      if (folder !== undefined) {
        const inside = [...files.keys()].filter((file) => file.startsWith(folder));
        return inside.map((to) => ({ from, to, isFile: true, typeOnly }));
      }
      if (!name.startsWith('.')) return [{ from, to: name, isFile: false, typeOnly }];
      return [{ from, to: resolve(from, name, files), isFile: true, typeOnly }];
    });
  });
}

/** What the table of rooms forbids, one sentence each. */
export function violations(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to, isFile, typeOnly }) => {
    const room = roomOf(from);
    const rules = room === undefined ? undefined : rooms[room];
    if (rules === undefined) return [`${from} lies in no room`];
    if (!isFile) {
      const open = rules.packages.some((name) => matches(to, name));
      return open ? [] : [`${from} imports the package ${to}`];
    }
    const other = roomOf(to);
    if (other === undefined) return [`${from} imports ${to}, which lies in no room`];
    if (other === room || rules.rooms.includes(other)) return [];
    if (rules.typesOf?.includes(other) === true)
      return typeOnly ? [] : [`${from} imports more than types from ${to}`];
    return [`${from} imports ${to}`];
  });
}

/** One cycle among the files, as a path that ends where it began; undefined if there is none. */
export function findCycle(imports: readonly Import[]): string[] | undefined {
  const targets = (file: string) => imports.filter((each) => each.isFile && each.from === file);
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const { to } of targets(file)) {
      const cycle = visit(to, [...trail, file]);
      if (cycle !== undefined) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of new Set(imports.map((each) => each.from))) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function modulesNamedIn(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map((each) => each.fileName);
}

function resolve(from: string, name: string, files: SourceFiles): string {
  const base = path.posix.join(path.posix.dirname(from), name);
  const found = [base, `${base}.ts`, `${base}.d.ts`, `${base}/index.ts`].find((file) => files.has(file));
  if (found === undefined) throw new Error(`${from} imports ${name}, which is not there`);
  return found;
}

function matches(name: string, allowed: string): boolean {
  if (allowed.endsWith('*')) return name.startsWith(allowed.slice(0, -1));
  return name === allowed || name.startsWith(`${allowed}/`);
}

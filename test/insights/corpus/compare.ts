// npm run corpus -- FOLDER: what is found in the code of public repositories, beside what Jedi finds there.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { losses } from '../../../src/engine/evaluate';
import { lossUseAt, type LossUse } from '../../../src/insights/documentInsights';
import { NotebookText } from '../../../src/python/notebookText';
import type { PythonDocument } from '../../../src/python/pythonDocument';
import { projectRoot } from '../../projectRoot';
import { openPython } from '../../python/openPython';

/**
 * Facts of a corpus, as collect.py writes them: for each file what Jedi takes for losses, `line:column kind loss`, in a
 * notebook `cell/line:column kind loss`.
 */
type Corpus = Readonly<
  Record<string, { readonly commit: string; readonly files: Readonly<Record<string, readonly string[]>> }>
>;

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; readonly source: string | readonly string[] }[];
}

interface Counts {
  uses: number;
  found: number;
  more: number;
}

/** Compares with the files in the folder, and prints a line for each difference and each repository. */
export async function compare(folder: string): Promise<void> {
  const facts = path.join(projectRoot, 'test/insights/corpus/uses.json');
  const corpus = JSON.parse(await readFile(facts, 'utf8')) as Corpus;
  const total: Counts = { uses: 0, found: 0, more: 0 };
  const table: string[] = [];
  for (const [repository, { files }] of Object.entries(corpus)) {
    const counts: Counts = { uses: 0, found: 0, more: 0 };
    for (const [file, uses] of Object.entries(files)) {
      const content = await readFile(path.join(folder, repository, file), 'utf8');
      const tell = (place: string, text: string): void =>
        console.log(`${repository}/${file}:${place} ${text}`);
      await compareFile(content, file.endsWith('.ipynb') ? cellsOf(content) : undefined, uses, counts, tell);
    }
    table.push(row(repository, counts));
    for (const key of ['uses', 'found', 'more'] as const) total[key] += counts[key];
  }
  console.log([row('repository'), ...table, row(`${String(table.length)} repositories`, total)].join('\n'));
}

/** The code cells of a notebook. */
function cellsOf(notebook: string): readonly string[] {
  const { cells } = JSON.parse(notebook) as Notebook;
  return cells.flatMap(({ cell_type, source }) =>
    cell_type === 'code' ? [typeof source === 'string' ? source : source.join('')] : [],
  );
}

/** `cells` are those of a notebook. */
async function compareFile(
  content: string,
  cells: readonly string[] | undefined,
  uses: readonly string[],
  counts: Counts,
  tell: (place: string, text: string) => void,
): Promise<void> {
  const notebook = new NotebookText();
  notebook.update((cells ?? []).map((text, key) => ({ key, text })));
  const code = cells ? notebook.text : content;
  const document = await openPython(code);
  const lines = (cells ?? [content]).map(lineStarts);
  const known = new Set<number>();
  for (const use of uses) {
    const [, cell = '0', line = '', column = '', kind = '', names = ''] =
      /^(?:(\d+)\/)?(\d+):(\d+) (\w+) (\S+)$/.exec(use) ?? [];
    const start = (notebook.startOf(Number(cell)) ?? 0) + (lines[Number(cell)]?.[Number(line) - 1] ?? 0);
    const offset = offsetOf(code, start, Number(column));
    known.add(offset);
    const found = named(lossUseAt(document, offset + 1));
    counts.uses++;
    if (
      names
        .replace('?', '')
        .split('/')
        .every((name) => found.includes(name))
    )
      counts.found++;
    else tell(use.replace(/ .*/, ''), `${kind} ${names} is not found: ${found.join('/') || 'nothing'}`);
  }
  for (const offset of asked(document)) {
    if (known.has(offset)) continue;
    const found = lossUseAt(document, offset + 1);
    // The name of an argument is no loss.
    if (!found || found.role === 'keyword') continue;
    counts.more++;
    tell(
      String(code.slice(0, offset).split('\n').length),
      `${found.role} ${named(found).join('/')} is found besides`,
    );
  }
  document.dispose();
}

/** Where a name is spelled like a loss, or called. */
function* asked({ text }: PythonDocument): Generator<number> {
  const names = losses.flatMap(({ name, functional }) => [name, functional ?? name]);
  const spelled = new RegExp(`\\b(?:${names.join('|')})\\b|\\b[A-Za-z_]\\w*(?=\\()`, 'g');
  for (const { index } of text.matchAll(spelled)) yield index;
}

function named(use: LossUse | undefined): readonly string[] {
  return (use?.candidates ?? []).map(({ loss, via }) =>
    via === 'module' ? loss.name : (loss.functional ?? loss.name),
  );
}

function lineStarts(code: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of code.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}

/** Python counts characters, not UTF-16 units. */
function offsetOf(code: string, start: number, column: number): number {
  const line = Array.from(code.slice(start, start + 2 * column));
  return start + line.slice(0, column).join('').length;
}

function row(name: string, counts?: Counts): string {
  const { uses, found, more } = counts ?? { uses: 'uses', found: 'found', more: 'besides' };
  return `${name.padEnd(50)} ${[uses, found, more].map((count) => String(count).padStart(8)).join(' ')}`;
}

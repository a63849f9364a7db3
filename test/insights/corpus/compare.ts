// npm run corpus -- FOLDER: what is found in the code of public repositories, beside what Jedi finds there.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { losses } from '../../../src/engine/evaluate';
import { lossUseAt, type LossUse } from '../../../src/insights/documentInsights';
import type { PythonDocument } from '../../../src/python/pythonDocument';
import { projectRoot } from '../../projectRoot';
import { openPython } from '../../python/openPython';

/** Facts of a corpus, as collect.py writes them: for each file what Jedi takes for losses, `line:column kind loss`. */
type Corpus = Readonly<
  Record<string, { readonly commit: string; readonly files: Readonly<Record<string, readonly string[]>> }>
>;

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
      const code = await readFile(path.join(folder, repository, file), 'utf8');
      const tell = (line: number, text: string): void =>
        console.log(`${repository}/${file}:${String(line)} ${text}`);
      await compareFile(code, uses, counts, tell);
    }
    table.push(row(repository, counts));
    for (const key of ['uses', 'found', 'more'] as const) total[key] += counts[key];
  }
  console.log([row('repository'), ...table, row(`${String(table.length)} repositories`, total)].join('\n'));
}

async function compareFile(
  code: string,
  uses: readonly string[],
  counts: Counts,
  tell: (line: number, text: string) => void,
): Promise<void> {
  const document = await openPython(code);
  const lines = lineStarts(code);
  const known = new Set<number>();
  for (const use of uses) {
    const [, line = '', column = '', kind = '', names = ''] = /^(\d+):(\d+) (\w+) (\S+)$/.exec(use) ?? [];
    const offset = offsetOf(code, lines[Number(line) - 1] ?? 0, Number(column));
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
    else tell(Number(line), `${kind} ${names} is not found: ${found.join('/') || 'nothing'}`);
  }
  for (const offset of asked(document)) {
    if (known.has(offset)) continue;
    const found = lossUseAt(document, offset + 1);
    // The name of an argument is no loss.
    if (!found || found.role === 'keyword') continue;
    counts.more++;
    const line = code.slice(0, offset).split('\n').length;
    tell(line, `${found.role} ${named(found).join('/')} is found besides`);
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

import { lossCalls } from '../../src/insights/documentInsights';
import type { Edit } from '../../src/insights/finding';
import { bodiesOf } from '../../src/python/bindings';
import type { PythonDocument } from '../../src/python/pythonDocument';
import type { Statement } from '../../src/python/syntax';

/** Edits after which a program means what it meant, and the name that they change. */
export interface Rewriting {
  readonly edits: readonly Edit[];
  readonly renamed?: readonly [from: string, to: string];
}

/** Finds edits of a kind, at random places. */
export type Rewrite = (document: PythonDocument, random: () => number) => Rewriting;

/** Ways to write the same program otherwise. */
export const rewrites: Readonly<Record<string, Rewrite>> = {
  'with line ends of both kinds': ({ text }, random) => ({
    edits: replacing(text, /\n/g, '\r\n').edits.filter(() => random() < 0.5),
  }),
  'with comments': (document, random) => beforeStatements(document, random, remarks),
  'with a docstring': ({ text }) =>
    // Ours would take the place of its own.
    ({ edits: /^\s*['"]/.test(text) ? [] : [inserting(0, '"""What nn.L1Loss() is for."""\n')] }),
  'with statements that have nothing to do with it': (document, random) =>
    beforeStatements(document, random, unrelated),
  'with functions that have nothing to do with it': (document, random) =>
    beforeStatements(document, random, unrelatedDefinitions, true),
  'below a condition that holds': ({ text }) =>
    /"""|'''|\\\n|__future__/.test(text)
      ? { edits: [] }
      : { edits: [inserting(0, 'if True:\n'), ...replacing(text, /^(?=.)/gm, '    ').edits] },
  'with arguments by name': argumentsByName,
  'with a name that is another': anotherName,
};

const remarks = ['# loss = nn.L1Loss()', '#', '', '# torch.manual_seed(1)'];

const unrelated = ['unrelated = 1', 'import json', 'unrelated = unrelated2 = "nn.L1Loss"', 'pass', '"text"'];

const unrelatedDefinitions = [
  'def unrelated(some, more=2):\n    return [one * more for one in some]',
  'class Unrelated:\n    size = 3\n\n    def grow(self):\n        self.size = self.size * 2',
  'if unrelated2:\n    unrelated = 3\nelse:\n    import json',
  'for unrelated in range(3):\n    pass',
];

/** Where an offset of a text lies after edits of it: behind what is put in there. */
export function placeAfter(edits: readonly Edit[], offset: number): number {
  let place = offset;
  for (const { start, end, text } of edits) if (end <= offset) place += text.length - (end - start);
  return place;
}

/** Where an offset of the text after edits, in order, was before; within what was put in, where that begins. */
export function placeBefore(edits: readonly Edit[], place: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    if (place <= start + shift) break;
    const growth = text.length - (end - start);
    const isInside = place < end + shift + growth || (start === end && place === end + shift + growth);
    if (isInside) return start;
    shift += growth;
  }
  return place - shift;
}

/** The text after edits, in order. */
export function rewritten(text: string, edits: readonly Edit[]): string {
  let result = '';
  let last = 0;
  for (const edit of edits) {
    result += text.slice(last, edit.start) + edit.text;
    last = edit.end;
  }
  return result + text.slice(last);
}

function inserting(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

function replacing(text: string, pattern: RegExp, by: string): Rewriting {
  const matches = [...text.matchAll(pattern)];
  return { edits: matches.map(({ index, 0: old }) => ({ start: index, end: index + old.length, text: by })) };
}

/** Lines in front of some statements that begin a line, with their indentation. */
function beforeStatements(
  document: PythonDocument,
  random: () => number,
  lines: readonly string[],
  isOnTop = false,
): Rewriting {
  const edits: Edit[] = [];
  for (const start of statementStarts(document)) {
    const [indentation = ''] = /[^\n]*$/.exec(document.text.slice(0, start)) ?? [];
    if (indentation.trim() !== '' || (isOnTop && indentation !== '') || random() < 0.5) continue;
    const line = lines[Math.floor(random() * lines.length)] ?? '';
    edits.push(inserting(start, `${line}\n${indentation}`));
  }
  return { edits };
}

function statementStarts({ module, text }: PythonDocument): number[] {
  const starts: number[] = [];
  const visit = (statement: Statement): void => {
    // A decorator belongs to what is below.
    const isDecorated = text.startsWith('@', statement.span.start);
    if (!isDecorated || statement.kind === 'function' || statement.kind === 'class')
      starts.push(statement.span.start);
    for (const body of bodiesOf(statement)) body.forEach(visit);
    if (statement.kind === 'function' || statement.kind === 'class')
      for (const chunk of statement.body.chunks) visit(chunk.statement);
  };
  for (const chunk of module.chunks) visit(chunk.statement);
  return [...new Set(starts)].sort((a, b) => a - b);
}

/** The last inputs of the calls of losses, or all of them. */
function argumentsByName(document: PythonDocument, random: () => number): Rewriting {
  const edits: Edit[] = [];
  for (const { call, candidates } of lossCalls(document, { start: 0, end: document.text.length })) {
    const [candidate] = candidates;
    if (candidates.length > 1 || !candidate) continue;
    const { loss, via, given } = candidate;
    if (via === 'functional' && given.length > 0) continue;
    const names = via === 'functional' ? loss.functionalArguments : loss.inputs.map(({ name }) => name);
    if (call.arguments.some(({ kind }) => kind === 'star' || kind === 'doubleStar')) continue;
    const positional = call.arguments.filter(({ kind }) => kind === 'positional');
    // An option without its name may be meant otherwise: rules say something else of it.
    if (positional.length > loss.inputs.length) continue;
    const first = Math.floor(random() * positional.length);
    positional.slice(first).forEach(({ span }, index) => {
      edits.push(inserting(span.start, `${names[first + index] ?? ''}=`));
    });
  }
  return { edits: edits.sort((a, b) => a.start - b.start) };
}

/** A name that the code itself binds, and that stands for nothing else in it: no attribute, argument or text. */
function anotherName({ text }: PythonDocument, random: () => number): Rewriting {
  const bound = new Set(
    [...text.matchAll(/^\s*(\w+) = |\bfor (\w+) in\b/gm)].map(([, a, b]) => a ?? b ?? ''),
  );
  const aside = (text.match(/#.*|(['"])(?:(?!\1).)*\1|^.*\bimport\b.*$|\.\w+|\w+=(?!=)/gm) ?? []).join(' ');
  const names = [...bound].filter((name) => !new RegExp(`\\b${name}\\b`).test(`${aside} nn F torch`));
  const name = names[Math.floor(random() * names.length)];
  if (name === undefined) return { edits: [] };
  return { ...replacing(text, new RegExp(`\\b${name}\\b`, 'g'), 'renamed'), renamed: [name, 'renamed'] };
}

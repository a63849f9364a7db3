import assert from 'node:assert/strict';
import { Parser, type Tree } from 'web-tree-sitter';
import { chunksOf, type TreeSource } from '../../src/python/block';
import type { PythonDocument } from '../../src/python/pythonDocument';
import type { TextChange } from '../../src/python/textChanges';
import type { TreePart } from '../../src/python/sourceText';
import type { Chunk } from '../../src/python/syntax';
import { chunkFacts, facts } from './facts';
import { openPython, pythonParser } from './openPython';

const part = `import torch
from torch import nn, optim as o  # comment
try:
    import torch.nn.functional as F
except ImportError:
    F = None

@decorated(x=1)
class Net(nn.Module):
    """Docs: nn.MSELoss."""
    loss: nn.Module = nn.CrossEntropyLoss(weight=torch.tensor([1., 2.]))

    def __init__(self, beta=0.5, *args, **options):
        super().__init__()
        self.criterion = nn.SmoothL1Loss(beta=beta) if beta else nn.L1Loss()

    def forward(self, x):
        for i, (a, b) in enumerate(zip(x, x)):
            if a > b: continue
            elif (n := len(a)) > 3:
                yield self.criterion(a, b)
            else:
                x = [lambda q: q * n for n in range(3) if n]
        return x

if __name__ == '__main__':
    with open('ü😀') as f, torch.no_grad():
        losses = {'mse': nn.MSELoss(), **{}}
        a = b = losses["mse"](*x, target=y)
    match a:
        case [1, z]: print(z)
        case _: del a
`;
/** Long enough for several segments. */
const source = part.repeat(6);

const snippets = [
  '\n',
  ' ',
  '    ',
  '(',
  ')',
  '"',
  "'''",
  ':',
  'else:',
  'def f():\n    pass\n',
  '😀',
  '\t',
  '\r\n',
  'x = nn.',
  '#',
  '[',
  'import a.b as c\n',
  'class A:\n',
  '\\',
  '"""',
  '@',
  'async def g(',
];

describe('incremental reading', () => {
  it('gives what reading from scratch gives, whatever is typed', async () => {
    const random = randomNumbers(7);
    for (let round = 0; round < 12; round++) {
      const document = await openPython(source);
      let { text } = document;
      facts(document);
      for (let step = 0; step < 30; step++) {
        const changes: TextChange[] = [];
        if (step % 3 === 2) {
          // Back to valid code: broken syntax must leave no trace.
          changes.push(restoring(text));
          text = source;
        }
        for (let count = step % 3 === 2 ? 0 : 1 + Math.floor(random() * 2); count > 0; count--) {
          const offset = Math.floor(random() * (text.length + 1));
          const length =
            random() < 0.5 ? 0 : Math.min(text.length - offset, Math.floor(random() * random() * 40));
          const inserted = random() < 0.3 ? '' : (snippets[Math.floor(random() * snippets.length)] ?? '');
          changes.push({ offset, length, text: inserted });
          text = text.slice(0, offset) + inserted + text.slice(offset + length);
        }
        document.update(changes);
        await document.ready();
        assert.equal(document.text, text);
        const what = `round ${round}, step ${step}: ${JSON.stringify(changes)}`;
        const found = facts(document);
        checkSame(found, chunkFacts(readAgain(document)), what);
        const fresh = await openPython(text);
        checkSame(found, facts(fresh), what);
        fresh.dispose();
      }
      document.dispose();
    }
  }).timeout(120_000);

  it('keeps what lies outside of the change', async () => {
    const document = await openPython(source);
    const before = document.module.chunks.map((chunk) => chunk.statement);
    assert.ok(treesOf(document).length > 2);
    const at = source.indexOf('return x', source.length / 2);
    document.update([{ offset: at, length: 0, text: 'x += 1; ' }]);
    await document.ready();
    const after = document.module.chunks.map((chunk) => chunk.statement);
    assert.equal(after.length, before.length);
    const changed = after.filter((statement, index) => statement !== before[index]);
    assert.deepEqual(
      changed.map((statement) => statement.kind),
      ['class'],
    );
    assert.equal(after.at(-1)?.span.start, source.lastIndexOf('if __name__') + 8);
    document.dispose();
  });

  it('parses no more than it is asked about', async () => {
    const parsed = parses();
    const document = await openPython(source);
    const last = source.lastIndexOf('if __name__');
    const [chunk] = document.module.from(last);
    assert.equal(chunk?.statement.span.start, last);
    assert.equal(parsed(), 1);
    document.update([{ offset: source.lastIndexOf('losses ='), length: 0, text: 'x = 1; ' }]);
    await document.ready();
    assert.equal([...document.module.from(last)].length, 1);
    assert.equal(parsed(), 2);
    await document.parseAll();
    const all = treesOf(document).length;
    assert.ok(all > 2);
    assert.equal(parsed(), all + 1);
    document.dispose();
  });

  it('ends a bracket that is not closed where the next definition begins', async () => {
    const document = await openPython(`${source}x = f((\n${source}`);
    const { chunks } = await openPython(source).then(({ module }) => module);
    assert.equal(document.module.chunks.at(-1)?.statement.kind, 'if');
    assert.equal(hasError(document), true);
    assert.ok(document.module.chunks.length > 2 * chunks.length - 3);
    document.dispose();
  });

  it('parses what a quote leaves open once', async () => {
    const text = `${source}x = """${'nn.L1Loss() '.repeat(5000)}`;
    const parsed = parses(({ rootNode }) => rootNode.endIndex);
    const document = await openPython(text);
    await document.parseAll();
    assert.equal(hasError(document), true);
    assert.equal(parsed(), text.length);
    document.dispose();
  });

  it('parses long files in slices', async () => {
    const line = 'value = function(argument, other=[1, 2, 3])\n';
    const document = (await pythonParser()).open(line.repeat(20_000));
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await document.parseAll();
    clearInterval(timer);
    assert.ok(turns > 2, `the event loop had ${turns} turns`);
    assert.equal(document.module.chunks.length, 20_000);
    document.dispose();
  });

  it('takes changes while it parses', async () => {
    const document = (await pythonParser()).open(`a = 1\nx = [${'2.5, '.repeat(200_000)}]\n`);
    const ready = document.ready();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(document.isReady, false);
    document.update([{ offset: 0, length: 1, text: 'bcd' }]);
    await ready;
    assert.equal(document.isReady, true);
    assert.equal(document.text.slice(0, 9), 'bcd = 1\nx');
    assert.equal(document.module.chunks[1]?.start, 8);
    document.dispose();
  });

  it('can be disposed of while it parses', async () => {
    const document = (await pythonParser()).open(`x = [${'2.5, '.repeat(200_000)}]\n`);
    const ready = document.ready();
    document.dispose();
    await ready;
    assert.equal(document.isReady, false);
  });
});

/** Compares plain data; the slow comparison, which says where they differ, only if they do. */
function checkSame(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) assert.deepEqual(actual, expected, what);
}

/** The change that brings a text back to the source, as small as it can be. */
function restoring(text: string): TextChange {
  let start = 0;
  while (start < text.length && text[start] === source[start]) start++;
  let end = 0;
  while (end < Math.min(text.length, source.length) - start && text.at(-1 - end) === source.at(-1 - end))
    end++;
  return { offset: start, length: text.length - end - start, text: source.slice(start, source.length - end) };
}

/** The statements of the document's present trees, nothing kept from before. */
function readAgain(document: PythonDocument): Chunk[] {
  const { scope } = document.module;
  return treesOf(document).flatMap((tree) => {
    const within = (): TreeSource => ({ source: document, scope, base: tree.base, node: tree.root });
    return chunksOf(tree.root, within, { start: tree.base }, 0);
  });
}

function treesOf(document: PythonDocument): TreePart[] {
  const trees: TreePart[] = [];
  for (let at = 0; at < document.text.length; at++) {
    const tree = document.treeAt(at);
    if (tree.base !== trees.at(-1)?.base) trees.push(tree);
    at = Math.max(at, tree.base + tree.root.endIndex - 1);
  }
  return trees;
}

function hasError(document: PythonDocument): boolean {
  return treesOf(document).some(({ root }) => root.hasError);
}

/** Counts the trees that are made from now on, or adds up something of them; a parse in several slices makes one. */
function parses(amount: (tree: Tree) => number = () => 1): () => number {
  let count = 0;
  const original = Object.getOwnPropertyDescriptor(Parser.prototype, 'parse') ?? assert.fail();
  const parse = original.value as (this: Parser, ...given: Parameters<Parser['parse']>) => Tree | null;
  Parser.prototype.parse = function (...given) {
    const tree = parse.apply(this, given);
    if (tree) count += amount(tree);
    return tree;
  };
  after(() => {
    Object.defineProperty(Parser.prototype, 'parse', original);
  });
  return () => count;
}

/** Mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rules } from '#rules';
import { atOnce } from '../../src/python/pauses';
import { evaluateCall, lossCalls, lossUseAt } from '../../src/insights/documentInsights';
import { RuleChecker } from '../../src/insights/ruleChecker';
import { importedRoots, starImports } from '../../src/python/imports';
import { NotebookText, type Cell } from '../../src/python/notebookText';
import type { PythonDocument } from '../../src/python/pythonDocument';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { seededRandom } from '../engine/seededRandom';
import { facts } from '../python/facts';
import { openPython } from '../python/openPython';

const head = `import torch
from torch import nn
import torch.nn.functional as F

SMOOTHING = 0.1
criterion = None

def choose(kind):
    global criterion
    if kind:
        criterion = nn.L1Loss()
    else:
        criterion = nn.MSELoss()

class Base(nn.Module):
    loss = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)

    def __init__(self):
        self.other = nn.SmoothL1Loss(beta=0.5)
`;

/** Long enough for several segments. */
const filling = Array.from(
  { length: 60 },
  (_, i) =>
    `def helper${i}(values, scale=2.0):\n    return [value * scale + ${i} for value in values if value is not None]\n`,
).join('\n');

const tail = `
class Net(Base):
    def forward(self, x, y):
        total = 0.0
        for step in range(3):
            total += self.loss(x, y) + self.other(x, y)
        return total + criterion(x, y)

torch.manual_seed(0)
prediction = torch.randn(3, 5, requires_grad=True)
wanted = torch.tensor([1, 0, 4])
loss_fn = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
value = loss_fn(prediction, wanted)
near = F.l1_loss(torch.tensor([1.0, 2.0]), torch.tensor([1.5, SMOOTHING]))
values = [nn.MSELoss()(torch.zeros(2), torch.ones(2)), criterion(prediction, prediction)]
`;

const program = `${head}\n${filling}${tail}`;

/** Lines that edits put in. */
const lines = [
  'SMOOTHING = 0.3',
  'SMOOTHING += 0.1',
  'criterion = nn.HuberLoss()',
  'from other import *',
  'from torch.nn import *',
  'import nn',
  'def set_smoothing():\n    global SMOOTHING\n    SMOOTHING = 0.5',
  'def nothing():\n    pass',
  'torch.rand(3)',
  'wanted = torch.tensor([2, 2, 2])',
  '# a remark',
  '',
];

describe('answers about a document that is edited', () => {
  it('are those about a document opened on the same text', async () => {
    const random = seededRandom(11);
    const below = (count: number): number => Math.floor(random() * count);
    for (let round = 0; round < 4; round++) {
      const document = await openPython(program);
      let { text } = document;
      answers(document);
      for (let step = 0; step < 12; step++) {
        const starts = [...text.matchAll(/^(?=\S)/gm)].map(({ index }) => index);
        const offset = starts[below(starts.length)] ?? 0;
        const next = starts.find((start) => start > offset) ?? text.length;
        const isCut = below(4) === 0;
        const change = {
          offset,
          length: isCut ? next - offset : 0,
          text: isCut ? '' : `${lines[below(lines.length)] ?? ''}\n`,
        };
        document.update([change]);
        text = document.text;
        await document.ready();
        const fresh = await openPython(text);
        assert.deepEqual(answers(document), answers(fresh), JSON.stringify({ round, step, change }));
        fresh.dispose();
      }
      document.dispose();
    }
  }).timeout(60_000);

  it('are those about a notebook opened on the same cells', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cellEdit, { minLength: 1, maxLength: 8 }), async (edits) => {
        let cells: readonly Cell[] = programCells.map((text) => ({ key: {}, text }));
        const notebook = new NotebookText();
        notebook.update(cells);
        const document = await openPython(notebook.text);
        const checker = new RuleChecker(document, rules);
        for (const edit of edits) {
          cells = changed(cells, edit);
          const change = notebook.update(cells);
          if (change) document.update([change]);
          await document.ready();
          const fresh = new NotebookText();
          fresh.update(cells);
          assert.equal(document.text, fresh.text);
          for (const { key } of cells) assert.equal(notebook.startOf(key), fresh.startOf(key));
          await compare(document, checker);
        }
        document.dispose();
      }),
      { numRuns: 25 },
    );
  }).timeout(120_000);

  it('are those about a document opened on the same text while its syntax is broken, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
        const document = await openPython(program);
        const checker = new RuleChecker(document, rules);
        for (const { at, length, text, isUndone, steps } of edits) {
          const offset = Math.floor(at * document.text.length);
          const gone = document.text.slice(offset, offset + length);
          document.update([{ offset, length: gone.length, text }]);
          await document.ready();
          // Typing goes on before a check has come to its end.
          const left = checker.check();
          for (let taken = 0; taken < steps && left.next().done !== true;) taken++;
          if (steps === 0 || !isUndone) await compare(document, checker);
          if (!isUndone) continue;
          document.update([{ offset, length: text.length, text: gone }]);
          await document.ready();
          await compare(document, checker);
        }
        document.dispose();
      }),
      { numRuns: 25 },
    );
  }).timeout(120_000);
});

/** What happens to the cells of a notebook: one comes, goes, moves, or gets more text at its end. */
const cellEdit = fc.record({
  kind: fc.constantFrom('add', 'remove', 'move', 'type'),
  at: fc.nat(),
  to: fc.nat(),
  text: fc.constantFrom(
    ...lines,
    '%matplotlib inline',
    '%%bash\nimport nn',
    '# %% [markdown]',
    'x = """',
    '(',
  ),
});

/** The cells of the program, as one would write them: no function is cut. */
const programCells = `${head}${tail}`.split(/\n\n(?=\S)/);

function changed(
  cells: readonly Cell[],
  { kind, at, to, text }: { kind: string; at: number; to: number; text: string },
): readonly Cell[] {
  const index = at % cells.length;
  const cell = cells[index];
  const others = cells.filter((one) => one !== cell);
  const inserted = (into: readonly Cell[], place: number, one: Cell): readonly Cell[] => [
    ...into.slice(0, place),
    one,
    ...into.slice(place),
  ];
  if (!cell || kind === 'add') return inserted(cells, index, { key: {}, text });
  if (cells.length === 1) return cells;
  if (kind === 'remove') return others;
  if (kind === 'move') return inserted(others, to % cells.length, cell);
  return inserted(others, index, { ...cell, text: `${cell.text}\n${text}` });
}

/** What is typed, mostly in passing: quotes and brackets that are not closed yet, halves of statements. */
const edit = fc.record({
  // Most of the losses stand at the beginning and at the end.
  at: fc.oneof(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.double({ min: 0, max: 0.08, noNaN: true }),
    fc.double({ min: 0.9, max: 0.999, noNaN: true }),
  ),
  length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  text: fc.constantFrom(
    ...['"""', "'''", '"', "'", '(', ')', '[', '}', '\\', '\n', '\r\n', '    ', '\t', ':', '@', '#', 'f"{'],
    ...['def f(', 'class A:\n', 'else:\n', 'if x:\n', 'import nn\n', '\nfrom torch.nn import *\n', 'x = nn.'],
    ...[
      '\nSMOOTHING = 0.3\n',
      '\nasync def g():\n',
      'loss_fn = ',
      '\ncriterion = nn.HuberLoss()\n',
      '\n# %%\n',
      '',
    ],
  ),
  isUndone: fc.boolean(),
  steps: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 200 })),
});

async function compare(document: PythonDocument, checker: RuleChecker): Promise<void> {
  const fresh = await openPython(document.text);
  assert.equal(JSON.stringify(facts(document)), JSON.stringify(facts(fresh)));
  assert.deepEqual(answers(document), answers(fresh));
  assert.deepEqual(findings(checker), findings(new RuleChecker(fresh, rules)));
  fresh.dispose();
}

function findings(checker: RuleChecker): unknown {
  return atOnce(checker.check()).map(({ rule, start, end, message }) => [rule.id, start, end, message]);
}

/** What is known about every name and every call in the code, and about its imports. */
function answers(document: PythonDocument): unknown {
  const { text } = document;
  const uses = [...text.matchAll(/\b(?:nn|F|loss|loss_fn|criterion|other|\w+Loss|l1_loss)\b/g)].map(
    ({ index }) => {
      const use = lossUseAt(document, index + 1);
      return (
        use && [
          use.role,
          use.start,
          use.end,
          use.isOpen,
          use.certainty,
          use.candidates.map(({ loss }) => loss.name),
        ]
      );
    },
  );
  const calls = lossCalls(document, { start: 0, end: text.length }).map((call) => {
    const { inputs, configured, result } = evaluateCall(document, call);
    return [
      call.start,
      configured.given,
      inputs.map(({ value, reason }) => reason ?? value),
      result && printTensor(result.loss),
    ];
  });
  return { uses, calls, roots: [...importedRoots(document)].sort(), stars: starImports(document) };
}

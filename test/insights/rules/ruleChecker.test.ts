import assert from 'node:assert/strict';
import { rules } from '#rules';
import { atOnce } from '../../../src/python/pauses';
import { RuleChecker, type RuleFinding } from '../../../src/insights/ruleChecker';
import { suppressing } from '../../../src/insights/suppression';
import { seededRandom } from '../../engine/seededRandom';
import { openPython } from '../../python/openPython';
import { findingsOf, preamble } from './ruleExamples';

const program = `${preamble}
SMOOTHING = 0.1

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.out = nn.Linear(5, 3)

    def forward(self, x):
        return F.softmax(self.out(x), dim=1)

net = Net()
criterion = nn.CrossEntropyLoss(label_smoothing=SMOOTHING)
other = nn.MSELoss('sum')

def step(x, y):
    loss = criterion(net(x), y)
    loss.backward()

def metric(x, y):
    return F.kl_div(x, y)
`;

/** A program whose findings depend on what its values are, and lines that may change them, where they stand or at a distance. */
const values = `${preamble}
weights = [1.0, 2.0]
scale = -0.1
settings = {'label_smoothing': -0.1}
target = torch.tensor([-100, -100])

def change(values):
    return values

def reset():
    pass

def step(x):
    return F.cross_entropy(x, target, label_smoothing=scale)

criterion = nn.CrossEntropyLoss(weight=weights)
other = nn.CrossEntropyLoss(label_smoothing=settings['label_smoothing'])
loss = F.cross_entropy(torch.zeros(2, 3), target)
third = nn.SmoothL1Loss(beta=scale)

class Net(nn.Module):
    def __init__(self):
        self.criterion = nn.CrossEntropyLoss(weight=torch.ones(2))

    def forward(self):
        return self.criterion(torch.zeros(2, 3), target)

net = Net()
`;
const changes = [
  ...['change(weights)', 'kept = change(target)', 'reset()', 'step(torch.zeros(2, 3))', 'print(weights)'],
  ...['weights.clear()', 'weights[0] = 3', 'del weights[0]', 'weights += [1.0]', 'weights.sort()'],
  ...['target[0] = 1', 'target.zero_()', 'target.data = weights', 'torch.add(target, 1, out=target)'],
  ...[
    'settings.update(label_smoothing=0.1)',
    "settings['label_smoothing'] = 0.1",
    'scale *= -1',
    'scale = 0.1',
  ],
  ...[
    'alias = weights',
    'alias.append(2.0)',
    'for one in [weights, target]:\n    one.pop()',
    'import weights',
  ],
  ...[
    'net.criterion.weight = torch.ones(3)',
    'net.criterion.weight.fill_(2.0)',
    'own = net.criterion',
    'own.weight.data.fill_(2.0)',
  ],
  ...["exec('scale = 1')", 'torch.set_default_dtype(torch.float64)', 'torch.set_grad_enabled(False)'],
  ...[
    '    values.append(1)',
    '    weights.pop()',
    '    weights[0] = 0',
    '    global scale',
    '    scale = 0.1',
  ],
];

/** Pieces that edits put in and take out. */
const pieces = [
  'SMOOTHING = -0.5\n',
  'criterion = nn.NLLLoss2d()\n',
  'from other import net\n',
  'import torch.nn as nn\n',
  '# a remark\n',
  '  # loss: ignore[positional-reduction]',
  'def metric():\n    pass\n',
  '(',
  "'",
  '\n\n',
  'x',
];

describe('the checker', () => {
  it('finds what stands there', async () => {
    assert.deepEqual(await idsIn(program), [
      'positional-reduction',
      'softmax-before-cross-entropy',
      'kl-mean',
    ]);
  });

  it('finds once what several statements lead to', async () => {
    const code =
      'from functools import partial\nmake = partial(nn.SmoothL1Loss, beta=-1.0)\na = make()\nb = make()\n';
    assert.deepEqual(await idsIn(preamble + code), ['constant-out-of-range']);
    assert.equal((await findingsOf(rules, preamble + code)).length, 1);
  });

  it('says nothing of what only convention takes for PyTorch', async () => {
    const code = "other = nn.MSELoss('sum')\nloss = F.mse_loss(x, y, reduction='none')\nloss.backward()\n";
    assert.deepEqual(await idsIn(code), []);
    assert.deepEqual(await idsIn(preamble + code), ['positional-reduction', 'unreduced-backward']);
  });

  it('finds after any edits what it finds in the text as it is then', async () => {
    const random = seededRandom(7);
    const below = (count: number): number => Math.floor(random() * count);
    for (let round = 0; round < 12; round++) {
      const document = await openPython(program);
      const checker = new RuleChecker(document, rules);
      atOnce(checker.check());
      for (let edit = 0; edit < 10; edit++) {
        const { text } = document;
        const lines = text.split('\n');
        const before = lines.slice(0, below(lines.length)).join('\n').length;
        const isCut = below(3) === 0;
        const length = isCut ? Math.min(below(60), text.length - before) : 0;
        document.update([
          { offset: before, length, text: isCut ? '' : `\n${pieces[below(pieces.length)] ?? ''}` },
        ]);
        await document.ready();
        // A check that another edit comes before.
        const given = checker.check();
        for (let steps = below(3) === 0 ? below(400) : 0; steps > 0; steps--) given.next();
        document.update([{ offset: document.text.length, length: 0, text: '\n' }]);
        await document.ready();
        const found = atOnce(checker.check()).map(describeFinding);
        const fresh = await openPython(document.text);
        assert.deepEqual(
          found.sort(),
          atOnce(new RuleChecker(fresh, rules).check()).map(describeFinding).sort(),
          document.text,
        );
        fresh.dispose();
      }
      document.dispose();
    }
  });

  it('finds what it would find afresh, whatever lines change values', async () => {
    const random = seededRandom(3);
    const below = (count: number): number => Math.floor(random() * count);
    for (let round = 0; round < 15; round++) {
      const document = await openPython(values);
      const checker = new RuleChecker(document, rules);
      assert.equal(atOnce(checker.check()).length, 8);
      for (let edit = 0; edit < 12; edit++) {
        const lines = document.text.split('\n');
        const line = 5 + below(lines.length - 5);
        const offset = lines.slice(0, line).join('\n').length;
        const whole = { offset, length: 1 + (lines[line] ?? '').length };
        const next = `\n${lines[line + 1] ?? ''}`;
        const kinds = [
          [{ offset, length: 0, text: `\n${changes[below(changes.length)] ?? ''}` }],
          [{ ...whole, text: '' }],
          // the line changes places with the next
          [
            { ...whole, text: '' },
            { offset: offset + next.length, length: 0, text: `\n${lines[line] ?? ''}` },
          ],
        ];
        document.update(kinds[below(line + 1 < lines.length ? 3 : 2)] ?? []);
        await document.ready();
        const fresh = await openPython(document.text);
        assert.deepEqual(
          atOnce(checker.check()).map(describeFinding).sort(),
          atOnce(new RuleChecker(fresh, rules).check()).map(describeFinding).sort(),
          document.text,
        );
        fresh.dispose();
      }
      document.dispose();
    }
  });

  it('forgets what a change of a parameter by another name may reach', async () => {
    const document = await openPython(values);
    const checker = new RuleChecker(document, rules);
    const { length } = atOnce(checker.check());
    const change = 'own.weight.data.fill_(2.0)\n';
    document.update([{ offset: document.text.length, length: 0, text: `own = net.criterion\n${change}` }]);
    await document.ready();
    assert.equal(atOnce(checker.check()).length, length - 2);
    document.update([{ offset: document.text.length - change.length, length: change.length, text: '' }]);
    await document.ready();
    assert.equal(atOnce(checker.check()).length, length);
    document.dispose();
  });

  it('follows names of whatever letters', async () => {
    const text = `${preamble}β = 0.5\nnn.CrossEntropyLoss(label_smoothing=β)\n`;
    const document = await openPython(text);
    const checker = new RuleChecker(document, rules);
    assert.deepEqual(atOnce(checker.check()), []);
    document.update([{ offset: text.indexOf('0.5'), length: 0, text: '-' }]);
    await document.ready();
    assert.equal(atOnce(checker.check()).length, 1);
    document.dispose();
  });

  it('checks again only what an edit can reach', async () => {
    const ownNames =
      'def report(x, y):\n    loss = F.l1_loss(x, y)\n    return loss.item()\n' +
      'class Head(nn.Module):\n    def forward(self, x):\n        return x.relu()\n';
    const document = await openPython(`${program}\nloss = criterion(net.x, net.y)\n${ownNames}`);
    let sites = 0;
    const counting = rules.slice(0, 1).map((rule) => ({
      ...rule,
      at: ['creation', 'evaluation', 'other'] as const,
      calls: /(?:)/,
      check: () => {
        sites++;
        return [];
      },
    }));
    const checker = new RuleChecker(document, counting);
    atOnce(checker.check());
    const all = sites;
    const redone = async (old: string, by: string): Promise<number> => {
      sites = 0;
      document.update([{ offset: document.text.indexOf(old), length: old.length, text: by }]);
      await document.ready();
      atOnce(checker.check());
      return sites;
    };
    assert.equal(await redone('return F.kl_div(x, y)', 'return F.kl_div(y, x)'), 1);
    assert.equal(await redone("nn.MSELoss('sum')", 'nn.MSELoss()'), 1);
    // A function's own name is not the module's: what that stands for is not asked for again.
    assert.equal(await redone('return loss.item()', 'return loss.item() + 1'), 2);
    // What a class derives from is PyTorch's, and means what it meant.
    assert.equal(await redone('return x.relu()', 'return x.relu() + 1'), 1);
    // The constructor of criterion, its calls, and what mentions their loss.
    assert.equal(await redone('SMOOTHING = 0.1', 'SMOOTHING = 0.2'), 7);
    assert.ok((await redone('import torch.nn as nn', 'import torch.nn as n')) > all / 2);
    document.dispose();
  });
});

describe('rules', () => {
  it('follow the input of an operation by its name, and the parts of what is split', async () => {
    for (const input of [
      'torch.flatten(start_dim=1, input=F.softmax(x, dim=1))',
      'torch.squeeze(dim=2, input=F.softmax(x, dim=1))',
      'F.softmax(x, dim=1).chunk(2)[0]',
      'next(iter([F.softmax(dim=1, input=x)]))',
    ]) {
      const found = await idsIn(`${preamble}def step(x, y):\n    return F.cross_entropy(${input}, y)\n`);
      assert.deepEqual(found, input.startsWith('next') ? [] : ['softmax-before-cross-entropy'], input);
    }
  });

  it('know the last size where a dimension of one comes or goes', async () => {
    const found = (input: string, target: string): Promise<string[]> =>
      idsIn(
        `${preamble}model = nn.Linear(5, 1)\nouts = nn.Linear(5, 3)\ny = torch.randn(64)\nz = torch.randn(64, 1)\ndef step(x):\n    return F.mse_loss(${input}, ${target})\n`,
      );
    for (const [input, target] of [
      ['model(x)', 'y'],
      ['model(x)', 'z.squeeze(1)'],
      ['model(x)', 'z.squeeze(-1)'],
      ['y.unsqueeze(1)', 'z.squeeze(dim=1)'],
      ['y.unsqueeze(-1)', 'y'],
      ['torch.unsqueeze(y, 1)', 'y'],
    ] as const)
      assert.deepEqual(await found(input, target), ['broadcast-shapes'], `${input}, ${target}`);
    for (const [input, target] of [
      ['model(x)', 'z'],
      ['model(x).squeeze(-1)', 'y'],
      ['model(x)', 'y.unsqueeze(1)'],
      ['y.unsqueeze(-1)', 'z'],
      ['y.unsqueeze(0)', 'y'],
      ['y.unsqueeze(n)', 'y'],
      ['outs(x).squeeze(-1)', 'y'],
      ['model(x).squeeze(0)', 'y'],
    ] as const)
      assert.deepEqual(await found(input, target), [], `${input}, ${target}`);
  });

  it('say nothing of what a constructor may be given in a list', async () => {
    const net =
      'class Net(nn.Module):\n    def __init__(self, classes=4):\n        super().__init__()\n        self.out = nn.Linear(5, classes)\n\n    def forward(self, x):\n        return self.out(x)\n\n';
    const step = 'def step(x, y):\n    return F.cross_entropy(net(x), y, weight=torch.ones(3))\n';
    for (const given of ['', '4', 'classes=4'])
      assert.deepEqual(await idsIn(`${preamble}${net}net = Net(${given})\n${step}`), ['weight-shape'], given);
    const mixed = net.replace('nn.Module', 'Mixin, nn.Module');
    assert.deepEqual(await idsIn(`${preamble}${mixed}net = Net()\n${step}`), ['weight-shape']);
    assert.deepEqual(await idsIn(`${preamble}net = nn.LazyLinear(4)\n${step}`), ['weight-shape']);
    for (const given of ['*sizes', '**options', '3', 'classes=3'])
      assert.deepEqual(await idsIn(`${preamble}${net}net = Net(${given})\n${step}`), [], given);
  });

  it('come to an end where a module is put into itself', async () => {
    const wrap = 'm = nn.Sequential(nn.Linear(3, 2))\nfor i in x:\n    m = nn.Sequential(m)\n';
    assert.deepEqual(await idsIn(`${preamble}${wrap}F.cross_entropy(m(x), y)\n`), []);
  });

  it('see the innermost autocast', async () => {
    const call = 'F.binary_cross_entropy(x.sigmoid(), y)';
    const under = (outer: string, inner: string): Promise<string[]> =>
      idsIn(
        `${preamble}def step(x, y):\n    with ${outer}:\n        with ${inner}:\n            return ${call}\n`,
      );
    const [on, off] = ["torch.autocast('cuda')", "torch.autocast('cuda', enabled=False)"];
    assert.ok(!(await under(on, off)).includes('bce-under-autocast'));
    for (const path of ['torch.autocast', 'torch.amp.autocast', 'torch.amp.autocast_mode.autocast'])
      assert.ok((await under(off, `${path}('cuda')`)).includes('bce-under-autocast'), path);
    assert.ok((await under(off, 'torch.cuda.amp.autocast()')).includes('bce-under-autocast'));
  });

  it('say nothing of what may be one loss or another', async () => {
    const choice = 'c = nn.BCELoss() if flag else nn.MSELoss()\n';
    assert.deepEqual(await idsIn(`${preamble}${choice}c(nn.Linear(3, 2)(x), y)\n`), []);
    assert.deepEqual(await idsIn(`${preamble}c = nn.BCELoss()\nc(nn.Linear(3, 2)(x), y)\n`), [
      'logits-into-bce',
    ]);
  });
});

describe('the comment that silences a rule', () => {
  const line = "loss = nn.MSELoss('sum')";

  it('silences its rules on its line', async () => {
    assert.deepEqual(await idsIn(`${preamble}${line}`), ['positional-reduction']);
    for (const comment of [
      '# loss: ignore[positional-reduction]',
      '#loss: ignore[kl-mean,positional-reduction]',
      '# because  # loss: ignore[ positional-reduction ] for now',
    ])
      assert.deepEqual(await idsIn(`${preamble}${line}  ${comment}`), [], comment);
    // Fixes are offered for none of it either.
    assert.equal((await findingsOf(rules, `${preamble}${line}`)).length, 1);
    const silenced = `${preamble}${line}  # loss: ignore[positional-reduction]`;
    assert.deepEqual(await findingsOf(rules, silenced), []);
  });

  it('silences no other rule, line or text', async () => {
    for (const text of [
      `${line}  # loss: ignore[kl-mean]`,
      `# loss: ignore[positional-reduction]\n${line}`,
      `${line}; text = '# loss: ignore[positional-reduction]'`,
      `${line}  # ignore[positional-reduction]`,
    ])
      assert.deepEqual(await idsIn(preamble + text), ['positional-reduction'], text);
  });

  it('silences on each line of what is found', async () => {
    const text = `${preamble}def step(x, y):\n    return F.cross_entropy(\n        F.softmax(\n            x, dim=1  # loss: ignore[softmax-before-cross-entropy]\n        ), y)`;
    assert.deepEqual(await idsIn(text), []);
    assert.deepEqual(await idsIn(text.replace(/ {2}#.*/, '')), ['softmax-before-cross-entropy']);
  });

  it('is written behind a text in a long file', async () => {
    const text = `${'x = 1\n'.repeat(5000)}x = '#'\ny = 2  # one`;
    const document = await openPython(text);
    for (const at of ["x = '#'", 'y = 2  # one']) {
      const start = text.indexOf(at);
      assert.deepEqual(suppressing(document, 'a-rule', start), {
        start: start + at.length,
        end: start + at.length,
        text: '  # loss: ignore[a-rule]',
      });
    }
    document.dispose();
  });

  it('is found where it stands in a long file', async () => {
    const rest = `${line}  # because  # loss: ignore[kl-mean]\ntext = '# loss: ignore[positional-reduction]'; ${line}\n${line}  # loss: ignore[positional-reduction]\n`;
    const text = `${preamble}${'x = 1\n'.repeat(5000)}${rest}`;
    const document = await openPython(text);
    const [first, second] = [...text.matchAll(/nn\.MSELoss/g)].map(({ index }) => index);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(await idsIn(text), ['positional-reduction', 'positional-reduction']);
    const list = text.indexOf('kl-mean');
    assert.deepEqual(suppressing(document, 'positional-reduction', first), {
      start: list,
      end: list + 'kl-mean'.length,
      text: 'kl-mean, positional-reduction',
    });
    const end = text.indexOf('\n', second);
    assert.deepEqual(suppressing(document, 'a-rule', second), {
      start: end,
      end,
      text: '  # loss: ignore[a-rule]',
    });
    document.dispose();
  });

  it('is written behind the code, and joins the one that is there', async () => {
    const written = async (text: string): Promise<string | undefined> => {
      const document = await openPython(text);
      const edit = suppressing(document, 'a-rule', 0);
      document.dispose();
      return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    };
    assert.equal(await written('x = 1'), 'x = 1  # loss: ignore[a-rule]');
    assert.equal(await written('x = 1   \ny'), 'x = 1  # loss: ignore[a-rule]\ny');
    assert.equal(await written('x = 1\r\ny'), 'x = 1  # loss: ignore[a-rule]\r\ny');
    assert.equal(await written('x = 1  # one'), 'x = 1  # one  # loss: ignore[a-rule]');
    assert.equal(await written('x = 1  # loss: ignore[b]'), 'x = 1  # loss: ignore[b, a-rule]');
    assert.equal(await written("x = '#'"), "x = '#'  # loss: ignore[a-rule]");
    assert.equal(await written('x = 1 + \\\n  2'), undefined);
    assert.equal(await written('x = """one\ntwo"""'), undefined);
  });
});

async function idsIn(text: string): Promise<string[]> {
  const document = await openPython(text);
  try {
    return atOnce(new RuleChecker(document, rules).check()).map(({ rule }) => rule.id);
  } finally {
    document.dispose();
  }
}

function describeFinding({ rule, start, end, message, related }: RuleFinding): string {
  const others = related.map((one) => `${String(one.start)}-${String(one.end)} ${one.message}`);
  return [rule.id, start, end, message, ...others].join(' ');
}

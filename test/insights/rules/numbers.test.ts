import assert from 'node:assert/strict';
import { rules } from '#rules';
import { evaluateCall, lossCallAt } from '../../../src/insights/documentInsights';
import { openPython } from '../../python/openPython';
import { findingsOf, preamble } from './ruleExamples';

/**
 * The numbers that messages about the bad examples tell and the code does not, with code that has them as its loss (or
 * `true` where the number is one of the code's less 1).
 */
const computed: Readonly<Record<string, Readonly<Record<string, string | true>>>> = {
  'softmax-before-cross-entropy': {
    '0.5514': 'F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0]]), torch.tensor([0]))',
    '0.7437': 'F.cross_entropy(torch.tensor([[1.0, 0.0, 0.0, 0.0]]), torch.tensor([0]))',
  },
  'sigmoid-before-logits': {
    '0.3133': 'F.binary_cross_entropy_with_logits(torch.tensor([1.0]), torch.tensor([1.0]))',
    '0.6931': 'F.binary_cross_entropy_with_logits(torch.tensor([0.0]), torch.tensor([0.0]))',
  },
  'sigmoid-then-bce': {
    // The float32 sigmoid of 17 is 1, that of 16 is not.
    '17': 'F.binary_cross_entropy_with_logits(torch.tensor([17.0]), torch.tensor([0.0]))',
    '100': 'F.binary_cross_entropy(torch.sigmoid(torch.tensor([17.0])), torch.tensor([0.0]))',
  },
  'signed-target': {
    '0.6931': 'F.soft_margin_loss(torch.tensor([3.0]), torch.tensor([0.0]))',
  },
  'low-precision-loss': {
    '0.0009765625': 'F.l1_loss(torch.tensor([1.0009765625]).half(), torch.ones(1).half(), reduction="sum")',
    '0.0078125': 'F.l1_loss(torch.tensor([1.0078125]).bfloat16(), torch.ones(1).bfloat16())',
  },
  'ctc-label-range': { '29': true },
};

describe('the numbers in messages', () => {
  for (const [classes, floor] of [
    [2, '0.3133'],
    [3, '0.5514'],
    [10, '1.4612'],
    [1000, '5.9095'],
  ] as const)
    it(`tell the floor of ${String(classes)} classes as PyTorch computes it`, async () => {
      const layers = `nn.Linear(5, ${String(classes)}), nn.Softmax(dim=1)`;
      const step = 'def step(x, y):\n    return F.cross_entropy(model(x), y)';
      await says(`model = nn.Sequential(${layers})\n${step}`, classes, floor);
    });

  const net = (constructor: string, layer: string, forward: string): string =>
    `class Net(nn.Module):\n    def __init__(${constructor}):\n        super().__init__()\n        ${layer}\n\n    def forward(self, x):\n        ${forward}\n\n`;
  const softmax = 'return F.softmax(self.fc(x), dim=1)';
  const classCounts: Readonly<Record<string, string>> = {
    'the constructor is given': `${net('self, classes', 'self.fc = nn.Linear(5, classes)', softmax)}model = Net(classes=3)`,
    'the constructor has by default': `${net('self, size, classes=3', 'self.fc = nn.Linear(size, classes)', softmax)}model = nn.DataParallel(Net(5))`,
    'a constant tells': `NUM_CLASSES = 3\n${net('self', 'self.fc = nn.Linear(5, NUM_CLASSES)', softmax)}model = Net().cuda()`,
    'a convolution has for its channels':
      'model = nn.Sequential(nn.Conv2d(3, 8, 1), nn.ReLU(), nn.Conv2d(8, 3, 1), nn.Softmax(dim=1))',
    'a layer of a layer has': `${net('self, n', 'self.fc = nn.Sequential(nn.ReLU(), nn.Linear(5, n))', softmax)}model = nn.Sequential(nn.Flatten(), Net(3))`,
  };
  for (const [where, code] of Object.entries(classCounts))
    it(`count the classes that ${where}`, () =>
      says(`${code}\ndef step(x, y):\n    return F.cross_entropy(model(x), y)`, 3, '0.5514'));

  it('count no classes where instances differ, or the code does not tell', async () => {
    for (const [model, forward] of [
      ['Net(3) if small else Net(4)', softmax],
      ['Net(count)', softmax],
      ['Net(*sizes)', softmax],
      ['Net(3)', 'return F.softmax(self.fc(x).view(-1, self.n), dim=1)'],
    ] as const) {
      const code = `${net('self, n', 'self.fc = nn.Linear(5, n)', forward)}model = ${model}\ndef step(x, y):\n    return F.cross_entropy(model(x), y)`;
      const [finding] = await findingsOf(rules, preamble + code);
      assert.match(String(finding?.message), /has a floor above 0/, code);
    }
  });

  for (const rule of rules)
    it(`are those of the code or of the engine: ${rule.id}`, async () => {
      const known = computed[rule.id] ?? {};
      const told = new Set<string>();
      for (const code of rule.examples.bad)
        for (const { message } of await findingsOf([rule], preamble + code))
          for (const [number] of message.replace(/PyTorch raises.*/, '').matchAll(/(?<![\w.])\d+(?:\.\d+)?/g))
            if ((number.includes('.') || number.length > 1) && !code.includes(number)) told.add(number);
      assert.deepEqual([...told].sort(), Object.keys(known).sort());
      for (const [number, code] of Object.entries(known))
        if (code !== true)
          assert.equal((await lossOf(code)).toFixed(number.split('.')[1]?.length ?? 0), number, code);
    });

  it('tell the first whole score at which the sigmoid is 1', async () => {
    const at = (score: string): string =>
      `F.binary_cross_entropy(torch.sigmoid(torch.tensor([${score}])), torch.tensor([0.0]))`;
    assert.ok((await lossOf(at('16.0'))) < 17);
    assert.equal(await lossOf(at('17.0')), 100);
  });
});

async function says(code: string, classes: number, floor: string): Promise<void> {
  const [finding] = await findingsOf(rules, preamble + code);
  assert.match(finding?.message ?? '', new RegExp(`below ${floor} with ${String(classes)} classes`));
}

/** What the engine computes for a call. */
async function lossOf(code: string): Promise<number> {
  const document = await openPython(preamble + code);
  try {
    const call = lossCallAt(document, preamble.length);
    const value = call && evaluateCall(document, call).result?.loss.data[0];
    assert.ok(value !== undefined, code);
    return value;
  } finally {
    document.dispose();
  }
}

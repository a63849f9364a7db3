import assert from 'node:assert/strict';
import { evaluateCall, lossCallAt } from '../../src/insights/documentInsights';
import { openPython } from '../python/openPython';

/** Whether a loss of tensors that the code spells out is left to the playground. */
async function isLeft(loss: string): Promise<boolean> {
  const document = await openPython(
    `import torch\nimport torch.nn as nn\ntorch.manual_seed(0)\nloss = ${loss}\n`,
  );
  const call = lossCallAt(document, document.text.indexOf('loss =')) ?? assert.fail('no call');
  const { isTooLarge, call: known, result } = evaluateCall(document, call);
  document.dispose();
  assert.ok(known, 'an input is not known');
  assert.equal(result === undefined, isTooLarge);
  return isTooLarge;
}

const ctc = (frames: number, samples: number, labels: string, length: number): string =>
  `nn.CTCLoss()(torch.rand(${frames}, ${samples}, 20).log_softmax(2), ${labels}, torch.full((${samples},), ${frames}), torch.full((${samples},), ${length}))`;

describe('a loss that would hold the editor up', () => {
  const cases: Readonly<Record<string, readonly [small: string, large: string]>> = {
    'of many elements': [
      'nn.L1Loss()(torch.rand(70_000), torch.rand(70_000))',
      'nn.L1Loss()(torch.rand(90_000), torch.rand(90_000))',
    ],
    'of tensors that are broadcast': [
      'nn.L1Loss()(torch.rand(130, 1), torch.rand(130))',
      'nn.L1Loss()(torch.rand(200, 1), torch.rand(200))',
    ],
    'with a weight for each element': [
      'nn.BCEWithLogitsLoss(pos_weight=torch.rand(100))(torch.rand(150, 100), torch.rand(150, 100))',
      'nn.BCEWithLogitsLoss(pos_weight=torch.rand(100))(torch.rand(300, 100), torch.rand(300, 100))',
    ],
    'of long targets': [
      ctc(400, 2, 'torch.randint(1, 20, (2, 100))', 100),
      ctc(400, 2, 'torch.randint(1, 20, (2, 200))', 200),
    ],
    'of targets for which there are not enough frames': [
      ctc(40, 100, 'torch.randint(1, 20, (100, 12))', 12),
      ctc(40, 100, 'torch.ones(100, 30).long()', 30),
    ],
    'of targets one behind the other': [
      ctc(40, 100, 'torch.arange(1200) % 19 + 1', 12),
      ctc(40, 100, 'torch.ones(3000).long()', 30),
    ],
  };
  for (const [name, [small, large]] of Object.entries(cases))
    it(`is left to the playground: ${name}`, async () => {
      assert.equal(await isLeft(small), false, small);
      assert.equal(await isLeft(large), true, large);
    });

  it('is none as PyTorch documents it', async () => {
    assert.equal(await isLeft(ctc(50, 16, 'torch.randint(1, 20, (16, 30))', 30)), false);
  });
});

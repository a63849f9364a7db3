import assert from 'node:assert/strict';
import {
  hoverAt,
  lossCallAt,
  lossUseAt,
  evaluateCall,
  renderHover,
} from '../../src/insights/documentInsights';
import { openPython } from '../python/openPython';

const example = `import torch
import torch.nn as nn
y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_true = torch.tensor([3.0, -0.5, 2.0, 7.0])
loss_fn = nn.MSELoss()
loss = loss_fn(y_pred, y_true)
`;

describe('the first example', () => {
  it('has a loss at each name of it', async () => {
    const document = await openPython(example);
    const at = (word: string, from = 0): string | undefined => {
      const use = lossUseAt(document, example.indexOf(word, from) + 1);
      return use && `${use.role} ${use.candidates[0]?.loss.name ?? ''} ${example.slice(use.start, use.end)}`;
    };
    assert.equal(at('MSELoss'), 'class MSELoss nn.MSELoss');
    assert.equal(at('nn.MSELoss'), 'class MSELoss nn.MSELoss');
    assert.equal(at('loss_fn'), 'instance MSELoss loss_fn');
    assert.equal(at('loss_fn(y'), 'instance MSELoss loss_fn');
    assert.equal(at('loss = '), 'value MSELoss loss');
    assert.equal(at('y_pred'), undefined);
    assert.equal(at('torch.tensor'), undefined);
    document.dispose();
  });

  it('computes the loss and the gradient', async () => {
    const document = await openPython(example);
    for (const word of ['loss_fn(', 'loss = loss_fn', 'y_true)', 'nn.MSELoss']) {
      const call = lossCallAt(document, example.indexOf(word));
      assert.ok(call, word);
      const { result, inputs } = evaluateCall(document, call);
      assert.deepEqual(
        inputs.map((input) => input.expression),
        ['y_pred', 'y_true'],
      );
      assert.ok(result);
      assert.equal(result.loss.data[0]?.toFixed(4), '0.2875');
      const gradient = [...(result.gradients['input']?.data ?? [])].map((value) => value.toFixed(4));
      assert.deepEqual(gradient, ['-0.2500', '0.2500', '0.0500', '0.4000']);
    }
    document.dispose();
  });

  it('says it in the hover', async () => {
    const document = await openPython(example);
    const hover = hoverAt(document, example.lastIndexOf('loss_fn'));
    assert.ok(hover);
    const text = renderHover(hover.content, { formula: () => undefined });
    assert.match(text, /tensor\(0\.2875\)/);
    assert.match(text, /-0\.2500/);
    assert.match(text, /docs\.pytorch\.org/);
    document.dispose();
  });
});

import assert from 'node:assert/strict';
import { evaluateCall, lossCallAt, playgroundCall } from '../../src/insights/documentInsights';
import { initialState, withCall } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { openPython } from '../python/openPython';

describe('a call of the code in the playground', () => {
  it('computes with the weights that the code draws', async () => {
    const document = await openPython(`import torch
import torch.nn as nn
torch.manual_seed(1)
loss_fn = nn.LinearCrossEntropyLoss(3, 4, bias=True, reduction="sum")
x, y = torch.ones(2, 3), torch.tensor([1, 3])
r = loss_fn(x, y)
`);
    const lossCall = lossCallAt(document, document.text.lastIndexOf('loss_fn(x')) ?? assert.fail('no call');
    const call = evaluateCall(document, lossCall);
    document.dispose();
    const state = withCall(initialState(), playgroundCall(call));
    assert.match(state.inputs['linear.bias']?.text ?? '', /^torch\.tensor\(\[.*\]\)$/);
    const { outcome } = new PlaygroundSession().answer(state, 1);
    assert.ok(outcome.kind === 'value' && call.result);
    assert.equal(outcome.printed, printTensor(call.result.loss));
    assert.deepEqual(outcome.loss, call.result.loss);
    // Another call must not go on with these.
    const next = withCall(state, { loss: 'LinearCrossEntropyLoss', parameters: {}, inputs: {} });
    assert.equal('linear.bias' in next.inputs, false);
  });
});

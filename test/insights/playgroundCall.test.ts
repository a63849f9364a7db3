import assert from 'node:assert/strict';
import { evaluateCall, hoverAt, lossCallAt, playgroundCall } from '../../src/insights/documentInsights';
import { initialState, withCall } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { atOnce } from '../../src/python/pauses';
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
    const state = withCall(initialState(), atOnce(playgroundCall(call)));
    assert.match(state.inputs['linear.bias']?.text ?? '', /^torch\.tensor\(\[.*\]\)$/);
    const { outcome } = new PlaygroundSession().answer(state, 1);
    assert.ok(outcome.kind === 'value' && call.result);
    assert.equal(outcome.printed, printTensor(call.result.loss));
    assert.deepEqual(outcome.loss, call.result.loss);
    // Another call must not go on with these.
    const next = withCall(state, { loss: 'LinearCrossEntropyLoss', parameters: {}, inputs: {} });
    assert.equal('linear.bias' in next.inputs, false);
  });

  it('is written in small steps, however long its tensors are', async () => {
    const document = await openPython(`import torch
import torch.nn as nn
torch.manual_seed(1)
x = torch.rand(200, 100)
w = torch.rand(10_000)
loss_fn = nn.CrossEntropyLoss(weight=w)
r = nn.MSELoss()(x, x)
`);
    const { text } = document;
    const lossCall = lossCallAt(document, text.lastIndexOf('(x, x)')) ?? assert.fail('no call');
    const steps = playgroundCall(evaluateCall(document, lossCall));
    let count = 0;
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) count++;
    assert.ok(count > 10, String(count));
    assert.equal(step.value.inputs['input']?.text.match(/\d\.\d/g)?.length, 20_000);
    const hover = hoverAt(document, text.indexOf('CrossEntropyLoss') + 1);
    const weight = hover?.content.explanations[0]?.parameters.find(({ name }) => name === 'weight');
    assert.equal(weight?.known, 'float32 (10000,)');
    document.dispose();
  });
});

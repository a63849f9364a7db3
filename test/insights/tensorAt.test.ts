import assert from 'node:assert/strict';
import { tensorAt } from '../../src/insights/tensorAt';
import { printTensor } from '../../src/engine/tensor/printTensor';
import { openPython } from '../python/openPython';

const code = `import torch
a = torch.tensor([1., 2.])
b = a * 2 + 1
print(b - a, a)
c = model(a)
`;

describe('the tensor at a place', () => {
  const at = async (selected: string, occurrence = 0, empty = false) => {
    const document = await openPython(code);
    let start = -1;
    for (let i = 0; i <= occurrence; i++) start = code.indexOf(selected, start + 1);
    assert.ok(start >= 0);
    const found = tensorAt(document, start, empty ? start : start + selected.length);
    document.dispose();
    return found && `${found.expression}: ${printTensor(found.tensor)}`;
  };

  it('is that of a selected expression', async () => {
    assert.equal(await at('b - a'), 'b - a: tensor([2., 3.])');
    assert.equal(await at('torch.tensor([1., 2.])'), 'torch.tensor([1., 2.]): tensor([1., 2.])');
    assert.equal(await at('a * 2'), 'a * 2: tensor([2., 4.])');
  });

  it('is that of the name under the cursor', async () => {
    assert.equal(await at('b - a', 0, true), 'b: tensor([3., 5.])');
  });

  it('is what is assigned, for the target or the whole statement', async () => {
    assert.equal(await at('b =', 0, true), 'b: tensor([3., 5.])');
    assert.equal(await at('b = a * 2 + 1'), 'b: tensor([3., 5.])');
  });

  it('is none where the code does not tell, or no tensor is', async () => {
    assert.equal(await at('c =', 0, true), undefined);
    assert.equal(await at('model(a)'), undefined);
    assert.equal(await at('import torch'), undefined);
    assert.equal(await at('2 + 1'), undefined);
  });
});

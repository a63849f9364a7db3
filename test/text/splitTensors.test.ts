import assert from 'node:assert/strict';
import { splitTensors } from '../../src/text/splitTensors';

describe('several tensors in one text', () => {
  for (const [name, text, expected] of [
    [
      'printed one after the other',
      'tensor([[1., 2.],\n        [3., 4.]], grad_fn=<AddBackward0>)\ntensor([0, 1])\n',
      ['tensor([[1., 2.],\n        [3., 4.]], grad_fn=<AddBackward0>)', 'tensor([0, 1])'],
    ],
    [
      'assigned line by line',
      'x = torch.tensor([1.0])\ny: Tensor = torch.tensor([2.0]).double()',
      ['x = torch.tensor([1.0])', 'y: Tensor = torch.tensor([2.0]).double()'],
    ],
    ['as arguments', '[2.5, 0.0], [3.0, -0.5]', ['[2.5, 0.0]', '[3.0, -0.5]']],
    ['three of them', '[1]; [2]\r\n[3]', ['[1]', '[2]', '[3]']],
    ['bare numbers with a blank line between', '1 2\n3 4\n \n5 6\n7 8\n', ['1 2\n3 4', '5 6\n7 8']],
  ] as const) {
    it(name, () => assert.deepEqual(splitTensors(text), expected));
  }

  for (const [name, text] of [
    ['one tensor', 'tensor([[1., 2.],\n        [3., 4.]])'],
    ['none', ''],
    ['words', 'loss (mean) of [1, 2]\nand [3, 4]'],
    ['one that cannot be read', 'tensor([1., 2.])\ntensor([1., two])'],
    ['one that is cut off', 'tensor([1., 2.])\ntensor([1., '],
    ['brackets that close too often', '[1]] [2]] ]]'],
  ] as const) {
    it(`is not seen in ${name}`, () => assert.equal(splitTensors(text), undefined));
  }
});

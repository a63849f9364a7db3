import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FileTensors } from '../../src/playground/fileTensors';
import { PlaygroundSession } from '../../src/playground/session';
import type { InputState, PlaygroundState } from '../../src/protocol/messages';
import { readFiles } from '../files/recordedFiles';

const recorded = readFiles();
const bytesOf = (name: string): Uint8Array =>
  recorded.find(({ file }) => file === name)?.bytes ?? assert.fail(`no ${name}`);

function stateOf(input: InputState, target: string): PlaygroundState {
  const inputs = { input, target: { text: target, dtype: 'auto' } as const };
  return { version: 1, loss: 'MSELoss', parameters: {}, inputs, tab: 'gradient' };
}

describe('tensors that stay in their files', () => {
  let folder: string;
  const put = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'loss-playground-files-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read once as long as the file stays as it is', () => {
    const files = new FileTensors();
    const file = put('a.csv', '1,2\n3,4');
    const first = files.read({ path: file, array: '' }, {});
    assert.deepEqual(first.shape, [2, 2]);
    assert.equal(files.read({ path: file, array: '' }, {}), first);
    assert.deepEqual(files.tensors, [first]);
    writeFileSync(file, '5,6\n7,8');
    utimesSync(file, 5, 5);
    assert.equal(files.read({ path: file, array: '' }, {}).data[0], 5);
  });

  it('are remembered up to five', () => {
    const files = new FileTensors();
    for (let index = 0; index < 8; index++) {
      files.read({ path: put(`${index}.csv`, `${index}`), array: '' }, {});
    }
    assert.deepEqual(
      files.tensors.map(({ data }) => data[0]),
      [7, 6, 5, 4, 3],
    );
  });

  it('that are too large by now are not read', () => {
    const file = put('a.csv', '1,2');
    truncateSync(file, 600_000_000);
    assert.throws(
      () => new FileTensors().read({ path: file, array: '' }, {}),
      /^FileError: a\.csv has 600 MB; files of up to 500 MB are read$/,
    );
  });

  it('that are gone are said to be', () => {
    const files = new FileTensors();
    const archive = put('a.npz', bytesOf('stored.npz'));
    assert.throws(() => files.read({ path: archive, array: 'other' }, {}), /there is no other in this file/);
    unlinkSync(archive);
    assert.throws(() => files.read({ path: archive, array: 'logits' }, {}), /^FileError: a\.npz is gone/);
    assert.throws(() => files.read({ path: folder, array: '' }, {}), /^FileError: loss-playground-files/);
  });

  it('are computed with, and the code reads them', () => {
    const file = put('a.npz', bytesOf('deflated.npz'));
    const session = new PlaygroundSession({ files: new FileTensors() });
    const input: InputState = { text: '', dtype: 'auto', file: { path: file, array: 'logits' } };
    const { inputs, outcome } = session.answer(stateOf(input, '0.'), 1);
    assert.deepEqual(inputs['input'], { dtype: 'float32', shape: [4, 5] });
    assert.equal(outcome.kind, 'value');
    assert.equal(session.tensors.length, 2, 'both are remembered');

    const large = put("a 'large'.npy", npyOfZeros(20_000));
    const inFile: InputState = { text: '', dtype: 'float64', file: { path: large, array: '' } };
    const { code, inputs: reports } = session.answer(stateOf(inFile, '0.'), 2);
    assert.deepEqual(reports['input'], { dtype: 'float64', shape: [20000] });
    assert.match(code, /^import numpy as np\nimport torch\n/);
    const quoted = large.replaceAll("'", "\\'");
    assert.ok(
      code.includes(`input = torch.from_numpy(np.ascontiguousarray(np.load('${quoted}'), dtype=np.float64))`),
      code,
    );
  });

  it('have the shape of the weight that they are, or say so', () => {
    const session = new PlaygroundSession({ files: new FileTensors() });
    const file = { path: put('weight.npy', npyOfZeros(6)), array: '' };
    const { inputs } = session.answer(
      {
        ...stateOf({ text: '[[0.5, -1.0]]', dtype: 'auto' }, '[2]'),
        loss: 'LinearCrossEntropyLoss',
        parameters: { in_features: '2', num_classes: '3' },
        inputs: {
          input: { text: '[[0.5, -1.0]]', dtype: 'auto' },
          target: { text: '[2]', dtype: 'auto' },
          'linear.weight': { text: '', dtype: 'auto', file },
        },
      },
      1,
    );
    assert.deepEqual(inputs['linear.weight'], {
      fileProblem: 'Expected the shape (3, 2), as the parameters say',
    });
  });

  it('say in place of a result what is wrong with the file', () => {
    const session = new PlaygroundSession({ files: new FileTensors() });
    const input: InputState = { text: '', dtype: 'auto', file: { path: '/nowhere/x.npy', array: '' } };
    const { inputs, outcome } = session.answer(stateOf(input, '0.'), 1);
    assert.deepEqual(outcome, { kind: 'incomplete', missing: ['input'] });
    assert.match(inputs['input']?.fileProblem ?? '', /x\.npy is gone/);
  });
});

/** A one-dimensional float32 array in NumPy's format. */
function npyOfZeros(count: number): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count},), }`;
  const start = Buffer.from('\x93NUMPY\x01\x00\x00\x00', 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header), Buffer.alloc(count * 4)]);
}

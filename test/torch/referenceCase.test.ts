import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseCase, readCases } from './referenceCase';

const line = JSON.stringify({
  id: 'one',
  loss: 'GaussianNLLLoss',
  params: {
    weight: { dtype: 'float16', shape: [2], data: [0.5, '-inf'] },
    eps: 'nan',
    reduction: 'nan',
    cutoffs: [1, 2],
    size_average: null,
  },
  inputs: { input: { dtype: 'bool', shape: [], data: [true] }, var: 'inf', input_lengths: [3, 4] },
  requires_grad: ['input'],
  expect: { loss: { dtype: 'int64', shape: [0, 3], data: [] } },
});

describe('reading reference cases', () => {
  it('understands tensors, spelled-out numbers, lists and None', () => {
    const { parameters, inputs, expect, via, warnings, gradients, isSensitive } = parseCase(line);
    assert.deepEqual(parameters, {
      weight: { dtype: 'float16', shape: [2], data: Float32Array.of(0.5, -Infinity) },
      eps: NaN,
      reduction: 'nan',
      cutoffs: [1, 2],
      size_average: null,
    });
    assert.deepEqual(inputs, {
      input: { dtype: 'bool', shape: [], data: Uint8Array.of(1) },
      var: Infinity,
      input_lengths: [3, 4],
    });
    assert.deepEqual(expect, { loss: { dtype: 'int64', shape: [0, 3], data: new Float64Array(0) } });
    assert.deepEqual([via, warnings, gradients, isSensitive], ['module', [], {}, false]);
  });

  it('tells integers from floats, however the line is spaced', () => {
    for (const text of ['{"p":2,"margin":2.0}', '{ "p" : 2 , "margin" : 2.0 }']) {
      const { parameters } = parseCase(`{"id": "x", "params": ${text}, "expect": {"error": {}}}`);
      assert.deepEqual(parameters, { p: 2n, margin: 2 });
    }
  });

  it('refuses tensors that are none', () => {
    const withLoss = (loss: unknown) => () =>
      parseCase(JSON.stringify({ id: 'x', loss: 'L1Loss', expect: { loss } }));
    assert.throws(withLoss({ dtype: 'complex64', shape: [], data: [1] }), /Unknown dtype complex64/);
    assert.throws(withLoss({ dtype: 'float32', shape: [2], data: [1] }), /1 elements in the shape \[2\]/);
    assert.throws(withLoss({ dtype: 'float32', shape: [1], data: ['one'] }), /one is no number/);
  });

  it('reads plain and gzipped files, and says which line is wrong', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'reference-cases-'));
    try {
      const [plain, gzipped, wrong] = ['a.jsonl', 'a.jsonl.gz', 'b.jsonl'].map((name) =>
        path.join(folder, name),
      );
      assert.ok(plain !== undefined && gzipped !== undefined && wrong !== undefined);
      await writeFile(plain, `${line}\n${line}\n`);
      await writeFile(gzipped, gzipSync(line));
      await writeFile(wrong, `${line}\n{"id":\n`);
      assert.equal((await readCases(plain)).length, 2);
      assert.equal((await readCases(gzipped)).length, 1);
      await assert.rejects(readCases(wrong), /b\.jsonl:2 is no reference case/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

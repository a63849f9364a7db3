import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPlaygroundState, isToHost, isToWebview } from '../../src/protocol/messageGuards';
import type { PlaygroundState, ToHost, ToWebview } from '../../src/protocol/messages';
import { isTensorView } from '../../src/protocol/tensorView';

const state: PlaygroundState = {
  version: 1,
  loss: 'MSELoss',
  parameters: { reduction: 'sum' },
  inputs: {
    input: { text: '[1, 2]', dtype: 'auto' },
    target: { text: '', dtype: 'float64', nameInCode: 'y' },
    weights: { text: '', dtype: 'auto', file: { path: '/data/a.npz', array: 'w' } },
  },
  tab: 'gradient',
};

const toHost: readonly ToHost[] = [
  { type: 'ready', shown: 3 },
  { type: 'chooseLoss', loss: 'MSELoss', revision: 1 },
  { type: 'setParameter', name: 'reduction', text: 'sum', revision: 2 },
  { type: 'setParameter', name: 'reduction', text: null, revision: 3 },
  { type: 'setInput', name: 'input', text: '[1]', dtype: 'bfloat16', revision: 4 },
  { type: 'setTab', tab: 'elements' },
  { type: 'setViews', views: {} },
  {
    type: 'setViews',
    views: {
      curve: {
        loss: 'MSELoss',
        input: 'input',
        at: 3,
        range: { low: -1, high: 2.5 },
        other: { loss: 'HuberLoss', parameters: { delta: '0.5' } },
      },
    },
  },
  { type: 'ask', id: 1, question: { kind: 'curve', input: 'input', at: 0, others: [] }, revision: 2 },
  { type: 'loadExample', index: 0, revision: 5 },
  { type: 'setDType', name: 'input', dtype: 'float16', revision: 6 },
  { type: 'randomInput', name: 'input', shape: [2, 3], seed: 7, revision: 7 },
  { type: 'inputFromEditor', name: 'target' },
  { type: 'inputFromFile', name: 'target' },
  { type: 'inputFromUri', name: 'target', uri: 'file:///a.npy' },
  { type: 'inputFromBytes', name: 'target', fileName: 'a.npy', bytes: Uint8Array.of(1) },
  { type: 'undo' },
  { type: 'redo' },
  { type: 'restoreResult', id: 3 },
  { type: 'pinResult', id: 3, pinned: true },
  { type: 'removeResult', id: 3 },
  { type: 'clearResults' },
  { type: 'cancel' },
  { type: 'copy', text: '0.2875' },
  {
    type: 'copyTensor',
    tensor: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) },
    format: 'numpy',
  },
  { type: 'insertCode', code: 'import torch' },
  { type: 'share' },
  { type: 'openShared', text: 'loss-playground:1:q1bKSM0pyFayUgIA' },
  { type: 'savePicture', name: 'curve.svg', content: '<svg/>' },
  { type: 'savePicture', name: 'curve.png', content: new Uint8Array(8) },
  { type: 'openDocumentation' },
  { type: 'openGuide' },
];

const value: ToWebview = {
  type: 'result',
  result: {
    revision: 7,
    inputs: {
      input: { dtype: 'float32', shape: [2] },
      target: { problem: { message: 'expected a number', line: 1, column: 2, offset: 1, length: 1 } },
    },
    parameters: {},
    tables: {
      input: { tensor: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) }, dtypeFrom: 'numbers' },
    },
    formula: { svg: '<svg/>', words: 'the mean' },
    gradientFormula: undefined,
    outcome: {
      kind: 'value',
      loss: { dtype: 'float32', shape: [], data: Float32Array.of(0.5) },
      printed: 'tensor(0.5000)',
      precise: '0.5',
      elements: undefined,
      gradients: { input: { dtype: 'float32', shape: [2], data: Float32Array.of(1, -1) }, target: null },
      warnings: [],
      reduction: 'mean over 2 elements',
      milliseconds: 0.1,
    },
    code: 'import torch',
  },
};

const show: ToWebview = {
  type: 'show',
  losses: [
    {
      name: 'MSELoss',
      functional: 'mse_loss',
      task: 'regression',
      summary: 'The squared difference.',
      whenToUse: 'For real numbers.',
      words: ['l2'],
      documentation: 'https://docs.pytorch.org/',
      inputs: [
        { name: 'input', description: 'Predictions.', dtype: 'float32', differentiable: true, symbol: 'x' },
      ],
      parameters: [
        {
          name: 'reduction',
          kind: 'choice',
          choices: ['none', 'mean', 'sum'],
          default: 'mean',
          description: 'How.',
        },
        { name: 'reduce', kind: 'bool', default: null, description: 'Old.', legacy: true },
      ],
      shapes: [{ label: 'any', inputs: { input: ['*'] }, output: ['*'] }],
      examples: ['Four houses'],
      uses: [
        {
          task: 'Prices',
          reason: 'Large errors count most.',
          lastLayer: 'nn.Linear(8, 1)',
          target: 'float32',
          alternatives: [{ loss: 'L1Loss', when: 'all errors count by size' }],
        },
      ],
    },
  ],
  state,
  revision: 0,
  undoable: { undo: true, redo: false },
};

const history: Extract<ToWebview, { readonly type: 'history' }> = {
  type: 'history',
  results: [
    {
      id: 1,
      setting: { loss: 'MSELoss', parameters: { reduction: 'sum' } },
      value: '1.15',
      time: 1.7e12,
      pinned: true,
      restorable: false,
    },
  ],
};

/** The paths of all fields within a value, outermost first. */
function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [[]];
  const below = Object.entries(value).flatMap(([name, field]) =>
    pathsIn(field).map((path) => [name, ...path]),
  );
  return [[], ...below];
}

/** The same value with one field, named by its path, replaced. */
function withField(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return replacement;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[head] = withField(copy[head], rest, replacement);
  return copy;
}

describe('message guards', () => {
  for (const message of toHost) {
    it(`take a webview's ${JSON.stringify(message)}`, () => assert.equal(isToHost(message), true));
  }

  it('take what the host sends, also after a structured clone', () => {
    const messages: readonly ToWebview[] = [
      show,
      { ...show, strings: { Gradient: 'Gradient' } },
      { ...show, seen: 3 },
      value,
      {
        type: 'result',
        result: { ...value.result, outcome: { kind: 'error', type: 'ValueError', message: 'no' } },
      },
      { type: 'result', result: { ...value.result, outcome: { kind: 'incomplete', missing: ['target'] } } },
      { type: 'result', result: { ...value.result, outcome: { kind: 'cancelled' } } },
      history,
      { type: 'busy', revision: 3, what: 'computing' },
      { type: 'inputProblem', name: 'input', text: 'a.npy is gone' },
      { type: 'notice', text: 'Copied' },
    ];
    for (const message of messages) assert.equal(isToWebview(structuredClone(message)), true, message.type);
  });

  it('take fields that they do not know', () => {
    assert.equal(isToHost({ type: 'ready', later: 1 }), true);
  });

  const spoiled: readonly (readonly [readonly string[], unknown])[] = [
    [['type'], 'results'],
    [['result', 'revision'], -1],
    [['result', 'revision'], 1.5],
    [['result', 'outcome', 'kind'], 'values'],
    [['result', 'outcome', 'loss', 'shape'], [2]],
    [['result', 'outcome', 'loss', 'dtype'], 'complex64'],
    [['result', 'outcome', 'loss', 'data'], [0.5]],
    [['result', 'outcome', 'loss', 'data'], new DataView(new ArrayBuffer(8))],
    [['result', 'outcome', 'gradients', 'input', 'data'], new Float32Array(3)],
    [['result', 'outcome', 'warnings'], 'none'],
    [['result', 'inputs', 'target', 'problem', 'offset'], '1'],
    [['result', 'formula', 'svg'], null],
    [['result', 'tables', 'input', 'dtypeFrom'], 'nowhere'],
    [['result', 'tables', 'input', 'tensor', 'shape'], [3]],
    [['result', 'code'], undefined],
  ];
  for (const [path, replacement] of spoiled) {
    it(`refuse a result whose ${path.join('.')} is ${String(replacement) || 'empty'}`, () => {
      assert.equal(isToWebview(withField(value, path, replacement)), false);
    });
  }

  it('refuse a history whose results are not complete', () => {
    for (const [field, wrong] of Object.entries({
      id: -1,
      setting: {},
      value: 1,
      time: NaN,
      pinned: 'yes',
    })) {
      const [result] = history.results;
      assert.equal(isToWebview({ ...history, results: [{ ...result, [field]: wrong }] }), false, field);
    }
    assert.equal(isToHost({ type: 'pinResult', id: 1 }), false);
    assert.equal(isToHost({ type: 'restoreResult', id: '1' }), false);
  });

  it('refuse to show a state without saying whether it can be undone', () => {
    assert.equal(isToWebview(withField(show, ['undoable'], undefined)), false);
    assert.equal(isToWebview(withField(show, ['undoable', 'redo'], 'no')), false);
    assert.equal(isToWebview({ ...show, seen: -1 }), false);
  });

  it('answer for whatever stands in whichever field, and without an exception', () => {
    const messages: readonly unknown[] = [...toHost, value, show, history];
    const spoilt = fc
      .constantFrom(...messages)
      .chain((message) =>
        fc
          .tuple(
            fc.constantFrom(...pathsIn(message)),
            fc.anything({ withTypedArray: true, withBigInt: true }),
          )
          .map(([path, field]) => withField(message, path, field)),
      );
    fc.assert(
      fc.property(spoilt, (message) => {
        for (const guard of [isToHost, isToWebview, isPlaygroundState])
          assert.equal(typeof guard(message), 'boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('refuse what is not a message at all', () => {
    for (const junk of [
      null,
      undefined,
      0,
      '',
      'ready',
      [],
      [{ type: 'ready' }],
      {},
      { type: 'toString' },
      { type: 'constructor' },
    ]) {
      assert.equal(isToHost(junk), false);
      assert.equal(isToWebview(junk), false);
    }
  });

  it('refuse a state of another version or with fields of another type', () => {
    assert.equal(isPlaygroundState(state), true);
    assert.equal(isPlaygroundState(withField(state, ['version'], 2)), false);
    assert.equal(isPlaygroundState(withField(state, ['inputs', 'input', 'text'], 5)), false);
    assert.equal(isPlaygroundState(withField(state, ['inputs', 'input', 'dtype'], 'float8')), false);
    assert.equal(isPlaygroundState(withField(state, ['inputs', 'input', 'dtype'], 'toString')), false);
    assert.equal(isPlaygroundState(withField(state, ['inputs', 'weights', 'file'], '/data/a.npz')), false);
    assert.equal(isPlaygroundState(withField(state, ['inputs', 'weights', 'file', 'path'], 5)), false);
    assert.equal(isPlaygroundState(withField(state, ['parameters'], [])), false);
  });

  it('know how many elements a shape holds', () => {
    assert.equal(isTensorView({ dtype: 'int64', shape: [], data: new Float64Array(1) }), true);
    assert.equal(isTensorView({ dtype: 'int64', shape: [0, 3], data: new Float64Array(0) }), true);
    assert.equal(isTensorView({ dtype: 'int64', shape: [2, 3], data: new Float64Array(5) }), false);
  });
});

import assert from 'node:assert/strict';
import {
  explanationText,
  type CausePlace,
  type Explanation,
} from '../../../src/engine/explanation/explanation';
import { explainNonFinite } from '../../../src/engine/explanation/nonFinite';
import { evaluate, losses, type LossCall } from '../../../src/engine/evaluate';
import { examplesOf } from '../../../src/engine/examples';
import type { ParameterValue } from '../../../src/engine/lossDefinition';
import { isFloat } from '../../../src/engine/tensor/dtype';
import type { DType } from '../../../src/engine/tensor/tensor';
import { exampleCall } from '../exampleCall';
import { tensorOf, type Nested } from '../tensorOf';

type Values = Readonly<Record<string, Nested>>;

function explain(
  loss: string,
  values: Values,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  dtype: DType = 'float32',
): Explanation | undefined {
  const indices = ['target', 'targets', 'input_lengths', 'target_lengths'];
  const isIndex = (name: string): boolean => /CrossEntropy|NLLLoss$|CTC/.test(loss) && indices.includes(name);
  const inputs = Object.fromEntries(
    Object.entries(values).map(([name, nested]) => [
      name,
      tensorOf(isIndex(name) && !/Poisson|Gaussian/.test(loss) ? 'int64' : dtype, nested),
    ]),
  );
  const gradients = Object.keys(inputs).filter((name) => isFloat(inputs[name]?.dtype ?? 'int64'));
  const call: LossCall = { loss, inputs, parameters, elements: true };
  const differentiable = gradients.filter((name) => name !== 'target' || /^(?:KLDiv|BCE)Loss$/.test(loss));
  return explainNonFinite(call, evaluate({ ...call, gradients: differentiable }));
}

function placeText({ tensor, indices = [] }: CausePlace): string {
  return `${tensor}[${indices.join(', ')}]`;
}

/** What happens, whose cause lies where, and what the words must say. */
const cases: readonly (readonly [string, () => Explanation | undefined, string | undefined, RegExp])[] = [
  [
    'NaN in an input',
    () => explain('MSELoss', { input: [1, NaN], target: [1, 2] }),
    'input[1]',
    /input is nan at \[1\]/,
  ],
  [
    'several NaNs, of which the first few are named',
    () => explain('MSELoss', { input: [1, NaN, NaN, 2, NaN], target: [1, 2, NaN, NaN, NaN] }),
    'input[1]',
    /input is nan at \[1\], and the loss follows it\. Others must change, too: input\[2\], target\[2\], target\[3\] and 2 more\. Mask/,
  ],
  [
    'one more NaN than are named',
    () => explain('MSELoss', { input: [NaN, NaN, NaN, NaN, NaN], target: [1, 2, 3, 4, 5] }),
    'input[0]',
    /Others must change, too: input\[1\], input\[2\], input\[3\] and 1 more\./,
  ],
  [
    'each of several losses by itself',
    () => explain('MSELoss', { input: [NaN, NaN], target: [1, 2] }, { reduction: 'none' }),
    'input[0]',
    /input is nan at \[0\], and the loss follows it\. Mask/,
  ],
  [
    'a square beyond float32',
    () => explain('MSELoss', { input: [1, 1e30], target: [1, 0] }),
    'input[1]',
    /d² is too large for float32.*With float64 inputs the loss is finite \(5e\+59 there\)/,
  ],
  [
    'a square beyond float16',
    () => explain('MSELoss', { input: [300], target: [0] }, {}, 'float16'),
    'input[0]',
    /float16, which ends at 65504.*With float32 inputs the loss is finite \(90000\.0 there\)/,
  ],
  [
    'a square beyond float32, too',
    () => explain('MSELoss', { input: [3e38], target: [0] }, {}, 'bfloat16'),
    'input[0]',
    /d² is too large for bfloat16, where input\[0\] is .*\. Scale the numbers, or choose a wider dtype\.$/,
  ],
  [
    'a sum beyond float16',
    () => explain('L1Loss', { input: [40000, 40000], target: [0, 0] }, { reduction: 'sum' }, 'float16'),
    undefined,
    /their sum is too large for float16\. With float32 inputs the loss is finite \(80000\.0 there\)/,
  ],
  [
    'log of a negative target',
    () => explain('KLDivLoss', { input: [-0.1, -0.2], target: [0.5, -0.5] }, { reduction: 'sum' }),
    'target[1]',
    /log\(y\) is nan, for a negative number has no logarithm, where target\[1\] is -0\.5\. The target must hold/,
  ],
  [
    'a log-probability of -inf in KLDivLoss',
    () => explain('KLDivLoss', { input: [-0.1, -Infinity], target: [0.5, 0.5] }, { reduction: 'sum' }),
    'input[1]',
    /input is -inf at \[1\].*log_softmax/,
  ],
  [
    'the slope of y log y at 0',
    () => explain('KLDivLoss', { input: [-0.1, -0.2], target: [1, 0] }, { reduction: 'sum' }),
    'target[1]',
    /the gradient of target is nan at \[1\], where target is 0\.0\..*no finite slope at 0/,
  ],
  [
    'a probability of 1, where the slope by the target is infinite',
    () => explain('BCELoss', { input: [0.5, 1], target: [1, 1] }),
    'input[1]',
    /gradient of target is -inf at \[1\]: input is 1\.0 at \[1\]\. The slope by the target is the logit/,
  ],
  [
    'a NaN that only its own gradient shows',
    () => explain('CosineEmbeddingLoss', { input1: [[NaN, 1]], input2: [[1, 1]], target: [0] }),
    'input1[0, 0]',
    /gradient of input1 is nan at \[0, 0\], where input1 is nan\. Mask/,
  ],
  [
    'a score of -inf that is the target',
    () =>
      explain('CrossEntropyLoss', {
        input: [
          [0, 1],
          [-Infinity, 1],
        ],
        target: [0, 0],
      }),
    'input[1, 0]',
    /input is -inf at \[1, 0\].*must not be the target/,
  ],
  [
    'a log of a probability of 0',
    () => explain('NLLLoss', { input: [[-Infinity, 0]], target: [0] }),
    'input[0, 0]',
    /take log_softmax/,
  ],
  [
    'all targets ignored',
    () => explain('CrossEntropyLoss', { input: [[0, 1]], target: [-100] }),
    undefined,
    /all are ignored.*0 \/ 0 is nan/,
  ],
  [
    'nothing at all',
    () => explain('MSELoss', { input: [], target: [] }),
    undefined,
    /mean of no losses is nan/,
  ],
  [
    'a rate below 0',
    () => explain('PoissonNLLLoss', { log_input: [1, -2], target: [1, 1] }, { log_input: false }),
    'log_input[1]',
    /log\(x \+ ε\) is nan.*log_input\[1\] is -2\.0.*softplus/,
  ],
  [
    'exp of a large score',
    () => explain('PoissonNLLLoss', { log_input: [1, 100], target: [1, 1] }),
    'log_input[1]',
    /exp\(x\) is too large for float32.*With float64 inputs/,
  ],
  [
    'a tiny variance',
    () => explain('GaussianNLLLoss', { input: [1e10], target: [0], var: [1e-30] }, { eps: 1e-30 }),
    'input[0]',
    /too large for float32/,
  ],
  [
    'targets longer than the input',
    () =>
      explain('CTCLoss', {
        log_probs: [[[-0.7, -0.7]]],
        targets: [[1, 1]],
        input_lengths: [1],
        target_lengths: [2],
      }),
    undefined,
    /No alignment is possible.*zero_infinity=True/,
  ],
  [
    'the row whose loss is infinite, not another that holds NaN',
    () => explain('MSELoss', { input: [1e30, NaN], target: [0, 0] }, { reduction: 'none' }),
    'input[0]',
    /The loss at \[0\] is inf: d² is too large/,
  ],
  [
    'a parameter that is infinite',
    () => explain('GaussianNLLLoss', { input: [1], target: [0], var: [1] }, { eps: Infinity }),
    'eps[]',
    /eps is inf, and the loss follows it\. Choose a finite eps/,
  ],
  [
    'a weight, without advice about scores',
    () =>
      explain('NLLLoss', { input: [[-1, -1]], target: [0] }, { weight: tensorOf('float32', [Infinity, 1]) }),
    'weight[0]',
    /weight is inf at \[0\], and the loss follows it\. Mask/,
  ],
  [
    'a weight of -inf likewise',
    () =>
      explain('NLLLoss', { input: [[-1, -1]], target: [0] }, { weight: tensorOf('float32', [-Infinity, 1]) }),
    'weight[0]',
    /weight is -inf at \[0\], and the loss follows it\. Mask/,
  ],
  [
    'a gradient that another input spoils',
    () => explain('TripletMarginLoss', { anchor: [[1, 2]], positive: [[1, 3]], negative: [[Infinity, 0]] }),
    'negative[0, 0]',
    /gradient of anchor is nan at \[0, 0\]: negative is inf at \[0, 0\]\. Mask/,
  ],
  [
    'exp in the soft margin',
    () => explain('SoftMarginLoss', { input: [-100], target: [1] }),
    'input[0]',
    /too large for float32/,
  ],
];

describe('why a loss is no number', () => {
  for (const [name, run, place, words] of cases) {
    it(`is told for ${name}`, () => {
      const explanation = run();
      assert.ok(explanation, 'nothing is NaN or infinite');
      assert.match(explanationText(explanation), words);
      assert.equal(explanation.place && placeText(explanation.place), place);
      assert.ok(explanation.result && !Number.isFinite(explanation.result.value));
    });
  }

  it('is not told where all is finite', () => {
    assert.equal(explain('MSELoss', { input: [1], target: [2] }), undefined);
    const masked = { input: [[0, 1, -Infinity]], target: [0] };
    assert.equal(explain('CrossEntropyLoss', masked), undefined);
  });

  // BCELoss refuses NaN.
  for (const loss of losses.filter(({ name }) => name !== 'BCELoss')) {
    it(`names the element of ${loss.name} whose input is NaN`, () => {
      const [example] = examplesOf(loss);
      assert.ok(example);
      const call = exampleCall(loss, example);
      const [name = ''] = call.gradients ?? [];
      const tensor = call.inputs[name];
      assert.ok(typeof tensor === 'object' && 'dtype' in tensor);
      let told = 0;
      for (const index of tensor.data.keys()) {
        const data = tensor.data.slice();
        data[index] = NaN;
        const broken = { ...call, inputs: { ...call.inputs, [name]: { ...tensor, data } }, elements: true };
        const result = evaluate(broken);
        const explanation = explainNonFinite(broken, result);
        if (explanation === undefined) {
          assert.ok(result.loss.data.every(Number.isFinite));
          continue;
        }
        told++;
        assert.deepEqual([explanation.place?.tensor, explanation.place?.index], [name, index]);
      }
      // To the margin losses NaN is no margin that is missed.
      assert.ok(told > 0 || /^Multi(?:Label)?MarginLoss$/.test(loss.name));
    });
  }
});

import assert from 'node:assert/strict';
import { losses } from '../../src/engine/evaluate';
import { initialState } from '../../src/playground/playgroundEdits';
import { PlaygroundSession } from '../../src/playground/session';
import type { InputState, Outcome, PlaygroundResult, PlaygroundState } from '../../src/protocol/messages';

type Value = Extract<Outcome, { kind: 'value' }>;
type Refusal = Extract<Outcome, { kind: 'error' }>;

function answer(
  loss: string,
  inputs: Readonly<Record<string, string | InputState>>,
  parameters: Readonly<Record<string, string>> = {},
): PlaygroundResult {
  const states = Object.entries(inputs).map(([name, input]): [string, InputState] => [
    name,
    typeof input === 'string' ? { text: input, dtype: 'auto' } : input,
  ]);
  const state: PlaygroundState = {
    version: 1,
    loss,
    parameters,
    inputs: Object.fromEntries(states),
    tab: '',
  };
  return new PlaygroundSession().answer(state, 1);
}

function value(result: PlaygroundResult): Value {
  if (result.outcome.kind !== 'value') assert.fail(JSON.stringify(result.outcome));
  return result.outcome;
}

function refusal(result: PlaygroundResult): Refusal {
  if (result.outcome.kind !== 'error') assert.fail(JSON.stringify(result.outcome));
  return result.outcome;
}

describe('PlaygroundSession', () => {
  it('answers as PyTorch prints it, with all digits, gradients and code', () => {
    const result = answer('MSELoss', {
      input: { text: '[2.5, 0.0, 2.1, 7.8]', dtype: 'auto', nameInCode: 'y_pred' },
      target: '[3.0, -0.5, 2.0, 7.0]',
    });
    const outcome = value(result);
    assert.equal(outcome.printed, 'tensor(0.2875)');
    assert.equal(outcome.precise, '0.2875000834465027');
    assert.equal(outcome.reduction, 'mean of 4 losses');
    assert.equal(outcome.elements?.data.length, 4);
    assert.deepEqual(outcome.gradients['input']?.shape, [4]);
    assert.deepEqual(outcome.warnings, []);
    assert.equal(outcome.explanation, undefined);
    assert.equal(
      result.code,
      `import torch
import torch.nn as nn

y_pred = torch.tensor([2.5, 0.0, 2.1, 7.8])
y_pred.requires_grad_()
target = torch.tensor([3.0, -0.5, 2.0, 7.0])
target.requires_grad_()

criterion = nn.MSELoss()
loss = criterion(y_pred, target)
print(loss)

loss.backward()
print(y_pred.grad)
print(target.grad)
`,
    );
  });

  it('answers the first example of every loss', () => {
    for (const loss of losses) {
      const { outcome } = new PlaygroundSession().answer(initialState(loss), 7);
      assert.equal(outcome.kind, 'value', `${loss.name}: ${JSON.stringify(outcome)}`);
    }
  });

  it('takes bare numbers for what the loss usually has there, and written dtypes as they are', () => {
    const bare = answer('MSELoss', { input: '[1, 2]', target: '1 3' });
    assert.deepEqual(bare.inputs['input'], { dtype: 'float32', shape: [2] });
    assert.equal(value(bare).printed, 'tensor(0.5000)');

    const written = answer('MSELoss', { input: 'tensor([1, 2])', target: 'tensor([1, 3])' });
    assert.deepEqual(written.inputs['input'], { dtype: 'int64', shape: [2] });
    const error = refusal(written);
    assert.equal(
      `${error.type}: ${error.message}`,
      `NotImplementedError: "mse_cpu" not implemented for 'Long'`,
    );
    assert.match(error.explanation ?? '', /input and target are int64.*choose float32/);

    const chosen = answer('MSELoss', {
      input: { text: 'tensor([1, 2])', dtype: 'float64' },
      target: '[1, 3]',
    });
    assert.deepEqual(chosen.inputs['input'], { dtype: 'float64', shape: [2] });
  });

  it('leaves out elements that would freeze the window, and refuses so many losses', () => {
    const [column, row] = ['torch.ones(2500, 1)', 'torch.zeros(1, 2000)'];
    const mean = value(answer('L1Loss', { input: column, target: row }));
    assert.equal(mean.printed, 'tensor(1.)');
    assert.deepEqual([mean.elements, mean.unshown], [undefined, [2500, 2000]]);
    assert.deepEqual(mean.gradients['input']?.shape, [2500, 1]);
    const losses = refusal(answer('L1Loss', { input: column, target: row }, { reduction: 'none' }));
    assert.equal(losses.message, 'the loss has 5,000,000 elements, shape (2500, 2000)');
    assert.match(losses.explanation ?? '', /up to 4,000,000 are shown/);
  });

  it('reads class indices and class probabilities', () => {
    const input = '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]';
    const indices = answer('CrossEntropyLoss', { input, target: '[0, 1]' });
    assert.deepEqual(indices.inputs['target'], { dtype: 'int64', shape: [2] });
    const probabilities = answer('CrossEntropyLoss', { input, target: '[[1., 0., 0.], [0., 1., 0.]]' });
    assert.deepEqual(probabilities.inputs['target'], { dtype: 'float32', shape: [2, 3] });
    assert.equal(value(indices).printed, value(probabilities).printed);
    assert.deepEqual(Object.keys(value(indices).gradients), ['input']);
    assert.deepEqual(Object.keys(value(probabilities).gradients), ['input', 'target']);
    assert.doesNotMatch(indices.code, /target\.requires_grad_/);
  });

  it('passes parameters in Python spelling', () => {
    const inputs = { input: '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]', target: '[0, 1]' };
    const result = answer('CrossEntropyLoss', inputs, {
      label_smoothing: ' 1e-1 ',
      weight: '1 2 0.5',
      ignore_index: '-1_00',
      reduction: "'sum'",
      size_average: 'None',
    });
    assert.equal(value(result).reduction, 'sum of 2 losses');
    assert.deepEqual(result.parameters['weight'], { dtype: 'float32', shape: [3] });
    assert.match(
      result.code,
      /nn\.CrossEntropyLoss\(weight=torch\.tensor\(\[1\.0, 2\.0, 0\.5\]\), size_average=None, ignore_index=-100, reduction='sum', label_smoothing=0\.1\)/,
    );
  });

  it('gives weights the dtype of the input', () => {
    const input = { text: '[[2.0, 0.5], [0.1, 1.2]]', dtype: 'float64' } as const;
    const result = answer('CrossEntropyLoss', { input, target: '[0, 1]' }, { weight: '[1, 2]' });
    assert.deepEqual(result.parameters['weight'], { dtype: 'float64', shape: [2] });
    value(result);
  });

  it('says what a mean divides by', () => {
    const inputs = { input: '[[2.0, 0.5], [0.1, 1.2], [0.3, 0.4]]', target: '[0, 1, -100]' };
    assert.equal(value(answer('CrossEntropyLoss', inputs)).reduction, 'sum of 3 losses divided by 2');
    const weighted = answer('CrossEntropyLoss', inputs, { weight: '[0.25, 0.5]' });
    assert.equal(value(weighted).reduction, 'sum of 3 losses divided by 0.75');
    const half = { ...inputs, input: { text: inputs.input, dtype: 'float16' } as const };
    assert.equal(value(answer('CrossEntropyLoss', half)).reduction, 'sum of 3 losses divided by 2');
    const notANumber = { ...inputs, input: inputs.input.replace('2.0', 'nan') };
    assert.equal(value(answer('CrossEntropyLoss', notANumber)).reduction, 'sum of 3 losses divided by 2');
    const ignored = value(answer('CrossEntropyLoss', { ...inputs, target: '[-100, -100, -100]' }));
    assert.deepEqual([ignored.printed, ignored.reduction], ['tensor(nan)', 'sum of 3 losses divided by 0']);
    const zero = value(answer('MSELoss', { input: '[1., 2.]', target: '[1., 2.]' }));
    assert.deepEqual([zero.printed, zero.reduction], ['tensor(0.)', 'mean of 2 losses']);
    const none = value(answer('CrossEntropyLoss', inputs, { reduction: 'none' }));
    assert.equal(none.reduction, '3 losses, not reduced');
    assert.equal(none.precise, '');
  });

  it('brings PyTorch’s warnings', () => {
    const broadcast = value(answer('MSELoss', { input: '[[1.], [2.]]', target: '[1., 2.]' }));
    assert.match(broadcast.warnings.join(), /Using a target size \(torch\.Size\(\[2\]\)\)/);
    const legacy = value(answer('MSELoss', { input: '1.', target: '3.' }, { size_average: 'False' }));
    assert.match(legacy.warnings.join(), /please use reduction='sum' instead/);
  });

  it('names what is missing or unreadable, and keeps what could be read', () => {
    const result = answer(
      'CrossEntropyLoss',
      { input: '[[1., 2.]', target: ' ' },
      { label_smoothing: 'much' },
    );
    assert.deepEqual(result.outcome, { kind: 'incomplete', missing: ['input', 'target', 'label_smoothing'] });
    assert.equal(result.inputs['input']?.problem?.line, 1);
    assert.match(
      result.parameters['label_smoothing']?.problem?.message ?? '',
      /expected a number, found 'much'/,
    );
    assert.equal(result.code, '');
    const readable = answer('CrossEntropyLoss', { input: '[[1., 2.]]', target: '' });
    assert.deepEqual(readable.inputs, { input: { dtype: 'float32', shape: [1, 2] } });
  });

  it('places a problem with a parameter', () => {
    const inputs = { input: '1.', target: '2.' };
    const bool = answer('MSELoss', inputs, { reduce: '\n maybe' }).parameters['reduce'];
    assert.deepEqual(bool?.problem, {
      message: 'expected True, False or None',
      line: 2,
      column: 2,
      offset: 2,
      length: 5,
    });
    const list = answer('SmoothL1Loss', inputs, { beta: '[1, 2]' }).parameters['beta'];
    assert.equal(list?.problem?.message, 'expected one number');
  });

  it('explains refusals with the way out', () => {
    const logits = '[[2.0, 0.5, -1.0], [0.1, 1.2, 0.3]]';
    const cases: readonly [PlaygroundResult, string, RegExp][] = [
      [
        answer('CrossEntropyLoss', { input: logits, target: '[0, 3]' }),
        'IndexError',
        /from 0 to 2; 3 at \[\d\] is none/,
      ],
      [answer('CrossEntropyLoss', { input: logits, target: '[[0], [1]]' }), 'RuntimeError', /squeeze\(1\)/],
      [
        answer('CrossEntropyLoss', { input: logits, target: '[0]' }),
        'ValueError',
        /2 samples and the target 1/,
      ],
      [
        answer('CrossEntropyLoss', { input: logits, target: '[[0, 0, 1], [1, 0, 0]]' }),
        'RuntimeError',
        /argmax\(1\)/,
      ],
      [
        answer('CrossEntropyLoss', { input: logits, target: '[0, 1]' }, { weight: '[1., 2.]' }),
        'RuntimeError',
        /3 numbers/,
      ],
      [
        answer('MSELoss', { input: '[1., 2., 3.]', target: '[1., 2.]' }),
        'RuntimeError',
        /\(3,\) of input and \(2,\) of target/,
      ],
      [
        answer('MSELoss', { input: '1.', target: '2.' }, { reduction: 'avg' }),
        'ValueError',
        /'none', 'mean' and 'sum'/,
      ],
      [
        answer('BCEWithLogitsLoss', { input: '[1., 2.]', target: '[[1.], [0.]]' }),
        'ValueError',
        /unsqueeze\(1\)/,
      ],
      [
        answer('BCEWithLogitsLoss', { input: '[1., 2.]', target: 'tensor([1, 0])' }),
        'RuntimeError',
        /Choose float32/,
      ],
    ];
    for (const [result, type, explanation] of cases) {
      const error = refusal(result);
      assert.equal(error.type, type, error.message);
      assert.match(error.explanation ?? '', explanation, error.message);
      assert.notEqual(result.code, '');
    }
  });

  it('explains NaN and infinity at the element that causes them', () => {
    const explanation = (result: PlaygroundResult): string => value(result).explanation ?? '';
    const leads = value(answer('MSELoss', { input: 'tensor([1., nan])', target: '[1., 2.]' }));
    assert.deepEqual(leads.places, [{ input: 'input', label: 'input[1]', index: 1, offset: 12, length: 3 }]);
    const several = value(answer('MSELoss', { input: '[nan, 0., inf]', target: '[1., nan, 2.]' }));
    assert.match(several.explanation ?? '', /Others must change, too: target\[1\] and input\[2\]\./);
    assert.deepEqual(several.places, [
      { input: 'input', label: 'input[0]', index: 0, offset: 1, length: 3 },
      { input: 'target', label: 'target[1]', index: 1, offset: 5, length: 3 },
      { input: 'input', label: 'input[2]', index: 2, offset: 10, length: 3 },
    ]);
    assert.match(
      explanation(answer('MSELoss', { input: '[1., nan]', target: '[1., 2.]' })),
      /input is nan at \[1\]/,
    );
    const empty = answer('MSELoss', { input: 'tensor([])', target: 'tensor([])' });
    assert.match(explanation(empty), /mean of no losses is nan/);
    const ignored = answer('CrossEntropyLoss', { input: '[[1., 2.]]', target: '[-100]' });
    assert.match(explanation(ignored), /all are ignored/);
    const half = answer('MSELoss', {
      input: { text: '[300.]', dtype: 'float16' },
      target: { text: '[0.]', dtype: 'float16' },
    });
    assert.match(explanation(half), /float16, which ends at 65504.*90000\.0 there/);
    const large = answer('MSELoss', { input: '[[1., 1e30]]', target: '[[1., 0.]]' });
    assert.match(
      explanation(large),
      /The loss at \[0, 1\] is inf: .* too large for float32.*, where input\[0, 1\] is 1e\+30 and target\[0, 1\] is 0\.0/,
    );
  });

  it('shows the value although backward() fails', () => {
    const outcome = value(answer('CrossEntropyLoss', { input: '[1., 2.]', target: '[0]' }));
    assert.equal(outcome.backwardError?.type, 'RuntimeError');
    assert.deepEqual(outcome.gradients, {});
  });

  it('calls the functional for what only that has', () => {
    const result = answer('MSELoss', { input: '[1., 2.]', target: '[0., 0.]' }, { weight: '[1., 3.]' });
    assert.equal(value(result).printed, 'tensor(3.2500)');
    assert.match(result.code, /loss = F\.mse_loss\(input, target, weight=torch\.tensor\(\[1\.0, 3\.0\]\)\)/);
  });

  it('writes code that runs, whatever the tensors were called', () => {
    const input = { text: '1.', dtype: 'auto', nameInCode: 'y' } as const;
    const twice = answer('MSELoss', { input, target: { ...input, text: '2.' } });
    assert.match(twice.code, /criterion\(input, target\)/);
    const keyword = answer('MSELoss', { input: { ...input, nameInCode: 'lambda' }, target: input });
    assert.match(keyword.code, /criterion\(input, y\)/);
    const attribute = answer('MSELoss', { input: { ...input, nameInCode: 'batch.x' }, target: input });
    assert.match(attribute.code, /criterion\(input, y\)/);
    const special = answer('MSELoss', { input: '[nan, inf]', target: '1' }, { weight: '[-inf, 0.1]' });
    assert.match(special.code, /input = torch\.tensor\(\[float\('nan'\), float\('inf'\)\]\)/);
    assert.match(special.code, /weight=torch\.tensor\(\[float\('-inf'\), 0\.1\]\)/);
    const odd = answer('MSELoss', { input: '1', target: '1' }, { reduction: "it's \\n" });
    assert.ok(odd.code.includes("nn.MSELoss(reduction='it\\'s \\\\n')"), odd.code);
    const row = '[[1., 2.]]';
    const triplet = { anchor: row, positive: row, negative: row };
    for (const p of ['inf', '-inf']) {
      const { code } = answer('TripletMarginLoss', triplet, { p });
      assert.ok(code.includes(`nn.TripletMarginLoss(p=float('${p}'))`), code);
    }
  });

  it('passes a bare number for var as a Python number, and writes it into the code', () => {
    const inputs = { input: '[[1., 2.]]', target: '[[0., 0.]]', var: ' 0.1 ' };
    const number = answer('GaussianNLLLoss', inputs);
    // What PyTorch 2.13 has.
    assert.equal(value(number).precise, '11.34870719909668');
    assert.match(number.code, /^var = 0\.1$/m);
    const double = { text: inputs.input, dtype: 'float64' } as const;
    assert.equal(
      value(answer('GaussianNLLLoss', { ...inputs, input: double })).precise,
      '11.348707453502978',
    );
    const tensor = answer('GaussianNLLLoss', { ...inputs, var: '[0.1, 0.2]' });
    assert.match(tensor.code, /^var = torch\.tensor\(\[0\.1, 0\.2\]\)$/m);
  });

  it('writes code that raises in backward() what PyTorch raises there', () => {
    const { code } = answer('CrossEntropyLoss', { input: '[1., 2.]', target: '[0]' });
    assert.match(code, /^input\.requires_grad_\(\)$/m);
    assert.match(code, /\nloss\.backward\(\)\nprint\(input\.grad\)\n$/);
  });

  it('writes a distance function as Python has it', () => {
    const row = '[[1., 2.]]';
    const inputs = { anchor: row, positive: row, negative: row };
    const parameters = { distance_function: '1 - cosine_similarity' };
    const { code } = answer('TripletMarginWithDistanceLoss', inputs, parameters);
    assert.match(
      code,
      /distance_function=lambda a, b: 1 - torch\.nn\.functional\.cosine_similarity\(a, b\)\)/,
    );
  });

  it('answers a loss that does not exist', () => {
    assert.equal(refusal(answer('NoLoss', {})).type, 'AttributeError');
  });

  it('reads a text again only when it or its dtype changes', () => {
    const session = new PlaygroundSession();
    const state = initialState();
    session.answer(state, 1);
    const [before] = session.tensors;
    session.answer({ ...state, parameters: { reduction: 'sum' } }, 2);
    assert.equal(session.tensors[0], before);
    const input: InputState = { text: state.inputs['input']?.text ?? '', dtype: 'float64' };
    session.answer({ ...state, inputs: { ...state.inputs, input } }, 3);
    assert.equal(session.tensors[0]?.dtype, 'float64');
  });
});

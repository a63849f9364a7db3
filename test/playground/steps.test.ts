import assert from 'node:assert/strict';
import { PlaygroundSession } from '../../src/playground/session';
import { isAnswer } from '../../src/protocol/questionGuards';
import type { PlaygroundState } from '../../src/protocol/messages';
import type { LatticeView, QuantityView, StepsAnswer, TableView } from '../../src/protocol/steps';
import { fourPredictions, stateOf } from '../ui/webview/states';

function stepsOf(state: PlaygroundState, at = 0): StepsAnswer {
  const answer = new PlaygroundSession().ask({ kind: 'steps', at }, state);
  assert.ok(isAnswer(answer) && answer.kind === 'steps', JSON.stringify(answer));
  return answer;
}

function written({ name, symbol, formula, working, value }: QuantityView): string {
  return [`${name}: ${symbol}`, formula, working, value].filter(Boolean).join(' = ');
}

function quantities({ steps }: StepsAnswer): readonly string[] {
  return steps.flatMap((step) => (step.kind === 'quantity' ? [written(step)] : []));
}

function tables({ steps }: StepsAnswer): readonly TableView[] {
  return steps.filter((step) => step.kind === 'table');
}

describe('how a loss came about', () => {
  it('has the numbers of one element, and of the mean', () => {
    const answer = stepsOf(fourPredictions, 1);
    assert.deepEqual(quantities(answer), [
      'difference: d = x − y = 0 − (−0.5) = 0.5',
      'loss: ℓ = d² = 0.5² = 0.25',
    ]);
    assert.deepEqual(answer.reduction.map(written), [
      'sum of the 4 losses: S = Σ ℓ = 0.25 + 0.25 + 0.01 + 0.64 = 1.15',
      'the loss: their mean: L = S / N = 1.15 / 4 = 0.2875',
    ]);
    assert.deepEqual([answer.at, answer.shape, answer.element], [1, [4], '0.25']);
  });

  it('ends with the sum where that is the loss', () => {
    const { reduction } = stepsOf({ ...fourPredictions, parameters: { reduction: 'sum' } });
    assert.deepEqual(reduction.map(written), [
      'the loss: sum of the 4 losses: S = Σ ℓ = 0.25 + 0.25 + 0.01 + 0.64 = 1.15',
    ]);
  });

  it('names what is called as it is computed once', () => {
    const huber = stateOf('HuberLoss', { input: '[2.5]', target: '[3.0]' });
    assert.equal(quantities(stepsOf(huber))[1], 'absolute difference: |d| = |−0.5| = 0.5');
  });

  it('puts parentheses round a negative number before a power or after an operator', () => {
    const answer = stepsOf(stateOf('MSELoss', { input: '[-1.5]', target: '[-0.5]' }));
    assert.deepEqual(quantities(answer), [
      'difference: d = x − y = −1.5 − (−0.5) = −1',
      'loss: ℓ = d² = (−1)² = 1',
    ]);
  });

  it('has the softmax of a sample, its target marked', () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[2.0, 0.5, -1.0]]', target: '[1]' });
    const [table] = tables(stepsOf(state));
    assert.deepEqual(
      table?.columns.map(({ symbol }) => symbol),
      ['x', 'p', 'log p'],
    );
    assert.deepEqual(
      table.rows.map(({ label, mark, cells }) => [label, mark, cells[1]]),
      [
        ['0', undefined, '0.7856'],
        ['1', 'target', '0.17529'],
        ['2', undefined, '0.039113'],
      ],
    );
  });

  it('has what smoothing adds, and whose weights the mean divides by', () => {
    const state = stateOf(
      'CrossEntropyLoss',
      { input: '[[0.0, 0.0], [0.0, 0.0]]', target: '[0, 1]' },
      { weight: '[1.0, 3.0]', label_smoothing: '0.2' },
    );
    const answer = stepsOf(state);
    assert.deepEqual(quantities(answer).slice(-3), [
      'loss of the target: u = −w_y · log p_y = −1 × (−0.69315) = 0.69315',
      'loss of all classes: s = −Σ w·log p = −(−2.7726) = 2.7726',
      'loss: ℓ = (1 − ε) · u + (ε / C) · s = 0.8 × 0.69315 + 0.1 × 2.7726 = 0.83178',
    ]);
    const mean = answer.reduction.at(-1);
    assert.deepEqual(
      [mean?.working, mean?.note],
      ['2.7726 / 4', 'N is the sum of the weights of the targets.'],
    );
  });

  it('leaves a target out that is to be ignored', () => {
    const state = stateOf('CrossEntropyLoss', { input: '[[2.0, 0.5], [1.0, 0.0]]', target: '[-100, 0]' });
    const answer = stepsOf(state);
    assert.deepEqual(quantities(answer), ['loss: ℓ = 0']);
    const [step] = answer.steps;
    assert.ok(step?.kind === 'quantity' && step.note?.includes('ignore_index'));
    assert.equal(answer.reduction.at(-1)?.note, 'N is the number of targets that are not ignored.');
  });

  it('has the lattice of CTC, with the most likely alignment', () => {
    const state = stateOf('CTCLoss', {
      log_probs: '[[[-0.1, -2.4]], [[-3.0, -0.05]], [[-0.2, -1.7]]]',
      targets: '[[1]]',
      input_lengths: '[3]',
      target_lengths: '[1]',
    });
    const { steps } = stepsOf(state);
    const lattice = steps.find((step): step is LatticeView => step.kind === 'lattice');
    assert.deepEqual(lattice?.states, ['∅', '1', '∅']);
    assert.deepEqual(lattice.path, [0, 1, 2]);
    assert.deepEqual(lattice.cells[0], ['−0.10', '−2.40', '']);
  });

  it('has the distances of a triplet', () => {
    const state = stateOf('TripletMarginLoss', {
      anchor: '[[0.0, 0.0]]',
      positive: '[[3.0, 4.0]]',
      negative: '[[0.0, 1.0]]',
    });
    const names = quantities(stepsOf(state)).map((text) => text.split(':')[0]);
    assert.deepEqual(names, [
      'distance of anchor and positive',
      'distance of anchor and negative',
      'margin that is missed',
      'loss',
    ]);
  });

  it('has no step from the elements on where the loss is not reduced', () => {
    const state = stateOf('MSELoss', { input: '[1.0, 2.0]', target: '[0.0, 0.0]' }, { reduction: 'none' });
    assert.deepEqual(stepsOf(state).reduction, []);
  });

  it('stays short for long rows, the target included', () => {
    const scores = Array.from({ length: 300 }, (_, c) => String(c / 100));
    const state = stateOf('CrossEntropyLoss', { input: `[[${scores.join(', ')}]]`, target: '[250]' });
    const [table] = tables(stepsOf(state));
    assert.deepEqual([table?.count, table?.rows.length], [300, 25]);
    assert.deepEqual([table?.rows.at(-1)?.label, table?.rows.at(-1)?.mark], ['250', 'target']);
  });
});

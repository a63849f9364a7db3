import assert from 'node:assert/strict';
import { losses } from '../../src/engine/evaluate';
import type { ParameterDefinition } from '../../src/engine/lossDefinition';
import { pythonRepr } from '../../src/engine/nativeTypes';

/** What Python's `inspect.signature` says of each module's constructor and of its functional; `1` stands for `1.0`. */
const signatures: Readonly<Record<string, readonly [module: string, functional?: string]>> = {
  AdaptiveLogSoftmaxWithLoss: ['(in_features, n_classes, cutoffs, div_value=4, head_bias=False)'],
  BCELoss: [
    "(weight=None, size_average=None, reduce=None, reduction='mean')",
    "(input, target, weight=None, size_average=None, reduce=None, reduction='mean')",
  ],
  BCEWithLogitsLoss: [
    "(weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
    "(input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None)",
  ],
  CTCLoss: [
    "(blank=0, reduction='mean', zero_infinity=False)",
    "(log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False)",
  ],
  CosineEmbeddingLoss: [
    "(margin=0, size_average=None, reduce=None, reduction='mean')",
    "(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean')",
  ],
  CrossEntropyLoss: [
    "(weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0)",
    "(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0)",
  ],
  GaussianNLLLoss: [
    "(*, full=False, eps=1e-06, reduction='mean')",
    "(input, target, var, full=False, eps=1e-06, reduction='mean')",
  ],
  HingeEmbeddingLoss: [
    "(margin=1, size_average=None, reduce=None, reduction='mean')",
    "(input, target, margin=1, size_average=None, reduce=None, reduction='mean')",
  ],
  HuberLoss: ["(reduction='mean', delta=1)", "(input, target, reduction='mean', delta=1, weight=None)"],
  KLDivLoss: [
    "(size_average=None, reduce=None, reduction='mean', log_target=False)",
    "(input, target, size_average=None, reduce=None, reduction='mean', log_target=False)",
  ],
  L1Loss: [
    "(size_average=None, reduce=None, reduction='mean')",
    "(input, target, size_average=None, reduce=None, reduction='mean', weight=None)",
  ],
  LinearCrossEntropyLoss: [
    "(in_features, num_classes, *, out_features=(), bias=False, reduction='mean', weight=None, ignore_index=None, label_smoothing=0, options=None)",
    "(input, linear_weight, target, *, linear_bias=None, weight=None, reduction='mean', ignore_index=None, label_smoothing=0, options=None)",
  ],
  MSELoss: [
    "(size_average=None, reduce=None, reduction='mean')",
    "(input, target, size_average=None, reduce=None, reduction='mean', weight=None)",
  ],
  MarginRankingLoss: [
    "(margin=0, size_average=None, reduce=None, reduction='mean')",
    "(input1, input2, target, margin=0, size_average=None, reduce=None, reduction='mean')",
  ],
  MultiLabelMarginLoss: [
    "(size_average=None, reduce=None, reduction='mean')",
    "(input, target, size_average=None, reduce=None, reduction='mean')",
  ],
  MultiLabelSoftMarginLoss: [
    "(weight=None, size_average=None, reduce=None, reduction='mean')",
    "(input, target, weight=None, size_average=None, reduce=None, reduction='mean')",
  ],
  MultiMarginLoss: [
    "(p=1, margin=1, weight=None, size_average=None, reduce=None, reduction='mean')",
    "(input, target, p=1, margin=1, weight=None, size_average=None, reduce=None, reduction='mean')",
  ],
  NLLLoss: [
    "(weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
    "(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
  ],
  NLLLoss2d: [
    "(weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
    "(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean')",
  ],
  PoissonNLLLoss: [
    "(log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
    "(input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean')",
  ],
  SmoothL1Loss: [
    "(size_average=None, reduce=None, reduction='mean', beta=1)",
    "(input, target, size_average=None, reduce=None, reduction='mean', beta=1)",
  ],
  SoftMarginLoss: [
    "(size_average=None, reduce=None, reduction='mean')",
    "(input, target, size_average=None, reduce=None, reduction='mean')",
  ],
  TripletMarginLoss: [
    "(margin=1, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean')",
    "(anchor, positive, negative, margin=1, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction='mean')",
  ],
  TripletMarginWithDistanceLoss: [
    "(*, distance_function=None, margin=1, swap=False, reduction='mean')",
    "(anchor, positive, negative, *, distance_function=None, margin=1, swap=False, reduction='mean')",
  ],
};

function argument({ name, default: usual, required, kind }: ParameterDefinition): string {
  if (required === true) return name;
  return `${name}=${kind === 'ints' ? '()' : pythonRepr(usual).replace(/\.0$/, '')}`;
}

/** A signature of these arguments, the keyword-only ones behind a star. */
function signature(
  names: readonly string[],
  rows: readonly ParameterDefinition[],
  isModule: boolean,
): string {
  const written: string[] = [];
  for (const name of names) {
    const row = rows.find((each) => each.name === name);
    const isKeyword = row?.keywordOnly === true || (isModule && row?.keywordOnly !== undefined);
    const isBehind = written.includes('*');
    if (isKeyword !== isBehind) written.push(isKeyword ? '*' : 'not behind the star:');
    written.push(row ? argument(row) : name);
  }
  return `(${written.join(', ')})`;
}

describe('the signatures of losses', () => {
  for (const { name, functional, functionalArguments, parameters } of losses) {
    it(`of ${name} are those of PyTorch`, () => {
      const [module, ofFunctional] = signatures[name] ?? assert.fail(name);
      const own = parameters.filter(({ functionalOnly }) => functionalOnly !== true);
      assert.equal(
        signature(
          own.map((row) => row.name),
          own,
          true,
        ),
        module,
      );
      const taken = functional === null ? undefined : signature(functionalArguments, parameters, false);
      assert.equal(taken, ofFunctional);
    });
  }
});

import { Variable, type VariableOperand } from './aten/variable';
import { isTrue } from './legacyReduction';
import type { ParameterValue } from './lossDefinition';
import { isTensorValue, pythonText, pythonTypeName } from './nativeTypes';
import { refuseType, refuseValue } from './torchError';

/**
 * The margin of a triplet loss after Python's own check: a number or an integer, or the variable given.
 * @param constructed The class, if it is its constructor that checks.
 * @throws TorchError for a margin that is not greater than 0, or cannot be compared with it.
 */
export function positiveMargin(margin: ParameterValue | Variable, constructed?: string): VariableOperand {
  const stage = constructed === undefined ? 'forward' : 'construct';
  if (margin instanceof Variable) {
    positiveMargin(margin.tensor, constructed);
    return margin;
  }
  if (isTensorValue(margin)) {
    isTrue(margin, stage);
  } else if (margin === null || typeof margin === 'string' || typeof margin === 'object') {
    refuseType(`'<=' not supported between instances of '${pythonTypeName(margin)}' and 'int'`, stage);
  }
  const value = Number(isTensorValue(margin) ? margin.data[0] : margin);
  if (value <= 0) {
    const text = pythonText(margin);
    refuseValue(
      constructed === undefined
        ? `margin must be greater than 0, got ${text}`
        : `${constructed}: expected margin to be greater than 0, got ${text} instead`,
      stage,
    );
  }
  return typeof margin === 'number' || isTensorValue(margin) ? value : { int: value };
}

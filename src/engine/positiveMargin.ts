import { Variable, type VariableOperand } from './aten/variable';
import { isTrue } from './legacyReduction';
import type { ParameterValue } from './lossDefinition';
import { isTensorValue, pythonText, pythonTypeName } from './nativeTypes';
import { TorchError, type TorchErrorStage } from './torchError';

/**
 * The margin of a triplet loss after Python's own check: a number or an integer, or the variable given.
 * @param complaint The message about a margin that prints as given.
 * @throws TorchError for a margin that is not greater than 0, or cannot be compared with it.
 */
export function positiveMargin(
  margin: ParameterValue | Variable,
  complaint: (margin: string) => string,
  stage: TorchErrorStage = 'forward',
): VariableOperand {
  if (margin instanceof Variable) {
    positiveMargin(margin.tensor, complaint, stage);
    return margin;
  }
  if (isTensorValue(margin)) {
    isTrue(margin, stage);
    const value = Number(margin.data[0]);
    if (value <= 0) throw new TorchError('ValueError', complaint(pythonText(margin)), stage);
    return value;
  }
  if (margin === null || typeof margin === 'string' || typeof margin === 'object') {
    throw new TorchError(
      'TypeError',
      `'<=' not supported between instances of '${pythonTypeName(margin)}' and 'int'`,
      stage,
    );
  }
  const value = Number(margin);
  if (value <= 0) throw new TorchError('ValueError', complaint(pythonText(margin)), stage);
  return typeof margin === 'number' ? value : { int: value };
}

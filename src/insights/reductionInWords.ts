import type { LossDefinition } from '../engine/defineLoss';
import { isGiven, shownReduction } from '../engine/formulaParts';
import type { Configuration, ParameterDefinition } from '../engine/lossDefinition';
import { t } from '../l10n/localize';

/** What becomes of the losses of the elements, in words: what the mean divides by. */
export function divisorWords(loss: LossDefinition, given: Configuration): string {
  const reduction = given['reduction'];
  const open = undecidedLegacy(given);
  if (open !== undefined) return t`How it is reduced depends on ${open}.`;
  if (isExpression(reduction) && !isGiven(given, 'size_average') && !isGiven(given, 'reduce'))
    return t`The reduction is whatever ${codeOf(reduction)} is.`;
  if (!loss.parameters.some((row) => row.name === 'reduction')) return t`The mean over the batch.`;
  if (reduction === 'batchmean') return t`The sum, divided by the size of the first dimension of the input.`;
  const shown = shownReduction(given);
  if (shown === 'none') return t`One loss for each element; nothing is divided.`;
  if (shown === 'sum') return t`The sum; nothing is divided.`;
  return meanWords(loss, given);
}

function meanWords(loss: LossDefinition, given: Configuration): string {
  const isWeighted = isGiven(given, 'weight');
  if (loss.parameters.some((row) => row.name === 'ignore_index')) {
    return isWeighted
      ? t`The sum, divided by the sum of the weights of the targets that are not ignored (with probabilities as target: by the batch size).`
      : t`The mean over the targets that are not ignored.`;
  }
  if (loss.inputs.some((input) => input.name === 'target_lengths'))
    return t`Each loss is divided by its target length; then the mean over the batch.`;
  const sumsWeights = loss.parameters.some((row) => row.name === 'weight' && row.functionalOnly);
  if (isWeighted && sumsWeights && (loss.functional === 'mse_loss' || loss.functional === 'l1_loss'))
    return t`The sum, divided by the sum of the weights.`;
  const output = loss.shapes[0]?.output ?? [];
  return output.join() === 'N' ? t`The mean over the batch.` : t`The mean over all elements.`;
}

/** What a deprecated argument that is set stands for; `undefined` where the code leaves it alone. */
export function legacyWords(row: ParameterDefinition, given: Configuration): string | undefined {
  if (!isGiven(given, row.name)) return undefined;
  if (undecidedLegacy(given) !== undefined) return t('Deprecated, and wins over `reduction`.');
  return t`Deprecated: means \`reduction='${shownReduction(given)}'\`, whatever \`reduction\` says.`;
}

/** The deprecated argument that decides on the reduction, where the code does not tell what it is. */
function undecidedLegacy({ size_average: average, reduce }: Configuration): string | undefined {
  if (isExpression(reduce)) return codeOf(reduce);
  return reduce !== false && isExpression(average) ? codeOf(average) : undefined;
}

function isExpression(value: Configuration[string] | undefined): value is { readonly expression: string } {
  return typeof value === 'object' && value !== null && 'expression' in value;
}

function codeOf({ expression }: { readonly expression: string }): string {
  return `\`${expression.replaceAll('`', "'")}\``;
}

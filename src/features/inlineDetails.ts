import { l10n, MarkdownString } from 'vscode';
import type { LossCall, LossResult } from '../engine/evaluate';
import { explanationText } from '../engine/explanation/explanation';
import type { TorchError } from '../engine/torchError';
import type { EvaluatedCall } from '../insights/evaluateCall';
import { mostExplained, outcomeExplanation } from '../insights/outcomeExplanation';
import { equationText, stepsOf } from '../playground/steps';
import { formatScalar } from '../engine/tensor/formatNumber';
import { printTensor } from '../engine/tensor/printTensor';
import type { InlineResult } from './inlineResults';
import { playgroundLink, type LossPlace } from './lossPlace';
import { commandIds } from './manifest';

/**
 * What a computed call shows beside its line; undefined if the code does not tell its value.
 *
 * @param part how the call is told where it is only a part of its line.
 */
export function inlineResult(
  evaluated: EvaluatedCall,
  place: LossPlace,
  part?: string,
): InlineResult | undefined {
  const { result, error, isTooLarge } = evaluated;
  if (error)
    return {
      kind: 'error',
      text: oneLine(`${error.type}: ${error.message}`),
      details: withLink(errorDetails(error, evaluated), place),
    };
  if (isTooLarge)
    return {
      kind: 'note',
      text: l10n.t('computed in the playground'),
      details: withLink(
        newDetails().appendText(
          l10n.t('The loss has too many elements to compute here: the playground computes it.'),
        ),
        place,
      ),
    };
  if (!result) return undefined;
  return {
    kind: 'value',
    text: `${part === undefined ? '' : `${part} = `}${oneLine(printTensor(result.loss))}`,
    details: withLink(valueDetails(result, evaluated), place),
  };
}

function valueDetails(result: LossResult, evaluated: EvaluatedCall): MarkdownString {
  const { loss, call, gradients } = evaluated;
  const details = newDetails();
  const { data, dtype, shape } = result.loss;
  details.appendMarkdown(`**${loss.name}**\n`);
  details.appendCodeblock(printTensor(result.loss), 'python');
  const [value] = data;
  if (shape.length === 0 && value !== undefined) {
    details.appendMarkdown(`${l10n.t('All digits:')} \`${formatScalar(value, dtype)}\`\n`);
  }
  for (const gradientOf of gradients) {
    const gradient = result.gradients[gradientOf];
    details.appendMarkdown(`\n${l10n.t('Gradient of')} \`${gradientOf}\`\n`);
    details.appendCodeblock(gradient ? printTensor(gradient) : 'None', 'python');
  }
  appendExplanation(details, evaluated);
  if (call) appendWorking(details, call, result);
  for (const warning of result.warnings) details.appendMarkdown('\n$(warning) ').appendText(warning);
  return details;
}

/** How the first element's loss came about and, from all of them, the loss; of larger ones the playground tells. */
function appendWorking(details: MarkdownString, call: LossCall, result: LossResult): void {
  if ((result.elements?.data.length ?? 0) > mostExplained) return;
  const { steps, reduction, shape } = stepsOf(call, 0, result);
  const lines = steps.flatMap((step) => (step.kind === 'quantity' ? [equationText(step)] : []));
  if (lines.length === 0) return;
  const first = shape.length > 0 ? ` \`[${shape.map(() => 0).join(', ')}]\`` : '';
  details.appendMarkdown(`\n${l10n.t('The working of element')}${first}\n`);
  details.appendCodeblock([...lines, ...reduction.map(equationText)].join('\n'), 'text');
}

function errorDetails(error: TorchError, evaluated: EvaluatedCall): MarkdownString {
  const details = newDetails();
  details.appendMarkdown(`**${l10n.t('PyTorch refuses this call')}**\n`);
  details.appendCodeblock(`${error.type}: ${error.message}`, 'text');
  appendExplanation(details, evaluated);
  return details;
}

/** Why the result is no number, or why there is none. */
function appendExplanation(details: MarkdownString, evaluated: EvaluatedCall): void {
  const explanation = outcomeExplanation(evaluated);
  if (explanation) details.appendMarkdown('\n$(info) ').appendText(explanationText(explanation));
}

function newDetails(): MarkdownString {
  const details = new MarkdownString('', true);
  details.isTrusted = { enabledCommands: [commandIds.openPlayground] };
  return details;
}

function withLink(details: MarkdownString, place: LossPlace): MarkdownString {
  return details.appendMarkdown(`\n\n[${l10n.t('Open in playground')}](${playgroundLink(place)})`);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

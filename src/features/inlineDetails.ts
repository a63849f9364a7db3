import { l10n, MarkdownString } from 'vscode';
import type { LossResult } from '../engine/evaluate';
import type { TorchError } from '../engine/torchError';
import type { EvaluatedCall } from '../insights/evaluateCall';
import { formatScalar } from '../text/formatNumber';
import { printTensor } from '../text/printTensor';
import type { InlineResult } from './inlineResults';
import { playgroundLink, type LossPlace } from './lossPlace';
import { commandIds } from './manifest';

/** What a computed call shows beside its line; undefined if the code does not tell its value. */
export function inlineResult(
  { result, error, loss, gradients }: EvaluatedCall,
  place: LossPlace,
): InlineResult | undefined {
  if (error)
    return {
      kind: 'error',
      text: oneLine(`${error.type}: ${error.message}`),
      details: withLink(errorDetails(error), place),
    };
  if (!result) return undefined;
  return {
    kind: 'value',
    text: oneLine(printTensor(result.loss)),
    details: withLink(valueDetails(loss.name, result, gradients), place),
  };
}

function valueDetails(name: string, result: LossResult, gradients: readonly string[]): MarkdownString {
  const details = newDetails();
  const { data, dtype, shape } = result.loss;
  details.appendMarkdown(`**${name}**\n`);
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
  for (const warning of result.warnings) details.appendMarkdown('\n$(warning) ').appendText(warning);
  return details;
}

function errorDetails(error: TorchError): MarkdownString {
  const details = newDetails();
  details.appendMarkdown(`**${l10n.t('PyTorch refuses this call')}**\n`);
  details.appendCodeblock(`${error.type}: ${error.message}`, 'text');
  return details;
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

import type { ParameterDefinition, ParameterValue } from '../../src/engine/lossDefinition';
import { pythonFloat } from '../numbers';
import { t } from '../../src/l10n/localize';

/** A parameter's default as one writes it in Python, choices without quotes; empty if it has none. */
export function defaultText({ kind, default: value, required }: ParameterDefinition): string {
  return required ? '' : valueText(value, kind === 'float');
}

function valueText(value: ParameterValue, float: boolean): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return float ? pythonFloat(value) : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value;
  if ('data' in value) return '';
  return `(${value.map((each) => valueText(each, float)).join(', ')})`;
}

/** The range that a number must be in, in words; empty if there is none. */
export function rangeText({ minimum, maximum, exclusiveMinimum }: ParameterDefinition): string {
  if (minimum !== undefined && maximum !== undefined && !exclusiveMinimum)
    return t('{0} to {1}', minimum, maximum);
  const parts: string[] = [];
  if (minimum !== undefined)
    parts.push(exclusiveMinimum ? t('above {0}', minimum) : t('at least {0}', minimum));
  if (maximum !== undefined) parts.push(t('at most {0}', maximum));
  return parts.join(', ');
}

/**
 * The text of a number moved by `steps` of its last written digit (`0.25` by 1: `0.26`), within the parameter's
 * range.
 *
 * @returns undefined if the text is not a plain number, or the step leaves the range.
 */
export function steppedText(
  text: string,
  steps: number,
  definition: ParameterDefinition,
): string | undefined {
  const match = /^\s*[+-]?\d*(?:\.(\d*))?\s*$/.exec(text);
  const value = Number(text);
  if (!match || text.trim() === '' || Number.isNaN(value)) return undefined;
  const digits = definition.kind === 'int' ? 0 : Math.max(1, match[1]?.length ?? 0);
  const next = value + steps / 10 ** digits;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum } = definition;
  const rounded = Number(next.toFixed(digits));
  if (rounded > maximum || rounded < minimum || (exclusiveMinimum && rounded === minimum)) return undefined;
  return rounded.toFixed(digits);
}

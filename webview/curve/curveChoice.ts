import type { Margin } from '../../src/engine/lossDefinition';
import { alongMargin } from '../../src/protocol/questions';
import type { CurveSettings } from '../../src/protocol/viewSettings';
import { t } from '../../src/l10n/localize';
import type { TabContext } from '../result/resultTab';
import type { ChoosableTensor, ChosenElement } from './elementChooser';

/** A change of the settings; `undefined` leaves one out. */
export type CurveChange = { readonly [K in keyof CurveSettings]?: CurveSettings[K] | undefined };

/** The settings of the curve, as far as they were chosen for the present loss. */
export function curveSettings({ form, views }: TabContext): CurveSettings {
  return views.curve?.loss === form.name ? views.curve : { loss: form.name, at: 0 };
}

/** Changes the settings of the curve. */
export function changeCurve(context: TabContext, change: CurveChange): void {
  const { input, at, range, other } = { ...curveSettings(context), ...change };
  context.setViews({
    curve: {
      loss: context.form.name,
      at: at ?? 0,
      ...(input !== undefined && { input }),
      ...(range && { range }),
      ...(other && { other }),
    },
  });
}

/** The tensors that have a gradient: along these a curve can be drawn, and they can descend. */
export function differentiable({ value }: TabContext): readonly ChoosableTensor[] {
  return Object.entries(value.gradients).flatMap(([name, gradient]) =>
    gradient && gradient.data.length > 0 ? [{ name, shape: gradient.shape }] : [],
  );
}

/** The chosen element, or the nearest thing that there is; undefined if nothing can be differentiated. */
export function chosenElement(
  tensors: readonly ChoosableTensor[],
  { input, at }: CurveSettings,
): ChosenElement | undefined {
  const tensor = tensors.find(({ name }) => name === input) ?? tensors[0];
  if (!tensor) return undefined;
  const count = tensor.shape.reduce((product, size) => product * size, 1);
  const isOther = input !== undefined && tensor.name !== input;
  return { input: tensor.name, at: isOther ? 0 : Math.min(at, count - 1) };
}

/** The margin, for a loss that has one: along it, too, a curve can be drawn, for each element of the loss. */
export function withMargin(
  tensors: readonly ChoosableTensor[],
  { form, value }: TabContext,
): readonly ChoosableTensor[] {
  if (!form.margin || !value.elements || tensors.length === 0) return tensors;
  return [...tensors, { name: alongMargin, shape: value.elements.shape }];
}

/** What a margin is, in words. */
export function marginText(margin: Margin, inputs: readonly string[]): string {
  const [first = '', second = ''] = inputs;
  switch (margin) {
    case 'score':
      return t(
        'The margin is the score of the target’s class less the highest other score; the former moves.',
      );
    case 'sign':
      return t('The margin is {0} times {1}.', first, second);
    case 'difference':
      return t('The margin is {0} less {1}, times the target; {0} moves.', first, second);
    case 'distance':
      return t(
        'The margin is how much farther the negative is from the anchor than the positive; the negative moves away.',
      );
    case 'similarity':
      return t('The margin is the cosine similarity of {0} and {1}; {1} turns.', first, second);
  }
}

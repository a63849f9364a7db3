import type { LossDefinition } from '../engine/defineLoss';
import type { ParameterValue } from '../engine/lossDefinition';
import { isHalf } from '../engine/tensor/dtype';
import { elementCount, type Tensor } from '../engine/tensor/tensor';
import { largestShape } from './constants/largestShape';

/**
 * The work of losses that are computed where the editor waits, beyond which they are left to the playground: about
 * 10 ms of it, with the gradient.
 */
export const mostWork = 80_000;

type Inputs = Readonly<Record<string, Tensor | number | readonly number[]>>;

/** The work of a loss with its gradient, in elements of an ordinary loss of float32. */
export function lossWork(
  loss: LossDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  inputs: Inputs,
): number {
  const shapeOf = (name: string): readonly number[] => shapeIn(inputs[name] ?? parameters[name]);
  // Where the shapes name no dimensions everything is broadcast; else classes, say, have none of the input's last one.
  const isElementwise = loss.shapes.some(({ inputs }) =>
    Object.values(inputs).every(([first]) => first === '*'),
  );
  const all = loss.inputs.map(({ name }) => shapeOf(name));
  const rank = all[0]?.length;
  const elements = elementCount(largestShape(all.filter((shape) => isElementwise || shape.length === rank)));
  return elements * slowness(parameters, inputs) * (isElementwise ? 1 : 0.5) + moreWork(loss.name, shapeOf);
}

function shapeIn(value: ParameterValue | Tensor | undefined): readonly number[] {
  return typeof value === 'object' && value !== null && 'shape' in value ? value.shape : [];
}

/** 16-bit floats are rounded after each step, and powers take longer than squares. */
function slowness(parameters: Readonly<Record<string, ParameterValue>>, inputs: Inputs): number {
  const isRounded = Object.values(inputs).some(
    (value) => typeof value === 'object' && 'dtype' in value && isHalf(value.dtype),
  );
  const { p } = parameters;
  const isPower = p !== undefined && p !== null && ![1, 2].includes(Number(p));
  return (isRounded ? 6 : 1) * (isPower ? 8 : 1);
}

/** What losses do that is not in proportion to the elements of their inputs. */
function moreWork(name: string, shapeOf: (name: string) => readonly number[]): number {
  const [rows = 1, columns = 1] = shapeOf('input').slice(-2);
  switch (name) {
    case 'MultiLabelMarginLoss':
      // Each label against each class.
      return (rows * columns * columns) / 40;
    case 'CTCLoss': {
      const [steps = 1] = shapeOf('log_probs');
      // Twice as many states as labels, however the targets lie.
      return (steps * elementCount(shapeOf('targets'))) / 8;
    }
    case 'LinearCrossEntropyLoss':
    case 'AdaptiveLogSoftmaxWithLoss': {
      const classes = Math.max(1, ...['weight', 'head.weight'].map((one) => shapeOf(one)[0] ?? 1));
      return (rows * columns * classes) / 1000;
    }
    default:
      return 0;
  }
}

import type { LossDefinition } from '../engine/defineLoss';
import type { LossCall } from '../engine/lossCall';
import type { ParameterValue } from '../engine/lossDefinition';
import { isHalf } from '../engine/tensor/dtype';
import { elementCount, type Tensor } from '../engine/tensor/tensor';
import { isTensorValue } from '../engine/nativeTypes';
import { largestShape } from './constants/largestShape';
import { ctcWork } from './ctcWork';

/**
 * The work of losses that are computed where the editor waits, beyond which they are left to the playground: about
 * 10 ms of it, with the gradient.
 */
export const mostWork = 80_000;

type Inputs = LossCall['inputs'];

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
  const isStepwise = isElementwise && isComputedInSteps(parameters, all);
  const each = (isElementwise ? 1 : 0.5) * (isStepwise ? 4 : 1) * slowness(parameters, inputs);
  return elements * each + (loss.name === 'CTCLoss' ? ctcWork(inputs) : moreWork(loss.name, shapeOf));
}

/** Whether operations are done one after the other: where shapes differ, and where elements have weights. */
function isComputedInSteps(
  { weight, pos_weight: positive }: Readonly<Record<string, ParameterValue>>,
  shapes: readonly (readonly number[])[],
): boolean {
  const areOfOneShape = shapes.every((shape) => shape.join() === shapes[0]?.join());
  return !areOfOneShape || isTensorValue(weight) || isTensorValue(positive);
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
    case 'LinearCrossEntropyLoss':
    case 'AdaptiveLogSoftmaxWithLoss': {
      const classes = Math.max(1, ...['weight', 'head.weight'].map((one) => shapeOf(one)[0] ?? 1));
      return (rows * columns * classes) / 1000;
    }
    default:
      return 0;
  }
}

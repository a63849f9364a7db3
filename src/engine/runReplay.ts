import { backward, Variable } from './aten/variable';
import type { AnyArguments, LossDefinition, ReplayContext } from './defineLoss';
import type { LossCall, LossResult } from './lossCall';
import type { ParameterValue } from './lossDefinition';
import { isTensorValue } from './nativeTypes';
import { isFloat } from './tensor/dtype';
import type { Tensor } from './tensor/tensor';
import type { TorchError } from './torchError';

/**
 * The result of a call, computed as PyTorch computes it, operation by operation.
 * @throws TorchError where PyTorch raises.
 */
export function runReplay(
  definition: LossDefinition,
  call: LossCall,
  bound: AnyArguments<Tensor>,
  warnings: string[],
  refusal?: TorchError,
): LossResult {
  const wanted = call.gradients ?? [];
  const variables = onTape(definition, bound, wanted);
  const warn = (message: string): void => {
    warnings.push(message);
  };
  const context: ReplayContext = {
    ...contextOf(variables, call, warn),
    checkTypes() {
      if (refusal !== undefined) throw refusal;
    },
  };
  const loss = definition.replay(variables, context);
  if (wanted.some((name) => isDifferentiable(call.inputs[name] ?? call.parameters?.[name]))) backward(loss);
  const elements = call.elements === true ? unreduced(definition, bound, call) : undefined;
  return {
    loss: loss.tensor,
    elements,
    gradients: Object.fromEntries(wanted.map((name) => [name, gradientOf(variables[name])])),
    warnings,
    output: context.output?.tensor,
    denominator: definition.denominator?.(bound) ?? elements?.data.length,
  };
}

type TapeArguments = Readonly<Record<string, Variable | ParameterValue>>;

function isVariable(value: Variable | ParameterValue | undefined): value is Variable {
  return value instanceof Variable;
}

/** The arguments with their tensors on the tape, but for those that stand where no tensor belongs. */
function onTape(
  definition: LossDefinition,
  bound: AnyArguments<Tensor>,
  wanted: readonly string[],
): TapeArguments {
  const variables: Record<string, Variable | ParameterValue> = { ...bound };
  for (const [name, value] of Object.entries(bound)) {
    if (isTensorValue(value)) {
      variables[name] = new Variable(value, isDifferentiable(value) && wanted.includes(name));
    }
  }
  for (const { name, argument = name, kind, differentiable } of definition.parameters) {
    const value = bound[argument];
    if (kind !== 'tensor' && differentiable !== true && value !== undefined) variables[argument] = value;
  }
  return variables;
}

function isDifferentiable(value: ParameterValue | undefined): boolean {
  return isTensorValue(value) && isFloat(value.dtype);
}

function gradientOf(value: Variable | ParameterValue | undefined): Tensor | null {
  return isVariable(value) ? (value.gradient ?? null) : null;
}

/** The loss with `reduction='none'`. */
function unreduced(definition: LossDefinition, bound: AnyArguments<Tensor>, call: LossCall): Tensor {
  const plain = { ...bound, reduction: 'none' };
  if ('size_average' in bound) Object.assign(plain, { size_average: null, reduce: null });
  const variables = onTape(definition, plain, []);
  const context = contextOf(variables, call, () => undefined);
  const loss = definition.replay(variables, context);
  return (context.unreduced ?? loss).tensor;
}

function contextOf(variables: TapeArguments, call: LossCall, warn: ReplayContext['warn']): ReplayContext {
  const learned = (name: string): Variable => {
    const weight = variables[name];
    if (!isVariable(weight)) throw new Error(`The learned weight ${name} is not among the parameters.`);
    return weight;
  };
  return { via: call.via ?? 'module', call, warn, learned, checkTypes: () => undefined };
}

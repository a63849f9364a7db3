import { evaluate, type LossCall, type LossResult } from '../engine/evaluate';
import { pythonFloat } from '../engine/tensor/formatNumber';
import type { Tensor, TensorData } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import { t } from '../l10n/localize';
import type { DescentEnd, DescentTensor } from '../protocol/descend';
import type { AnswerOf, QuestionOf } from '../protocol/questions';
import { tensorOf, total } from './callTensors';
import type { QuestionContext } from './questionContext';
import { Sgd } from './sgd';

/** How many numbers of a tensor are kept for each step, and of all steps together. */
const [mostElements, mostNumbers] = [1000, 400_000];

/**
 * Gradient descent with `torch.optim.SGD` on some of the inputs. Ends early at the first number that is not finite.
 * @throws TorchError for what `torch.optim.SGD` or the loss refuses at the start
 */
export function answerDescend(
  question: QuestionOf<'descend'>,
  context: QuestionContext,
): AnswerOf<'descend'> {
  const { learningRate, momentum, steps } = question;
  if (learningRate < 0)
    throw new TorchError('ValueError', `Invalid learning rate: ${pythonFloat(learningRate)}`);
  if (momentum < 0) throw new TorchError('ValueError', `Invalid momentum value: ${pythonFloat(momentum)}`);
  context.step(t`Descending ${steps} steps`);
  const moving = movingTensors(context.call, question.inputs);
  const names = Object.keys(moving);
  const call: LossCall = {
    ...context.call,
    inputs: { ...context.call.inputs, ...moving },
    gradients: names,
    elements: false,
  };
  const tracks = Object.entries(moving).map(([name, tensor]) => new Track(name, tensor, steps));
  const optimizer = new Sgd(learningRate, momentum);
  const losses: number[] = [];
  const into: Record<string, TensorData> = {};
  let end: DescentEnd | undefined;
  for (let step = 0; step <= steps && !end; step++) {
    const result = evaluateAt(step, { ...call, into }, context);
    if (!('loss' in result)) {
      end = result;
      break;
    }
    losses.push(total(result.loss));
    for (const track of tracks) track.record();
    end = notFinite(step, result, moving);
    if (step === steps || end) break;
    for (const [name, tensor] of Object.entries(moving)) {
      const gradient = result.gradients[name];
      if (!gradient) continue;
      optimizer.step(name, tensor, gradient.data);
      into[name] = gradient.data;
    }
  }
  return {
    kind: 'descend',
    losses: Float64Array.from(losses),
    tensors: tracks.map((track) => track.finish()),
    ...(end && { end }),
  };
}

function movingTensors(call: LossCall, names: readonly string[]): Record<string, Tensor> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const tensor = tensorOf(call, name);
      return tensor ? [[name, { ...tensor, data: tensor.data.slice() }]] : [];
    }),
  );
}

/** What the descent can run into on its way (a probability below 0) is its end; before the first step it is an error. */
function evaluateAt(step: number, call: LossCall, context: QuestionContext): LossResult | DescentEnd {
  try {
    return evaluate(call);
  } catch (error) {
    if (step === 0 || !(error instanceof TorchError)) throw error;
    return { step, error: context.explain(error) };
  }
}

function notFinite(
  step: number,
  { loss }: LossResult,
  moving: Record<string, Tensor>,
): DescentEnd | undefined {
  for (const [input, { data }] of Object.entries(moving)) {
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) return { step, notFinite: { input, at } };
  }
  return Number.isFinite(total(loss)) ? undefined : { step, notFinite: {} };
}

/** The values of one tensor, step by step. */
class Track {
  readonly #name: string;
  readonly #tensor: Tensor;
  readonly #kept: number;
  readonly #values: number[] = [];

  constructor(name: string, tensor: Tensor, steps: number) {
    this.#name = name;
    this.#tensor = tensor;
    this.#kept = Math.min(tensor.data.length, mostElements, Math.floor(mostNumbers / (steps + 1)));
  }

  record(): void {
    for (let index = 0; index < this.#kept; index++) this.#values.push(this.#tensor.data[index] ?? NaN);
  }

  finish(): DescentTensor {
    const { dtype, shape } = this.#tensor;
    return { name: this.#name, dtype, shape, kept: this.#kept, values: Float64Array.from(this.#values) };
  }
}

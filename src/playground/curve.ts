import { lossByName, type LossCall } from '../engine/evaluate';
import { kinksOf } from '../engine/kinks';
import { isFloat } from '../engine/tensor/dtype';
import type { Tensor } from '../engine/tensor/tensor';
import { TorchError } from '../engine/torchError';
import { t, translated } from '../l10n/localize';
import type { CallError } from '../protocol/callError';
import {
  alongMargin,
  type AnswerOf,
  type CurveAnswer,
  type CurveDrag,
  type CurveLine,
  type QuestionOf,
} from '../protocol/questions';
import { numberOffset } from '../text/parseTensor';
import { evaluateAsFarAsPossible } from './attempt';
import { tensorOf, total } from './callTensors';
import { findKinks } from './curveKinks';
import { pointsOf, sorted, type CurvePoint } from './curvePoint';
import { elementPath, type CurvePath } from './curvePath';
import { chooseRange } from './curveRange';
import { marginPath } from './marginPath';
import type { QuestionContext } from './questionContext';

/** How many numbers may be computed for one line, and between which bounds the number of its points stays. */
const work = 8e6;
const [fewestPoints, mostPoints] = [33, 241];
/** So many characters may be read to find the numbers that change: more would take longer than a drag may. */
const mostRead = 300_000;

/** Loss and gradient along a way: evaluated at each point, so that the curve is PyTorch's with all its rounding. */
export function answerCurve(question: QuestionOf<'curve'>, context: QuestionContext): AnswerOf<'curve'> {
  const none = { kind: 'curve', range: { low: 0, high: 0 }, lines: [], subgradients: [] } as const;
  const path = pathOf(question, context.call);
  if (!path) return none;
  context.step(t`Computing the curve of ${context.call.loss}`);
  const own = new Probe(context.call, path);
  const range = question.range ?? chooseRange(own, path);
  const drag = dragOf(path, range, context.textOf(path.input));
  const calls = [context.call, ...question.others.map(context.callOf)];
  return {
    kind: 'curve',
    range,
    ...(drag && { drag }),
    subgradients: kinksOf(context.loss).map(({ gradient }) => translated(gradient)),
    lines: calls.map((call) => {
      if (!('loss' in call)) return { ...emptyLine, error: call };
      if (!tensorOf(call, path.input)) return { ...emptyLine, error: notAnInput(call, path.input) };
      const line = new Probe(call, path);
      try {
        return drawLine(line, range, tensorOf(call, path.input)?.data.length ?? 0);
      } catch (error) {
        if (error instanceof TorchError) return { ...emptyLine, error: context.explain(error) };
        throw error;
      }
    }),
  };
}

function pathOf({ input, at }: QuestionOf<'curve'>, call: LossCall): CurvePath | undefined {
  if (input === alongMargin) return marginPath(call, at);
  const tensor = tensorOf(call, input);
  if (!tensor || tensor.data.length === 0) return undefined;
  const place = Math.min(at, tensor.data.length - 1);
  return elementPath(input, tensor, place, { anchors: anchors(call, tensor, place) });
}

const nothing = pointsOf([]);
const emptyLine: CurveLine & { readonly error?: CallError } = { ...nothing, here: nothing, kinks: nothing };

/** As Python says it of a call that names the input. */
function notAnInput({ loss }: LossCall, input: string): CallError {
  return { type: 'TypeError', message: `${loss}.forward() got an unexpected keyword argument '${input}'` };
}

/** Evaluates a call with an input moved along a way. */
class Probe {
  readonly #call: LossCall;
  readonly #path: CurvePath;
  readonly #tensor: Tensor;

  constructor(call: LossCall, path: CurvePath) {
    const tensor = tensorOf(call, path.input);
    if (!tensor) throw new Error(`No input is called ${path.input}.`);
    this.#tensor = { ...tensor, data: tensor.data.slice() };
    this.#call = { ...call, inputs: { ...call.inputs, [path.input]: this.#tensor }, elements: false };
    this.#path = path;
  }

  /** Where the input stands. */
  get actual(): number {
    return this.#path.actual;
  }

  /** The nearest number that the tensor can hold. */
  round(x: number): number {
    return this.#path.round(x);
  }

  /** Loss and gradient at a number that the tensor can hold. @throws TorchError where PyTorch refuses the call. */
  at(x: number): CurvePoint {
    this.#path.move(this.#tensor.data, x);
    const loss = lossByName(this.#call.loss);
    if (!loss) throw new Error(`No loss is called ${this.#call.loss}.`);
    const gradients = isFloat(this.#tensor.dtype) ? [this.#path.input] : [];
    const { result, error } = evaluateAsFarAsPossible({ ...this.#call, gradients }, loss);
    if (!result) throw error;
    const gradient = result.gradients[this.#path.input];
    return {
      x,
      loss: total(result.loss),
      gradient: gradient ? this.#path.slope(gradient.data, x) : undefined,
    };
  }

  /** As {@link at}; undefined where PyTorch refuses the call. */
  tryAt(x: number): CurvePoint | undefined {
    try {
      return this.at(x);
    } catch (error) {
      if (error instanceof TorchError) return undefined;
      throw error;
    }
  }
}

function drawLine(probe: Probe, { low, high }: { low: number; high: number }, elements: number): CurveLine {
  const here = probe.at(probe.actual);
  const count = Math.round(Math.min(mostPoints, Math.max(fewestPoints, work / elements)));
  const points = new Map<number, CurvePoint>();
  for (let index = 0; index < count; index++) {
    const x = probe.round(low + ((high - low) * index) / (count - 1));
    if (!points.has(x)) points.set(x, probe.tryAt(x) ?? { x, loss: NaN, gradient: NaN });
  }
  const kinks = findKinks(probe, sorted(points.values()), count);
  for (const point of kinks.flatMap(({ before, kink, after }) => [before, kink, after]))
    points.set(point.x, point);
  if (here.x >= low && here.x <= high) points.set(here.x, here);
  return {
    ...pointsOf(sorted(points.values())),
    here: pointsOf([here]),
    kinks: pointsOf(kinks.map(({ kink }) => kink)),
  };
}

/** The numbers at the element's place in the inputs that have its shape: a target is what the curve turns about. */
function anchors({ inputs }: LossCall, { shape }: Tensor, at: number): number[] {
  return Object.keys(inputs).flatMap((name) => {
    const tensor = tensorOf({ inputs }, name);
    const isSame = tensor && isFloat(tensor.dtype) && String(tensor.shape) === String(shape);
    const value = isSame ? (tensor.data[at] ?? NaN) : NaN;
    return Number.isFinite(value) ? [value] : [];
  });
}

/** Undefined where the numbers do not all stand in the text. */
function dragOf(
  { input, numbers, reach }: CurvePath,
  { low, high }: CurveAnswer['range'],
  text: string,
): CurveDrag | undefined {
  if (text.length * numbers.length > mostRead) return undefined;
  const placed = numbers.flatMap(({ at, origin, slope, turn }) => {
    const offset = numberOffset(text, at);
    return offset === undefined || !Number.isFinite(origin) ? [] : [{ offset, origin, slope, turn }];
  });
  if (placed.length < numbers.length) return undefined;
  return { input, numbers: placed, low: Math.max(low, reach.low), high: Math.min(high, reach.high) };
}

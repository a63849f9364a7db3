import { locate, visitRange } from '../python/locate';
import { settled } from '../python/pauses';
import type { PythonDocument } from '../python/pythonDocument';
import type { Argument } from '../python/syntax';
import { expressionsOf } from '../python/walk';
import type { TextRange } from './finding';
import { asLossCall, lossCallsIn, lossUseAt, type LossCall, type LossUse } from './lossUse';

/** The loss calls whose text overlaps `[start, end]`, in the order of the code. */
export function lossCalls(document: PythonDocument, range: TextRange): LossCall[] {
  const found: LossCall[] = [];
  visitRange(document.module, range.start, range.end, (statement) => {
    for (const expression of expressionsOf(statement))
      if (expression.span.end >= range.start && expression.span.start <= range.end)
        found.push(...lossCallsIn(document, statement, expression));
  });
  return found.filter((call) => call.end >= range.start && call.start <= range.end);
}

/** The loss calls that touch the line of `offset`. */
export function lossCallsOnLine(document: PythonDocument, offset: number): LossCall[] {
  return lossCalls(document, document.lineAround(offset));
}

/**
 * The loss call that is meant at `offset`: the innermost one around it, else the first on its line, else the first
 * call of the instance there.
 */
export function lossCallAt(document: PythonDocument, offset: number): LossCall | undefined {
  return (
    innermostCall(document, offset) ??
    lossCallsOnLine(document, offset)[0] ??
    callOfInstance(document, offset)
  );
}

/** So much of a document is looked through before others have their turn, in UTF-16 units. */
const partLength = 8192;

/** The loss calls that begin in a range, found part by part, with pauses. */
export function* lossCallsByPart(
  document: PythonDocument,
  range: TextRange,
): Generator<undefined, readonly LossCall[]> {
  const found: LossCall[] = [];
  for (let start = range.start; start < range.end; start += partLength) {
    const end = Math.min(start + partLength, range.end);
    const calls = yield* settled(() => lossCalls(document, { start, end }));
    found.push(...calls.filter((call) => call.start >= start && call.start < end));
    yield;
  }
  return found;
}

/**
 * The loss calls that a selection means: those that it holds, without calls inside of them; else the one that it is a part
 * of, or reaches into; else, of a part of a line, what {@link lossCallAt} says of its start, or the first call of the
 * instance there.
 */
export function* selectedLossCalls(
  document: PythonDocument,
  { start, end }: TextRange,
): Generator<undefined, readonly LossCall[]> {
  let last = start;
  const held = (yield* lossCallsByPart(document, { start, end })).filter((call) => {
    const isMeant = call.start >= last && call.end <= end;
    if (isMeant) last = call.end;
    return isMeant;
  });
  if (held.length > 0) return held;
  const touched = [start, end].flatMap((at) => lossCalls(document, { start: at, end: at }));
  const reached = touched.filter((call) => call.start < end && call.end > start);
  const meant =
    reached.filter((call) => call.start <= start && call.end >= end).at(-1) ??
    reached[0] ??
    (end <= document.lineAround(start).end ? lossCallAt(document, start) : callOfInstance(document, start));
  return meant ? [meant] : [];
}

/** Longer names of what is called are cut. */
const longestCallee = 40;

/** `loss_fn(…)`, where a call is only a part of what its statement says; undefined where it is all of it. */
export function partName(document: PythonDocument, { call, statement }: LossCall): string | undefined {
  const { kind } = statement;
  const isPlain = kind === 'assign' || kind === 'return' || kind === 'expression';
  if (isPlain && expressionsOf(statement).includes(call)) return undefined;
  const { start, end } = call.callee.span;
  const callee = document.text.slice(start, end).replaceAll(/\s+/g, ' ');
  return `${callee.length > longestCallee ? `${callee.slice(0, longestCallee - 1)}…` : callee}(…)`;
}

/** The first call in the file of the instance that is made or named at `offset`. */
function callOfInstance(document: PythonDocument, offset: number): LossCall | undefined {
  const use = lossUseAt(document, offset) ?? useOnLine(document, offset);
  if (use === undefined || use.role === 'value') return undefined;
  const made = use.candidates[0]?.given;
  const name = nameAt(document, use.start);
  if (name === undefined) return undefined;
  const { text } = document;
  let left = 1000;
  for (let at = document.findWord(name, 0, text.length); at >= 0 && left > 0; left--) {
    const call = innermostCall(document, at);
    const candidate = call?.candidates[0];
    if (
      call &&
      candidate &&
      candidate.loss === use.candidates[0]?.loss &&
      sameArguments(candidate.given, made ?? [])
    )
      return call;
    at = document.findWord(name, at + 1, text.length);
  }
  return undefined;
}

function innermostCall(document: PythonDocument, offset: number): LossCall | undefined {
  const { statements, expressions } = locate(document, offset);
  const statement = statements.at(-1);
  if (!statement) return undefined;
  for (const expression of [...expressions].reverse()) {
    const call = expression.kind === 'call' ? asLossCall(document, expression, statement) : undefined;
    if (call) return call;
  }
  return undefined;
}

/** The instance that the line of `offset` makes: `criterion` of `criterion = nn.MSELoss()`. */
function useOnLine(document: PythonDocument, offset: number): LossUse | undefined {
  const statement = locate(document, offset).statements.at(-1);
  const target = statement?.kind === 'assign' ? statement.targets[0] : undefined;
  return target && lossUseAt(document, target.span.end);
}

/** The last part of the name that the instance at `offset` has: what it is assigned to, or what is written there. */
function nameAt(document: PythonDocument, offset: number): string | undefined {
  const { statements, expressions } = locate(document, offset);
  const statement = statements.at(-1);
  const target = statement?.kind === 'assign' ? statement.targets[0] : expressions.at(-1);
  if (target?.kind === 'attribute') return target.attribute;
  return target?.kind === 'name' ? target.id : undefined;
}

function sameArguments(a: readonly Argument[], b: readonly Argument[]): boolean {
  return a.length === b.length && a.every((argument, index) => argument === b[index]);
}

import { bodiesOf, ownBindings } from '../../python/bindings';
import type {
  Block,
  Expression,
  LoopStatement,
  MatchStatement,
  Statement,
  TryStatement,
  WithStatement,
} from '../../python/syntax';
import {
  forgetBindings,
  forgetNames,
  forgetRun,
  loseCalls,
  loseChanged,
  loseToCalled,
  loseToDecorators,
  unknownOf,
  unknownSharing,
} from './forgetting';
import { loseToFirst } from './first';
import { augment } from './augmented';
import { autocastOf } from './autocast';
import { asUnknown } from './guarded';
import { isIterable, itemsOf } from './indexing';
import { MachineState, type Budget, type CallFacts } from './machineState';
import { loseContents } from './memory';
import { isPauseDue } from '../../python/pauses';
import type { Reason } from './reason';
import { allExpressions, expressionsAsDefined, valuesRun } from './relevant';
import { expressionsOf } from '../../python/walk';
import { truth } from './scalars';
import { sameValue, snapshot } from './snapshot';
import { assignTarget, type Assigning } from './targets';
import { BudgetExceeded, UnknownValue, type Value } from './values';

/** Evaluates expressions for the machine, in steps with pauses between them. */
export interface Evaluate {
  (expression: Expression, machine: Machine): Generator<void, Value>;
}

/** Binary operations of values, as augmented assignments need them. */
export interface Combine {
  (operator: string, left: Value, right: Value): Value;
}

/** What a statement costs, beside the elements in it. */
const statementCost = 10;

/** A pass through a loop that would be too long to follow. */
const longLoop = 10_000;

/** So many passes of a loop are followed where something in them is not known. */
const unknownPasses = 4;

/**
 * Runs statements one after the other, as far as they are plain, and keeps what the names hold. What it can't
 * follow makes names unknown, with the reason; it never guesses.
 */
export class Machine extends MachineState implements Assigning {
  /** What was seen each time the target statement was reached. */
  private readonly seen: Value[][] = [];
  private target: { readonly statement: Statement; readonly expressions: readonly Expression[] } | undefined;
  private finished = false;
  /** How many statements could not be followed, and may have raised an error. */
  private failures = 0;
  /** How many loops around are gone through pass by pass. */
  private loops = 0;

  constructor(
    block: Block,
    private readonly evaluate: Evaluate,
    private readonly combine: Combine,
    facts: CallFacts,
    budget: Budget,
  ) {
    super(block, facts, budget);
  }

  /**
   * Runs up to the target and evaluates the expressions there, with pauses. A loop that changes them makes them unknown.
   */
  *valuesAt(
    statements: readonly Statement[],
    statement: Statement,
    expressions: readonly Expression[],
  ): Generator<void, Value[]> {
    this.target = { statement, expressions };
    for (const one of statements) {
      yield* this.run(one);
      if (this.finished) break;
    }
    const [first, ...others] = this.seen;
    if (first === undefined)
      return expressions.map(() => ({ kind: 'unknown', reason: 'this line is never reached' }));
    return first.map((value, index) =>
      others.every((other) => sameValue(value, other[index]))
        ? value
        : { kind: 'unknown', reason: { kind: 'passes' } },
    );
  }

  /** Runs statements to their end, and tells what a name holds then, unless functions among them may change it later. */
  *valueAfter(statements: readonly Statement[], name: string): Generator<void, Value> {
    for (const one of statements) yield* this.run(one);
    const value = this.names.get(name);
    return value && !this.calledMayChange(name)
      ? snapshot(value)
      : { kind: 'unknown', reason: 'a function may change it' };
  }

  /** Whether the target was reached. */
  get isReached(): boolean {
    return this.seen.length > 0;
  }

  /** Gives a target a value. */
  *assign(target: Expression, value: Value): Generator<void> {
    if (target.kind === 'name') this.names.set(target.id, value);
    else yield* assignTarget(this, target, value);
  }

  private *run(statement: Statement): Generator<void> {
    if (this.finished) return;
    this.spend(statementCost);
    if (isPauseDue()) yield;
    const isTarget = statement === this.target?.statement;
    this.followed.clear();
    try {
      if (!isTarget || (yield* this.look())) yield* this.execute(statement);
    } catch (thrown) {
      const error = asUnknown(thrown);
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      yield* this.giveUp(statement, error.reason);
      this.failures++;
    }
  }

  /** Evaluates the target's expressions in the state that is now, and tells whether to go on. */
  private *look(): Generator<void, boolean> {
    const { expressions } = this.target ?? { expressions: [] };
    const { statement } = this.target ?? {};
    if (statement) loseToFirst(this, statement, expressions);
    const seen: Value[] = [];
    for (const expression of expressions) {
      try {
        seen.push(yield* this.evaluate(expression, this));
      } catch (error) {
        if (!(error instanceof UnknownValue)) throw error;
        seen.push({ kind: 'unknown', reason: error.reason });
      }
    }
    // What stands behind an expression may have changed it where it is.
    this.seen.push(seen.map(snapshot));
    // In a loop the rest of the pass may change what the next one finds.
    this.finished = this.loops === 0;
    return !this.finished;
  }

  private *execute(statement: Statement): Generator<void> {
    switch (statement.kind) {
      case 'assign': {
        const { value, annotation } = statement;
        if (annotation) loseCalls(this, annotation);
        if (value === undefined) return;
        // A generator with a name runs when somebody asks for what it gives.
        const isLazy =
          value.kind === 'comprehension' &&
          value.form === 'generator' &&
          statement.targets[0]?.kind === 'name';
        if (isLazy) loseCalls(this, value);
        const result: Value = isLazy
          ? unknownOf(this, [value], 'it is a generator')
          : yield* this.valueHere(value);
        for (const target of statement.targets) yield* this.assign(target, result);
        return;
      }
      case 'augmented':
        yield* augment(this, statement, (inner) => this.evaluate(inner, this), this.combine);
        return;
      case 'expression':
        for (const value of valuesRun(this.block.source, statement)) yield* this.evaluate(value, this);
        return;
      case 'if':
        yield* this.branch(statement);
        return;
      case 'for':
      case 'while':
        yield* this.loop(statement);
        return;
      case 'with':
        yield* this.within(statement);
        return;
      case 'try':
        yield* this.attempt(statement);
        return;
      case 'function':
        for (const expression of expressionsOf(statement)) loseCalls(this, expression);
        loseToDecorators(this, statement);
        this.addChanger(statement);
        if (statement.decorators.length > 0) loseToCalled(this, 'a decorator may have changed it');
        return;
      case 'class':
        loseToDecorators(this, statement);
        for (const expression of expressionsAsDefined(statement)) loseCalls(this, expression);
        this.addChanger(statement);
        yield* loseChanged(this, [statement], 'a class may have changed it');
        return;
      case 'delete':
        for (const target of statement.targets)
          if (target.kind === 'name') this.names.delete(target.id);
          else {
            const holder = target.kind === 'subscript' ? target.value : target;
            loseContents(yield* this.valueHere(holder), 'a part of it was deleted');
          }
        return;
      case 'match':
        yield* this.match(statement);
        return;
      case 'return':
      case 'raise':
        this.finished = true;
        if (statement.value) yield* this.valueHere(statement.value);
        return;
      default:
    }
  }

  /** What stands behind something that may have failed may not have run. */
  private *attempt(statement: TryStatement): Generator<void> {
    const before = this.failures;
    const { seen } = this;
    const count = seen.length;
    let isComplete = true;
    for (const [index, one] of statement.body.entries()) {
      yield* this.run(one);
      const isLeft = (this.failures > before && !this.isAround(statement.body)) || this.finished;
      if (!isLeft) continue;
      if (this.finished && seen.length > count) return;
      this.finished = false;
      isComplete = false;
      yield* forgetBindings(this, statement.body.slice(index + 1), 'an error may have come before');
      break;
    }
    const { orElse = [] } = statement;
    if (isComplete || this.isAround(orElse)) yield* this.runAll(orElse);
    else yield* forgetBindings(this, orElse, 'an error may have come before');
    for (const handler of statement.handlers) {
      if (this.isAround(handler.body)) yield* this.runAll(handler.body);
      else yield* forgetBindings(this, handler.body, 'it may be set where an error is handled');
    }
    // An import that is tried is taken to succeed: what it gives is no variable.
    for (const one of statement.body)
      if (one.kind === 'import') for (const { key } of ownBindings(one)) this.names.delete(key);
    this.failures = before;
    yield* this.runAll(statement.finally ?? []);
  }

  private *within(statement: WithStatement): Generator<void> {
    const { isGradEnabled, isAutocast } = this;
    const unknown: Expression[] = [];
    for (const { value, target } of statement.items) {
      const entered = yield* this.tryEvaluate(value);
      if (entered?.kind === 'gradMode') this.isGradEnabled = entered.isEnabled;
      else this.isAutocast = autocastOf(this.block.source, value) ?? this.isAutocast;
      if (target) yield* this.assign(target, unknownOf(this, [value], 'it is what `with` gives'));
      if (entered === undefined) unknown.push(value);
      if (entered === undefined) loseCalls(this, value);
    }
    yield* this.runAll(statement.body);
    this.isGradEnabled = isGradEnabled;
    this.isAutocast = isAutocast;
    // What was entered is also left: `torch.random.fork_rng()` brings the generator back.
    for (const value of unknown) loseCalls(this, value);
  }

  private *branch(statement: Statement & { kind: 'if' }): Generator<void> {
    const isInside = bodiesOf(statement).some((body) => this.isAround(body));
    for (const { test, body } of statement.branches) {
      const isTrue = yield* this.tryTruth(test);
      // Whatever the conditions say: where the target is, control has gone that way.
      if (isInside ? this.isAround(body) : isTrue === true) {
        yield* this.runAll(body);
        return;
      }
      if (isTrue === undefined && !isInside) {
        yield* forgetBindings(this, [statement], `it is set depending on a condition that is not known`);
        return;
      }
    }
    yield* this.runAll(statement.orElse ?? []);
  }

  private *match(statement: MatchStatement): Generator<void> {
    const subject = yield* this.valueHere(statement.subject);
    const reason = 'it is set in a `match`';
    const around = statement.cases.findIndex(({ body }) => this.isAround(body));
    if (around < 0) yield* forgetBindings(this, [statement], reason);
    for (const { captures, guard, body } of statement.cases.slice(0, around + 1)) {
      forgetNames(this, captures, unknownSharing([subject], reason));
      if (guard) yield* this.tryTruth(guard);
      if (this.isAround(body)) yield* this.runAll(body);
    }
  }

  private *loop(statement: LoopStatement): Generator<void> {
    const items = yield* this.iterations(statement);
    const hasJump = allStatements(statement.body).some(
      (one) => one.kind === 'break' || one.kind === 'continue',
    );
    if (items === undefined || hasJump) {
      yield* this.passUnfollowed(statement);
      return;
    }
    const before = this.failures;
    this.loops++;
    for (const [pass, item] of items.entries()) {
      // What is not known in the first passes will not be known later: a training loop is left here.
      if (pass === unknownPasses && this.failures > before) {
        this.finished = false;
        yield* this.passUnfollowed(statement);
        break;
      }
      if (statement.target) yield* this.assign(statement.target, item);
      this.finished = false;
      yield* this.runAll(statement.body);
      this.spend(1);
    }
    this.loops--;
    if (this.loops === 0 && this.seen.length > 0) this.finished = true;
    yield* this.runAll(statement.orElse ?? []);
  }

  /** A pass through a loop, of which nobody knows how many there are: it finds what any of them may have left. */
  private *passUnfollowed(loop: LoopStatement): Generator<void> {
    const { body, subject, target } = loop;
    yield* forgetBindings(this, [loop], 'it is set in a loop that is not followed');
    const passed = unknownOf(this, [subject], 'it is what a loop goes through');
    if (target) forgetNames(this, [target], passed);
    if (this.isAround(body)) yield* this.runAll(body);
  }

  private *iterations(statement: LoopStatement): Generator<void, readonly Value[] | undefined> {
    if (statement.kind === 'while') return undefined;
    const iterable = yield* this.tryEvaluate(statement.subject);
    const items = iterable && isIterable(iterable) ? itemsOf(iterable) : undefined;
    return items && items.length <= longLoop ? items : undefined;
  }

  private isAround(body: readonly Statement[]): boolean {
    const { target } = this;
    if (target === undefined) return false;
    const { start, end } = target.statement.span;
    return body.some((one) => one.span.start <= start && end <= one.span.end);
  }

  private *runAll(body: readonly Statement[]): Generator<void> {
    for (const statement of body) {
      if (this.finished) return;
      yield* this.run(statement);
    }
  }

  /** The statement could not be followed: what it binds or may change isn't known from here on. */
  private *giveUp(statement: Statement, reason: Reason): Generator<void> {
    if (statement.kind === 'assign') {
      const result = unknownOf(this, allExpressions(statement), reason);
      for (const target of statement.targets) yield* this.assign(target, result);
      for (const expression of allExpressions(statement)) forgetRun(this, expression, reason);
    } else yield* forgetBindings(this, [statement], reason);
  }

  /** The value of an expression; where it is unknown, what it may have done is forgotten. */
  *valueHere(expression: Expression): Generator<void, Value> {
    try {
      return yield* this.evaluate(expression, this);
    } catch (error) {
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      forgetRun(this, expression, error.reason);
      this.failures++;
      return unknownOf(this, [expression], error.reason);
    }
  }

  private *tryEvaluate(expression: Expression): Generator<void, Value | undefined> {
    const value = yield* this.valueHere(expression);
    return value.kind === 'unknown' ? undefined : value;
  }

  private *tryTruth(expression: Expression): Generator<void, boolean | undefined> {
    try {
      return truth(yield* this.evaluate(expression, this));
    } catch (error) {
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      forgetRun(this, expression, error.reason);
      return undefined;
    }
  }
}

function allStatements(body: readonly Statement[]): Statement[] {
  return body.flatMap((one) => [one, ...bodiesOf(one).flatMap(allStatements)]);
}

import { bodiesOf } from '../../python/bindings';
import type {
  AugmentedAssignment,
  Block,
  Call,
  Expression,
  LoopStatement,
  Statement,
  TryStatement,
  WithStatement,
} from '../../python/syntax';
import { forgetBindings, forgetNames, loseCalls, loseChanged, loseToCalled, unknownOf } from './forgetting';
import { isIterable, itemsOf } from './indexing';
import { MachineState, type Budget } from './machineState';
import { loseContents, overwrite } from './memory';
import type { Reason } from './reason';
import { allExpressions, expressionsAsDefined } from './relevant';
import { expressionsOf } from '../../python/walk';
import { markResult } from './results';
import { truth } from './scalars';
import { sameValue, snapshot } from './snapshot';
import { assignTarget, type Assigning } from './targets';
import { BudgetExceeded, UnknownValue, type Value } from './values';

/** Evaluates expressions for the machine. */
export interface Evaluate {
  (expression: Expression, machine: Machine): Value;
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
    isHarmless: (call: Call) => boolean,
    budget: Budget,
  ) {
    super(block, isHarmless, budget);
  }

  /** Runs up to the target and evaluates the expressions there. A loop that changes them makes them unknown. */
  valuesAt(
    statements: readonly Statement[],
    statement: Statement,
    expressions: readonly Expression[],
  ): Value[] {
    this.target = { statement, expressions };
    for (const one of statements) {
      this.run(one);
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

  /** Whether the target was reached. */
  get isReached(): boolean {
    return this.seen.length > 0;
  }

  /** Gives a target a value. */
  assign(target: Expression, value: Value): void {
    assignTarget(this, target, value);
  }

  private run(statement: Statement): void {
    if (this.finished) return;
    this.spend(statementCost);
    const isTarget = statement === this.target?.statement;
    try {
      if (!isTarget || this.look()) this.execute(statement);
    } catch (error) {
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      this.giveUp(statement, error.reason);
      this.failures++;
    }
  }

  /** Evaluates the target's expressions in the state that is now, and tells whether to go on. */
  private look(): boolean {
    const { expressions } = this.target ?? { expressions: [] };
    this.seen.push(
      expressions.map((expression) => {
        try {
          return snapshot(this.evaluate(expression, this));
        } catch (error) {
          if (!(error instanceof UnknownValue)) throw error;
          return { kind: 'unknown', reason: error.reason };
        }
      }),
    );
    // In a loop the rest of the pass may change what the next one finds.
    this.finished = this.loops === 0;
    return !this.finished;
  }

  private execute(statement: Statement): void {
    switch (statement.kind) {
      case 'assign': {
        const { value } = statement;
        if (value === undefined) return;
        // A generator with a name runs when somebody asks for what it gives.
        const isLazy =
          value.kind === 'comprehension' &&
          value.form === 'generator' &&
          statement.targets[0]?.kind === 'name';
        const result: Value = isLazy
          ? { kind: 'unknown', reason: 'it is a generator' }
          : this.valueHere(value);
        for (const target of statement.targets) this.assign(target, result);
        return;
      }
      case 'augmented':
        this.augment(statement);
        return;
      case 'expression':
        for (const value of statement.values) this.evaluate(value, this);
        return;
      case 'if':
        this.branch(statement);
        return;
      case 'for':
      case 'while':
        this.loop(statement);
        return;
      case 'with':
        this.within(statement);
        return;
      case 'try':
        this.attempt(statement);
        return;
      case 'function':
        for (const expression of expressionsOf(statement)) loseCalls(this, expression);
        this.addChanger(statement);
        if (statement.decorators.length > 0) loseToCalled(this, 'a decorator may have changed it');
        return;
      case 'class':
        for (const expression of expressionsAsDefined(statement)) loseCalls(this, expression);
        this.addChanger(statement);
        loseChanged(this, [statement], 'a class may have changed it');
        return;
      case 'delete':
        for (const target of statement.targets) if (target.kind === 'name') this.names.delete(target.id);
        return;
      case 'match':
        if (!this.runTargetBody(bodiesOf(statement)))
          forgetBindings(this, bodiesOf(statement).flat(), 'it is set in a `match`');
        return;
      case 'return':
      case 'raise':
        this.finished = true;
        if (statement.value) this.valueHere(statement.value);
        return;
      default:
    }
  }

  /** What stands behind something that may have failed may not have run. */
  private attempt(statement: TryStatement): void {
    const before = this.failures;
    const { seen } = this;
    const count = seen.length;
    const left = statement.body.findIndex((one) => {
      this.run(one);
      return (this.failures > before && !this.isAround(statement.body)) || this.finished;
    });
    const isSeen = seen.length > count;
    if (this.finished && isSeen) return;
    if (left >= 0) {
      this.finished = false;
      forgetBindings(this, statement.body.slice(left + 1), 'an error may have come before');
    }
    this.runAll(statement.orElse ?? []);
    for (const handler of statement.handlers) {
      if (this.isAround(handler.body)) this.runAll(handler.body);
      else forgetBindings(this, handler.body, 'it may be set where an error is handled');
    }
    this.failures = before;
    this.runAll(statement.finally ?? []);
  }

  private within(statement: WithStatement): void {
    const { isGradEnabled } = this;
    for (const { value, target } of statement.items) {
      const entered = this.tryEvaluate(value);
      if (entered?.kind === 'gradMode') this.isGradEnabled = entered.isEnabled;
      if (target) this.assign(target, unknownOf(this, [value], 'it is what `with` gives'));
      if (entered === undefined) loseCalls(this, value);
    }
    this.runAll(statement.body);
    this.isGradEnabled = isGradEnabled;
  }

  private augment({ target, operator, value }: AugmentedAssignment): void {
    const container = target.kind === 'subscript' ? this.tryEvaluate(target.value) : undefined;
    const memory = container?.kind === 'tensor' ? container.memory : undefined;
    const [hadViews, copies] = [memory?.hasCopiedViews === true, memory?.copies.length ?? 0];
    const before = this.evaluate(target, this);
    const other = this.evaluate(value, this);
    const after = this.combine(operator, before, other);
    markResult(after, { positional: [before, other], keywords: new Map() }, this.isGradEnabled);
    // The elements looked at are written back at once: theirs is no view that stays.
    if (memory) {
      memory.hasCopiedViews = hadViews;
      memory.copies.length = copies;
      this.assign(target, after);
    } else if (before.kind === 'tensor' && after.kind === 'tensor') overwrite(before, after);
    else if (before.kind === 'sequence' && before.form === 'list') loseContents(before, 'it grows');
    else this.assign(target, after);
  }

  private branch(statement: Statement & { kind: 'if' }): void {
    const bodies = [...statement.branches.map((branch) => branch.body), statement.orElse ?? []];
    // Whatever the conditions say: where the target is, control has gone that way.
    if (this.runTargetBody(bodies)) return;
    for (const branch of statement.branches) {
      const test = this.tryTruth(branch.test);
      if (test === undefined) {
        forgetBindings(this, bodies.flat(), `it is set depending on a condition that is not known`);
        return;
      }
      if (test) {
        this.runAll(branch.body);
        return;
      }
    }
    this.runAll(statement.orElse ?? []);
  }

  private loop(statement: LoopStatement): void {
    const items = this.iterations(statement);
    const hasJump = allStatements(statement.body).some(
      (one) => one.kind === 'break' || one.kind === 'continue',
    );
    if (items === undefined || hasJump) {
      this.passUnfollowed(statement);
      return;
    }
    const before = this.failures;
    this.loops++;
    for (const [pass, item] of items.entries()) {
      // What is not known in the first passes will not be known later: a training loop is left here.
      if (pass === unknownPasses && this.failures > before) {
        this.finished = false;
        this.passUnfollowed(statement);
        break;
      }
      if (statement.target) this.assign(statement.target, item);
      this.finished = false;
      this.runAll(statement.body);
      this.spend(1);
    }
    this.loops--;
    if (this.loops === 0 && this.seen.length > 0) this.finished = true;
    this.runAll(statement.orElse ?? []);
  }

  /** A pass through a loop, of which nobody knows how many there are: it finds what any of them may have left. */
  private passUnfollowed({ body, subject, target }: LoopStatement): void {
    forgetBindings(this, body, 'it is set in a loop that is not followed');
    const passed = unknownOf(this, [subject], 'it is what a loop goes through');
    if (target) forgetNames(this, [target], passed);
    if (this.isAround(body)) this.runAll(body);
  }

  private iterations(statement: LoopStatement): readonly Value[] | undefined {
    if (statement.kind === 'while') return undefined;
    const iterable = this.tryEvaluate(statement.subject);
    const items = iterable && isIterable(iterable) ? itemsOf(iterable) : undefined;
    return items && items.length <= longLoop ? items : undefined;
  }

  private runTargetBody(bodies: readonly (readonly Statement[])[]): boolean {
    const around = bodies.find((body) => this.isAround(body));
    if (around) this.runAll(around);
    return around !== undefined;
  }

  private isAround(body: readonly Statement[]): boolean {
    const { target } = this;
    if (target === undefined) return false;
    const { start, end } = target.statement.span;
    return body.some((one) => one.span.start <= start && end <= one.span.end);
  }

  private runAll(body: readonly Statement[]): void {
    for (const statement of body) {
      if (this.finished) return;
      this.run(statement);
    }
  }

  /** The statement could not be followed: what it binds or may change isn't known from here on. */
  private giveUp(statement: Statement, reason: Reason): void {
    if (statement.kind === 'assign') {
      const result = unknownOf(this, allExpressions(statement), reason);
      for (const target of statement.targets) this.assign(target, result);
      for (const expression of allExpressions(statement)) loseCalls(this, expression);
    } else forgetBindings(this, [statement], reason);
  }

  /** The value of an expression; where it is unknown, what it may have done is forgotten. */
  valueHere(expression: Expression): Value {
    try {
      return this.evaluate(expression, this);
    } catch (error) {
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      loseCalls(this, expression);
      this.failures++;
      return unknownOf(this, [expression], error.reason);
    }
  }

  private tryEvaluate(expression: Expression): Value | undefined {
    const value = this.valueHere(expression);
    return value.kind === 'unknown' ? undefined : value;
  }

  private tryTruth(expression: Expression): boolean | undefined {
    try {
      return truth(this.evaluate(expression, this));
    } catch (error) {
      if (!(error instanceof UnknownValue) || error instanceof BudgetExceeded) throw error;
      loseCalls(this, expression);
      return undefined;
    }
  }
}

function allStatements(body: readonly Statement[]): Statement[] {
  return body.flatMap((one) => [one, ...bodiesOf(one).flatMap(allStatements)]);
}

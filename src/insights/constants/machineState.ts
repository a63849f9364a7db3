import { Mersenne } from '../../engine/tensor/random';
import type { Block, Call, Statement } from '../../python/syntax';
import { Names } from './names';
import type { OperationContext } from './operations';
import { countWork } from '../../python/pauses';
import type { Reason } from './reason';
import { mayChange } from './sharing';
import { BudgetExceeded, unknown } from './values';

/** How much work evaluation may do. */
export interface Budget {
  /** Elements of tensors and statements, together. */
  readonly steps: number;
  isCancelled?(): boolean;
}

/** So many steps may be spent on what is done in one go, and holds up everything else meanwhile: some 10 ms. */
const mostAtOnce = 150_000;

/** What is known about calls that are not followed. */
export interface CallFacts {
  /** Whether a call changes nothing and draws no random numbers, even where its value is not known. */
  readonly isHarmless: (call: Call) => boolean;
  /** Whether a call is one of a library that has nothing to do with PyTorch's generator. */
  readonly isForeign: (call: Call) => boolean;
}

/** The names that a function takes for those of the block around. */
const declaration = /\b(?:global|nonlocal)[ \t]+([\w, \t\u0080-\uffff]+)/g;

const noSeed: Reason = { kind: 'noSeed' };

/** What is known at a place of the code that is being run: values of names, the generator, what is left of the budget. */
export class MachineState implements OperationContext {
  /** The local names that have been assigned. */
  readonly names = new Names();
  /** The functions and classes so far that may change what names stand for. */
  private readonly changers: Statement[] = [];
  readonly namesInCalled = new Set<string>();
  readonly declaredInCalled = new Set<string>();
  /** Whether they may change a name's value, by the name. */
  private readonly changing = new Map<string, boolean>();
  private random: Mersenne | undefined;
  private randomLost: Reason = noSeed;
  private readonly unfinished: Generator<void>[] = [];
  private left: number;
  /** The calls of the statement that runs which have been followed to their end. */
  readonly followed = new Set<Call>();
  /** Whether what is computed now can have a gradient. */
  isGradEnabled = true;
  /** Whether products may be rounded to 16 bits now. */
  isAutocast = false;

  constructor(
    readonly block: Block,
    readonly facts: CallFacts,
    private readonly budget: Budget,
  ) {
    this.left = budget.steps;
  }

  spend(amount: number): void {
    if (amount > mostAtOnce) throw new BudgetExceeded();
    this.spendInPieces(amount);
  }

  spendInPieces(amount: number): void {
    this.left -= amount;
    countWork(amount);
    if (!(this.left >= 0)) throw new BudgetExceeded();
    if (this.budget.isCancelled?.() === true) throw new BudgetExceeded('cancelled');
  }

  finishLater(steps: Generator<void>): void {
    this.unfinished.push(steps);
  }

  /** Whether nothing is put off. */
  get isFinished(): boolean {
    return this.unfinished.length === 0;
  }

  /** Does what was put off. */
  *finish(): Generator<void> {
    for (const steps of this.unfinished.splice(0)) yield* steps;
  }

  generator(): Mersenne {
    return this.random ?? unknown(this.randomLost);
  }

  get hasGenerator(): boolean {
    return this.random !== undefined;
  }

  /** Goes on with a generator that others have drawn from. */
  takeGenerator(random: Mersenne): void {
    this.random = random;
    this.randomLost = noSeed;
  }

  seed(seed: number): void {
    this.takeGenerator(new Mersenne(seed));
  }

  setGradMode(isEnabled: boolean): void {
    this.isGradEnabled = isEnabled;
  }

  /** The generator may have been used by code that isn't followed. */
  loseGenerator(reason: Reason): void {
    if (this.random === undefined) return;
    this.random = undefined;
    this.randomLost = reason;
  }

  calledMayChange(name: string): boolean {
    const known = this.changing.get(name) ?? mayChange(this.changers, name, this.facts.isHarmless);
    this.changing.set(name, known);
    return known;
  }

  /** From here on a function or class may be called that may change what names stand for. */
  protected addChanger(statement: Statement): void {
    this.changers.push(statement);
    this.changing.clear();
    const { start, end } = statement.span;
    const text = this.block.source.text.slice(start, end);
    for (const word of text.match(/[\w\u0080-\uffff]+/g) ?? []) this.namesInCalled.add(word);
    if (!this.namesInCalled.has('global') && !this.namesInCalled.has('nonlocal')) return;
    for (const [, names = ''] of text.matchAll(declaration))
      for (const name of names.split(/[\s,]+/)) this.declaredInCalled.add(name);
  }
}

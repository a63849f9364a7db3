import type { LossDefinition } from '../engine/defineLoss';
import type { Argument, Call } from '../python/syntax';
import type { Constructor } from './constructors';

/** What an expression that has to do with a loss stands for. */
export interface LossMeaning {
  /** The class or functional itself, an instance of the class, or the loss value that calling one gives. */
  readonly role: 'class' | 'functional' | 'instance' | 'value';
  readonly loss: LossDefinition;
  readonly via: 'module' | 'functional';
  /** The arguments that constructed it, or that `functools.partial` already fixed; in order. */
  readonly given: readonly Argument[];
  /** Whether `given` is all there is to know; not so for an instance that is known by its annotation alone. */
  readonly isComplete: boolean;
  /** The call that a `value` comes from. */
  readonly call: Call | undefined;
  /** The call that makes the instance that it is, or comes from, where one is in sight. */
  readonly made?: Call;
  /** Whether it is a class that derives from the loss, without changing what it computes. */
  readonly isSubclass: boolean;
  /** Of a class that has one of its own: its constructor, where that tells which loss it makes. */
  readonly ownConstructor?: Constructor | undefined;
}

/** Everything that an expression may mean. */
export interface Meanings {
  readonly meanings: readonly LossMeaning[];
  /** Whether it may also be something that isn't known to be a loss. */
  readonly isOpen: boolean;
  /** `assumed` where only convention says that `nn` is torch's. */
  readonly certainty: 'resolved' | 'assumed';
}

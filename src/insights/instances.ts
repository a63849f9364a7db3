import type { Argument, Call, SourceText } from '../python/syntax';
import { handsOnOf, type Constructor } from './constructors';
import type { LossMeaning } from './meanings';

/** The instance that a call makes of a class: what the class of PyTorch's own is given in the end. */
export function instanceOf(
  source: SourceText,
  meaning: LossMeaning,
  call: Call,
  given: readonly Argument[] = call.arguments,
): LossMeaning {
  const { isComplete, ownConstructor } = meaning;
  const instance: LossMeaning = { ...meaning, role: 'instance', ownConstructor: undefined, made: call };
  if (isComplete) return { ...instance, given: [...meaning.given, ...given] };
  const handed = ownConstructor && constructed(source, ownConstructor, call, given);
  return handed ? { ...instance, given: handed, isComplete: true } : instance;
}

/** An instance of a class of which one does not know how it is made. */
export function unsettled(meaning: LossMeaning): LossMeaning {
  return { ...meaning, role: 'instance', isComplete: false, ownConstructor: undefined };
}

/** What a constructor hands on: the same arguments whenever the same call is asked about, by which instances are told. */
function constructed(
  source: SourceText,
  constructor: Constructor,
  call: Call,
  given: readonly Argument[],
): readonly Argument[] | undefined {
  const known = source.remember(
    'constructed',
    () => new Map<Constructor, Map<Call, readonly Argument[] | undefined>>(),
  );
  const ofCalls = known.get(constructor) ?? new Map<Call, readonly Argument[] | undefined>();
  known.set(constructor, ofCalls);
  if (!ofCalls.has(call)) {
    const handed = handsOnOf(
      constructor,
      given.map((argument) => ({ argument, from: undefined })),
    );
    ofCalls.set(
      call,
      handed?.map(({ argument }) => argument),
    );
  }
  return ofCalls.get(call);
}

import { loseContents, within } from './memory';
import { none, numberOf, unknown, type DictionaryValue, type SequenceValue, type Value } from './values';

/** What a method of Python's lists and dictionaries gives, as far as they are followed; undefined for other methods. */
export function methodOf(object: Value, name: string): ((given: readonly Value[]) => Value) | undefined {
  if (object.kind === 'dictionary') return dictionaryMethods.get(name)?.bind(undefined, object);
  if (object.kind !== 'sequence' || object.form !== 'list') return undefined;
  return listMethods.get(name)?.bind(undefined, object);
}

/** Maps, so that `constructor` is no method. */
type Of<T> = ReadonlyMap<string, (self: T, given: readonly Value[]) => Value>;

const of = <T>(methods: Readonly<Record<string, (self: T, given: readonly Value[]) => Value>>): Of<T> =>
  new Map(Object.entries(methods));

const listMethods = of<SequenceValue>({
  append: (self, given) => added(self, self.items.length, given),
  extend: (self, [more]) =>
    more?.kind === 'sequence' && more.lost === undefined
      ? added(self, self.items.length, more.items)
      : unknown('what a list grows by'),
  insert: (self, [at, item]) =>
    at?.kind === 'int' && item ? added(self, at.value, [item]) : unknown('where a list grows'),
  copy: (self) => ({ kind: 'sequence', form: 'list', items: [...self.items] }),
  reverse: (self) => {
    self.items.reverse();
    return none;
  },
  sort: (self, given) => {
    const areNumbers = self.items.every(({ kind }) => kind === 'int' || kind === 'float');
    if (!areNumbers || given.length > 0) return unknown('the order of a list');
    self.items.sort((a, b) => (numberOf(a) ?? 0) - (numberOf(b) ?? 0));
    return none;
  },
});

function added(list: SequenceValue, at: number, items: readonly Value[]): Value {
  if (items.some((item) => within(item).has(list))) loseContents(list, 'it holds itself');
  else list.items.splice(at, 0, ...items);
  return none;
}

const dictionaryMethods = of<DictionaryValue>({
  get: ({ entries }, [key, otherwise]) =>
    key?.kind === 'string' ? (entries.get(key.value) ?? otherwise ?? none) : unknown('a key'),
  keys: ({ entries }) => list([...entries.keys()].map(string)),
  values: ({ entries }) => list([...entries.values()]),
  items: ({ entries }) =>
    list(
      [...entries].map(([key, value]) => ({ kind: 'sequence', form: 'tuple', items: [string(key), value] })),
    ),
});

function list(items: Value[]): Value {
  return { kind: 'sequence', form: 'list', items };
}

function string(value: string): Value {
  return { kind: 'string', value };
}

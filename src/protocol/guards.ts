/** Tells whether a value that came from elsewhere has the type `T`. */
export type Guard<T> = (value: unknown) => value is T;

/** Whether the value is a string. */
export const isString: Guard<string> = (value) => typeof value === 'string';
/** Whether the value is a number, NaN and infinities included. */
export const isNumber: Guard<number> = (value) => typeof value === 'number';
/** Whether the value is true or false. */
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';

/** Whether the value is a number other than NaN and the infinities. */
export const isFinite: Guard<number> = (value): value is number => Number.isFinite(value);

/** Whether the value is a whole number from 0 up: a revision, a size, an offset. */
export const isCount: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

/** A guard for one of the given values. */
export function isOneOf<const T extends string | number | boolean | null>(...values: readonly T[]): Guard<T> {
  const set = new Set<unknown>(values);
  return (value): value is T => set.has(value);
}

/** A guard for an array whose items all pass. */
export function isArrayOf<T>(item: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(item);
}

/** A guard for an object used as a map: plain, and all of its own values pass. */
export function isRecordOf<T>(item: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value): value is Readonly<Record<string, T>> =>
    isPlainObject(value) && Object.values(value).every(item);
}

/** A guard that also lets `undefined` pass, for fields that may be left out. */
export function isOptional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

/** A guard for a value that passes one of two guards. */
export function isEither<A, B>(first: Guard<A>, second: Guard<B>): Guard<A | B> {
  return (value): value is A | B => first(value) || second(value);
}

/** One guard per field of `T`; a field that may be left out has a guard that lets `undefined` pass. */
export type FieldGuards<T extends object> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Guard<T[K] | undefined> : Guard<T[K]>;
};

/** A guard for an object with these fields. Fields that the table does not name are ignored. */
export function isObjectWith<T extends object>(fields: FieldGuards<T>): Guard<T> {
  const entries: [string, Guard<unknown>][] = Object.entries(fields);
  return (value): value is T => isPlainObject(value) && entries.every(([name, guard]) => guard(value[name]));
}

/** A guard for a union whose members are told apart by the string field `tag`; per tag the member's other fields. */
export function isTagged<Tag extends string, T extends Readonly<Record<Tag, string>>>(
  tag: Tag,
  members: { readonly [K in T[Tag]]: FieldGuards<Omit<Extract<T, Readonly<Record<Tag, K>>>, Tag>> },
): Guard<T> {
  const guards = new Map<unknown, Guard<object>>();
  for (const [name, fields] of Object.entries<FieldGuards<object>>(members))
    guards.set(name, isObjectWith(fields));
  return (value): value is T => isPlainObject(value) && guards.get(value[tag])?.(value) === true;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

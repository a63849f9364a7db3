import type { Value } from './values';

/** The kinds of values whose contents may change. */
const contentful = new Set<Value['kind']>(['tensor', 'module', 'generator', 'sequence', 'dictionary']);

/** Whether code that is not followed may change a value, or what it looks at. */
export function mayLose(value: Value): boolean {
  return contentful.has(value.kind) || (value.kind === 'unknown' && value.sharing !== undefined);
}

/** What the local names of a block stand for that have been assigned so far. */
export class Names {
  private readonly values = new Map<string, Value>();
  /** Those that {@link mayLose}. Most code has many names and few of them, and every call that is not known asks for them. */
  private readonly changeable = new Map<string, Value>();
  /** Those of them that are known. */
  private readonly held = new Map<string, Value>();

  get(name: string): Value | undefined {
    return this.values.get(name);
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  set(name: string, value: Value): void {
    this.values.set(name, value);
    const isChangeable = mayLose(value);
    if (isChangeable) this.changeable.set(name, value);
    else this.changeable.delete(name);
    if (isChangeable && value.kind !== 'unknown') this.held.set(name, value);
    else this.held.delete(name);
  }

  delete(name: string): void {
    this.values.delete(name);
    this.changeable.delete(name);
    this.held.delete(name);
  }

  /** The names whose values code that is not followed may change. */
  get losable(): ReadonlyMap<string, Value> {
    return this.changeable;
  }

  /** The values among those that are known themselves. */
  get known(): Iterable<Value> {
    return this.held.values();
  }

  /** All that is known now, to be {@link restore restored}. */
  copy(): ReadonlyMap<string, Value> {
    return new Map(this.values);
  }

  /** Knows what was known, and nothing else. */
  restore(known: ReadonlyMap<string, Value>): void {
    this.values.clear();
    this.changeable.clear();
    this.held.clear();
    for (const [name, value] of known) this.set(name, value);
  }
}

import { ownBindings } from './bindings';
import type { Binding, Block, Chunk, Statement } from './syntax';

/**
 * What a name may stand for at a place: the bindings that reach it, and whether control can also get there
 * without any. `undefined` stands for a place that is never reached.
 */
export interface Reaching {
  readonly bindings: ReadonlySet<Binding>;
  readonly unbound: boolean;
}

/** The bindings on the ways to a place: where ways meet those of both, put together only when they are asked for. */
interface Ways {
  readonly own: Iterable<Binding>;
  readonly met: readonly [Ways, Ways] | undefined;
  readonly unbound: boolean;
}

/** `undefined` for a place that is never reached. */
type State = Ways | undefined;

/** The state before anything is bound. */
export const nothingBound: Reaching = { bindings: new Set(), unbound: true };

const noWay: Ways = { own: [], met: undefined, unbound: true };

/** Which bindings of `key` reach `offset` in `block`, following branches, loops and jumps. */
export function reaching(block: Block, key: string, start: Reaching, offset: number): Reaching {
  const flow = new Flow(key, offset);
  let state: State = { own: start.bindings, met: undefined, unbound: start.unbound };
  for (const chunk of lastBinders(bindersOf(block, key), key, offset))
    state = flow.statement(chunk.statement, state);
  for (const chunk of block.from(offset + 1)) {
    if (chunk.start > offset) break;
    state = flow.statement(chunk.statement, state);
    if (flow.found) return together(flow.found);
  }
  return state ? together(state) : nothingBound;
}

/** All bindings on the ways to a place, each once. */
function together(ways: Ways): Reaching {
  const bindings = new Set<Binding>();
  const seen = new Set<Ways>();
  for (const left = [ways]; left.length > 0;) {
    const next = left.pop();
    if (!next || seen.has(next)) continue;
    seen.add(next);
    for (const binding of next.own) bindings.add(binding);
    if (next.met) left.push(next.met[1], next.met[0]);
  }
  return { bindings, unbound: ways.unbound };
}

/** Of the statements that end in front of an offset those from the last on that certainly binds the key anew. */
function lastBinders(binders: readonly Chunk[], key: string, offset: number): readonly Chunk[] {
  let end = binders.length;
  while (end > 0 && (binders[end - 1]?.end ?? 0) > offset) end--;
  let first = end;
  while (first > 0 && !rebinds(binders[--first]?.statement, key));
  return binders.slice(first, end);
}

/** Whether nothing that a key stood for before is left behind a statement. */
function rebinds(statement: Statement | undefined, key: string): boolean {
  switch (statement?.kind) {
    case 'assign':
    case 'import':
    case 'function':
    case 'class':
      return ownBindings(statement).some(
        ({ key: bound, source }) =>
          source.kind !== 'annotation' &&
          ((bound === key && !key.endsWith('[]')) || key.startsWith(`${bound}.`) || key === `${bound}[]`),
      );
    default:
      return false;
  }
}

/** The statements that bind a key or what it is a part of: `model` for `model.loss`, in order. */
function bindersOf(block: Block, key: string): readonly Chunk[] {
  const keys = [key];
  for (let at = key.search(/(?:\.\w+|\[\])$/); at > 0; at = (keys.at(-1) ?? '').search(/\.\w+$/))
    keys.push(key.slice(0, at));
  if (keys.length === 1) return block.binding(key);
  const chunks = new Set(keys.flatMap((one) => block.binding(one)));
  return [...chunks].sort((a, b) => a.start - b.start);
}

/** Every binding of `key` in `block` behind `offset`. */
export function bindingsBehind(block: Block, key: string, offset: number): readonly Binding[] {
  const all: Binding[] = [];
  for (const chunk of block.binding(key))
    if (chunk.end > offset)
      for (const binding of chunk.bindings.get(key) ?? [])
        if (binding.span.start >= offset) all.push(binding);
  return all;
}

class Flow {
  /** The state at the offset that was asked for, once it has been met. */
  found: Ways | undefined;
  private breaks: State;
  private continues: State;

  constructor(
    private readonly key: string,
    private readonly offset: number,
  ) {}

  statement(statement: Statement, before: State): State {
    const { span } = statement;
    const inside = span.start <= this.offset && this.offset <= span.end;
    if (this.found) return before;
    if (span.start > this.offset) {
      this.found = before ?? noWay;
      return before;
    }
    switch (statement.kind) {
      case 'if':
        return this.ifStatement(statement, before, inside);
      case 'for':
      case 'while':
        return this.loop(statement, before, inside);
      case 'with': {
        const entered = this.bind(statement, before);
        return this.inBody(statement.body, entered);
      }
      case 'try':
        return this.tryStatement(statement, before);
      case 'match': {
        const matched = this.bind(statement, before);
        let after: State = statement.cases.some((one) => one.irrefutable) ? undefined : matched;
        for (const one of statement.cases) {
          const captured = one.captures.find((capture) => capture.id === this.key);
          const source = { kind: 'opaque' } as const;
          const entered = captured ? this.state([{ key: this.key, span: captured.span, source }]) : matched;
          after = join(after, this.inBody(one.body, entered));
        }
        return after;
      }
      case 'return':
      case 'raise':
        this.meet(before, inside, statement);
        return undefined;
      case 'break':
        this.breaks = join(this.breaks, before);
        this.meet(before, inside);
        return undefined;
      case 'continue':
        this.continues = join(this.continues, before);
        this.meet(before, inside);
        return undefined;
      case 'expression': {
        this.meet(before, inside && statement.statements.length === 0, statement);
        return this.inBody(statement.statements, this.bind(statement, before));
      }
      default:
        this.meet(before, inside, statement);
        return this.bind(statement, before);
    }
  }

  private ifStatement(statement: Statement & { kind: 'if' }, before: State, inside: boolean): State {
    const tested = this.bind(statement, before);
    let after: State;
    for (const branch of statement.branches) {
      this.meet(before, inside && branch.test.span.touches(this.offset), statement);
      after = join(after, this.inBody(branch.body, tested));
    }
    after = join(after, statement.orElse ? this.inBody(statement.orElse, tested) : tested);
    return after;
  }

  private loop(statement: Statement & { kind: 'for' | 'while' }, before: State, inside: boolean): State {
    const outer = { breaks: this.breaks, continues: this.continues };
    this.breaks = this.continues = undefined;
    if (inside && statement.subject.span.touches(this.offset) && statement.kind === 'for')
      this.meet(before, true);
    // Twice through the body: the second time with what the first left behind.
    const probe = new Flow(this.key, Infinity);
    const once = probe.inBody(statement.body, this.bind(statement, before));
    const head = join(join(before, once), probe.continues);
    const entered = this.bind(statement, head);
    if (inside && statement.subject.span.touches(this.offset)) this.meet(head, true);
    const body = this.inBody(statement.body, entered);
    const through = join(join(head, body), this.continues);
    const ended = statement.orElse ? this.inBody(statement.orElse, through) : through;
    const after = join(ended, this.breaks);
    this.breaks = outer.breaks;
    this.continues = outer.continues;
    return after;
  }

  private tryStatement(statement: Statement & { kind: 'try' }, before: State): State {
    const body = this.inBody(statement.body, before);
    // An exception may leave the body anywhere, so that handlers see every state on the way.
    let raised: State = join(before, body);
    for (const inner of statement.body) raised = join(raised, this.state(bindingsOf(inner, this.key)));
    let after: State = statement.orElse ? this.inBody(statement.orElse, body) : body;
    const tried = statement.body.flatMap((inner) => bindingsOf(inner, this.key));
    // An import that is tried is assumed to succeed.
    const handled = tried.some((binding) => binding.source.kind === 'import') ? after : undefined;
    for (const handler of statement.handlers) {
      const target = handler.target;
      const entered =
        target?.kind === 'name' && target.id === this.key
          ? this.state([{ key: this.key, span: target.span, source: { kind: 'opaque' } }])
          : raised;
      after = join(after, this.inBody(handler.body, entered));
    }
    if (handled) after = handled;
    return statement.finally ? this.inBody(statement.finally, after ?? raised) && after : after;
  }

  private inBody(body: readonly Statement[], before: State): State {
    let state = before;
    for (const statement of body) {
      if (this.found) return state;
      state = this.statement(statement, state);
    }
    return state;
  }

  private bind(statement: Statement, before: State): State {
    let state = before;
    for (const binding of ownBindings(statement)) {
      if (binding.key === this.key) {
        if (binding.source.kind === 'annotation') continue;
        if (binding.source.kind === 'delete') state = noWay;
        // What changes a container leaves the rest in it.
        else if (binding.key.endsWith('[]')) state = join(state, this.state([binding]));
        else state = this.state([binding]);
      } else if (this.key.startsWith(`${binding.key}.`) && binding.source.kind !== 'annotation') {
        state = noWay;
      } else if (this.key === `${binding.key}[]`) state = noWay;
    }
    return state;
  }

  private state(bindings: Iterable<Binding>): State {
    const own = [...bindings];
    return own.length === 0 ? undefined : { own, met: undefined, unbound: false };
  }

  private meet(state: State, here: boolean, statement?: Statement): void {
    if (here) this.found ??= (statement ? this.passed(statement, state) : state) ?? noWay;
  }

  /** What the walruses of a statement have bound where the offset lies in it. */
  private passed(statement: Statement, before: State): State {
    const targets = statement.kind === 'assign' ? statement.targets : [];
    const walruses = ownBindings(statement).filter(
      ({ key, span, source }) =>
        key === this.key &&
        source.kind === 'assign' &&
        span.end < this.offset &&
        !targets.some((target) => target.span.touches(span.start)),
    );
    const last = walruses.at(-1);
    return last ? this.state([last]) : before;
  }
}

function bindingsOf(statement: Statement, key: string): Binding[] {
  return ownBindings(statement).filter(
    (binding) => binding.key === key && binding.source.kind !== 'annotation',
  );
}

function join(a: State, b: State): State {
  if (a === undefined || a === b) return b;
  if (b === undefined) return a;
  return { own: [], met: [a, b], unbound: a.unbound || b.unbound };
}

import type { Binding, Block, FunctionStatement, Scope, SourceText } from './syntax';
import { bindingsBehind, nothingBound, reaching, type Reaching } from './flow';
import { visitStatements } from './visit';

/** What a name stands for at a place, and the scope in which it was found (`undefined`: in none). */
export interface Definitions extends Reaching {
  readonly scope: Scope | undefined;
}

/**
 * The bindings that `id`, used at `offset` in `scope`, may stand for, after Python's rules: inner scopes first,
 * class scopes unseen from their methods, enclosing functions and the module as they may be when the code runs.
 */
export function definitionsOf(id: string, scope: Scope, offset: number): Definitions {
  let at = offset;
  let deferred = false;
  let unboundAbove = false;
  const collected = new Set<Binding>();
  for (let here: Scope | undefined = scope; here !== undefined; here = here.parent) {
    const visible = here === scope || here.kind !== 'class' || !deferred;
    if (visible) {
      const found = lookIn(here, id, at, deferred);
      if (found === 'global') {
        while (here.parent !== undefined) here = here.parent;
        const inModule = lookIn(here, id, at, true);
        if (inModule !== undefined && inModule !== 'global') return { ...inModule, scope: here };
        return { ...nothingBound, scope: undefined };
      }
      if (found !== undefined) {
        for (const binding of found.bindings) collected.add(binding);
        // A class body and the module look further out for a name that isn't bound yet; a function does not.
        if (here.kind !== 'class' || !found.unbound)
          return { bindings: collected, unbound: found.unbound || unboundAbove, scope: here };
        unboundAbove = collected.size > 0;
      }
    }
    if (here.kind === 'function' || here.kind === 'lambda') deferred = true;
    at = here.anchor.start;
  }
  return { bindings: collected, unbound: true, scope: undefined };
}

function lookIn(scope: Scope, id: string, at: number, deferred: boolean): Reaching | 'global' | undefined {
  const { block } = scope;
  const own = scope.own.filter((binding) => binding.key === id);
  if (block === undefined) return own.length > 0 ? { bindings: new Set(own), unbound: false } : undefined;
  const declared = scope.kind === 'function' ? declaration(scope, id) : undefined;
  if (declared !== undefined && !deferred) {
    // What this function itself has just assigned.
    const here = reaching(block, id, nothingBound, at);
    if (!here.unbound) return here;
  }
  if (declared === 'global') return 'global';
  if (declared === 'nonlocal') return undefined;
  const start: Reaching = own.length > 0 ? { bindings: new Set(own), unbound: false } : nothingBound;
  if (!deferred) {
    if (own.length === 0 && !binds(scope, id)) return undefined;
    return withDeclared(block, id, reaching(block, id, start, at), at);
  }
  if (own.length === 0 && !binds(scope, id)) return undefined;
  const before = reaching(block, id, start, at);
  const bindings = new Set(before.bindings);
  for (const binding of bindingsBehind(block, id, at))
    if (binding.source.kind !== 'annotation' && binding.source.kind !== 'delete') bindings.add(binding);
  for (const { bound } of declaredIn(block, id)) for (const binding of bound) bindings.add(binding);
  return { bindings, unbound: bindings.size === 0 };
}

/** Whether the scope binds the name anywhere (bare annotations make a name local, too). */
function binds(scope: Scope, id: string): boolean {
  const { block } = scope;
  if (block === undefined) return false;
  return block.binding(id).length > 0 || (scope.kind === 'module' && declaredIn(block, id).length > 0);
}

function declaration(scope: Scope, id: string): 'global' | 'nonlocal' | undefined {
  const { block } = scope;
  if (block === undefined) return undefined;
  const { start, end } = block.range;
  const { source } = block;
  if (!mayDeclare(source, 'nonlocal', start, end) && !mayDeclare(source, 'global', start, end))
    return undefined;
  for (const chunk of block.mentioning(id)) {
    let declared: 'global' | 'nonlocal' | undefined;
    visitStatements(chunk.statement, (statement) => {
      if ((statement.kind === 'global' || statement.kind === 'nonlocal') && statement.names.includes(id))
        declared = statement.kind;
    });
    if (declared !== undefined) return declared;
  }
  return undefined;
}

/** Whether a part of the text holds a `global` or `nonlocal` statement, going by its letters: comments may hold the word, too. */
function mayDeclare(source: SourceText, word: 'global' | 'nonlocal', start: number, end: number): boolean {
  if (source.findWord(word, start, end) < 0) return false;
  return declaring[word].test(source.text.slice(start, end));
}

/** A statement begins a line, or stands behind another one or a colon. */
const declaring = {
  global: /(?:^|[;:])[ \t\f]*global(?=[ \t\f\\])/m,
  nonlocal: /(?:^|[;:])[ \t\f]*nonlocal(?=[ \t\f\\])/m,
};

/** A function that sets a name of a block around it, declared `global` or `nonlocal` there. */
interface Declared {
  readonly setter: FunctionStatement;
  readonly bound: readonly Binding[];
}

/** What reaches a place, and what the functions that were called on the way may have set since. */
function withDeclared(block: Block, id: string, found: Reaching, at: number): Reaching {
  const declared = declaredIn(block, id);
  if (declared.length === 0) return found;
  const since = found.unbound ? 0 : Math.min(...Array.from(found.bindings, ({ span }) => span.end));
  const bindings = new Set(found.bindings);
  for (const { setter, bound } of declared)
    if (mayBeCalled(block, setter, since, at)) for (const binding of bound) bindings.add(binding);
  return { bindings, unbound: found.unbound && bindings.size === found.bindings.size };
}

/**
 * Whether a function may have run between two places: others know it, or its name stands in a statement between, or that of
 * the function or class around it.
 */
function mayBeCalled(block: Block, setter: FunctionStatement, since: number, at: number): boolean {
  if (setter.decorators.length > 0) return true;
  const names = new Set([setter.name]);
  for (const { statement } of block.from(setter.span.start)) {
    if (statement.kind === 'function' || statement.kind === 'class') names.add(statement.name);
    break;
  }
  for (const name of names)
    for (const { statement, start, end } of block.mentioning(name)) {
      const isDefinition = statement.kind === 'function' || statement.kind === 'class';
      if (isDefinition ? !statement.span.touches(setter.span.start) : since < end && start <= at) return true;
    }
  return false;
}

/** The functions that set a name of a block, of the module or of a function. */
function declaredIn(block: Block, id: string): readonly Declared[] {
  const { source, scope, range } = block;
  if (scope.kind === 'class') return [];
  if (scope.kind === 'function') {
    return mayDeclare(source, 'nonlocal', range.start, range.end)
      ? settersOf(functionsDeclaring(block, 'nonlocal', range.start, range.end), id, 'nonlocal')
      : [];
  }
  const functions = source.gather('global', (start, end) => functionsDeclaring(block, 'global', start, end));
  if (functions.length === 0) return [];
  return source.remember(`global ${id}`, () => settersOf(functions, id, 'global'));
}

function settersOf(
  functions: readonly FunctionStatement[],
  id: string,
  word: 'global' | 'nonlocal',
): readonly Declared[] {
  return functions
    .filter(({ body }) => declaration(body.scope, id) === word)
    .map((setter) => ({
      setter,
      bound: setter.body.binding(id).flatMap((inner) => inner.bindings.get(id) ?? []),
    }));
}

/** The functions in a part of a block, nested ones too, whose text holds such a statement. */
function functionsDeclaring(
  block: Block,
  word: 'global' | 'nonlocal',
  start: number,
  end: number,
): FunctionStatement[] {
  const { source } = block;
  if (!mayDeclare(source, word, start, end)) return [];
  const found: FunctionStatement[] = [];
  const holds = ({ range }: Block): boolean => mayDeclare(source, word, range.start, range.end);
  for (const chunk of block.from(start)) {
    if (chunk.start >= end) break;
    visitStatements(
      chunk.statement,
      (statement) => {
        if (statement.kind === 'function' && holds(statement.body)) found.push(statement);
      },
      holds,
    );
  }
  return found;
}

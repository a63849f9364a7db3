import type { PythonDocument } from '../../python/pythonDocument';
import type { Block, Call, Expression, FunctionStatement, Parameter, Statement } from '../../python/syntax';
import { expressionsOf, visitExpressions } from '../../python/walk';
import { importedPath, newResolver } from '../lossMeanings';

/** PyTorch's own ways to seed its generator. */
const seeds = /^torch\.(?:random\.)?manual_seed$/;

/** What seeding helpers do besides: nothing of it touches PyTorch's generator of the CPU, or a tensor. */
const beside =
  /^(?:(?:random|numpy|os|sys|logging|warnings|tensorflow|cupy)\..+|torch\.(?:cuda|backends|mps|xpu)\..+|torch\.(?:use_deterministic_algorithms|set_deterministic|set_float32_matmul_precision)|print|str|int|len|isinstance)$/;

/**
 * What a call of a function of the file seeds PyTorch's generator with, as `set_seed(0)` does where
 * `def set_seed(seed)` is nothing but a number of seeds; undefined for every other call.
 */
export function seedGiven(document: PythonDocument, call: Call): Expression | undefined {
  if (call.callee.kind !== 'name' || call.arguments.some(({ kind }) => /star/i.test(kind))) return undefined;
  const seed = seedersOf(document).get(call.callee.id);
  if (!seed) return undefined;
  const [only, another] = newResolver(document).resolve(call.callee);
  if (another || only?.kind !== 'function' || only.statement !== seed.statement) return undefined;
  if (seed.value.kind !== 'name') return seed.value;
  const { id } = seed.value;
  const { parameters } = seed.statement;
  const at = parameters.findIndex(({ name }) => name === id);
  if (call.arguments.some(({ name }) => name !== undefined && !parameters.some((one) => one.name === name)))
    return undefined;
  const given = call.arguments.find(({ name }, index) => name === id || (name === undefined && index === at));
  return given?.value ?? numberOnly(parameters[at]?.default);
}

/** The names of the functions of the file that do nothing but seed. */
export function seederNames(document: PythonDocument): Iterable<string> {
  return seedersOf(document).keys();
}

interface Seeder {
  readonly statement: FunctionStatement;
  /** A parameter of the function, or a number. */
  readonly value: Expression;
}

function seedersOf(document: PythonDocument): ReadonlyMap<string, Seeder> {
  return document.remember('seeders', () => {
    const found = new Map<string, Seeder>();
    for (const { bindings } of document.module.mentioning('manual_seed'))
      for (const { source } of [...bindings.values()].flat()) {
        const value = source.kind === 'function' ? seedOf(document, source.statement) : undefined;
        if (source.kind === 'function' && value)
          found.set(source.statement.name, { statement: source.statement, value });
      }
    return found;
  });
}

/** What a function seeds with, if it does that in any case, and nothing else that matters. */
function seedOf(document: PythonDocument, { decorators, parameters, body, span }: FunctionStatement) {
  const isPlain = decorators.length === 0 && document.text.startsWith('def', span.start);
  if (!isPlain || parameters.some(({ kind }) => kind !== 'plain')) return undefined;
  let seed: Expression | undefined;
  for (const { statement } of body.chunks) {
    const value = seedIn(document, statement);
    if (value) seed = value;
    else if (!isBeside(document, statement)) return undefined;
  }
  return seed && isGiven(seed, parameters, body) ? seed : undefined;
}

function isGiven(seed: Expression, parameters: readonly Parameter[], body: Block): boolean {
  if (seed.kind !== 'name') return numberOnly(seed) !== undefined;
  return parameters.some(({ name }) => name === seed.id) && body.binding(seed.id).length === 0;
}

function numberOnly(expression: Expression | undefined): Expression | undefined {
  return expression?.kind === 'number' ? expression : undefined;
}

/** The argument of `torch.manual_seed(...)`, where that is all of a statement. */
function seedIn(document: PythonDocument, statement: Statement): Expression | undefined {
  const call =
    statement.kind === 'expression' && statement.values.length === 1 ? statement.values[0] : undefined;
  if (call?.kind !== 'call' || !seeds.test(importedPath(document, call.callee) ?? '')) return undefined;
  const [argument, another] = call.arguments;
  return argument && !another && (argument.name ?? 'seed') === 'seed' ? argument.value : undefined;
}

/** Whether a statement leaves PyTorch's generator and all tensors as they are, and goes on behind it. */
function isBeside(document: PythonDocument, statement: Statement): boolean {
  switch (statement.kind) {
    case 'import':
      return true;
    case 'expression':
    case 'assign':
      return expressionsOf(statement).every((expression) => callsBeside(document, expression));
    case 'if':
      return (
        statement.branches.every(({ test }) => callsBeside(document, test)) &&
        [...statement.branches.map(({ body }) => body), statement.orElse ?? []].every((body) =>
          body.every((inner) => isBeside(document, inner)),
        )
      );
    default:
      return false;
  }
}

function callsBeside(document: PythonDocument, expression: Expression): boolean {
  let found = true;
  visitExpressions(expression, (inner) => {
    if (inner.kind === 'call') found &&= beside.test(pathOf(document, inner.callee));
    // What runs later, or is unknown.
    else if (['lambda', 'comprehension', 'other', 'star'].includes(inner.kind)) found = false;
  });
  return found;
}

/** The path of what is called, or the name of a built-in function. */
function pathOf(document: PythonDocument, callee: Expression): string {
  const path = importedPath(document, callee);
  if (path !== undefined || callee.kind !== 'name') return path ?? '';
  return newResolver(document)
    .resolve(callee)
    .every(({ kind }) => kind === 'unbound')
    ? callee.id
    : '';
}

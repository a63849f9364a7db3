import { ownBindings } from '../python/bindings';
import { definitionsOf } from '../python/definitions';
import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import type { Expression } from '../python/syntax';
import { foreignNames, foreignPath, type ForeignName } from './foreignNames';
import { canonicalPath, lossAtPath } from './lossNames';
import { newResolver } from './lossMeanings';

/** A name, or the name of a module that it is a part of, and the offset of its last character. */
export interface Step {
  readonly path: string;
  readonly offset: number;
}

/** The names of other modules that an answer depends on. */
export function namesBehind(document: PythonDocument, ask: () => unknown): readonly ForeignName[] {
  return document.afresh(() => {
    ask();
    return foreignNames(document);
  });
}

/** The names of other modules among the answers so far that say that they have to do with losses. */
export function tellingNames(document: PythonDocument): readonly ForeignName[] {
  return foreignNames(document).filter(({ path }) => {
    const [module = '', name = ''] = path.split('.').slice(-2);
    return isOfTorch(name) || telling.test(name) || telling.test(module);
  });
}

const telling = /loss|criteri|entropy|nll|mse|bce|ctc|huber|hinge|kl_?div/i;

function isOfTorch(name: string): boolean {
  return ['torch.nn', 'torch.nn.functional'].some((module) => lossAtPath(`${module}.${name}`) !== undefined);
}

/** The steps by which a name leads into another module: `nn`, then `nn.MSELoss`. */
export function stepsTo(document: PythonDocument, { path, span }: ForeignName): readonly Step[] {
  const last = { path, offset: span.end - 1 };
  let at: Expression | undefined = locate(document, span.end).expressions.find(
    (expression) => expression.span.start === span.start && expression.span.end === span.end,
  );
  const before: Step[] = [];
  for (let module = path; at?.kind === 'attribute';) {
    at = at.object;
    module = module.slice(0, module.lastIndexOf('.'));
    before.unshift({ path: module, offset: at.span.end - 1 });
  }
  const [root] = before;
  const [only, another] = root && at ? newResolver(document).resolve(at) : [];
  const isNamed =
    !another && (only?.kind === 'imported' || only?.kind === 'star') && foreignPath(only) === root?.path;
  // What stands for a module in another way, as `self.nn`, has no name there.
  return isNamed ? [...before, last] : [last];
}

/** What a module gives others under a name. */
export interface Export {
  /** The path of something in PyTorch; undefined where the module has it from another one itself. */
  readonly path: string | undefined;
}

/** What others get that import the name which a file binds at a place; undefined for what is neither of the two. */
export function exportAt(document: PythonDocument, offset: number): Export | undefined {
  const name = nameBoundAt(document, offset);
  if (name === undefined) return undefined;
  const { module, text } = document;
  const resolver = newResolver(document);
  const { bindings, unbound } = definitionsOf(name, module.scope, text.length);
  const referents = [...bindings]
    .flatMap((one) => resolver.binding(one))
    .filter(({ kind }) => kind !== 'none');
  const [only] = referents;
  if (unbound || only?.kind !== 'imported') return undefined;
  if (referents.some((one) => one.kind !== 'imported' || one.path !== only.path)) return undefined;
  const path = canonicalPath(document.pathElsewhere(only.path) ?? only.path);
  return { path: /^torch(?:\.|$)/.test(path) ? path : undefined };
}

function nameBoundAt(document: PythonDocument, offset: number): string | undefined {
  const { statements, imported } = locate(document, offset);
  if (imported) return imported.bound;
  const statement = statements.at(-1);
  return statement && ownBindings(statement).find(({ span }) => span.touches(offset))?.key;
}

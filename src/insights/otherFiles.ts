import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import { foreignPath } from '../python/referent';
import type { Expression } from '../python/syntax';
import type { Export } from './exports';
import { foreignNames, type ForeignName } from './foreignNames';
import { lossAtPath } from './lossNames';
import { newResolver } from './lossMeanings';

/** A name, or the name of a module that it is a part of, and the offset of its last character. */
export interface Step {
  readonly path: string;
  readonly offset: number;
  /** What may be found where it is defined: a name of the module, an attribute of a class, or either. */
  readonly leadsTo: 'name' | 'attribute' | 'either';
}

/** The names of other modules that an answer depends on, first those that say that they have to do with losses. */
export function namesBehind(document: PythonDocument, ask: () => unknown): readonly ForeignName[] {
  const names = document.afresh(() => {
    ask();
    return foreignNames(document);
  });
  return [...names.filter(isTelling), ...names.filter((name) => !isTelling(name))];
}

/** The names of other modules among the answers so far that say so, or are known already. */
export function tellingNames(document: PythonDocument): readonly ForeignName[] {
  const isKnown = ({ path }: ForeignName): boolean =>
    document.elsewhere(path) !== undefined || document.pathElsewhere(path) !== undefined;
  return foreignNames(document).filter((name) => isTelling(name) || isKnown(name));
}

/** By the name itself, or by that of the module, or of the class and its module. */
function isTelling({ path }: ForeignName): boolean {
  const parts = path.split('.').slice(-3);
  return (
    isOfTorch(parts.at(-1) ?? '') ||
    parts.slice(path.includes('()') ? 0 : -2).some((part) => telling.test(part))
  );
}

const telling = /loss|criteri|entropy|nll|mse|bce|ctc|huber|hinge|kl_?div/i;

function isOfTorch(name: string): boolean {
  return ['torch.nn', 'torch.nn.functional'].some((module) => lossAtPath(`${module}.${name}`) !== undefined);
}

/** The steps by which a name leads into another module: `nn`, then `nn.MSELoss`. */
export function stepsTo(document: PythonDocument, { path, span, isInherited }: ForeignName): readonly Step[] {
  const offset = span.end - 1;
  if (isInherited) return [{ path, offset, leadsTo: 'attribute' }];
  let at: Expression | undefined = locate(document, span.end).expressions.find(
    (expression) => expression.span.start === span.start && expression.span.end === span.end,
  );
  const leadsTo = ({ kind }: Expression): Step['leadsTo'] => (kind === 'attribute' ? 'either' : 'name');
  const last: Step = { path, offset, leadsTo: at ? leadsTo(at) : 'name' };
  const before: Step[] = [];
  for (let module = path; at?.kind === 'attribute';) {
    at = at.object;
    module = module.slice(0, module.lastIndexOf('.'));
    before.unshift({ path: module, offset: at.span.end - 1, leadsTo: leadsTo(at) });
  }
  const [root] = before;
  const [only, another] = root && at ? newResolver(document).resolve(at) : [];
  const isNamed =
    !another && (only?.kind === 'imported' || only?.kind === 'star') && foreignPath(only) === root?.path;
  // What stands for a module in another way, as `self.nn`, has no name there.
  return isNamed ? [...before, last] : [last];
}

/**
 * Whether what is found by a step can be what was asked for: who looks for definitions by their names alone finds others,
 * too. An attribute has one name everywhere.
 */
export function fits({ path, leadsTo }: Step, { attribute }: Export): boolean {
  if (attribute === undefined) return leadsTo !== 'attribute';
  return leadsTo !== 'name' && path.slice(path.lastIndexOf('.') + 1) === attribute;
}

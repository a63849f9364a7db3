import { t } from '../l10n/localize';
import { definitionsOf } from '../python/definitions';
import { locate } from '../python/locate';
import type { Argument, Call, Expression, Name } from '../python/syntax';
import type { Edit, Fix } from './finding';
import { newResolver } from './lossMeanings';
import type { RuleContext } from './ruleContext';
import type { EvaluationSite } from './sites';
import type { TensorOrigin, TensorValues } from './tensors/tensorOrigin';

/** The origins of an input that a call is given, if all of them are known to be of one of these kinds. */
export function originsOfKind(
  site: EvaluationSite,
  input: string,
  kinds: readonly TensorValues[],
  context: RuleContext,
):
  | { readonly argument: Argument; readonly origins: readonly TensorOrigin[]; readonly first: TensorOrigin }
  | undefined {
  return originsOf(site, input, context, ({ values }) => values !== undefined && kinds.includes(values));
}

/** The origins of an input that a call is given, if all of them are such. */
export function originsOf(
  site: EvaluationSite,
  input: string,
  context: RuleContext,
  isSuch: (origin: TensorOrigin) => boolean,
):
  | { readonly argument: Argument; readonly origins: readonly TensorOrigin[]; readonly first: TensorOrigin }
  | undefined {
  const argument = site.inputs.byName.get(input);
  if (!argument) return undefined;
  const origins = context.origins(argument.value);
  const [first] = origins;
  return first && origins.every(isSuch) ? { argument, origins, first } : undefined;
}

/** Where the values of an origin are made, for related information; nothing where that is the argument itself. */
export function madeAt(argument: Argument, origins: readonly TensorOrigin[], message: string) {
  return origins.flatMap(({ maker }) =>
    maker && (maker.span.start < argument.span.start || maker.span.end > argument.span.end)
      ? [{ start: maker.span.start, end: maker.span.end, message }]
      : [],
  );
}

/** The fix that passes to the loss what a softmax or the like was made from. */
export function unwrapping(
  argument: Argument,
  origins: readonly TensorOrigin[],
  title: string,
  context: RuleContext,
): readonly Fix[] {
  const edits = unwrappingEdits(argument, origins, context);
  return edits ? [{ title, edits }] : [];
}

/** The edits of {@link unwrapping}. */
export function unwrappingEdits(
  { value }: Argument,
  origins: readonly TensorOrigin[],
  context: RuleContext,
): readonly Edit[] | undefined {
  const [only, another] = origins;
  const maker = only?.maker;
  if (!maker || another) return undefined;
  const { from } = only;
  const inside = maker.span.start >= value.span.start && maker.span.end <= value.span.end;
  if (!from) return layerRemoval(maker, context);
  const text = context.text(from);
  // What was passed on by another name: pass the one that it was made from, if that is still the same.
  if (!inside && value.kind === 'name' && from.kind === 'name' && isSame(from, value))
    return [{ start: value.span.start, end: value.span.end, text }];
  return [lineOfRemoval(maker, text, context) ?? { start: maker.span.start, end: maker.span.end, text }];
}

/** The removal of the line `x = softmax(x)` of a function, which has others that hand `x` on, where `x = x` would be left. */
function lineOfRemoval(maker: Expression, text: string, { document }: RuleContext): Edit | undefined {
  const { statements } = locate(document, maker.span.start);
  const [parent, statement] = statements.slice(-2);
  if (parent?.kind !== 'function' || statement?.kind !== 'assign') return undefined;
  const { start, end } = document.lineAround(statement.span.start);
  const line = document.text.slice(start, end).trim();
  const before = `${text} = `;
  const isAll =
    statement.span.start + before.length === maker.span.start && statement.span.end === maker.span.end;
  const code = document.text.slice(statement.span.start, statement.span.end);
  if (!isAll || line !== code || !code.startsWith(before)) return undefined;
  // With the line break in front, of one or two units.
  const breakLength = document.text.startsWith('\r\n', start - 2) ? 2 : 1;
  return { start: start - breakLength, end, text: '' };
}

/** A layer in the list of a Sequential's layers, taken out with its comma. */
function layerRemoval(maker: Expression, { document }: RuleContext): readonly Edit[] | undefined {
  const before = /,\s*$/.exec(document.text.slice(Math.max(0, maker.span.start - 200), maker.span.start));
  if (!before) return undefined;
  return [{ start: maker.span.start - before[0].length, end: maker.span.end, text: '' }];
}

/** Whether a name of the same scope stands for the same value at another place. */
function isSame(name: Name, place: Name): boolean {
  if (name.scope !== place.scope) return false;
  const [here, there] = [name, place].map(
    ({ span }) => new Set(definitionsOf(name.id, name.scope, span.start).bindings),
  );
  return (
    here !== undefined &&
    there !== undefined &&
    here.size === there.size &&
    [...here].every((one) => there.has(one))
  );
}

/** The edit that calls a method on an expression: `y` becomes `y.float()`. */
export function callingMethod(value: Expression, method: string, context: RuleContext): Edit {
  const { start, end } = value.span;
  const text = context.text(value);
  const isPrimary = ['name', 'attribute', 'call', 'subscript', 'sequence'].includes(value.kind);
  return { start, end, text: isPrimary ? `${text}.${method}` : `(${text}).${method}` };
}

/** The fix that passes a value through a function of torch first. */
export function passingThrough(
  title: string,
  value: Expression,
  path: string,
  context: RuleContext,
  more = '',
): Fix {
  const { text, edits } = context.spelled(path, value);
  const { start, end } = value.span;
  return { title, edits: [...edits, { start, end, text: `${text}(${context.text(value)}${more})` }] };
}

/** The fix that gives an argument another dtype; a conversion in the argument itself becomes the right one. */
export function converting(
  { value }: Argument,
  origins: readonly TensorOrigin[],
  method: 'float' | 'long',
  context: RuleContext,
): Fix {
  const [only, another] = origins;
  const isOwn = only?.converter === value && !another && value.kind === 'call';
  const edit =
    isOwn && value.callee.kind === 'attribute'
      ? { start: value.callee.attributeSpan.start, end: value.span.end, text: `${method}()` }
      : callingMethod(value, `${method}()`, context);
  return { title: t`Write .${method}()`, edits: [edit] };
}

/** The edits that compute another loss: of a functional its name, of an instance the class that made it. */
export function otherLoss(
  site: EvaluationSite,
  name: { readonly module: string; readonly functional: string },
  context: RuleContext,
): readonly Edit[] | undefined {
  if (site.via === 'functional')
    return site.call.callee.kind === 'attribute' || site.call.callee.kind === 'name'
      ? context.renamed(site.call.callee, `torch.nn.functional.${name.functional}`)
      : undefined;
  const creation = creationOf(site);
  return creation && context.renamed(creation.callee, `torch.nn.${name.module}`);
}

/** Whether no other call in sight goes to the same instance, so that it can become another one for this call. */
export function isCalledOnce({ via, call: { callee } }: EvaluationSite, { document }: RuleContext): boolean {
  if (via === 'functional' || callee.kind === 'call') return true;
  const name =
    callee.kind === 'name' ? callee.id : callee.kind === 'attribute' ? callee.attribute : undefined;
  return name !== undefined && document.text.match(new RegExp(`\\b${name}\\s*\\(`, 'g'))?.length === 1;
}

/** The call that made the instance which a site calls, if there is one alone. */
export function creationOf({ call, candidates }: EvaluationSite): Call | undefined {
  const [only, another] = newResolver().resolve(call.callee);
  if (another || only?.kind !== 'value' || only.expression.kind !== 'call') return undefined;
  return candidates.length === 1 && !candidates[0]?.isSubclass ? only.expression : undefined;
}

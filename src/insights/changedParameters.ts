import { losses } from '../engine/evaluate';
import { locate } from '../python/locate';
import type { PythonDocument } from '../python/pythonDocument';
import type { Argument, Expression, Statement } from '../python/syntax';
import { givenTo } from './callersArguments';
import { meaningsOf, newResolver, type LossMeaning, type Meanings } from './lossMeanings';

/** `criterion.weight = weights`: an attribute of an object that code gives another value. */
interface Change {
  readonly object: Expression;
  /** Undefined where `setattr` is given a name that is not spelled out. */
  readonly parameter: string | undefined;
  /** What is assigned; undefined where the value is changed where it is. */
  readonly value: Expression | undefined;
  /** The outermost statement that it stands in. */
  readonly within: Statement | undefined;
}

const names = new Set(losses.flatMap(({ parameters }) => parameters.map(({ name }) => name)));

/** `.weight =`, `.weight[0] +=`, `.weight.data =`, `.weight.fill_(`, `setattr(`: a change of what may be a parameter of a loss. */
const mayChange = new RegExp(
  `\\.[ \\t]*(?:${[...names].join('|')})\\b[ \\t]*(?:\\.data\\b|\\[[^\\]\\n]*\\])*[ \\t]*` +
    '(?:(?:\\*\\*|//|[-+*/@])?=(?!=)|,|\\.\\w+_\\()|\\bsetattr[ \\t]*\\(',
  'g',
);

const changing = new RegExp(`\\.[ \\t]*(?:${[...names].join('|')})\\b[^\\n=;]*\\.\\w+_\\(`);

/** Whether text may change a parameter of a loss where it is, `criterion.weight.fill_(1)`, by whichever name. */
export function mayChangeParameter(text: string): boolean {
  return changing.test(text);
}

/**
 * What an expression means where it stands: an instance whose parameters the code sets anew, behind its constructor, has
 * these, and is not known completely. Which of them holds at a time, nobody says.
 */
export function meaningsHere(document: PythonDocument, expression: Expression): Meanings {
  const of = meaningsOf(document, expression);
  if (!of.meanings.some(({ role }) => role === 'instance')) return of;
  const changes = changesIn(document);
  if (changes.length === 0) return of;
  return document.remember(`changed ${String(expression.span.start)} ${String(expression.span.end)}`, () => ({
    ...of,
    meanings: of.meanings.map((one) => withChanges(document, expression, one, changes)),
  }));
}

/** Whether the code of a document sets a parameter anew of what may be an instance. */
export function isChangedSomewhere(document: PythonDocument, { loss, role, given }: LossMeaning): boolean {
  return (
    role === 'instance' &&
    changesIn(document).some(
      ({ object, parameter }) =>
        loss.parameters.some(({ name }) => name === parameter) &&
        meaningsOf(document, object).meanings.some(
          (other) => other.role === 'instance' && other.loss === loss && hasSameArguments(given, other.given),
        ),
    )
  );
}

function hasSameArguments(some: readonly Argument[], others: readonly Argument[]): boolean {
  return some.length === others.length && some.every((argument, index) => argument === others[index]);
}

function withChanges(
  document: PythonDocument,
  expression: Expression,
  meaning: LossMeaning,
  changes: readonly Change[],
): LossMeaning {
  const { loss, role, given } = meaning;
  if (role !== 'instance') return meaning;
  const own = changes.filter(
    ({ object, parameter, within }) =>
      (parameter === undefined || loss.parameters.some(({ name }) => name === parameter)) &&
      !isBehind(document, within, expression) &&
      namesOf(document, object).some((name) =>
        meaningsOf(document, name).meanings.some((other) => isSame(meaning, expression, other, name)),
      ),
  );
  if (own.length === 0) return meaning;
  if (own.some(({ parameter }) => parameter === undefined))
    return { ...meaning, isComplete: false, given: [] };
  const changed = new Map(own.map((change) => [change.parameter, change]));
  const kept = given.filter(({ name }) => name === undefined || changed.get(name)?.value === undefined);
  return { ...meaning, isComplete: false, given: [...kept, ...[...changed.values()].flatMap(asArgument)] };
}

/** What stands for an object: for a parameter of a function what callers give it. */
function namesOf(document: PythonDocument, object: Expression): readonly Expression[] {
  const referents = object.kind === 'name' ? newResolver(document).resolve(object) : [];
  return [
    object,
    ...referents.flatMap((one) => (one.kind === 'parameter' ? givenTo(document, one.parameter) : [])),
  ];
}

function asArgument({ parameter: name, value }: Change): Argument[] {
  return value && name !== undefined
    ? [{ kind: 'keyword', name, nameSpan: undefined, value, span: value.span }]
    : [];
}

/** Whether two expressions stand for an instance of the same making; made out of sight, without arguments, they are told by name. */
function isSame(one: LossMeaning, at: Expression, other: LossMeaning, object: Expression): boolean {
  if (one.role !== other.role || one.loss !== other.loss || !hasSameArguments(one.given, other.given))
    return false;
  if (one.made !== undefined && one.made === other.made) return true;
  return one.given.length > 0 || lastName(at) === lastName(object);
}

function lastName(expression: Expression): string | undefined {
  if (expression.kind === 'attribute') return expression.attribute;
  return expression.kind === 'name' ? expression.id : undefined;
}

/** Whether a change comes after a use of the module: both stand outside of functions, classes and loops. */
function isBehind(document: PythonDocument, within: Statement | undefined, use: Expression): boolean {
  if (!within || isEntered(within) || within.span.start < use.span.end) return false;
  const [outermost] = locate(document, use.span.start).statements;
  return outermost !== undefined && !isEntered(outermost);
}

/** Whether what stands in a statement may run later, or again. */
function isEntered({ kind }: Statement): boolean {
  return kind === 'function' || kind === 'class' || kind === 'for' || kind === 'while';
}

function changesIn(document: PythonDocument): readonly Change[] {
  return document.remember('changed parameters', () => {
    const parts = document.gather('changed parameters', (start, end) =>
      document.text.slice(start, end).search(mayChange) < 0 ? [] : [true],
    );
    if (parts.length === 0) return [];
    return Array.from(document.text.matchAll(mayChange)).flatMap(({ index }) =>
      document.text.startsWith('setattr', index) ? setAt(document, index) : changeAt(document, index + 1),
    );
  });
}

/** The change at the name of an attribute, if there is one. */
function changeAt(document: PythonDocument, offset: number): Change[] {
  const { statements, expressions } = locate(document, offset);
  const attribute = expressions.find((one) => one.kind === 'attribute' && one.attributeSpan.touches(offset));
  const statement = statements.at(-1);
  if (attribute?.kind !== 'attribute' || !names.has(attribute.attribute)) return [];
  const [outermost] = expressions;
  const isAssigned =
    statement?.kind === 'assign' && outermost !== undefined && statement.targets.includes(outermost);
  const isChanged = isAssigned || statement?.kind === 'augmented' || statement?.kind === 'expression';
  if (!isChanged) return [];
  const value = isAssigned && outermost === attribute ? statement.value : undefined;
  const { object, attribute: parameter } = attribute;
  return [{ object, parameter, value, within: statements[0] }];
}

/** The change that `setattr(criterion, 'weight', weights)` makes. */
function setAt(document: PythonDocument, offset: number): Change[] {
  const { statements, expressions } = locate(document, offset);
  const call = expressions.find((one) => one.kind === 'call' && one.callee.span.start === offset);
  const [object, name, value] = call?.kind === 'call' ? call.arguments : [];
  if (!object || !name) return [];
  const parameter = name.value.kind === 'string' ? name.value.value : undefined;
  const isKnown = parameter !== undefined && value?.kind === 'positional';
  return [
    { object: object.value, parameter, value: isKnown ? value.value : undefined, within: statements[0] },
  ];
}

import type { Call, ClassStatement, Expression } from '../../python/syntax';
import { newResolver } from '../lossMeanings';

/**
 * What the call that made an instance of `owner` gave for the parameter of its constructor that an expression in the
 * class stands for; else the default. Undefined where the expression stands for anything else, or the call doesn't tell.
 */
export function constructorArgument(
  expression: Expression,
  owner: ClassStatement,
  creation: Call,
): { readonly given: Expression } | { readonly default: Expression } | undefined {
  const resolver = newResolver();
  const [constructor, another] = resolver.attributeBindings(owner, '__init__', false);
  if (another || constructor?.source.kind !== 'function') return undefined;
  const { parameters, span } = constructor.source.statement;
  const names = resolver
    .resolve(expression)
    .flatMap((one) =>
      one.kind === 'parameter' && one.parameter.owner?.()?.span.start === span.start ? [one.parameter] : [],
    );
  const [parameter, second] = names;
  if (!parameter || second) return undefined;
  const { arguments: all } = creation;
  if (all.some(({ kind }) => kind === 'star' || kind === 'doubleStar')) return undefined;
  const place = parameters.findIndex(({ name }) => name === parameter.name) - 1;
  const positional = all.filter(({ kind }) => kind === 'positional');
  const argument = all.find(({ name }) => name === parameter.name) ?? positional[place];
  if (argument) return { given: argument.value };
  return parameter.default && { default: parameter.default };
}

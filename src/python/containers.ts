import type { Expression } from './syntax';

/**
 * The elements that a subscript may take from a dictionary, a `dict(...)` call or a sequence, all of them if the index
 * isn't a literal. Undefined for what is no container.
 */
export function elementsOf(
  container: Expression,
  index: Expression | undefined,
): readonly Expression[] | undefined {
  const key = literalKey(index);
  if (container.kind === 'dictionary') {
    const values = container.entries.filter((entry) => {
      const own = literalKey(entry.key);
      return key === undefined || own === undefined || own === key;
    });
    return values.map((entry) => entry.value);
  }
  if (container.kind === 'call')
    return container.arguments
      .filter(
        (argument) => argument.kind === 'keyword' && (key === undefined || key === `s${argument.name ?? ''}`),
      )
      .map((argument) => argument.value);
  if (container.kind !== 'sequence') return undefined;
  if (key?.startsWith('n')) {
    const at = Number(key.slice(1));
    const element = container.elements.at(at);
    return element ? [element] : [];
  }
  return container.elements;
}

/** A key that compares equal for equal constants. */
export function literalKey(index: Expression | undefined): string | undefined {
  if (index?.kind === 'string' && index.value !== undefined) return `s${index.value}`;
  if (index?.kind === 'number') return `n${index.text}`;
  if (index?.kind === 'unary' && index.operator === '-' && index.operand.kind === 'number')
    return `n-${index.operand.text}`;
  return undefined;
}

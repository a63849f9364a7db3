import type { ShapeCase } from '../../src/engine/lossDefinition';

/** The shapes that a loss takes an input in, as Python writes them: `(N, C) or (C,)`. */
export function expectedShapes(shapes: readonly ShapeCase[], name: string): string {
  const written = shapes.flatMap(({ inputs }) => {
    const dimensions = inputs[name];
    return dimensions ? [`(${dimensions.join(', ')}${dimensions.length === 1 ? ',' : ''})`] : [];
  });
  return [...new Set(written)].join(' or ').replaceAll('(*,)', '(*)');
}

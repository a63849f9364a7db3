import type { ShapeCase } from '../../src/engine/lossDefinition';
import { t } from '../../src/l10n/localize';

/** The shapes that a loss takes an input in, as Python writes them: `(N, C) or (C,)`. */
export function expectedShapes(shapes: readonly ShapeCase[], name: string): string {
  const written = shapes.flatMap(({ inputs }) => {
    const dimensions = inputs[name];
    return dimensions ? [`(${dimensions.join(', ')}${dimensions.length === 1 ? ',' : ''})`] : [];
  });
  const [first = '', ...others] = new Set(written.map((shape) => (shape === '(*,)' ? '(*)' : shape)));
  return others.reduce((all, shape) => t('{0} or {1}', all, shape), first);
}

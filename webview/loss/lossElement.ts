import type { ShapeCase } from '../../src/engine/lossDefinition';
import { indexOf } from '../heatMap/gridLayout';

/**
 * The element of the unreduced loss that an element of an input belongs to, by the names of the dimensions that both
 * have: `[n, c]` of the scores belongs to `[n]`. Undefined where the names do not tell.
 *
 * @param input the input's name; `shape` its shape; `at` the element's offset in it
 * @param losses the shape of the unreduced loss
 */
export function lossElement(
  shapes: readonly ShapeCase[],
  input: string,
  { shape, at }: { readonly shape: readonly number[]; readonly at: number },
  losses: readonly number[],
): number | undefined {
  const index = indexOf(shape, at);
  for (const { inputs, output } of shapes) {
    const names = dimensions(inputs[input], shape.length);
    const wanted = dimensions(output, losses.length);
    if (!names || !wanted) continue;
    const places = wanted.map((name) => names.indexOf(name));
    if (places.some((place, each) => losses[each] !== shape[place])) continue;
    return places.reduce((offset, place, each) => offset * (losses[each] ?? 1) + (index[place] ?? 0), 0);
  }
  return undefined;
}

/** One name for each dimension, `*` standing for as many as there are; undefined if that can't be. */
function dimensions(names: readonly string[] | undefined, rank: number): readonly string[] | undefined {
  if (!names) return undefined;
  const starred = rank - names.length + 1;
  const all = names.flatMap((name) =>
    name === '*' ? Array.from({ length: Math.max(0, starred) }, (_, each) => `*${each}`) : [name],
  );
  return all.length === rank ? all : undefined;
}

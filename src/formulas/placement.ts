/** Where and how large something is drawn: a translation after a scaling. Formulas are never rotated. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

/** Draws a thing where it says itself. */
export const identity: Placement = { x: 0, y: 0, scaleX: 1, scaleY: 1 };

/** `inner` as seen from outside `outer`. */
export function then(outer: Placement, inner: Placement): Placement {
  return {
    x: outer.x + outer.scaleX * inner.x,
    y: outer.y + outer.scaleY * inner.y,
    scaleX: outer.scaleX * inner.scaleX,
    scaleY: outer.scaleY * inner.scaleY,
  };
}

/**
 * Reads an SVG `transform` of translations and scalings.
 *
 * @throws Error on anything else (rotate, skew, matrix).
 */
export function parseTransform(transform: string): Placement {
  let placement = identity;
  for (const [, name, list = ''] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [first = 0, second] = list.split(/[\s,]+/).map(Number);
    if (name === 'translate') placement = then(placement, { ...identity, x: first, y: second ?? 0 });
    else if (name === 'scale')
      placement = then(placement, { ...identity, scaleX: first, scaleY: second ?? first });
    else throw new Error(`A formula has the transform ${transform}`);
  }
  return placement;
}

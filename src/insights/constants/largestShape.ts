/** The largest shape that tensors can give when they are broadcast. */
export function largestShape(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, dim) =>
    Math.max(1, ...shapes.map((shape) => shape[dim + shape.length - rank] ?? 1)),
  );
}

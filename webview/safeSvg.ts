const drawingElements = new Set(['svg', 'g', 'defs', 'path', 'rect', 'use', 'title']);
const drawingAttributes = new Set([
  'aria-hidden',
  'aria-label',
  'd',
  'fill',
  'height',
  'id',
  'role',
  'stroke',
  'stroke-width',
  'transform',
  'viewBox',
  'width',
  'x',
  'xmlns',
  'y',
]);

/**
 * Reads a drawing that comes as text. Only elements and attributes that draw are let through, and links only into
 * the drawing itself.
 *
 * @returns undefined if the text is not an SVG document or has anything else in it.
 */
export function readDrawing(text: string): SVGSVGElement | undefined {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  if (!(root instanceof SVGSVGElement)) return undefined;
  return [root, ...root.querySelectorAll('*')].every(isDrawing) ? root : undefined;
}

function isDrawing(element: Element): boolean {
  return (
    drawingElements.has(element.localName) &&
    element.namespaceURI === 'http://www.w3.org/2000/svg' &&
    [...element.attributes].every(
      ({ name, value }) => drawingAttributes.has(name) || (name === 'href' && value.startsWith('#')),
    )
  );
}

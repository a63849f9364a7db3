/** What of a style a picture keeps when it leaves the page that has the style sheet. */
const kept = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
];
const xmlns = 'http://www.w3.org/2000/svg';
/** Pixels of a PNG per CSS pixel. */
const sharpness = 2;

/** Plots below one another as one SVG file, in the colours that they have on the page. */
export function svgPicture(plots: readonly SVGSVGElement[]): string {
  const { width, height } = sizeOf(plots);
  const root = document.createElementNS(xmlns, 'svg');
  root.setAttribute('xmlns', xmlns);
  root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.setAttribute('width', String(width));
  root.setAttribute('height', String(height));
  let top = 0;
  for (const [index, plot] of plots.entries()) {
    const part = styledCopy(plot) as SVGSVGElement;
    part.setAttribute('y', String(top));
    part.setAttribute('width', String(width));
    const background = document.createElementNS(xmlns, 'path');
    background.setAttribute('d', `M0,0H${width}V${plot.clientHeight}H0Z`);
    background.setAttribute('fill', getComputedStyle(plot).backgroundColor);
    part.prepend(background);
    // Ids are a plot's own on the page, and common to all in the file.
    for (const element of part.querySelectorAll('[id]')) element.id += String(index);
    for (const element of part.querySelectorAll('[clip-path]'))
      element.setAttribute('clip-path', (element.getAttribute('clip-path') ?? '').replace(')', `${index})`));
    root.append(part);
    top += plot.clientHeight;
  }
  return new XMLSerializer().serializeToString(root);
}

/** The same as a PNG file. Drawn shape by shape: the page's security policy lets no picture be loaded. */
export async function pngPicture(plots: readonly SVGSVGElement[]): Promise<Uint8Array> {
  const { width, height } = sizeOf(plots);
  const canvas = new OffscreenCanvas(width * sharpness, height * sharpness);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser draws no pictures.');
  context.scale(sharpness, sharpness);
  for (const plot of plots) {
    context.fillStyle = getComputedStyle(plot).backgroundColor;
    context.fillRect(0, 0, width, plot.clientHeight);
    paint(context, plot, plot);
    context.translate(0, plot.clientHeight);
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}

function sizeOf(plots: readonly SVGSVGElement[]): { width: number; height: number } {
  return {
    width: Math.max(...plots.map(({ clientWidth }) => clientWidth)),
    height: plots.reduce((sum, { clientHeight }) => sum + clientHeight, 0),
  };
}

function styledCopy(element: Element): Element {
  const copy = element.cloneNode(false) as Element;
  copy.removeAttribute('class');
  const style = getComputedStyle(element);
  if (element.localName !== 'svg' && element.localName !== 'g') {
    for (const name of kept) copy.setAttribute(name, style.getPropertyValue(name));
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) copy.append(styledCopy(child));
    else if (child instanceof Text) copy.append(child.data);
  }
  return copy;
}

function paint(context: OffscreenCanvasRenderingContext2D, element: Element, plot: SVGSVGElement): void {
  for (const child of element.children) {
    context.save();
    if (child.localName === 'g') {
      const area = plot.querySelector('clipPath path')?.getAttribute('d');
      if (area) context.clip(new Path2D(area));
      paint(context, child, plot);
    } else if (child.localName === 'text') paintText(context, child);
    else if (child.localName === 'path')
      paintShape(context, child, new Path2D(child.getAttribute('d') ?? ''));
    else if (child.localName === 'circle') paintShape(context, child, circle(child));
    context.restore();
  }
}

function circle(element: Element): Path2D {
  const path = new Path2D();
  path.arc(numberOf(element, 'cx'), numberOf(element, 'cy'), numberOf(element, 'r'), 0, 2 * Math.PI);
  return path;
}

function paintShape(context: OffscreenCanvasRenderingContext2D, element: Element, path: Path2D): void {
  const style = getComputedStyle(element);
  context.globalAlpha = Number(style.opacity);
  if (style.fill !== 'none') {
    context.fillStyle = style.fill;
    context.fill(path);
  }
  if (style.stroke === 'none') return;
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.setLineDash(style.strokeDasharray.match(/[\d.]+/g)?.map(Number) ?? []);
  context.stroke(path);
}

function paintText(context: OffscreenCanvasRenderingContext2D, element: Element): void {
  const { fill, fontWeight, fontSize, fontFamily, textAnchor } = getComputedStyle(element);
  context.fillStyle = fill;
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  context.textAlign = textAnchor === 'end' ? 'right' : textAnchor === 'middle' ? 'center' : 'left';
  context.fillText(element.textContent, numberOf(element, 'x'), numberOf(element, 'y'));
}

function numberOf(element: Element, name: string): number {
  return Number(element.getAttribute(name));
}

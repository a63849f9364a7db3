import type { FormulaData, TypesetFormula } from './formulaData';

/** How to draw a formula. */
export interface FormulaStyle {
  /** A CSS colour; `currentColor` where the SVG is inline. */
  readonly colour: string;
  /** Pixels per em. */
  readonly fontSize: number;
  /** What a screen reader says. Left out, the drawing is hidden from it, because the words stand elsewhere. */
  readonly label?: string;
  /** Whether to break it into more lines, for a side bar. */
  readonly narrow?: boolean;
  /** A symbol to point out wherever it stands. */
  readonly pointOut?: PointedOut;
}

/** A symbol and the CSS colour of the boxes around it. */
export interface PointedOut {
  /** TeX, as a parameter or an input has it. */
  readonly symbol: string;
  readonly colour: string;
}

/** Room around a formula in thousandths of an em: outlines, and boxes around symbols, reach a little beyond. */
const margin = 90;

/**
 * The outlines are made for print; on screens at the size of text their hairlines vanish. A thin stroke in the same
 * colour keeps them, in thousandths of an em.
 */
const weight = 14;

/** The formulas typeset when the extension was built. */
export class FormulaBook {
  readonly #data: FormulaData;

  constructor(data: FormulaData) {
    this.#data = data;
  }

  /** The TeX of every formula. */
  get texts(): readonly string[] {
    return Object.keys(this.#data.formulas);
  }

  /**
   * The formula as an SVG document of its own, which can also stand inline in HTML: no style attributes, no
   * scripts, and ids that only formulas with the same outlines share.
   *
   * @returns undefined if this TeX was not typeset.
   */
  svg(tex: string, style: FormulaStyle): string | undefined {
    const formula = find(style.narrow ? this.#data.narrow : {}, tex) ?? find(this.#data.formulas, tex);
    if (!formula) return undefined;
    const width = formula.width + 2 * margin;
    const height = formula.height + formula.depth + 2 * margin;
    const pixels = (length: number): string => ((length * style.fontSize) / 1000).toFixed(2);
    const colour = escape(style.colour);
    const role =
      style.label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${escape(style.label)}"`;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" ${role} width="${pixels(width)}" height="${pixels(height)}" ` +
      `viewBox="${-margin} ${-formula.height - margin} ${width} ${height}">` +
      `<defs>${this.#outlines(formula)}</defs>${drawPlaces(formula, style.pointOut)}<g fill="${colour}" stroke="${colour}" stroke-width="${weight}" ` +
      `transform="scale(1 -1)">` +
      `${formula.marks.map(drawMark).join('')}${formula.rules.map(drawRule).join('')}</g></svg>`
    );
  }

  /** Whether a symbol stands in a formula. */
  has(tex: string, symbol: string): boolean {
    const { places = {} } = find(this.#data.formulas, tex) ?? {};
    return Object.hasOwn(places, symbol);
  }

  /** The same as a `data:` URI for an image. */
  dataUri(tex: string, style: FormulaStyle): string | undefined {
    const svg = this.svg(tex, style);
    return svg && `data:image/svg+xml;base64,${Buffer.from(svg, 'utf8').toString('base64')}`;
  }

  #outlines(formula: TypesetFormula): string {
    const used = new Set(formula.marks.map(([glyph]) => glyph));
    return [...used]
      .map((glyph) => `<path id="glyph${glyph}" d="${this.#data.glyphs[glyph] ?? ''}"/>`)
      .join('');
  }
}

function find(formulas: FormulaData['formulas'], tex: string): TypesetFormula | undefined {
  return Object.hasOwn(formulas, tex) ? formulas[tex] : undefined;
}

function drawPlaces({ places }: TypesetFormula, pointOut: PointedOut | undefined): string {
  const boxes = pointOut && Object.hasOwn(places, pointOut.symbol) ? places[pointOut.symbol] : undefined;
  if (!pointOut || !boxes) return '';
  const colour = escape(pointOut.colour);
  const drawn = boxes.map(
    ([x, y, width, height]) =>
      `<rect x="${x - margin}" y="${y - margin}" width="${width + 2 * margin}" height="${height + 2 * margin}" rx="${margin}"/>`,
  );
  return `<g fill="${colour}" fill-opacity="0.2" stroke="${colour}" stroke-width="40" transform="scale(1 -1)">${drawn.join('')}</g>`;
}

function drawMark([glyph, x, y, scale]: TypesetFormula['marks'][number]): string {
  const place =
    scale === 1000 ? `x="${x}" y="${y}"` : `transform="translate(${x} ${y}) scale(${scale / 1000})"`;
  return `<use href="#glyph${glyph}" ${place}/>`;
}

function drawRule([x, y, width, height]: TypesetFormula['rules'][number]): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}"/>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

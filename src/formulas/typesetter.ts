import { liteAdaptor } from '@mathjax/src/js/adaptors/liteAdaptor.js';
import type { LiteElement, LiteNode } from '@mathjax/src/js/adaptors/lite/Element.js';
import { RegisterHTMLHandler } from '@mathjax/src/js/handlers/html.js';
import { TeX } from '@mathjax/src/js/input/tex.js';
import '@mathjax/src/js/input/tex/ams/AmsConfiguration.js';
import '@mathjax/src/js/input/tex/base/BaseConfiguration.js';
import '@mathjax/src/js/input/tex/html/HtmlConfiguration.js';
import '@mathjax/src/js/input/tex/textmacros/TextMacrosConfiguration.js';
import { mathjax } from '@mathjax/src/js/mathjax.js';
import { SVG } from '@mathjax/src/js/output/svg.js';
import '@mathjax/src/js/util/asyncLoad/esm.js';
import type { Box, FormulaData, Mark, Rule, TypesetFormula } from './formulaData';
import { markedTex } from './markedTex';
import { identity, parseTransform, then, type Placement } from './placement';

/** How far a stretched middle reaches under its neighbours, so that no seam shows between them. */
const overlap = 20;

/** Pixels per em while MathJax works; nothing of it is left in what it draws. */
const em = 16;

/** Wider than any formula on one line. */
const unlimited = 1e6;

/** In em; wider formulas are broken into lines, because a hover is hardly wider. */
const widest = 34;

/** In em; what a side bar has room for without scrolling. */
const narrowest = 19;

/**
 * Typesets TeX with MathJax, once, when the extension is built. What MathJax draws is taken apart into
 * glyph outlines shared by all formulas and rectangles, which is all that a formula consists of.
 *
 * @param formulas TeX, each in display style, with the symbols whose places in it are wanted.
 * @throws Error if MathJax does not know a command, or draws something that is neither glyph nor rectangle.
 */
export async function typeset(
  formulas: Iterable<readonly [tex: string, symbols: Iterable<string>]>,
): Promise<FormulaData> {
  const adaptor = liteAdaptor();
  RegisterHTMLHandler(adaptor);
  const document = mathjax.document('', {
    InputJax: new TeX({
      packages: ['base', 'ams', 'html', 'textmacros'],
      // MathJax would draw the message in place of the formula.
      formatError: (_: unknown, { message }: { message: string }) => {
        throw new Error(message);
      },
    }),
    OutputJax: new SVG({
      fontCache: 'none',
      displayAlign: 'left',
      displayOverflow: 'linebreak',
      linebreaks: { inline: false, lineleading: 0.3 },
    }),
  });
  const draw = async (tex: string, containerWidth: number): Promise<LiteElement> => {
    const options = { display: true, em, ex: em / 2, containerWidth };
    const drawn = (await document.convertPromise(tex, options)) as LiteElement;
    const svg = drawn.children.find(isElement);
    if (svg?.kind !== 'svg') throw new Error(`MathJax did not draw ${tex}`);
    return svg;
  };
  const glyphs = new Map<string, number>();
  const wide: Record<string, TypesetFormula> = {};
  const narrow: Record<string, TypesetFormula> = {};
  for (const [plain, wanted] of formulas) {
    const symbols = [...wanted];
    const tex = markedTex(plain, symbols);
    const drawn = await draw(tex, unlimited);
    const width = widthOf(drawn);
    let svg = drawn;
    if (width > widest) {
      const broken = await draw(inLines(tex), widest * em);
      svg = breaksCells(broken) ? await draw(inLines(tex), unlimited) : broken;
    }
    wide[plain] = dismantle(svg, glyphs, symbols);
    if (width <= narrowest) continue;
    const broken = await draw(inLines(tex), narrowest * em);
    if (!breaksCells(broken)) narrow[plain] = dismantle(broken, glyphs, symbols);
  }
  return { glyphs: [...glyphs.keys()], formulas: wide, narrow };
}

/** A line for each definition that follows a formula; MathJax breaks what is still too wide at operators. */
function inLines(tex: string): string {
  return tex.replaceAll(/,\s*\\quad\b/g, String.raw`, \\`);
}

/** Whether MathJax broke the cell of a table into lines: they would be taken for rows. */
function breaksCells(element: LiteElement, inCell = false): boolean {
  if (inCell && text(element, 'data-mjx-linebox') !== '') return true;
  const within = inCell || text(element, 'data-mml-node') === 'mtd';
  return element.children.some((child) => isElement(child) && breaksCells(child, within));
}

/** In em. */
function widthOf(svg: LiteElement): number {
  const [, , width = 0] = numbers(svg, 'viewBox');
  return width / 1000;
}

/** Turns MathJax's tree of nested groups into a flat list of marks and rules. */
function dismantle(
  svg: LiteElement,
  glyphs: Map<string, number>,
  symbols: readonly string[],
): TypesetFormula {
  const [, top, width, total] = numbers(svg, 'viewBox');
  const marks: Mark[] = [];
  const rules: Rule[] = [];
  const places: Record<string, Box[]> = {};
  const outlines = new Map<number, string>();

  /** Draws an element, and notes the box around it where it is the place of a symbol. */
  function visit(element: LiteElement, outer: Placement): void {
    const [, index] = /(?:^| )m(\d+)(?: |$)/.exec(text(element, 'class')) ?? [];
    const symbol = symbols[Number(index)];
    const drawn = [marks.length, rules.length] as const;
    visitInside(element, outer);
    if (symbol === undefined) return;
    const boxes = [...marks.slice(drawn[0]).map((mark) => markBox(mark, outlines)), ...rules.slice(drawn[1])];
    if (boxes.length > 0) (places[symbol] ??= []).push(around(boxes));
  }

  function visitInside(element: LiteElement, outer: Placement): void {
    const placement = then(outer, parseTransform(text(element, 'transform')));
    switch (element.kind) {
      case 'g':
        for (const child of element.children) if (isElement(child)) visit(child, placement);
        return;
      case 'path':
        visitGlyph(text(element, 'd'), placement);
        return;
      case 'rect':
        rules.push(place(placement, rectangle(element)));
        return;
      case 'svg':
        rules.push(place(outer, stretched(element)));
        return;
      default:
        throw new Error(`A formula has a <${element.kind}>, which is neither glyph nor rectangle`);
    }
  }

  function visitGlyph(outline: string, { x, y, scaleX, scaleY }: Placement): void {
    if (outline === '') return; // a space
    if (scaleX !== scaleY) throw new Error('A glyph is stretched');
    const index = glyphs.get(outline) ?? glyphs.size;
    glyphs.set(outline, index);
    outlines.set(index, outline);
    marks.push([index, Math.round(x), Math.round(y), Math.round(scaleX * 1000)]);
  }

  // The outermost group turns y upwards; marks keep it upwards.
  const [upwards] = svg.children.filter(isElement);
  for (const child of upwards?.children ?? []) if (isElement(child)) visit(child, identity);
  return {
    width: Math.ceil(width ?? 0),
    height: Math.ceil(-(top ?? 0)),
    depth: Math.ceil((total ?? 0) + (top ?? 0)),
    marks,
    rules,
    places,
  };
}

/**
 * The straight middle of a stretched brace, root or overline: MathJax stretches a bar and clips its ends off with
 * a nested `<svg>`, so that what is left is a rectangle.
 */
function stretched(svg: LiteElement): Box {
  const [x, y, width, height] = rectangle(svg);
  const [viewX = 0, viewY = 0] = numbers(svg, 'viewBox');
  const bar = svg.children.find(isElement);
  const box = place(parseTransform(text(bar, 'transform')), boundingBox(text(bar, 'd')));
  const left = Math.max(box[0] - viewX, 0);
  const right = Math.min(box[0] + box[2] - viewX, width);
  const bottom = Math.max(box[1] - viewY, 0);
  const top = Math.min(box[1] + box[3] - viewY, height);
  const upright = box[3] > height;
  const [overX, overY] = upright ? [0, overlap] : [overlap, 0];
  return [x + left - overX, y + bottom - overY, right - left + 2 * overX, top - bottom + 2 * overY];
}

function rectangle(element: LiteElement): Box {
  const [x = 0, y = 0, width = 0, height = 0] = numbers(element, 'x', 'y', 'width', 'height');
  return [x, y, width, height];
}

/** The box around a glyph where it is drawn. */
function markBox([glyph, x, y, scale]: Mark, outlines: ReadonlyMap<number, string>): Box {
  const size = scale / 1000;
  return place({ x, y, scaleX: size, scaleY: size }, boundingBox(outlines.get(glyph) ?? ''));
}

/** The smallest box around several. */
function around(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(([x]) => x));
  const bottom = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const top = Math.max(...boxes.map(([, y, , height]) => y + height));
  return [left, bottom, right - left, top - bottom];
}

/** The box around all points of an outline, control points included. MathJax writes absolute coordinates only. */
function boundingBox(outline: string): Box {
  const coordinates = (outline.match(/-?[\d.]+/g) ?? []).map(Number);
  const xs = coordinates.filter((_, index) => index % 2 === 0);
  const ys = coordinates.filter((_, index) => index % 2 === 1);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
}

function place(placement: Placement, [x, y, width, height]: Box): Box {
  const at = then(placement, { x, y, scaleX: width, scaleY: height });
  return [Math.round(at.x), Math.round(at.y), Math.round(at.scaleX), Math.round(at.scaleY)];
}

function isElement(node: LiteNode): node is LiteElement {
  return 'children' in node;
}

function text(element: LiteElement | undefined, name: string): string {
  const value: unknown = element?.attributes[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The numbers of one or more attributes; an attribute that is left out is 0. */
function numbers(element: LiteElement, ...names: string[]): number[] {
  return names.flatMap((name) => (text(element, name) || '0').trim().split(/\s+/).map(Number));
}

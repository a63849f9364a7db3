import { contrast, cssColour, mix, type Colour } from './colour';

/** The theme's colours that a scale is made of; opaque but for the ends. */
export interface ScaleEnds {
  readonly negative: Colour;
  readonly positive: Colour;
  /** Of zero. */
  readonly background: Colour;
  readonly foreground: Colour;
}

/** A cell's colours in CSS. */
export interface CellColours {
  readonly background: string;
  readonly text: string;
}

/** Shades on each side of zero. */
const steps = 48;
/** What WCAG 2 (AA) asks of text. */
const readable = 4.5;
const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };

/** Colours from `negative` over the background at zero to `positive`, with text that can be read on each. */
export class DivergingScale {
  readonly #shades: readonly CellColours[];

  constructor(ends: ScaleEnds) {
    const shades: CellColours[] = [];
    for (let step = -steps; step <= steps; step++) {
      const background = mix(
        step < 0 ? ends.negative : ends.positive,
        ends.background,
        Math.abs(step) / steps,
      );
      shades.push({ background: cssColour(background), text: cssColour(textOn(background, ends)) });
    }
    this.#shades = shades;
  }

  /** The colours of a value where `largest` gets the full colour. NaN has the colours of zero. */
  of(value: number, largest: number): CellColours {
    const part = largest > 0 ? Math.max(-1, Math.min(1, value / largest)) : Math.sign(value);
    // A value that is not zero is never drawn as zero is, however small it is.
    const step = Math.sign(part) * Math.ceil(Math.abs(part) * steps);
    const shade = this.#shades[(Number.isNaN(step) ? 0 : step) + steps];
    if (!shade) throw new RangeError(`No shade for ${value}`);
    return shade;
  }
}

function textOn(background: Colour, { foreground, background: zero }: ScaleEnds): Colour {
  const candidates = [foreground, zero, white, black];
  return (
    candidates.find((candidate) => contrast(candidate, background) >= readable) ??
    candidates.reduce((best, each) => (contrast(each, background) > contrast(best, background) ? each : best))
  );
}

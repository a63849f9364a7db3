/** A colour: red, green and blue from 0 to 255, and opacity from 0 to 1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Reads a colour as `getComputedStyle` writes it: `rgb(...)`, `rgba(...)` or `color(srgb ...)`. */
export function readColour(text: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const scale = text.startsWith('color(srgb') ? 255 : 1;
  return { red: red * scale, green: green * scale, blue: blue * scale, alpha };
}

/** `share` (0 to 1) of `front` and the rest of `back`; opaque. `front`'s own opacity counts. */
export function mix(front: Colour, back: Colour, share: number): Colour {
  const part = share * front.alpha;
  const blend = (a: number, b: number): number => Math.round(a * part + b * (1 - part));
  return {
    red: blend(front.red, back.red),
    green: blend(front.green, back.green),
    blue: blend(front.blue, back.blue),
    alpha: 1,
  };
}

/** The contrast of two opaque colours, 1 to 21, as WCAG 2 defines it. */
export function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour in CSS. */
export function cssColour({ red, green, blue }: Colour): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

function luminance({ red, green, blue }: Colour): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Browsers limit how far an element can be scrolled, Chromium to about 33 million pixels. */
const longestExtent = 10_000_000;

/**
 * One direction of a scrolled grid of equally large cells, of which only those in view are drawn. A direction too
 * long for the browser is squeezed: its scroll bar then moves faster than the cells.
 */
export class Axis {
  /**
   * @param count Cells.
   * @param size One cell in CSS pixels.
   * @param viewport Pixels in which cells are seen.
   */
  constructor(
    readonly count: number,
    readonly size: number,
    readonly viewport: number,
  ) {}

  /** The length to scroll over in pixels. */
  get extent(): number {
    return Math.min(this.count * this.size, longestExtent);
  }

  /** The cells in view at a scroll position, with `overscan` more at both ends: first, and the one after the last. */
  visible(scroll: number, overscan: number): readonly [first: number, end: number] {
    const start = this.#start(scroll);
    const first = Math.floor(start / this.size) - overscan;
    const end = Math.ceil((start + this.viewport) / this.size) + overscan;
    return [Math.max(0, first), Math.min(this.count, Math.max(0, end))];
  }

  /** Where a cell is drawn, in pixels from the beginning of the scrolled content. */
  position(index: number, scroll: number): number {
    return index * this.size - this.#start(scroll) + scroll;
  }

  /** The scroll position, nearest to the given one, at which a cell is wholly in view. */
  scrollTo(index: number, scroll: number): number {
    const start = this.#start(scroll);
    const top = index * this.size;
    const wanted = Math.min(Math.max(start, top + this.size - this.viewport), top);
    return wanted === start ? scroll : wanted / this.#ratio;
  }

  /** Pixels of true length before the view. */
  #start(scroll: number): number {
    return scroll * this.#ratio;
  }

  get #ratio(): number {
    const room = this.extent - this.viewport;
    return room > 0 ? (this.count * this.size - this.viewport) / room : 1;
  }
}

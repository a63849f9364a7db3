import { isWordUnit } from './words';

/** Bits of a filter: so many that a usual segment of some hundred words sets few of them. */
const bits = 4096;

/** Tells which words a part of a text may hold, wrong on the careful side only: it spares searching most parts. */
export class WordFilter {
  private readonly set = new Uint32Array(bits / 32);

  /** For the words in `[start, end)`; one that an end cuts through counts as the part of it inside. */
  constructor(text: string, start: number, end: number) {
    let hash = 0;
    let isInWord = false;
    for (let i = start; i < end; i++) {
      const unit = text.charCodeAt(i);
      if (isWordUnit(unit)) {
        hash = next(isInWord ? hash : seed, unit);
        isInWord = true;
      } else if (isInWord) {
        this.add(hash);
        isInWord = false;
      }
    }
    if (isInWord) this.add(hash);
  }

  /** Whether a word, of nothing but units that words are made of, may stand there as a whole. */
  mayHold(word: string): boolean {
    let hash = seed;
    for (let i = 0; i < word.length; i++) hash = next(hash, word.charCodeAt(i));
    const bit = hash % bits;
    return ((this.set[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  private add(hash: number): void {
    const bit = hash % bits;
    this.set[bit >>> 5] = (this.set[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
}

/** FNV-1a, over UTF-16 units. */
const seed = 0x811c9dc5;

function next(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193) >>> 0;
}

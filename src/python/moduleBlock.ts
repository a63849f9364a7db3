import { boundaries, staysBoundary } from './boundaries';
import { Segment } from './segment';
import type { SourceText } from './sourceText';
import type { Block, Chunk, Scope } from './syntax';

/** Segments are about this long, in UTF-16 units, unless a statement is longer. */
const usualLength = 2048;

/** A statement that is longer than this has a segment to itself. */
const longStatement = 4 * usualLength;

/** After so many changes of segments what was found in them is found anew. */
const mostChanges = 1000;

/** What was found in segments. */
interface Found {
  /** How many changes it knows of. */
  readonly upTo: number;
  /** The segments in which something was found. */
  readonly parts: ReadonlyMap<Segment, readonly unknown[]>;
  /** All of it, in the order of the text. */
  readonly all: readonly unknown[];
}

/**
 * The statements of a module, in segments that are parsed one by one, so that the work which a change makes is that of
 * the segment around it. Segments begin where a statement of the module does, whatever stands in front.
 */
export class ModuleBlock implements Block {
  readonly scope: Scope;
  /** In order, without gaps, never empty. */
  private segments: Segment[];
  /** Those whose text changed since they were divided. */
  private readonly undivided: Set<Segment>;
  /** What was found in the segments, by key. */
  private readonly found = new Map<string, Found>();
  /** The segments that changed, came or went since, one after the other. */
  private changed: Segment[] = [];

  constructor(readonly source: SourceText) {
    this.scope = {
      kind: 'module',
      parent: undefined,
      anchor: { start: 0 },
      block: this,
      own: [],
      owner: () => undefined,
    };
    this.segments = [new Segment(source, this.scope, 0, source.text.length)];
    this.undivided = new Set(this.segments);
  }

  get range(): { readonly start: number; readonly end: number } {
    return { start: 0, end: this.source.text.length };
  }

  get chunks(): readonly Chunk[] {
    return this.segments.flatMap((segment) => segment.chunks);
  }

  *from(offset: number): Generator<Chunk> {
    // Where a segment begins no statement ends: a line break is in front.
    for (let i = this.indexOf(offset); i < this.segments.length; i++)
      yield* this.segments[i]?.from(offset) ?? [];
  }

  *mentioning(word: string): Generator<Chunk> {
    for (const segment of this.segments) yield* segment.mentioning(word);
  }

  binding(key: string): readonly Chunk[] {
    return this.inSegments(`binding ${key}`, (segment) => segment.binding(key));
  }

  /** What `find` finds in each segment, which is remembered for as long as the segment stays as it is. */
  gather<T>(key: string, find: (start: number, end: number) => readonly T[]): readonly T[] {
    return this.inSegments(key, ({ start, end }) => find(start, end));
  }

  /** The segment that holds an offset. */
  segmentAt(offset: number): Segment {
    const segment = this.segments[this.indexOf(offset)];
    if (!segment) throw new Error('the module has no segments');
    return segment;
  }

  /** The segments that are not parsed. */
  unparsed(): readonly Segment[] {
    return this.segments.filter((segment) => !segment.isParsed);
  }

  /** Takes over a change of the text, which was `before`. */
  edit(offset: number, length: number, added: number, before: string): void {
    const at = this.indexOf(offset);
    const start = this.segments[at]?.start ?? 0;
    const first = at === 0 || staysBoundary(start, before, this.source.text) ? at : at - 1;
    const last = this.indexOf(offset + length);
    const [segment, end] = [this.segments[first], this.segments[last]];
    if (!segment || !end) throw new Error('the module has no segments');
    const shift = added - length;
    if (first === last) segment.edit(offset - segment.start, length, added, before);
    else {
      // What is left of the others becomes part of the first.
      const from = Math.min(offset, segment.end);
      segment.edit(from - segment.start, segment.end - from, end.end + shift - from, before);
      this.replace(first + 1, last + 1, []);
    }
    this.undivided.add(segment);
    this.note([segment]);
    for (let i = first + 1; i < this.segments.length; i++) {
      const behind = this.segments[i];
      if (behind) behind.start += shift;
    }
  }

  /** Divides what changed, with pauses; it can be left for good where the text changes. */
  *divide(): Generator<void> {
    for (const segment of this.undivided) {
      const first = this.segments.indexOf(segment);
      if (first >= 0) yield* this.cut(segment, first);
      this.undivided.delete(segment);
      yield;
    }
  }

  /** Frees the trees, with a pause after each. */
  *dispose(): Generator<void> {
    for (const segment of this.segments) {
      segment.dispose();
      yield;
    }
  }

  /** Lets a segment end where it has to, taking from those behind it, and leaving to a new one what is too much. */
  private *cut(segment: Segment, first: number): Generator<void> {
    const { start } = segment;
    const end = yield* this.endOf(segment, first);
    const last = this.indexOf(end - 1);
    const rest = (this.segments[last]?.end ?? end) - end;
    if (last === first && rest === 0) return;
    const parts = [new Segment(this.source, this.scope, start, end - start)];
    if (rest > 0) {
      const left = new Segment(this.source, this.scope, end, rest);
      parts.push(left);
      this.undivided.add(left);
    }
    this.replace(first, last + 1, parts);
  }

  /**
   * The first boundary behind a segment's start at which another begins already, or a long statement does, or behind
   * which it is long enough.
   */
  private *endOf({ start, hasTree }: Segment, first: number): Generator<void, number> {
    const { text } = this.source;
    const enough = start + (hasTree ? 4 : 1) * usualLength;
    let next = first + 1;
    let before = start;
    // A quote that is not closed reaches to the end: broken, what stands beside it would be parsed once more with it.
    const isBeforeLong = (end: number): boolean => before > start && end - before > longStatement;
    for (const boundary of boundaries(text, start)) {
      if (boundary === undefined) {
        yield;
        continue;
      }
      if (isBeforeLong(boundary)) return before;
      while ((this.segments[next]?.start ?? Infinity) < boundary) next++;
      if (boundary >= enough || this.segments[next]?.start === boundary) return boundary;
      before = boundary;
    }
    return isBeforeLong(text.length) ? before : text.length;
  }

  private replace(first: number, end: number, by: readonly Segment[]): void {
    const gone = this.segments.slice(first, end);
    for (const segment of gone) segment.dispose();
    this.note([...gone, ...by]);
    this.segments = this.segments.slice(0, first).concat(by, this.segments.slice(end));
  }

  /** What `find` finds in the segments, in their order. It is asked only about those that changed since the last time. */
  private inSegments<T>(key: string, find: (segment: Segment) => readonly T[]): readonly T[] {
    const known = this.found.get(key);
    if (known?.upTo === this.changed.length) return known.all as readonly T[];
    const parts = new Map(known?.parts);
    for (const segment of known ? new Set(this.changed.slice(known.upTo)) : this.segments) {
      const isHere = this.segmentAt(segment.start) === segment;
      const part = isHere ? find(segment) : [];
      if (part.length > 0) parts.set(segment, part);
      else parts.delete(segment);
    }
    const inOrder = [...parts.keys()].sort((a, b) => a.start - b.start);
    const all = inOrder.flatMap((segment) => parts.get(segment) ?? []);
    this.found.set(key, { upTo: this.changed.length, parts, all });
    return all as readonly T[];
  }

  /** Notes that segments changed, came or went. */
  private note(segments: readonly Segment[]): void {
    this.changed.push(...segments);
    if (this.found.size > 0 && this.changed.length < mostChanges) return;
    this.found.clear();
    this.changed = [];
  }

  /** Index of the segment that holds an offset: the last that begins there or before. */
  private indexOf(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.segments[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

import type { Parser } from 'web-tree-sitter';
import { nextTurn, takeTurn } from './eventLoop';
import { ModuleBlock } from './moduleBlock';
import type { Segment } from './segment';
import type { NameElsewhere, SourceText, TreePart } from './sourceText';
import type { Block } from './syntax';
import { fewer, type TextChange } from './textChanges';
import { isWordUnit } from './words';

/** How long the event loop may be held by parsing before it gets a turn. */
const sliceMilliseconds = 5;

/** Segments longer than this, in UTF-16 units, are not parsed while somebody waits for an answer. */
const longSegment = 16_384;

/** The longest text that is analysed, in UTF-16 units. What is longer is data rather than code, and never ready. */
export const longestText = 4_000_000;

/**
 * A Python document and its syntax. Changes are noted at once and read when somebody asks: await {@link ready} before
 * looking at {@link module}. The text is parsed in segments, each when it is first needed; reading a long one gives the
 * event loop its turns.
 */
export class PythonDocument implements SourceText {
  /** Counts the updates, and what is learned of other files. */
  version = 0;
  private current: string;
  private stale = true;
  private readonly block: ModuleBlock;
  private readonly names = new Map<string, string>();
  private memory = new Map<unknown, unknown>();
  private learned: ReadonlyMap<string, NameElsewhere> = new Map();
  private disposed = false;
  private reading: Promise<void> | undefined;
  private parsingAll: Promise<void> | undefined;
  /** The division of the text, which may have paused. */
  private division: Generator<void> | undefined;
  /** The segment whose parse has been stopped and can go on. */
  private halted: Segment | undefined;

  /** The document owns the parser. */
  constructor(
    private readonly parser: Parser,
    text: string,
  ) {
    this.current = text;
    this.block = new ModuleBlock(this);
  }

  get text(): string {
    return this.current;
  }

  /** Whether the text as it is now has been read. */
  get isReady(): boolean {
    return !this.stale;
  }

  /** The statements of the module. Throws when the document isn't {@link isReady ready}. */
  get module(): Block {
    if (this.stale) throw new Error('the document has changed since it was read');
    return this.block;
  }

  /** The syntax tree of the part of the text that holds an offset; parses it if need be. */
  treeAt(offset: number): TreePart {
    const segment = this.block.segmentAt(offset);
    if (!segment.isParsed && !this.disposed) this.parse(segment, Infinity);
    return segment.treeAt(offset);
  }

  /** Takes over changes, each relative to the text after the one before it. */
  update(changes: readonly TextChange[]): void {
    for (const { offset, length, text } of fewer(this.current, changes)) {
      const before = this.current;
      this.current = before.slice(0, offset) + text + before.slice(offset + length);
      this.block.edit(offset, length, text.length, before);
    }
    if (changes.length === 0) return;
    this.version++;
    this.stale = true;
    this.division = undefined;
    this.memory.clear();
    this.parser.reset();
  }

  /**
   * Resolves when the text has been read as far as to answer from it, in slices, so that nothing else has to wait. A
   * text beyond {@link longestText} isn't read: the document stays not ready.
   */
  ready(): Promise<void> {
    if (!this.stale || this.isTooLong) return Promise.resolve();
    this.reading ??= this.inSlices((stop) => this.read(stop)).finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** Reads at once, however long that takes, but nothing beyond {@link longestText}. */
  readNow(): void {
    if (this.stale && !this.isTooLong) this.read(Infinity);
  }

  /** Parses, in slices, what is not parsed yet, so that no later answer has to. Ends early if the text changes. */
  parseAll(): Promise<void> {
    this.parsingAll ??= this.ready()
      .then(() => this.inSlices((stop) => this.stale || this.parseUntil(0, stop)))
      .finally(() => {
        this.parsingAll = undefined;
      });
    return this.parsingAll;
  }

  /** Frees the trees and the parser. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.stale = true;
    this.memory.clear();
    this.names.clear();
    void this.free();
  }

  /** Frees the trees, of which a long text has many. */
  private async free(): Promise<void> {
    const freeing = this.block.dispose();
    for (let stop = stopOfSlice(); freeing.next().done !== true;) {
      if (performance.now() < stop) continue;
      await nextTurn();
      stop = stopOfSlice();
    }
    this.parser.delete();
  }

  /** The line that holds `offset`, without its line break. */
  lineAround(offset: number): { readonly start: number; readonly end: number } {
    const text = this.current;
    const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    const lineBreak = text.indexOf('\n', offset);
    const end = lineBreak < 0 ? text.length : lineBreak;
    return { start, end: end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end };
  }

  /** A short string cut out of the text, without keeping the whole text alive. */
  intern(start: number, end: number): string {
    const cut = this.current.slice(start, end);
    const known = this.names.get(cut);
    if (known !== undefined) return known;
    const copy = this.copy(start, end);
    this.names.set(copy, copy);
    return copy;
  }

  /** A part of the text that does not keep the whole text alive, as a slice does. */
  copy(start: number, end: number): string {
    return ` ${this.current.slice(start, end)}`.slice(1);
  }

  /** The first place in `[from, to)` where `word` stands as a whole word, or -1. */
  findWord(word: string, from: number, to: number): number {
    const text = this.current;
    // Slices share the text's memory; a search in the whole text would go on beyond `to`.
    const part = from === 0 && to === text.length ? text : text.slice(from, to);
    for (let at = part.indexOf(word); at >= 0; at = part.indexOf(word, at + 1)) {
      const start = from + at;
      if (!isWordUnit(text.charCodeAt(start - 1)) && !isWordUnit(text.charCodeAt(start + word.length)))
        return start;
    }
    return -1;
  }

  /** What `find` finds in each part of the text, which is remembered for as long as the part stays as it is. */
  gather<T>(key: string, find: (start: number, end: number) => readonly T[]): readonly T[] {
    return this.block.gather(key, find);
  }

  /** Remembers what `compute` gives until the text changes, or something is learned of other files. */
  remember<T>(key: unknown, compute: () => T): T {
    if (this.memory.has(key)) return this.memory.get(key) as T;
    const value = compute();
    this.memory.set(key, value);
    return value;
  }

  /** What names of other modules stand for there, as far as somebody has found out, by their paths here. */
  get namesElsewhere(): ReadonlyMap<string, NameElsewhere> {
    return this.learned;
  }

  /** Takes over what names of other modules stand for; what has been computed without that is forgotten. */
  learn(names: ReadonlyMap<string, NameElsewhere>): void {
    this.learned = names;
    this.version++;
    this.memory.clear();
  }

  elsewhere(path: string): NameElsewhere | undefined {
    return this.learned.get(path);
  }

  pathElsewhere(path: string): string | undefined {
    if (this.learned.size === 0) return undefined;
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const known = this.learned.get(path.slice(0, end))?.path;
      if (known !== undefined) return known + path.slice(end);
    }
    return undefined;
  }

  /** What `ask` answers with nothing remembered; what it remembers is forgotten, too. */
  afresh<T>(ask: () => T): T {
    const { memory } = this;
    this.memory = new Map();
    try {
      return ask();
    } finally {
      this.memory = memory;
    }
  }

  private get isTooLong(): boolean {
    return this.current.length > longestText;
  }

  /** Works until it is done, with turns for the event loop. */
  private async inSlices(work: (stop: number) => boolean): Promise<void> {
    for (;;) {
      if (!takeTurn()) await nextTurn();
      if (this.isTooLong || this.isDisposed() || work(stopOfSlice())) return;
    }
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  /** Divides the text and parses its long segments. Whether that came to its end. */
  private read(stop: number): boolean {
    this.division ??= this.block.divide();
    while (this.division.next().done !== true) if (performance.now() > stop) return false;
    this.division = undefined;
    if (!this.parseUntil(longSegment, stop)) return false;
    this.stale = false;
    return true;
  }

  /** Parses the segments that are longer than this. Whether none is left. */
  private parseUntil(length: number, stop: number): boolean {
    for (const segment of this.block.unparsed()) {
      if (segment.length <= length) continue;
      if (!this.parse(segment, stop) || performance.now() > stop) return false;
    }
    return true;
  }

  /** Whether the parse came to its end. A parse that was stopped goes on where it was. */
  private parse(segment: Segment, stop: number): boolean {
    if (this.halted !== segment) this.parser.reset();
    this.halted = undefined;
    for (let next = segment.next; next; next = segment.next) {
      const from = segment.start + next.from;
      const to = segment.start + next.to;
      const part = (index: number): string => {
        const end = Math.min(to, from + index + 4096);
        // The parser takes the first half of a character for one by itself.
        const isCut = end < to && (this.current.charCodeAt(end - 1) & 0xfc00) === 0xd800;
        return this.current.slice(from + index, isCut ? end - 1 : end);
      };
      const tree = this.parser.parse(part, next.earlier ?? null, {
        progressCallback: () => performance.now() > stop,
      });
      if (tree === null) {
        this.halted = segment;
        return false;
      }
      segment.take(tree);
      if (performance.now() > stop) return segment.isParsed;
    }
    return true;
  }
}

function stopOfSlice(): number {
  return performance.now() + sliceMilliseconds;
}

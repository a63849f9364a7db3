import { Edit, type Node, type Parser, type Tree } from 'web-tree-sitter';
import { SourceBlock, type Damage } from './block';
import { Lines } from './lines';
import type { Block, Scope, SourceText } from './syntax';

/** One change of a document's text, as editors report it: offsets in UTF-16 units of the text before it. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** How long the event loop may be held by parsing before it gets a turn. */
const sliceMilliseconds = 8;

/** The longest text that is analysed, in UTF-16 units. What is longer is data rather than code, and never ready. */
export const longestText = 4_000_000;

/**
 * A Python document and its syntax tree. Changes are noted at once and parsed when somebody asks: await
 * {@link ready} before looking at {@link module}. Long parses give the event loop its turns.
 */
export class PythonDocument implements SourceText {
  /** Counts the updates. */
  version = 0;
  private current: string;
  private tree: Tree | undefined;
  private stale = true;
  private pending: { start: number; end: number; shift: number } | undefined;
  private readonly lines: Lines;
  private readonly block: SourceBlock;
  private readonly names = new Map<string, string>();
  private readonly memory = new Map<unknown, unknown>();
  private disposed = false;
  private parsing: Promise<void> | undefined;

  /** The document owns the parser. */
  constructor(
    private readonly parser: Parser,
    text: string,
  ) {
    this.current = text;
    this.lines = new Lines(text);
    this.block = new SourceBlock(this, (block) => moduleScope(block), undefined);
  }

  get text(): string {
    return this.current;
  }

  /** Whether the tree belongs to the text as it is now. */
  get isReady(): boolean {
    return !this.stale;
  }

  /** The statements of the module. Throws when the document isn't {@link isReady ready}. */
  get module(): Block {
    if (this.stale) throw new Error('the document has changed since it was parsed');
    return this.block;
  }

  /** The root of the syntax tree. */
  get root(): Node {
    if (this.tree === undefined) throw new Error('the document has not been parsed');
    return this.tree.rootNode;
  }

  /** Takes over changes, each relative to the text after the one before it. */
  update(changes: readonly TextChange[]): void {
    for (const { offset, length, text } of changes) {
      const startPosition = this.lines.point(offset);
      const oldEndPosition = this.lines.point(offset + length);
      this.current = this.current.slice(0, offset) + text + this.current.slice(offset + length);
      this.lines.replace(offset, length, text);
      this.tree?.edit(
        new Edit({
          startIndex: offset,
          oldEndIndex: offset + length,
          newEndIndex: offset + text.length,
          startPosition,
          oldEndPosition,
          newEndPosition: this.lines.point(offset + text.length),
        }),
      );
      this.note(offset, length, text.length);
    }
    if (changes.length === 0) return;
    this.version++;
    this.stale = true;
    this.memory.clear();
    this.parser.reset();
  }

  /**
   * Resolves when the tree belongs to the text; parses in slices, so that nothing else has to wait for it. A text
   * beyond {@link longestText} isn't parsed: the document stays not ready.
   */
  ready(): Promise<void> {
    if (!this.stale || this.isTooLong) return Promise.resolve();
    this.parsing ??= this.parseInSlices().finally(() => {
      this.parsing = undefined;
    });
    return this.parsing;
  }

  /** Parses at once, however long that takes, but nothing beyond {@link longestText}. */
  parseNow(): void {
    if (this.stale && !this.isTooLong) this.parseSlice(Infinity);
  }

  /** Frees the tree and the parser. */
  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.stale = true;
    this.tree?.delete();
    this.tree = undefined;
    this.parser.delete();
    this.memory.clear();
    this.names.clear();
  }

  /** The line that holds `offset`, without its line break. */
  lineAround(offset: number): { readonly start: number; readonly end: number } {
    return this.lines.lineAround(offset, this.current);
  }

  /** A short string cut out of the text, without keeping the whole text alive. */
  intern(start: number, end: number): string {
    const cut = this.current.slice(start, end);
    const known = this.names.get(cut);
    if (known !== undefined) return known;
    const copy = ` ${cut}`.slice(1);
    this.names.set(copy, copy);
    return copy;
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

  /** Remembers what `compute` gives until the text changes. */
  remember<T>(key: unknown, compute: () => T): T {
    if (this.memory.has(key)) return this.memory.get(key) as T;
    const value = compute();
    this.memory.set(key, value);
    return value;
  }

  private async parseInSlices(): Promise<void> {
    while (this.stale && !this.isTooLong && !this.isDisposed()) {
      if (this.parseSlice(sliceMilliseconds)) return;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }

  private get isTooLong(): boolean {
    return this.current.length > longestText;
  }

  private isDisposed(): boolean {
    return this.disposed;
  }

  /** Whether the parse came to its end. A parse that was stopped goes on where it was. */
  private parseSlice(milliseconds: number): boolean {
    const stop = performance.now() + milliseconds;
    const text = this.current;
    const fresh = this.parser.parse((index) => text.slice(index, index + 4096), this.tree ?? null, {
      progressCallback: () => performance.now() > stop,
    });
    if (fresh === null) return false;
    const old = this.tree;
    this.tree = fresh;
    this.stale = false;
    if (old !== undefined) {
      const damage = this.damage(old, fresh);
      old.delete();
      if (damage !== undefined) this.block.update(damage);
    }
    this.pending = undefined;
    return true;
  }

  private note(offset: number, length: number, added: number): void {
    const shift = added - length;
    if (this.pending === undefined) {
      this.pending = { start: offset, end: offset + added, shift };
      return;
    }
    const { start, end } = this.pending;
    this.pending = {
      start: Math.min(start, offset),
      end: end > offset + length ? end + shift : offset + added,
      shift: this.pending.shift + shift,
    };
  }

  private damage(old: Tree, fresh: Tree): Damage | undefined {
    if (this.pending === undefined) return undefined;
    let { start, end } = this.pending;
    for (const range of old.getChangedRanges(fresh)) {
      start = Math.min(start, range.startIndex);
      end = Math.max(end, range.endIndex);
    }
    return { start, end, shift: this.pending.shift };
  }
}

function moduleScope(block: Block): Scope {
  return { kind: 'module', parent: undefined, anchor: { start: 0 }, block, own: [], owner: () => undefined };
}

/** Whether a UTF-16 unit can be part of a Python identifier (anything beyond ASCII may be). */
function isWordUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit > 127
  );
}

import { Edit, type Point, type Tree } from 'web-tree-sitter';
import { chunksOf, firstEndingAt, mentioningIn, type SourceChunk, type TreeSource } from './block';
import { mayBind, wordOf } from './mentions';
import type { SourceText } from './sourceText';
import type { Anchor } from './span';
import type { Block, Chunk, Scope } from './syntax';

/** A change inside of a segment: offsets from its start, of the text after the change, and how far the rest moved. */
interface Damage {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** Where a change begins and ends, by rows and columns behind the start of a segment. */
export interface EditPoints {
  readonly startPosition: Point;
  readonly oldEndPosition: Point;
  readonly newEndPosition: Point;
}

/** Some statements of a module in a row, with a syntax tree of their own. */
export class Segment implements Anchor, Pick<Block, 'source' | 'range' | 'chunks'> {
  /** Undefined until it is parsed. */
  tree: Tree | undefined;
  /** Whether the tree is the one of the text. */
  isParsed = false;
  private list: SourceChunk[] | undefined;
  private wasClean = false;
  private damage: Damage | undefined;
  private readonly gathered = new Map<string, readonly unknown[]>();
  private readonly binders = new Map<string, readonly Chunk[]>();

  constructor(
    readonly source: SourceText,
    readonly scope: Scope,
    public start: number,
    public length: number,
  ) {}

  /** Offset behind its last unit. */
  get end(): number {
    return this.start + this.length;
  }

  get range(): { readonly start: number; readonly end: number } {
    return this;
  }

  /** Its statements, in order. Parses it if need be. */
  get chunks(): readonly SourceChunk[] {
    const { root } = this.source.treeAt(this.start);
    if (this.list && this.damage === undefined) return this.list;
    const within = (): TreeSource => {
      const { root: node, base } = this.source.treeAt(this.start);
      return { source: this.source, scope: this.scope, node, base };
    };
    const fresh = chunksOf(root, within, this, 0);
    const isClean = !root.hasError;
    this.list =
      this.list && this.damage && this.wasClean && isClean ? kept(this.list, fresh, this.damage) : fresh;
    this.wasClean = isClean;
    this.damage = undefined;
    return this.list;
  }

  /** The statements from the first that ends at or behind `offset` on. */
  *from(offset: number): Generator<Chunk> {
    const { chunks } = this;
    for (let i = firstEndingAt(chunks, offset); i < chunks.length; i++) {
      const chunk = chunks[i];
      if (chunk) yield chunk;
    }
  }

  /** Its statements whose text holds a word. */
  mentioning(word: string): Iterable<Chunk> {
    return mentioningIn(this, word, () => true);
  }

  /** Its statements that bind a key. */
  binding(key: string): readonly Chunk[] {
    const known = this.binders.get(key);
    if (known) return known;
    const { text } = this.source;
    const mentions = mentioningIn(this, wordOf(key), (at) => mayBind(text, at, key));
    const found = [...mentions].filter((chunk) => chunk.bindings.has(key));
    this.binders.set(key, found);
    return found;
  }

  /** What `find` finds in the segment, remembered until it changes. */
  gather<T>(key: string, find: (start: number, end: number) => readonly T[]): readonly T[] {
    const known = this.gathered.get(key);
    if (known) return known as readonly T[];
    const found = find(this.start, this.end);
    this.gathered.set(key, found);
    return found;
  }

  /** Takes over a change that lies inside: offsets from the start, of the text before the change. */
  edit(offset: number, length: number, added: number, points: EditPoints): void {
    const oldEndIndex = offset + length;
    const newEndIndex = offset + added;
    this.tree?.edit(new Edit({ startIndex: offset, oldEndIndex, newEndIndex, ...points }));
    this.length += added - length;
    this.isParsed = false;
    this.binders.clear();
    this.gathered.clear();
    const before = this.damage;
    const shift = added - length;
    this.damage = {
      start: Math.min(before?.start ?? offset, offset),
      end: before && before.end > oldEndIndex ? before.end + shift : newEndIndex,
      shift: (before?.shift ?? 0) + shift,
    };
  }

  /** Frees the tree. */
  dispose(): void {
    this.tree?.delete();
    this.tree = undefined;
    this.isParsed = false;
  }
}

/** The fresh list, with the old statements in it where neither they nor what touches them changed. */
function kept(old: readonly SourceChunk[], fresh: readonly SourceChunk[], damage: Damage): SourceChunk[] {
  const list = [...fresh];
  for (const [index, is] of fresh.entries()) {
    const was = old[index];
    if (!was || was.to >= damage.start || !was.isLike(is)) break;
    list[index] = was;
  }
  for (let back = 1; back <= Math.min(old.length, fresh.length); back++) {
    const [was, is] = [old.at(-back), fresh.at(-back)];
    if (!was || !is || is.from <= damage.end || !was.isLike(is, damage.shift)) break;
    was.move(damage.shift);
    list[fresh.length - back] = was;
  }
  return list;
}

import { Edit, type Point, type Tree } from 'web-tree-sitter';
import { bindingIn, chunksOf, firstEndingAt, mentioningIn, type SourceChunk, type TreeSource } from './block';
import type { SourceText } from './sourceText';
import type { Anchor } from './span';
import type { Block, Chunk, Scope } from './syntax';

/** A change inside of a segment: offsets from its start, of the text after the change, and how far the rest moved. */
interface Damage {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
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
    return bindingIn(this, key);
  }

  /** Takes over a change that lies inside, at an offset from the start. The whole text was `before`. */
  edit(offset: number, length: number, added: number, before: string): void {
    const oldEndIndex = offset + length;
    const newEndIndex = offset + added;
    this.tree?.edit(
      new Edit({
        startIndex: offset,
        oldEndIndex,
        newEndIndex,
        startPosition: pointAt(before, this.start, offset),
        oldEndPosition: pointAt(before, this.start, oldEndIndex),
        newEndPosition: pointAt(this.source.text, this.start, newEndIndex),
      }),
    );
    this.length += added - length;
    this.isParsed = false;
    const earlier = this.damage;
    const shift = added - length;
    this.damage = {
      start: Math.min(earlier?.start ?? offset, offset),
      end: earlier && earlier.end > oldEndIndex ? earlier.end + shift : newEndIndex,
      shift: (earlier?.shift ?? 0) + shift,
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

/** The row and column of what stands `length` units behind `start`. Lines end at `\n` alone, as the parser counts them. */
function pointAt(text: string, start: number, length: number): Point {
  const end = start + length;
  let [row, line] = [0, start];
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', line)) {
    row++;
    line = at + 1;
  }
  return { row, column: end - line };
}

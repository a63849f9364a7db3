import { Edit, type Point, type Tree } from 'web-tree-sitter';
import { bindingIn, chunksOf, firstEndingAt, mentioningIn, type SourceChunk, type TreeSource } from './block';
import { boundaries } from './boundaries';
import { wordOf } from './mentions';
import type { SourceText, TreePart } from './sourceText';
import type { Anchor } from './span';
import type { Block, Chunk, Scope } from './syntax';
import { WordFilter } from './wordFilter';

/** A change inside of a segment: offsets from its start, of the text after the change, and how far the rest moved. */
interface Damage {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** A part of a segment to be parsed, by offsets from the segment's start, and its tree before the last changes. */
export interface ParsedNext {
  readonly from: number;
  readonly to: number;
  readonly earlier: Tree | undefined;
}

/** A part of a segment with its tree. */
interface Parsed {
  readonly from: number;
  readonly tree: Tree;
}

/**
 * Some statements of a module in a row, with a syntax tree of their own. Where their syntax is broken each has one of
 * its own that was made of nothing but its text: how a parser recovers depends on what stands beside it and on what it
 * knew before, and an answer must not depend on how a text came about.
 */
export class Segment implements Anchor, Pick<Block, 'source' | 'range' | 'chunks'> {
  /** What is parsed of it, in order. */
  private parsed: Parsed[] = [];
  /** Where the parts begin that are parsed one by one; undefined as long as it is parsed as a whole. */
  private cuts: readonly number[] | undefined;
  /** The tree of the whole before the last changes. */
  private earlier: Tree | undefined;
  /** Made when it is parsed: before that most segments are not searched often enough. */
  private words: WordFilter | undefined;
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

  /** Whether it has a tree, be it one from before the last changes. */
  get hasTree(): boolean {
    return this.earlier !== undefined || this.parsed.length > 0;
  }

  /** Whether it has the trees of its text. */
  get isParsed(): boolean {
    return this.parsed.length === (this.cuts?.length ?? 1);
  }

  /** What is to be parsed next; undefined when all is. */
  get next(): ParsedNext | undefined {
    if (this.isParsed) return undefined;
    const { cuts = [0], earlier } = this;
    const at = this.parsed.length;
    return { from: cuts[at] ?? 0, to: cuts[at + 1] ?? this.length, earlier };
  }

  /** Takes the tree of what was to be parsed {@link next}. */
  take(tree: Tree): void {
    const { next, earlier } = this;
    if (!next) throw new Error('the segment is parsed');
    earlier?.delete();
    this.earlier = undefined;
    if (this.cuts === undefined && tree.rootNode.hasError) {
      this.cuts = this.statementStarts();
      if (earlier || this.cuts.length > 1) {
        tree.delete();
        return;
      }
    }
    this.parsed.push({ from: next.from, tree });
    this.words ??= new WordFilter(this.source.text, this.start, this.end);
  }

  /** The tree that holds an offset of the document. The segment must be parsed. */
  treeAt(offset: number): TreePart {
    let found: Parsed | undefined;
    let [low, high] = [0, this.parsed.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const part = this.parsed[middle];
      if (part && (middle === 0 || this.start + part.from <= offset)) {
        found = part;
        low = middle + 1;
      } else high = middle - 1;
    }
    if (!found) throw new Error('the document has been disposed of');
    return { root: found.tree.rootNode, base: this.start + found.from };
  }

  /** Its statements, in order. Parses it if need be. */
  get chunks(): readonly SourceChunk[] {
    this.source.treeAt(this.start);
    if (this.list && this.damage === undefined) return this.list;
    const within = (offset: number): TreeSource => {
      const { root: node, base } = this.source.treeAt(offset);
      return { source: this.source, scope: this.scope, node, base };
    };
    const fresh = this.parsed.flatMap(({ from, tree }) => chunksOf(tree.rootNode, within, this, from));
    const isClean = this.cuts === undefined;
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
    return this.mayHold(word) ? mentioningIn(this, word, () => true) : [];
  }

  /** Its statements that bind a key. */
  binding(key: string): readonly Chunk[] {
    return this.mayHold(wordOf(key)) ? bindingIn(this, key) : [];
  }

  /** Takes over a change that lies inside, at an offset from the start. The whole text was `before`. */
  edit(offset: number, length: number, added: number, before: string): void {
    const oldEndIndex = offset + length;
    const newEndIndex = offset + added;
    if (this.cuts === undefined) this.earlier ??= this.parsed.pop()?.tree;
    this.forget();
    this.earlier?.edit(
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
    const earlier = this.damage;
    const shift = added - length;
    this.damage = {
      start: Math.min(earlier?.start ?? offset, offset),
      end: earlier && earlier.end > oldEndIndex ? earlier.end + shift : newEndIndex,
      shift: (earlier?.shift ?? 0) + shift,
    };
  }

  /** Frees the trees. */
  dispose(): void {
    this.forget();
    this.earlier?.delete();
    this.earlier = undefined;
  }

  private mayHold(word: string): boolean {
    return this.words?.mayHold(word) ?? true;
  }

  private forget(): void {
    this.words = undefined;
    for (const { tree } of this.parsed) tree.delete();
    this.parsed = [];
    this.cuts = undefined;
  }

  /** Where its statements begin, whatever stands above each. */
  private statementStarts(): readonly number[] {
    const starts = [0];
    for (const boundary of boundaries(this.source.text.slice(0, this.end), this.start))
      if (boundary !== undefined) starts.push(boundary - this.start);
    return starts;
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

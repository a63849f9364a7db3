import type { PythonDocument } from '../python/pythonDocument';
import type { Chunk } from '../python/syntax';
import type { Rule } from './defineRule';
import type { Finding, Fix, TextRange } from './finding';
import { RuleContext } from './ruleContext';
import { sitesIn } from './sites';
import { isSuppressed } from './suppression';

/** A finding, as diagnostics show it. */
export interface RuleFinding extends TextRange {
  readonly rule: Rule;
  readonly message: string;
  readonly related: readonly (TextRange & { readonly message: string })[];
}

/** A finding with the changes that remove it. */
export interface FixableFinding extends RuleFinding {
  readonly fixes: readonly Fix[];
}

/** A range by the statement that it stands in, which moves with edits in front of it. */
interface Place {
  readonly within: Checked;
  readonly from: number;
  readonly to: number;
}

/** A statement of the module that has been checked, and what it has to do with others. */
interface Checked {
  chunk: Chunk;
  readonly text: string;
  /** The names in it. */
  readonly words: ReadonlySet<string>;
  /** The names that it may give another value. */
  readonly binds: ReadonlySet<string>;
  found:
    | readonly {
        readonly rule: Rule;
        readonly message: string;
        readonly place: Place;
        readonly related: readonly (Place & { readonly message: string })[];
      }[]
    | undefined;
}

/**
 * The findings of rules in a document, kept up to date: after an edit only the statements of the module that changed are
 * checked again, and those that the names they bind may reach.
 */
export class RuleChecker {
  private entries: Checked[] = [];
  private byChunk = new Map<Chunk, Checked>();
  /** The names whose meaning changed since the last complete check. */
  private readonly changed = new Set<string>();

  constructor(
    private readonly document: PythonDocument,
    private readonly rules: readonly Rule[],
  ) {}

  /**
   * Checks what is not checked yet, with a pause after each small step, and returns all findings. The document must be
   * ready, and stay as it is until the end.
   */
  *check(): Generator<void, readonly RuleFinding[]> {
    yield* this.takeOver();
    yield;
    this.spread();
    const context = new RuleContext(this.document);
    for (const entry of this.entries) {
      if (entry.found) continue;
      const found: RuleFinding[] = [];
      for (const finding of this.findingsIn(entry.chunk, context)) {
        if (finding) found.push(finding);
        else yield;
      }
      entry.found = found.map(({ rule, message, related, ...range }) => ({
        rule,
        message,
        place: this.placeOf(range),
        related: related.map((one) => ({ ...this.placeOf(one), message: one.message })),
      }));
    }
    return this.entries
      .flatMap(({ found }) => found ?? [])
      .map(({ rule, message, place, related }) => ({
        rule,
        message,
        ...rangeAt(place),
        related: related.map((one) => ({ ...rangeAt(one), message: one.message })),
      }))
      .filter((finding) => !isSuppressed(this.document, finding.rule.id, finding));
  }

  /** The findings of the statements that touch a range, with their fixes; `importsFrom` as in {@link RuleContext}. */
  fixable({ start, end }: TextRange, importsFrom = 0): FixableFinding[] {
    const context = new RuleContext(this.document, importsFrom);
    const found: FixableFinding[] = [];
    for (const chunk of this.document.module.from(start)) {
      if (chunk.start > end) break;
      for (const finding of this.findingsIn(chunk, context))
        if (finding && !isSuppressed(this.document, finding.rule.id, finding)) found.push(finding);
    }
    return found;
  }

  /** The findings in a statement, and `undefined` where a pause is welcome. */
  private *findingsIn(chunk: Chunk, context: RuleContext): Generator<FixableFinding | undefined> {
    const seen = new Set<string>();
    for (const site of sitesIn(this.document, chunk.statement))
      for (const rule of this.rules) {
        yield undefined;
        for (const finding of rule.check(site, context)) {
          const key = `${rule.id} ${String(finding.start)} ${String(finding.end)}`;
          if (seen.has(key)) continue;
          seen.add(key);
          yield complete(rule, finding);
        }
      }
    yield undefined;
  }

  /** Finds which statements are new, and notes the names that those and the ones that went have bound. */
  private *takeOver(): Generator<void> {
    const before = this.byChunk;
    const gone = new Set(before.values());
    const byText = new Map<string, Checked[]>();
    const fresh: Chunk[] = [];
    const entries: Checked[] = [];
    const chunks: Chunk[] = [];
    for (const chunk of this.document.module.from(0)) {
      yield;
      chunks.push(chunk);
      const known = before.get(chunk);
      if (known) gone.delete(known);
      else fresh.push(chunk);
    }
    for (const entry of gone) byText.set(entry.text, [...(byText.get(entry.text) ?? []), entry]);
    const made = new Map<Chunk, Checked>();
    for (const chunk of fresh) {
      const text = this.document.text.slice(chunk.start, chunk.end);
      // The same text read anew is the same statement.
      const same = byText.get(text)?.shift();
      if (same) {
        gone.delete(same);
        same.chunk = chunk;
        made.set(chunk, same);
        continue;
      }
      yield;
      const entry = newEntry(chunk, text, (name) => this.document.module.binding(name).length > 0);
      made.set(chunk, entry);
      for (const name of entry.binds) this.changed.add(name);
    }
    for (const entry of gone) for (const name of entry.binds) this.changed.add(name);
    for (const chunk of chunks) {
      const entry = before.get(chunk) ?? made.get(chunk);
      if (entry) entries.push(entry);
    }
    this.entries = entries;
    this.byChunk = new Map(entries.map((entry) => [entry.chunk, entry]));
  }

  /** Forgets the findings of the statements that the changed names may reach. */
  private spread(): void {
    const open = new Set(this.entries.filter((entry) => entry.found !== undefined));
    const names = [...this.changed];
    const reached = new Set(names);
    for (let more = names.length > 0; more;) {
      more = false;
      for (const entry of open) {
        if (!reached.has(anyName) && ![...reached].some((name) => entry.words.has(name))) continue;
        entry.found = undefined;
        open.delete(entry);
        for (const name of entry.binds)
          if (!reached.has(name)) {
            reached.add(name);
            more = true;
          }
      }
    }
    this.changed.clear();
  }

  private placeOf({ start, end }: TextRange): Place {
    const within = this.entries.find((entry) => entry.chunk.start <= start && start <= entry.chunk.end);
    if (!within) throw new Error('a finding stands outside of the code');
    return { within, from: start - within.chunk.start, to: end - within.chunk.start };
  }
}

/** Stands for names that a star import may bind: any. */
const anyName = '*';

/** Calls that change what a name stands for: `weights.append(...)`, `x.zero_(...)`. */
const inPlace = /\b(\w+)\s*\.\s*(?:\w+_\(|data\b|append\(|add_module\(|extend\(|insert\(|pop\()/g;

function newEntry(chunk: Chunk, text: string, isBoundInModule: (name: string) => boolean): Checked {
  const words = new Set(text.match(/[A-Za-z_]\w*/g));
  const binds = new Set<string>();
  for (const key of chunk.bindings.keys()) for (const word of key.match(/\w+/g) ?? []) binds.add(word);
  for (const [, names = ''] of text.matchAll(/\bglobal[ \t]+([\w, \t]+)/g))
    for (const name of names.match(/\w+/g) ?? []) binds.add(name);
  for (const [, name = ''] of text.matchAll(inPlace)) if (isBoundInModule(name)) binds.add(name);
  if (/\bimport[ \t]*\(?[ \t]*\*/.test(text)) binds.add(anyName);
  return { chunk, text, words, binds, found: undefined };
}

function rangeAt({ within, from, to }: Place): TextRange {
  const { start } = within.chunk;
  return { start: start + from, end: start + to };
}

function complete(rule: Rule, { start, end, message, related = [], fixes = [] }: Finding): FixableFinding {
  return { rule, start, end, message, related, fixes };
}

import type { PythonDocument } from '../python/pythonDocument';
import type { Chunk } from '../python/syntax';
import { mayChangeParameter } from './changedParameters';
import { namesRead } from './constants/constantValue';
import { settled } from '../python/pauses';
import { RulesBySite, type Rule } from './defineRule';
import type { Finding, Fix, TextRange } from './finding';
import { RuleContext } from './ruleContext';
import { sitesIn } from './sites';
import { calledIn, changedInPlace, handedOver, mayReachAll } from './touchedNames';
import { isSuppressed } from './suppression';
import { isHere } from './toldArguments';

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

/** So many statements that are as they were are passed by between pauses. */
const knownPerPause = 64;

/** The names of what a text changes in place, hands over, and calls. */
interface Touched {
  readonly changed: readonly string[];
  readonly given: readonly string[];
  readonly called: readonly string[];
}

/** A statement of the module that has been checked, and what it has to do with others. */
interface Checked {
  chunk: Chunk;
  readonly text: string;
  /** The names that it may let stand for something else. */
  readonly binds: ReadonlySet<string>;
  /** Those among them that it gives a value, which other code may change. */
  readonly assigns: readonly string[];
  /** The name of the function or class that it is, if it is one. */
  readonly defines: string | undefined;
  /** What its text says of names whose values it may change; found out when it is asked for. */
  touched: Touched | undefined;
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
  private entries: readonly Checked[] = [];
  private readonly byChunk = new WeakMap<Chunk, Checked>();
  /** The names whose meaning changed since the last complete check. */
  private readonly changed = new Set<string>();
  /** What the findings take names of other files for. */
  private elsewhere: PythonDocument['namesElsewhere'];
  private readonly rules: RulesBySite;
  /** How many statements give each name a value. */
  private readonly variables = new Map<string, number>();
  /** The functions and classes of the module, by name. */
  private readonly definitions = new Map<string, Checked>();
  /** Whether there may be findings to forget. */
  private hasChecked = false;

  constructor(
    private readonly document: PythonDocument,
    rules: readonly Rule[],
  ) {
    this.rules = new RulesBySite(rules);
    this.elsewhere = document.namesElsewhere;
  }

  /**
   * Checks what is not checked yet, with a pause after each small step, and returns all findings. The document must be
   * ready, and stay as it is until the end.
   */
  *check(): Generator<void, readonly RuleFinding[]> {
    if (this.elsewhere !== this.document.namesElsewhere) this.changed.add(anyName);
    this.elsewhere = this.document.namesElsewhere;
    yield* this.takeOver();
    yield* this.spread();
    const context = new RuleContext(this.document);
    for (const entry of this.entries) {
      if (entry.found) continue;
      this.hasChecked = true;
      const found = yield* this.findingsIn(entry.chunk, context);
      entry.found = found.map(({ rule, message, related, ...range }) => ({
        rule,
        message,
        place: this.placeOf(range),
        related: related.map((one) => ({ ...this.placeOf(one), message: one.message })),
      }));
    }
    const findings: RuleFinding[] = [];
    for (const { found = [] } of this.entries)
      for (const { rule, message, place, related } of found) {
        const range = rangeAt(place);
        yield;
        if (isSuppressed(this.document, rule.id, range)) continue;
        const others = related.map((one) => ({ ...rangeAt(one), message: one.message }));
        findings.push({ rule, message, ...range, related: others });
      }
    return distinct(findings);
  }

  /**
   * The findings of the statements that touch a range, with their fixes, and a pause after each small step. `importsFrom`
   * is as in {@link RuleContext}.
   */
  *fixable({ start, end }: TextRange, importsFrom = 0): Generator<void, readonly FixableFinding[]> {
    const context = new RuleContext(this.document, importsFrom);
    const found: FixableFinding[] = [];
    for (const chunk of this.document.module.from(start)) {
      if (chunk.start > end) break;
      for (const finding of yield* this.findingsIn(chunk, context))
        if (!isSuppressed(this.document, finding.rule.id, finding)) found.push(finding);
    }
    return distinct(found);
  }

  /** The findings in a statement, with a pause after each site. */
  private *findingsIn(chunk: Chunk, context: RuleContext): Generator<void, readonly FixableFinding[]> {
    const found: FixableFinding[] = [];
    for (const find of sitesIn(this.document, chunk.statement)) {
      yield;
      const site = yield* settled(find);
      const rules = this.rules.at(site);
      if (rules.length === 0) continue;
      const check = (rule: Rule): FixableFinding[] =>
        Array.from(rule.check(site, context), (finding) => complete(rule, finding)).filter(isHere);
      found.push(...(yield* settled(() => rules.flatMap(check))));
    }
    return found;
  }

  /** Finds which statements are new, and notes the names that those and the ones that went have bound. */
  private *takeOver(): Generator<void> {
    const before = this.entries;
    // Most edits leave all statements in front and behind as they are.
    let first = 0;
    let behind = before.length;
    const chunks: Chunk[] = [];
    for (const chunk of this.document.module.from(0)) {
      const isAsBefore = chunks.length === 0 && before[first]?.chunk === chunk;
      if (isAsBefore) first++;
      else chunks.push(chunk);
      if (!isAsBefore || first % knownPerPause === 0) yield;
    }
    while (behind > first && chunks.length > 0 && before[behind - 1]?.chunk === chunks.at(-1)) {
      behind--;
      chunks.pop();
    }
    const between = before.slice(first, behind);
    const gone = new Set(between);
    const fresh: Chunk[] = [];
    for (const chunk of chunks) {
      const known = this.byChunk.get(chunk);
      if (known) gone.delete(known);
      else fresh.push(chunk);
    }
    const byText = new Map<string, Checked[]>();
    for (const entry of gone) byText.set(entry.text, [...(byText.get(entry.text) ?? []), entry]);
    const added: Checked[] = [];
    for (const chunk of fresh) {
      // The same text read anew is the same statement.
      const same = byText.get(this.document.text.slice(chunk.start, chunk.end))?.shift();
      if (same) {
        gone.delete(same);
        same.chunk = chunk;
        this.byChunk.set(chunk, same);
      } else added.push(newEntry(this.document, chunk));
      yield;
    }
    if (this.hasChecked)
      for (const entry of [...added, ...gone]) {
        touchedBy(entry);
        yield;
      }
    // Without a pause, so that a check that is left has done all of it or nothing.
    for (const entry of added) this.add(entry);
    for (const entry of gone) {
      this.noteReach(entry);
      this.count(entry, -1);
    }
    const now = chunks.flatMap((chunk) => this.byChunk.get(chunk) ?? []);
    this.entries = before.slice(0, first).concat(now, before.slice(behind));
    this.noteMoves(between, now);
  }

  /** Of two statements that have changed places one is as good as new. */
  private noteMoves(before: readonly Checked[], now: readonly Checked[]): void {
    const places = new Map(before.map((entry, index) => [entry, index]));
    let last = -1;
    for (const entry of now) {
      const place = places.get(entry) ?? last;
      if (place < last) {
        entry.found = undefined;
        this.noteReach(entry);
      }
      last = Math.max(last, place);
    }
  }

  private add(entry: Checked): void {
    this.byChunk.set(entry.chunk, entry);
    this.count(entry, 1);
    this.noteReach(entry);
  }

  private count(entry: Checked, by: 1 | -1): void {
    const { assigns, defines } = entry;
    if (defines !== undefined && by > 0) this.definitions.set(defines, entry);
    for (const name of assigns) this.variables.set(name, (this.variables.get(name) ?? 0) + by);
  }

  /** Notes the names that may stand for something else, or hold another value, because of a statement. */
  private noteReach(entry: Checked): void {
    for (const name of entry.binds) this.changed.add(name);
    if (!this.hasChecked) return;
    const isRun = entry.defines === undefined;
    const { changed, given, called } = touchedBy(entry);
    const definitions = isRun ? called.flatMap((callee) => this.definitions.get(callee) ?? []) : [];
    const touched = [...changed, ...definitions.flatMap((one) => touchedBy(one).changed)];
    if (isRun) touched.push(...given);
    // What others read of a name may depend on all that is done with it.
    for (const name of namesRead(this.document))
      if ([entry, ...definitions].some(({ text }) => text.includes(name))) touched.push(name);
    for (const name of touched) if ((this.variables.get(name) ?? 0) > 0) this.changed.add(name);
  }

  /** Forgets the findings of the statements that the changed names may reach. */
  private *spread(): Generator<void> {
    const { module } = this.document;
    // What is added on the way is visited, too.
    for (const name of this.hasChecked ? this.changed : []) {
      for (const chunk of name === anyName ? module.from(0) : module.mentioning(name)) {
        const entry = this.byChunk.get(chunk);
        if (!entry?.found) continue;
        entry.found = undefined;
        this.noteReach(entry);
        yield;
      }
      yield;
    }
    this.changed.clear();
  }

  private placeOf({ start, end }: TextRange): Place {
    const [chunk] = this.document.module.from(start);
    const within = chunk && this.byChunk.get(chunk);
    if (!within) throw new Error('a finding stands outside of the code');
    return { within, from: start - within.chunk.start, to: end - within.chunk.start };
  }
}

/** Stands for any name, such as a star import may bind. */
const anyName = '*';

/** A name, or a part of one that is a path. */
const word = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g;

function newEntry(document: PythonDocument, chunk: Chunk): Checked {
  const text = document.copy(chunk.start, chunk.end);
  const binds = new Set<string>();
  for (const key of chunk.bindings.keys()) for (const name of key.match(word) ?? []) binds.add(name);
  const declared = text.matchAll(/\bglobal[ \t]+([\w, \t]+)/g);
  const globals = [...declared].flatMap(([, names = '']) => names.match(word) ?? []);
  for (const name of globals) binds.add(name);
  const { statement } = chunk;
  const defines = statement.kind === 'function' || statement.kind === 'class' ? statement.name : undefined;
  // What `self` has in a class may be set in one that derives from it.
  if (statement.kind === 'class')
    for (const { value } of statement.arguments)
      if (value.kind === 'name' && isClass(document, value.id)) binds.add(value.id);
  const assigns = statement.kind === 'import' ? [] : defines === undefined ? [...binds] : globals;
  if (mayReachAll(text) || mayChangeParameter(text)) binds.add(anyName);
  return { chunk, text, binds, assigns, defines, touched: undefined, found: undefined };
}

function touchedBy(entry: Checked): Touched {
  const { text, defines } = entry;
  entry.touched ??= {
    changed: changedInPlace(text),
    given: defines === undefined ? handedOver(text) : [],
    called: defines === undefined ? calledIn(text) : [],
  };
  return entry.touched;
}

function isClass({ module }: PythonDocument, name: string): boolean {
  return module.binding(name).some(({ statement }) => statement.kind === 'class');
}

function rangeAt({ within, from, to }: Place): TextRange {
  const { start } = within.chunk;
  return { start: start + from, end: start + to };
}

/** What several sites lead to, once. */
function distinct<T extends RuleFinding>(findings: readonly T[]): readonly T[] {
  const known = new Set<string>();
  return findings.filter(({ rule, start, end }) => {
    const key = `${rule.id} ${String(start)} ${String(end)}`;
    return !known.has(key) && known.add(key);
  });
}

function complete(rule: Rule, { start, end, message, related = [], fixes = [] }: Finding): FixableFinding {
  return {
    rule,
    start,
    end,
    message,
    related: related.filter(isHere),
    fixes: fixes.filter(({ edits }) => edits.every(isHere)),
  };
}

import type { PythonDocument } from '../python/pythonDocument';
import type { ForeignName } from './foreignNames';
import { inTime, patience } from './inTime';
import { lossAtPath } from './lossNames';
import { isOfLoss, isSameExport, type Export } from './exports';
import { fits, stepsTo } from './otherFiles';

/** The files beside one of a project. */
export interface OtherFiles {
  /** The file that the names stand in: its own changes leave what others are. */
  readonly file: string;
  /**
   * What the name at an offset of the text is, by what other files say. Undefined where nobody answers, which may be
   * otherwise in a while.
   */
  ask(offset: number): Promise<Export | undefined>;
}

/** What is known of the names in one document. */
interface Known {
  readonly answers: Map<string, Answer>;
  /** Up to which change of other files this holds. */
  change: number;
  /** The questions under way. */
  asking: Promise<boolean> | undefined;
  /** Until when nobody is asked, after a question without an answer. */
  silentUntil: number;
}

interface Answer {
  /** Undefined for what has nothing to do with losses. */
  readonly found: Export | undefined;
  /** Whether somebody knew it. */
  readonly isSettled: boolean;
  readonly at: number;
  readonly change: number;
}

/** When what nobody knew is asked again at the earliest, in milliseconds. */
export const again = 2000;

/** How long nobody is asked after a question that was not answered in time, in milliseconds. */
const silence = 30_000;

/** So many questions are asked, one after the other, for one answer. */
const mostQuestions = 100;

/** The modules of PyTorch that lead to losses. */
const modules = /^torch(?:\.nn(?:\.functional|\.modules(?:\.loss)?)?)?$/;

/**
 * The losses that files of a project hand on to each other: PyTorch's own, `from .losses import MSELoss`, and what a file
 * makes of them, `from .losses import criterion`. Documents learn of them as they are asked for, one question after the
 * other; what was answered holds until another file changes.
 */
export class HandedOnNames {
  private readonly known = new WeakMap<PythonDocument, Known>();
  /** The last change of each file. */
  private readonly changes = new Map<string, number>();
  private change = 0;
  /** The files in which names of others are known. */
  private readonly knowing = new Set<string>();

  /**
   * @param now the time, in milliseconds
   * @param longest how long a question may take
   */
  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly longest = patience,
  ) {}

  /** A file has changed. Whether others know names that may be something else now. */
  doubt(file: string): boolean {
    this.changes.set(file, ++this.change);
    return [...this.knowing].some((other) => other !== file);
  }

  /** Whether there are names in a document of which nobody has known what they are: an extension may still be starting. */
  isUnsure(document: PythonDocument): boolean {
    const known = this.known.get(document);
    if (!known) return false;
    return known.silentUntil > this.now() || [...known.answers.values()].some(({ isSettled }) => !isSettled);
  }

  /**
   * Lets a document know what names of other files are, as far as losses are concerned. Resolves when all that can be known is, to whether
   * its answers may be others now.
   *
   * @param isUrgent whether somebody waits for it: it does not wait for what is found out in the background, then
   */
  async learn(
    document: PythonDocument,
    names: readonly ForeignName[],
    others: OtherFiles,
    isUrgent = false,
  ): Promise<boolean> {
    const known = this.knownOf(document, others.file);
    while (known.asking && !isUrgent) await known.asking;
    const change = this.changeBeside(others.file);
    // Names that are known already are asked about again once answers that depend on them are given again.
    const isDoubted = known.change < change && document.namesElsewhere.size > 0;
    known.change = change;
    if (isDoubted) document.learn(new Map(document.namesElsewhere));
    if (names.length === 0) return isDoubted;
    const asking = this.askAll(document, known, names, others);
    if (isUrgent) return (await asking) || isDoubted;
    known.asking = asking.finally(() => {
      known.asking = undefined;
    });
    return (await known.asking) || isDoubted;
  }

  private knownOf(document: PythonDocument, file: string): Known {
    const known = this.known.get(document) ?? {
      answers: new Map<string, Answer>(),
      change: this.changeBeside(file),
      asking: undefined,
      silentUntil: -Infinity,
    };
    this.known.set(document, known);
    return known;
  }

  /** The last change of any file but one. */
  private changeBeside(file: string): number {
    let last = 0;
    for (const [other, change] of this.changes) if (other !== file) last = Math.max(last, change);
    return last;
  }

  private async askAll(
    document: PythonDocument,
    known: Known,
    names: readonly ForeignName[],
    others: OtherFiles,
  ): Promise<boolean> {
    let left = mostQuestions;
    const ask = (offset: number): Promise<Export | undefined> => {
      left--;
      return others.ask(offset);
    };
    for (const name of names) if (left <= 0 || !(await this.askFor(name, document, known, ask))) break;
    const found = new Map<string, Export>();
    for (const [path, answer] of known.answers) if (answer.found) found.set(path, answer.found);
    const before = document.namesElsewhere;
    if (found.size === before.size && [...found].every(([path, one]) => isSameExport(one, before.get(path))))
      return false;
    document.learn(found);
    if (found.size > 0) this.knowing.add(others.file);
    else this.knowing.delete(others.file);
    return true;
  }

  /** Asks about a name, module by module. Whether others can still be asked about. */
  private async askFor(
    name: ForeignName,
    document: PythonDocument,
    known: Known,
    ask: OtherFiles['ask'],
  ): Promise<boolean> {
    const { version } = document;
    for (const step of stepsTo(document, name)) {
      const { path, offset } = step;
      let answer = known.answers.get(path);
      if (!answer || !this.isCurrent(answer, known)) {
        if (this.now() < known.silentUntil) return false;
        const { change } = known;
        const question = ask(offset);
        const told = await inTime(question, this.longest);
        // Where the names stand is not known any more.
        if (document.version !== version || !document.isReady) return false;
        if (told === 'late') {
          known.answers.delete(path);
          const until = (known.silentUntil = this.now() + silence);
          // Whoever is late is only slow, and answers from then on.
          const listen = (): void => {
            if (known.silentUntil === until) known.silentUntil = -Infinity;
          };
          void question.then(listen, listen);
          return false;
        }
        const torch = told?.path ?? '';
        const leads = path === name.path ? lossAtPath(torch) !== undefined : modules.test(torch);
        answer = {
          found: told && fits(step, told) && (leads || isOfLoss(told)) ? told : undefined,
          isSettled: told !== undefined,
          at: this.now(),
          change,
        };
        known.answers.set(path, answer);
      }
      if (answer.found) break;
    }
    return true;
  }

  private isCurrent({ isSettled, at, change }: Answer, known: Known): boolean {
    return change === known.change && (isSettled || this.now() - at < again);
  }
}

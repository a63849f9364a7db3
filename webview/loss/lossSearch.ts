import type { LossForm } from '../../src/protocol/messages';
import { isNearlyStartOf } from './misspelling';
import { taskName } from './tasks';

/** Losses under one heading of the chooser. */
export interface LossGroup {
  readonly label: string;
  readonly losses: readonly LossForm[];
}

/**
 * The losses that match every word of the query, grouped by task. Without a query the tasks come in the order of
 * `losses`; with one, the best match comes first. Words are looked for in the name (also by its capitals: `ce`,
 * `bcewl`), the functional's name, the words that people search the loss by, the task as the list calls it, and what is
 * said about the loss. Where nothing has them all, mistakes in typing are forgiven.
 */
export function searchLosses(losses: readonly LossForm[], query: string): readonly LossGroup[] {
  const found = best(losses, (loss) => score(loss, query));
  return grouped(found.length > 0 ? found : best(losses, (loss) => misspeltScore(loss, query)));
}

/** Say nothing of which loss is meant. */
const fillers = new Set(['a', 'an', 'and', 'for', 'function', 'in', 'loss', 'of', 'the', 'to']);

function best(losses: readonly LossForm[], scoreOf: (loss: LossForm) => number): readonly LossForm[] {
  return losses
    .map((loss) => ({ loss, score: scoreOf(loss) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ loss }) => loss);
}

function grouped(losses: readonly LossForm[]): readonly LossGroup[] {
  const groups = new Map<string, LossForm[]>();
  for (const loss of losses) groups.set(loss.task, [...(groups.get(loss.task) ?? []), loss]);
  return [...groups].map(([label, members]) => ({ label, losses: members }));
}

function score(loss: LossForm, query: string): number {
  const words = wordsOf(query);
  const scores = words.map((word) => wordScore(loss, word));
  const whole = wholeScore(loss, squashed(words.join(' ')));
  if (whole >= 900) return whole;
  if (whole === 0 && scores.includes(0)) return 0;
  return scores.reduce((sum, each) => sum + each, 1 + whole);
}

/** How well a loss answers to a query as one, however it is written: `cross entropy`, `crossentropy`, `cross-entropy`. */
function wholeScore(loss: LossForm, query: string): number {
  if (query === '') return 0;
  const names = namesOf(loss);
  if (names.includes(query)) return 1000;
  if (loss.words.some((words) => squashed(words) === query)) return 900;
  return names.some((name) => name.startsWith(query)) ? 300 : 0;
}

function wordScore(loss: LossForm, word: string): number {
  const names = namesOf(loss);
  if (names.includes(word)) return 100;
  if (names.some((name) => name.startsWith(word))) return 60;
  if (names.some((name) => name.includes(squashed(word)))) return 40;
  if (loss.words.some((words) => startsAWord(words, word))) return 30;
  if (loss.task.includes(word) || startsAWord(taskName(loss.task).toLowerCase(), word)) return 20;
  const uses = loss.uses.map(({ task, reason }) => `${task} ${reason}`);
  const text = [loss.summary, loss.whenToUse, ...uses].join(' ').toLowerCase();
  return startsAWord(text, word) ? 10 : text.includes(word) ? 4 : 0;
}

/** How many words of the query are nearly those of the loss; 0 unless all are. */
function misspeltScore(loss: LossForm, query: string): number {
  const names = namesOf(loss);
  const terms = [...loss.words, loss.task].flatMap(wordsOf);
  const near = (word: string): number => {
    if (names.some((name) => isNearlyStartOf(name, squashed(word)))) return 2;
    return wordScore(loss, word) > 0 || terms.some((term) => isNearlyStartOf(term, word)) ? 1 : 0;
  };
  const words = wordsOf(query);
  const scores = [...words.map(near), words.length > 1 ? near(words.join('')) : 0];
  const isFound = scores.at(-1) === 2 || words.every((_, index) => scores[index] !== 0);
  return isFound ? scores.reduce((sum, each) => sum + each, 0) : 0;
}

/** A loss's name without `Loss`, its capitals, and its functional's name. */
function namesOf({ name, functional }: LossForm): readonly string[] {
  const short = name.replace(/Loss$/, '');
  return [short, short.replace(/[^A-Z0-9]/g, ''), functional ?? ''].map(squashed).filter(Boolean);
}

function wordsOf(query: string): readonly string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling.map((word) => word.replace(/(?<=.)loss$/, '')) : words;
}

function squashed(text: string): string {
  return text.toLowerCase().replace(/[\s_-]/g, '');
}

function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

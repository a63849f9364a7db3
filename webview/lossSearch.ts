import type { LossForm } from '../src/protocol/messages';

/** Losses under one heading of the chooser. */
export interface LossGroup {
  readonly label: string;
  readonly losses: readonly LossForm[];
}

/**
 * The losses that match every word of the query, grouped by task. Without a query the tasks come in the order of
 * `losses`; with one, the best match comes first. Words are looked for in the name (also by its capitals: `ce`,
 * `bcewl`), the functional's name, the task, and what is said about the loss.
 */
export function searchLosses(losses: readonly LossForm[], query: string): readonly LossGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = losses.map((loss) => ({ loss, score: score(loss, words) })).filter(({ score }) => score > 0);
  if (words.length > 0) found.sort((a, b) => b.score - a.score);
  const groups = new Map<string, LossForm[]>();
  for (const { loss } of found) {
    const group = groups.get(loss.task);
    if (group) group.push(loss);
    else groups.set(loss.task, [loss]);
  }
  return [...groups].map(([label, members]) => ({ label, losses: members }));
}

function score(loss: LossForm, words: readonly string[]): number {
  let total = 1;
  for (const word of words) {
    const points = wordScore(loss, word);
    if (points === 0) return 0;
    total += points;
  }
  return total;
}

function wordScore(loss: LossForm, word: string): number {
  const name = loss.name.toLowerCase();
  const capitals = loss.name
    .replace(/Loss$/, '')
    .replace(/[^A-Z0-9]/g, '')
    .toLowerCase();
  const functional = loss.functional ?? '';
  if (name === word || name === `${word}loss` || functional === word) return 100;
  if (capitals === word) return 80;
  if (name.startsWith(word)) return 60;
  if (capitals.startsWith(word)) return 50;
  if (name.includes(word) || functional.includes(word)) return 40;
  if (loss.task.includes(word)) return 20;
  const text = `${loss.summary} ${loss.whenToUse}`.toLowerCase();
  return startsAWord(text, word) ? 10 : text.includes(word) ? 4 : 0;
}

function startsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  }
  return false;
}

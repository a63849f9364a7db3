import { atOnce } from '../../../src/python/pauses';
import type { Rule } from '../../../src/insights/defineRule';
import type { Fix } from '../../../src/insights/finding';
import { RuleChecker, type FixableFinding } from '../../../src/insights/ruleChecker';
import { openPython } from '../../python/openPython';

/** What stands in front of every example. */
export const preamble = `import torch
import torch.nn as nn
import torch.nn.functional as F

`;

/** What rules find in a text. */
export async function findingsOf(rules: readonly Rule[], text: string): Promise<readonly FixableFinding[]> {
  const document = await openPython(text);
  try {
    return atOnce(new RuleChecker(document, rules).fixable({ start: 0, end: text.length }));
  } finally {
    document.dispose();
  }
}

/** The text after a fix. */
export function applyFix(text: string, { edits }: Pick<Fix, 'edits'>): string {
  let fixed = text;
  for (const { start, end, text: by } of [...edits].sort((a, b) => b.start - a.start))
    fixed = fixed.slice(0, start) + by + fixed.slice(end);
  return fixed;
}

/** Whether the parser finds no error in a text. */
export async function parses(text: string): Promise<boolean> {
  const document = await openPython(text);
  try {
    for (const { start } of document.module.chunks) if (document.treeAt(start).root.hasError) return false;
    return true;
  } finally {
    document.dispose();
  }
}

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newEvaluator } from '../../../src/insights/evaluateCall';
import type { Value } from '../../../src/insights/constants/values';
import { projectRoot } from '../../projectRoot';
import { openPython } from '../../python/openPython';

/** A tensor, or a value of Python's, as PyTorch left it. */
export type Left =
  | {
      readonly dtype: string;
      readonly shape: readonly number[];
      readonly data: readonly (number | string)[];
      /** Whether it has a gradient, where that is told. */
      readonly grad?: boolean;
    }
  | { readonly python: unknown };

/** A program, and what `r` is at its end. */
export interface Fact {
  readonly code: string;
  readonly r: Left;
}

/** A program, and what its names hold at its end. */
export interface Program {
  readonly code: string;
  readonly values: Readonly<Record<string, Left>>;
  /** The name that the last statement could give no value. */
  readonly refused?: string;
}

/** What makeFacts.py found PyTorch to do with snippets, examples, traps, and views of tensors. */
export interface Facts {
  readonly snippets: readonly Fact[];
  readonly examples: readonly Fact[];
  readonly traps: readonly Fact[];
  readonly views: readonly {
    readonly code: string;
    readonly values: Readonly<Record<string, readonly number[]>>;
    /** The name that the last statement could give no value. */
    readonly refused?: string;
  }[];
  readonly refused: readonly { readonly code: string; readonly error: string }[];
  /** What PyTorch and NumPy have, by the path of the place, with spaces between. */
  readonly names: Readonly<Record<string, string>>;
}

/** What stands in front of every program. */
export const header =
  'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\nimport numpy as np\n';

/** What the last statement of a program assigns. */
export async function finalValue(code: string): Promise<Value> {
  const document = await openPython(code);
  const statement = document.module.chunks.at(-1)?.statement;
  assert.ok(statement?.kind === 'assign' && statement.value);
  const value = newEvaluator(document, { steps: 2_000_000 }).value(statement.value);
  document.dispose();
  return value;
}

/** Reads what makeFacts.py wrote. */
export async function readFacts(): Promise<Facts> {
  const file = path.join(projectRoot, 'test/insights/constants/facts.json');
  return JSON.parse(await readFile(file, 'utf8')) as Facts;
}

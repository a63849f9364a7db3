import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Locator } from 'playwright-core';

/** Waits until a field holds this text. Fields of the toolkit show what they are given with the next frame only. */
export async function hasValue(field: Locator, expected: string | RegExp): Promise<void> {
  const isThere = (value: string): boolean =>
    typeof expected === 'string' ? value === expected : expected.test(value);
  for (let attempt = 0; attempt < 600 && !isThere(await field.inputValue()); attempt++) await setTimeout(50);
  const value = await field.inputValue();
  if (typeof expected === 'string') assert.equal(value, expected);
  else assert.match(value, expected);
}

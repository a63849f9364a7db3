import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually';

/** Waits until a field holds this text. Fields of the toolkit show what they are given with the next frame only. */
export async function hasValue(field: Locator, expected: string | RegExp): Promise<void> {
  await eventually(async () => {
    const value = await field.inputValue();
    if (typeof expected === 'string') assert.equal(value, expected);
    else assert.match(value, expected);
  });
}

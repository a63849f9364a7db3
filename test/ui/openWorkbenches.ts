import type { Page } from 'playwright-core';

/** The windows now open, for the pictures taken when a test fails. */
export const openWorkbenches = new Set<{ readonly page: Page }>();

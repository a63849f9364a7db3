import type { Page } from 'playwright-core';

/** A window as the hooks around all tests need it. */
interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

/** The windows now open: for the pictures taken when a test fails, and to close what a failed test left. */
export const openWorkbenches = new Set<Window>();

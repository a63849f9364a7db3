import type { Browser, BrowserContextOptions, BrowserContext } from 'playwright-core';
import { launchChromium } from '../host/chromium';

let browser: Promise<Browser> | undefined;

/** A fresh browser profile. All tests of a run share one browser, which ends with the run. */
export async function newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= launchChromium();
  const context = await (await browser).newContext({ reducedMotion: 'reduce', ...options });
  // a slow machine takes long; mocha says when it is too long
  context.setDefaultTimeout(110_000);
  return context;
}

/** Ends the shared browser; the next context starts another. */
export async function closeBrowser(): Promise<void> {
  const running = await browser;
  browser = undefined;
  await running?.close();
}

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { PlaygroundState, ToHost, ToWebview } from '../../../src/protocol/messages';
import { newContext } from '../browser';
import { eventually } from '../eventually';
import type { PageOptions } from './page/fakeHost';
import { PageServer } from './pageServer';
import themes from './themes.json';

/** A theme of VS Code's own, one of each kind. */
export type PageTheme = keyof typeof themes;

/** Every {@link PageTheme}. */
export const pageThemes = Object.keys(themes) as readonly PageTheme[];

/** How the page is opened. */
export interface PlaygroundPageOptions extends PageOptions {
  readonly theme?: PageTheme;
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: 'active' | 'none';
  /** Whether the page may load the session, to answer for small tensors itself. */
  readonly session?: boolean;
  /** What the host sends with the page's script. */
  readonly first?: ToWebview;
}

const nonce = 'nonceOfThisPage';
const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;

let server: Promise<PageServer> | undefined;
/** Tabs of the browser whose tests are over. Another page is opened in them: a new tab takes much longer. */
const idleTabs: Page[] = [];

/** The playground's user interface in a page of its own, under the CSP that it has in VS Code. */
export class PlaygroundPage {
  /** What the page should not have done: violations of the CSP, errors. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  static async open(options: PlaygroundPageOptions = {}): Promise<PlaygroundPage> {
    const {
      theme = 'dark',
      width = 420,
      height = 900,
      forcedColors = 'none',
      session,
      first,
      ...pageOptions
    } = options;
    server ??= PageServer.start();
    const address = await (await server).add(pageText(theme, pageOptions, session, first));
    const page = idleTabs.pop() ?? (await newTab());
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ forcedColors, reducedMotion: 'reduce' });
    const opened = new PlaygroundPage(page);
    await page.goto(address);
    await page.locator('loss-chooser').waitFor();
    return opened;
  }

  /** Shows another theme, as VS Code does: new variables on the root, another class on the body. */
  async setTheme(theme: PageTheme): Promise<void> {
    await this.page.evaluate(applyTheme, themes[theme]);
    // controls of the toolkit take the colours with the next frame
    await this.settles();
  }

  /**
   * Waits until the host has got all that the page has to say about what has happened so far: in this frame, and in
   * the next, in which controls of the toolkit speak. What it says about an answer comes later.
   */
  async settles(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
      while (globalThis.host.underway > 0) await new Promise((resolve) => setTimeout(resolve));
    });
  }

  /** What the webview has told the host, once that has got all of it. */
  async received(): Promise<readonly ToHost[]> {
    await this.settles();
    return this.page.evaluate(() => globalThis.host.received);
  }

  /** The host's state, once it has got all that the page has to say. */
  async state(): Promise<PlaygroundState> {
    await this.settles();
    return this.page.evaluate(() => globalThis.host.state);
  }

  /** The part about one input. */
  input(name: string): Locator {
    return this.page.locator('input-editor').filter({ has: this.page.locator('.name', { hasText: name }) });
  }

  /** The text area of an input. */
  text(name: string): Locator {
    return this.input(name).locator('textarea');
  }

  /** Waits until the loss is this one, and up to date. */
  async showsLoss(printed: string): Promise<void> {
    await this.page
      .locator('result-view div:not(.stale) > .printed')
      .getByText(printed, { exact: true })
      .waitFor();
  }

  /** Waits until the shown heat map draws these numbers in its cells. */
  async hasCells(expected: readonly string[]): Promise<void> {
    await eventually(async () =>
      assert.deepEqual(await this.page.getByRole('gridcell').allInnerTexts(), expected),
    );
  }

  /** What was copied, latest last. */
  copied(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.host.copied);
  }

  async close(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.mouse.move(0, 0);
    for (const event of ['pageerror', 'console']) this.page.removeAllListeners(event);
    idleTabs.push(this.page);
  }
}

async function newTab(): Promise<Page> {
  const context = await newContext();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context.newPage();
}

function pageText(
  theme: PageTheme,
  options: PageOptions,
  session: boolean | undefined,
  first: ToWebview | undefined,
): string {
  const json = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <title>Loss Playground</title>
    <script nonce="${nonce}">
      globalThis.pageOptions = ${json(options)};
      ${first ? `globalThis.firstMessage = ${json(first)};` : ''}
      (${String(applyTheme)})(${json(themes[theme])});
    </script>
    <script nonce="${nonce}" src="formulas.js"></script>
  </head>
  <body>
    <loss-playground ${session ? 'data-session="/session.js"' : ''}>Loading…</loss-playground>
    <script nonce="${nonce}" src="host.js"></script>
    <script type="module" nonce="${nonce}" src="playground.js"></script>
  </body>
</html>`;
}

/** Runs in the page. */
function applyTheme({ body, variables }: { body: string; variables: Record<string, string> }): void {
  const apply = (): void => {
    const root = document.documentElement;
    root.removeAttribute('style');
    for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value);
    root.style.background = 'var(--vscode-sideBar-background)';
    root.style.colorScheme = body.includes('dark') || body === 'vscode-high-contrast' ? 'dark' : 'light';
    document.body.className = body;
    // From the style sheet that VS Code puts into every webview.
    document.body.style.margin = '0';
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', apply);
  else apply();
}

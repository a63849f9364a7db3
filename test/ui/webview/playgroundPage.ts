import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { FormulaData } from '../../../src/formulas/formulaData';
import type { ToHost } from '../../../src/protocol/messages';
import { projectRoot } from '../../projectRoot';
import { newContext } from '../browser';
import type { PageOptions } from './page/fakeHost';
import themes from './themes.json';

/** A theme of VS Code's own, one of each kind. */
export type PageTheme = keyof typeof themes;

/** Every {@link PageTheme}. */
export const pageThemes = Object.keys(themes) as readonly PageTheme[];

/** How the page is opened. */
export interface PlaygroundPageOptions extends Partial<Omit<PageOptions, 'formulas'>> {
  readonly theme?: PageTheme;
  readonly width?: number;
  readonly height?: number;
  readonly forcedColors?: 'active' | 'none';
}

const address = 'http://localhost/';
const nonce = 'nonceOfThisPage';
const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;

/** The playground's user interface in a page of its own, under the CSP that it has in VS Code. */
export class PlaygroundPage {
  /** What the page should not have done: violations of the CSP, errors. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
  }

  static async open(options: PlaygroundPageOptions = {}): Promise<PlaygroundPage> {
    const { theme = 'dark', width = 420, height = 900, forcedColors = 'none', ...pageOptions } = options;
    const { scripts, formulas } = await built();
    const context = await newContext({ viewport: { width, height }, forcedColors });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const opened = new PlaygroundPage(context, page);
    await page.route(`${address}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      const script = scripts.get(name);
      if (script !== undefined) await route.fulfill({ contentType: 'text/javascript', body: script });
      else await route.fulfill({ contentType: 'text/html', body: pageText });
    });
    await page.addInitScript((value) => (globalThis.pageOptions = value), { formulas, ...pageOptions });
    await page.addInitScript(applyTheme, themes[theme]);
    await page.goto(address);
    await page.locator('loss-chooser').waitFor();
    return opened;
  }

  /** Shows another theme, as VS Code does: new variables on the root, another class on the body. */
  async setTheme(theme: PageTheme): Promise<void> {
    await this.page.evaluate(applyTheme, themes[theme]);
  }

  /** What the webview has told the host. */
  received(): Promise<readonly ToHost[]> {
    return this.page.evaluate(() => globalThis.host.received);
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

  /** The numbers in the cells of the shown heat map that are drawn. */
  async cells(): Promise<readonly string[]> {
    await this.page.getByRole('gridcell').first().waitFor();
    return this.page.getByRole('gridcell').allInnerTexts();
  }

  /** What was copied, latest last. */
  copied(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.host.copied);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

const pageText = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <title>Loss Playground</title>
  </head>
  <body>
    <script nonce="${nonce}" src="host.js"></script>
    <script type="module" nonce="${nonce}" src="playground.js"></script>
  </body>
</html>`;

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

interface Built {
  readonly scripts: ReadonlyMap<string, string>;
  readonly formulas: FormulaData;
}

interface BuildScript {
  readonly lossesPlugin: Plugin;
  readonly buildFormulas: () => Promise<void>;
}

let result: Promise<Built> | undefined;

/** Bundles the user interface and the fake host, once. */
function built(): Promise<Built> {
  return (result ??= buildAll());
}

async function buildAll(): Promise<Built> {
  const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
  const { lossesPlugin, buildFormulas } = (await import(script)) as BuildScript;
  const bundled = await build({
    entryPoints: { playground: 'webview/main.ts', host: 'test/ui/webview/page/fakeHost.ts' },
    bundle: true,
    write: false,
    outdir: 'dist',
    platform: 'browser',
    target: 'es2022',
    tsconfig: 'webview/tsconfig.json',
    absWorkingDir: projectRoot,
    logLevel: 'warning',
    plugins: [lossesPlugin],
  });
  const scripts = new Map(bundled.outputFiles.map((file) => [path.basename(file.path), file.text]));
  await buildFormulas();
  const formulas = await readFile(path.join(projectRoot, 'dist', 'formulas.json'), 'utf8');
  return { scripts, formulas: JSON.parse(formulas) as FormulaData };
}

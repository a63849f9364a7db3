import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { startServer, type Server } from '../host/server';
import { openWorkbenchPage } from '../host/workbenchPage';
import { projectRoot } from '../projectRoot';
import { newContext } from './browser';
import { boxOfText } from './editorText';
import { openWorkbenches } from './openWorkbenches';

/** VS Code's own themes, one of each kind, and the class that its workbench then has. */
export const themes = {
  'Dark Modern': 'vs-dark',
  'Light Modern': 'vs',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const;

/** One of `themes`. */
export type Theme = keyof typeof themes;

/** What a window of VS Code opens with. */
export interface WorkbenchOptions {
  /** The workspace folder's files: text by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The file among them to show; the first if left out, none if null. */
  readonly show?: string | null;
  readonly theme?: Theme;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly width?: number;
  readonly height?: number;
  /** Folders of extensions besides this one. */
  readonly extensions?: readonly string[];
  /** Physical pixels per CSS pixel. */
  readonly scale?: number;
}

/**
 * A window of a real VS Code with the extension in it, driven as a user would. Each has its own server, settings and
 * workspace folder, all temporary. `close` it in an `after` hook.
 */
export class Workbench {
  private pageOrNone: Page | undefined;

  private constructor(
    private readonly options: WorkbenchOptions,
    /** The workspace folder. */
    readonly folder: string,
    private readonly server: Server,
    private readonly context: BrowserContext,
  ) {}

  /** Opens a window and waits until the shown file is drawn. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-workspace-'));
    for (const [name, text] of Object.entries(options.files ?? {})) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), text);
    }
    const server = await startServer();
    const context = await newContext({
      viewport: { width: options.width ?? 1300, height: options.height ?? 850 },
      deviceScaleFactor: options.scale ?? 1,
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address });
    const workbench = new Workbench(options, folder, server, context);
    openWorkbenches.add(workbench);
    await workbench.openWindow();
    return workbench;
  }

  /** The window's page. */
  get page(): Page {
    if (this.pageOrNone === undefined) throw new Error('The window is closed.');
    return this.pageOrNone;
  }

  /** The id of the server's process, which starts the extension hosts. */
  get serverProcess(): number {
    const { pid } = this.server.process;
    if (pid === undefined) throw new Error('The server has ended.');
    return pid;
  }

  /** The text editor that has, or last had, the focus. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** Opens a window on the same folder, with the state that the last one left. */
  async openWindow(): Promise<void> {
    const {
      files = {},
      show = Object.keys(files)[0] ?? null,
      theme,
      settings,
      extensions = [],
    } = this.options;
    this.pageOrNone = await this.context.newPage();
    // a window with unsaved files asks whether it may close
    this.page.on('dialog', (dialog) => void dialog.accept());
    await openWorkbenchPage(this.page, this.server, {
      folder: this.folder,
      file: show === null ? undefined : path.join(this.folder, show),
      extensions: [projectRoot, ...extensions],
      settings: { ...settings, ...(theme === undefined ? {} : { 'workbench.colorTheme': theme }) },
    });
    if (show !== null) await this.editor.locator('.view-line').first().waitFor();
  }

  /** Waits until the playground's state on disk matches. It is written a moment after each change. */
  async savesPlayground(expected: RegExp): Promise<void> {
    const { userData } = this.server;
    for (let attempt = 0; attempt < 600; attempt++) {
      const saved = (await readdir(userData, { recursive: true })).filter((file) =>
        file.endsWith('playground.json'),
      );
      // replaced by a new one, the file is gone for a moment
      const texts = await Promise.all(
        saved.map((file) => readFile(path.join(userData, file), 'utf8').catch(() => '')),
      );
      if (texts.some((text) => expected.test(text))) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`The playground does not save ${String(expected)}.`);
  }

  /** Waits until what VS Code keeps for the extension matches. In a browser that is a database of the page. */
  async savesHistory(expected: RegExp): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      if ((await this.page.evaluate(keptTexts)).some((text) => expected.test(text))) return;
      await this.page.waitForTimeout(100);
    }
    throw new Error(`VS Code does not save ${String(expected)}.`);
  }

  /** Closes the window as a user does, so that it saves its state; the server and the folder stay. */
  async closeWindow(): Promise<void> {
    const closed = this.page.waitForEvent('close');
    await this.page.close({ runBeforeUnload: true });
    await closed;
    this.pageOrNone = undefined;
  }

  /** Reloads the window ("Developer: Reload Window"). */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** Ends it all and removes the temporary folders. */
  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await this.context.close();
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * Runs a command from the palette by its full title, such as `Loss Playground: Compute Loss`. Opens the palette anew
   * where it closes by itself, as it does when a webview that has just opened takes the focus, and where it does not
   * have the command yet: it lists those that are known when it opens, and extensions come after the window.
   */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget:visible');
    const start = '.quick-input-list .monaco-list-row[aria-label';
    // the row with just this title: Enter would take the match that was used last
    const row = this.page.locator(`${start}="${title}"], ${start}^="${title},"]`).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.page.keyboard.press('F1');
      const typed = await happens(palette.locator('input').fill(`>${title}`, { timeout: 5000 }));
      if (typed && (await happens(row.waitFor({ timeout: 3000 })))) {
        if (await happens(row.click({ timeout: 20_000 }))) return;
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The palette does not run "${title}".`);
  }

  /** Clicks at the start of the n-th occurrence of the text in the shown editor, which puts the cursor there. */
  async placeCursor(text: string, occurrence = 0): Promise<void> {
    const box = await boxOfText(this.editor, text, occurrence);
    await this.page.mouse.click(box.x + 1, box.y + box.height / 2);
  }

  /**
   * Rests the mouse on the n-th occurrence of the text in the editor until a hover shows the expected text. Tried
   * again while it does not: code lenses and inlay hints move lines, and an extension starts with its first file.
   */
  async hover(text: string, expected: string | RegExp, occurrence = 0): Promise<Locator> {
    const shown = this.page.locator('.monaco-hover:visible', { hasText: expected }).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.hideHover();
      const box = await boxOfText(this.editor, text, occurrence);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await this.page.mouse.move(x - 3, y);
      await this.page.mouse.move(x, y, { steps: 3 });
      if (await happens(shown.waitFor({ timeout: 2000 }))) return shown;
    }
    throw new Error(`No hover over "${text}" shows ${String(expected)}.`);
  }

  /**
   * Opens the quick fixes at the cursor, of which one says the expected text. Tried again while it does not: VS Code
   * gives up asking for them when an extension that has just started registers some.
   */
  async quickFix(expected: string): Promise<Locator> {
    const fix = this.page.locator('.action-widget').getByText(expected).first();
    for (let attempt = 0; attempt < 20; attempt++) {
      await this.runCommand('Quick Fix...');
      if (await happens(fix.waitFor({ timeout: 5000 }))) return fix;
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`No quick fix says "${expected}".`);
  }

  /** Moves the mouse away and waits until no hover is left. */
  async hideHover(): Promise<void> {
    await this.page.mouse.move(5, 5);
    const any = this.page.locator('.monaco-hover:visible').first();
    if (!(await happens(any.waitFor({ state: 'hidden', timeout: 2000 }))))
      await this.page.keyboard.press('Escape');
  }

  /** The inside of the webview in a part of the window, once an element is visible in it. */
  async webview(part: 'sidebar' | 'editor', selector: string): Promise<Frame> {
    for (let attempt = 0; attempt < 900; attempt++) {
      for (const frame of this.page.frames()) {
        // page > webview > the extension's own page
        const outer = frame.parentFrame();
        if (outer?.parentFrame() !== this.page.mainFrame() || !(await this.isInPart(outer, part))) continue;
        // a frame may go away while it is asked
        if (
          await frame
            .locator(selector)
            .first()
            .isVisible()
            .catch(() => false)
        )
          return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No webview in the ${part} shows ${selector}.`);
  }

  /** The texts that the extension put behind lines of the shown editor, from top to bottom. */
  async textsBesideLines(): Promise<string[]> {
    return this.editor.locator('.view-line span[class*="ced-"]').evaluateAll((spans) =>
      spans.flatMap((span) => {
        const { content } = getComputedStyle(span, '::after');
        return content.startsWith('"')
          ? [(JSON.parse(content) as string).replaceAll('\u00a0', ' ').trim()]
          : [];
      }),
    );
  }

  /** Waits until the texts that the extension put behind lines are these. */
  async besideLines(expected: readonly string[]): Promise<void> {
    for (let attempt = 0; attempt < 600; attempt++) {
      if ((await this.textsBesideLines()).join() === expected.join()) return;
      await this.page.waitForTimeout(100);
    }
    assert.deepEqual(await this.textsBesideLines(), expected);
  }

  /** Changes the theme by the workspace's settings. */
  async setTheme(theme: Theme): Promise<void> {
    const settings = path.join(this.folder, '.vscode', 'settings.json');
    await mkdir(path.dirname(settings), { recursive: true });
    await writeFile(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
    await this.page.locator(`.monaco-workbench.${themes[theme]}`).waitFor();
    // webviews and decorations take the colours a moment later
    await this.page.waitForTimeout(500);
  }

  /** Webviews lie above the window, not in its parts; only their place tells. */
  private async isInPart(webview: Frame, part: string): Promise<boolean> {
    const area = await this.page.locator(`.part.${part}`).boundingBox();
    // a frame may go away while it is asked
    const box = await webview.frameElement().then(
      (element) => element.boundingBox(),
      () => null,
    );
    if (area === null || box === null || box.width === 0) return false;
    return box.x >= area.x - 1 && box.x + box.width <= area.x + area.width + 1;
  }
}

/** Runs in the page: every text in its databases. */
async function keptTexts(): Promise<readonly string[]> {
  const ended = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no answer'));
    });
  const texts: string[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await ended(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const values = await ended(database.transaction(store).objectStore(store).getAll());
      texts.push(...values.filter((value): value is string => typeof value === 'string'));
    }
    database.close();
  }
  return texts;
}

/** Whether something comes about in its time. */
async function happens(event: Promise<unknown>): Promise<boolean> {
  return event.then(
    () => true,
    () => false,
  );
}

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { startServer, type Server } from '../host/server';
import { openWorkbenchPage } from '../host/workbenchPage';
import { projectRoot } from '../projectRoot';
import { newContext } from './browser';
import { openWorkbenches } from './openWorkbenches';
import { WorkbenchWindow } from './workbenchWindow';

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
  /** The folder of this extension; the project's if left out. */
  readonly extension?: string;
  /** VS Code's language; English if left out. */
  readonly language?: string;
  /** Folders of extensions besides this one. */
  readonly extensions?: readonly string[];
  /** Physical pixels per CSS pixel. */
  readonly scale?: number;
}

/**
 * A window of a real VS Code with the extension in it, driven as a user would. Each has its own server, settings and
 * workspace folder, all temporary. `close` it in an `after` hook.
 */
export class Workbench extends WorkbenchWindow {
  private constructor(
    private readonly options: WorkbenchOptions,
    /** The workspace folder. */
    readonly folder: string,
    private readonly server: Server,
    private readonly context: BrowserContext,
  ) {
    super(undefined);
  }

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

  /** The id of the server's process, which starts the extension hosts. */
  get serverProcess(): number {
    const { pid } = this.server.process;
    if (pid === undefined) throw new Error('The server has ended.');
    return pid;
  }

  /** Opens a window on the same folder, with the state that the last one left. */
  async openWindow(): Promise<void> {
    const {
      files = {},
      show = Object.keys(files)[0] ?? null,
      theme,
      settings,
      language,
      extension = projectRoot,
      extensions = [],
    } = this.options;
    this.shown = await this.context.newPage();
    // a window with unsaved files asks whether it may close
    this.page.on('dialog', (dialog) => void dialog.accept());
    await openWorkbenchPage(this.page, this.server, {
      folder: this.folder,
      file: show === null ? undefined : path.join(this.folder, show),
      extensions: [extension, ...extensions],
      language,
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
    this.shown = undefined;
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

  /** Changes the theme by the workspace's settings. Webviews take it a moment later: see `Playground.showsTheme`. */
  async setTheme(theme: Theme): Promise<void> {
    const settings = path.join(this.folder, '.vscode', 'settings.json');
    await mkdir(path.dirname(settings), { recursive: true });
    await writeFile(settings, JSON.stringify({ 'workbench.colorTheme': theme }));
    await this.page.locator(`.monaco-workbench.${themes[theme]}`).waitFor();
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

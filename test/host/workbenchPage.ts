import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../projectRoot';
import type { Server } from './server';

/** What the workbench opens with. Paths are absolute. */
export interface WorkbenchContent {
  readonly folder?: string | undefined;
  /** A file to show in an editor. */
  readonly file?: string | undefined;
  /** Extensions under development. */
  readonly extensions: readonly string[];
  /** A module whose `run` the extension host calls, as in `extensionTestsPath`. */
  readonly tests?: string | undefined;
  /** Over those of settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** VS Code's language, for its extensions; its own texts stay English. English if left out. */
  readonly language?: string | undefined;
  /** VS Code's own mode for automated tests: dialogs are refused, and notifications never show. */
  readonly automated?: boolean;
}

/** The settings that every workbench of ours starts with. */
export const defaultSettings = JSON.parse(
  readFileSync(path.join(projectRoot, 'test', 'host', 'settings.json'), 'utf8'),
) as Readonly<Record<string, unknown>>;

/** An empty extension; its manifest says what for. */
const helper = path.join(projectRoot, 'test', 'host', 'helper');

/** Loads the workbench into the page and waits until it is drawn. */
export async function openWorkbenchPage(
  page: Page,
  server: Server,
  content: WorkbenchContent,
): Promise<void> {
  const remote = (file: string) => ({ scheme: 'vscode-remote', authority: server.authority, path: file });
  const additions = {
    configurationDefaults: { ...defaultSettings, ...content.settings },
    developmentOptions: {
      enableSmokeTestDriver: content.automated ?? false,
      extensions: [...content.extensions, helper].map(remote),
      ...(content.tests === undefined ? {} : { extensionTestsPath: remote(content.tests) }),
    },
  };
  // The workbench reads its options from an attribute of its page. Answering the page's request ourselves would be
  // plainer, but Chromium then takes the page for a public one and refuses it the connection to loopback.
  await page.addInitScript((added) => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its element below
    const original = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name: string) {
      const value = original.call(this, name);
      if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration')
        return value;
      const options = JSON.parse(value) as Record<string, object | undefined>;
      const merged = Object.entries(added).map(([key, extra]) => [key, { ...options[key], ...extra }]);
      return JSON.stringify({ ...options, ...(Object.fromEntries(merged) as object) });
    };
  }, additions);
  // as the script of a language pack sets it
  if (content.language !== undefined)
    await page.addInitScript((language) => {
      Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
    }, content.language);
  const query = new URLSearchParams(
    content.folder === undefined ? { ew: 'true' } : { folder: content.folder },
  );
  if (content.file !== undefined) {
    query.set(
      'payload',
      JSON.stringify([['openFile', `vscode-remote://${server.authority}${content.file}`]]),
    );
  }
  await page.goto(`${server.address}/?${query.toString()}`);
  await page.locator('.monaco-workbench').waitFor();
}

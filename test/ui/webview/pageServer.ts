import { build, type BuildOptions, type Plugin } from 'esbuild';
import { createServer, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../projectRoot';

/** Gives out what stands in for the webview: pages under an address each, and the scripts, which the browser keeps. */
export class PageServer {
  readonly #pages = new Map<string, string>();
  readonly #scripts: ReadonlyMap<string, string>;
  readonly #address: Promise<string>;

  private constructor(scripts: ReadonlyMap<string, string>) {
    this.#scripts = scripts;
    const server = createServer(({ url = '/' }, response) => this.#answer(url, response)).unref();
    this.#address = new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      });
    });
  }

  /**
   * Bundles the user interface (`/playground.js`), the session it may load (`/session.js`), the fake host (`/host.js`)
   * and the formulas (`/formulas.js`).
   */
  static async start(): Promise<PageServer> {
    const script = pathToFileURL(path.join(projectRoot, 'esbuild.mjs')).href;
    const { enginePlugins, iconsPlugin, buildFormulas } = (await import(script)) as BuildScript;
    const options = {
      bundle: true,
      write: false,
      outdir: 'dist',
      platform: 'browser',
      target: 'es2022',
      tsconfig: 'webview/tsconfig.json',
      absWorkingDir: projectRoot,
      logLevel: 'warning',
      plugins: [...enginePlugins, iconsPlugin],
    } satisfies BuildOptions;
    const entryPoints = { playground: 'webview/main.ts', host: 'test/ui/webview/page/fakeHost.ts' };
    const bundled = await Promise.all([
      build({ ...options, entryPoints }),
      build({ ...options, entryPoints: { session: 'src/playground/pageSession.ts' }, format: 'esm' }),
    ]);
    await buildFormulas();
    const formulas = await readFile(path.join(projectRoot, 'dist', 'formulas.json'), 'utf8');
    return new PageServer(
      new Map([
        ...bundled
          .flatMap(({ outputFiles }) => outputFiles)
          .map(({ path: file, text }): [string, string] => [`/${path.basename(file)}`, text]),
        ['/formulas.js', `globalThis.formulas = ${formulas};`],
      ]),
    );
  }

  /** Takes a page; its address. */
  async add(html: string): Promise<string> {
    const name = `/${this.#pages.size}.html`;
    this.#pages.set(name, html);
    return (await this.#address) + name;
  }

  #answer(url: string, response: ServerResponse): void {
    const script = this.#scripts.get(url);
    if (script !== undefined) {
      response.setHeader('Cache-Control', 'max-age=31536000, immutable');
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(script);
      return;
    }
    const page = this.#pages.get(url);
    // a browser also asks for an icon
    if (page === undefined) response.writeHead(204).end();
    else response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  }
}

interface BuildScript {
  readonly enginePlugins: Plugin[];
  readonly iconsPlugin: Plugin;
  readonly buildFormulas: () => Promise<void>;
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { bundle } from '../run/build';

// What the launcher answers decides whether tests inside VS Code count as passed.
describe('the launcher of VS Code for tests', () => {
  let folder: string;
  let launcher: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'loss-playground-launcher-'));
    [launcher = ''] = await bundle(['test/host/code.ts']);
    await mkdir(path.join(folder, 'extension'));
    const manifest = {
      name: 'nothing',
      publisher: 'nobody',
      version: '0.0.1',
      engines: { vscode: '^1.100.0' },
    };
    await writeFile(path.join(folder, 'extension', 'package.json'), JSON.stringify(manifest));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** The exit code of the launcher, and what it printed, for tests that do this. */
  const launch = async (name: string, body: string) => {
    const tests = path.join(folder, `${name}.cjs`);
    const summary = path.join(folder, `${name}.json`);
    const end = `require('fs').writeFileSync(${JSON.stringify(summary)}, JSON.stringify(summary))`;
    await writeFile(tests, `const end = (summary) => ${end};\nexports.run = async () => { ${body} };\n`);
    const args = [
      `--extensionDevelopmentPath=${path.join(folder, 'extension')}`,
      `--extensionTestsPath=${tests}`,
    ];
    const environment = { ...process.env, TEST_SUMMARY_FILE: summary };
    return new Promise<{ code: unknown; printed: string }>((resolve) => {
      execFile(process.execPath, [launcher, ...args], { env: environment }, (error, printed) => {
        resolve({ code: error === null ? 0 : error.code, printed });
      });
    });
  };

  it('answers 0 when all tests passed, and passes on what they print', async () => {
    const body = `console.log(process.env.TEST_OUTPUT_MARK + 'hello'); end({ passed: 2, failed: 0 });`;
    assert.deepEqual(await launch('passed', body), { code: 0, printed: 'hello\n' });
  });

  it('answers 1 when a test failed', async () => {
    const body = `end({ passed: 2, failed: 1 }); throw new Error('1 test failed');`;
    assert.equal((await launch('failed', body)).code, 1);
  });

  it('answers 1 when no test ran', async () => {
    assert.equal((await launch('none', 'end({ passed: 0, failed: 0 });')).code, 1);
  });

  it('answers 1 when the tests end without a summary', async () => {
    assert.equal((await launch('silent', '')).code, 1);
  });

  it('answers 1 when the extension host dies', async () => {
    assert.equal((await launch('dead', 'process.exit(0);')).code, 1);
  });
});

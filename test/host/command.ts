import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Runs a program to its end. Throws with what it printed if it fails. */
export async function runCommand(program: string, args: readonly string[], folder: string): Promise<void> {
  const shell = process.platform === 'win32' && program === 'npm';
  const child = spawn(program, args, { cwd: folder, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')} failed (${code ?? 'killed'}):\n${printed.trim()}`);
}

/** The first of the programs that is on PATH, as an absolute path. */
export function findOnPath(...names: readonly string[]): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const found = suffixes.map((suffix) => path.join(folder, name + suffix)).find(isExecutable);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Whether the file is there and may be executed. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

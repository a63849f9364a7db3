// What the extension ships of others, for dist/ThirdPartyNotices.txt: found in what the bundles are made of.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const rule = `\n\n${'-'.repeat(80)}\n\n`;

/** Packages without a file for their licence, and one of the same authors that has it. */
const licencesElsewhere = {
  '@microsoft/fast-element': '@vscode/webview-ui-toolkit',
  '@microsoft/fast-foundation': '@vscode/webview-ui-toolkit',
  '@microsoft/fast-web-utilities': '@vscode/webview-ui-toolkit',
  '@mathjax/mathjax-newcm-font': '@mathjax/src',
};

/**
 * The packages of which something is in the bundles.
 * @param metafiles esbuild's, of each bundle
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const names = inputs.flatMap((file) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/**
 * The text that names each package with its version and licence.
 * @param names packages below `modules`, the project's node_modules
 * @throws Error for a package whose licence is not found: it may not be shipped without
 */
export async function notices(names, modules) {
  const texts = await Promise.all(names.map((name) => notice(name, modules)));
  return [
    'Loss Playground for PyTorch holds parts of the packages below, under their licences.\n',
    ...texts,
  ].join(rule);
}

async function notice(name, modules) {
  const { version, license } = JSON.parse(await readFile(path.join(modules, name, 'package.json'), 'utf8'));
  const folder = path.join(modules, licencesElsewhere[name] ?? name);
  const file = (await readdir(folder)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (file === undefined) throw new Error(`${name} has no file with its licence.`);
  return `${name} ${version} (${license})\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}`;
}

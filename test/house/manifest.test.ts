import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '#rules';
import * as declared from '../../src/features/manifest';
import { projectRoot } from '../projectRoot';
import { readSources } from './sourceFiles';

interface Contribution {
  readonly command: string;
  readonly when?: string;
  readonly enablement?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly (Contribution & { readonly title: string; readonly category: string })[];
    readonly keybindings: readonly Contribution[];
    readonly menus: Readonly<Record<string, readonly Contribution[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly default: unknown;
            readonly scope: string;
            readonly markdownDescription: string;
            readonly items?: { readonly enum: unknown };
            readonly properties?: Readonly<
              Record<
                string,
                { readonly enum: unknown; readonly default: unknown; readonly description: string }
              >
            >;
          }
        >
      >;
    };
  };
}

function read(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8');
}

const text = read('package.json');
const manifest = JSON.parse(text) as Manifest;
const { contributes } = manifest;
const strings = JSON.parse(read('package.nls.json')) as Record<string, string>;
const code = await readSources(['src'], '.ts');

describe('the manifest and the code', () => {
  it('have the same commands', () => {
    const commands = contributes.commands.map(({ command }) => command);
    assert.deepEqual(commands.sort(), Object.values<string>(declared.commandIds).sort());
  });

  it('have the same settings with the same defaults', () => {
    const properties = Object.entries(contributes.configuration.properties);
    assert.deepEqual(
      Object.fromEntries(properties.map(([name, each]) => [name, each.default])),
      Object.fromEntries(
        Object.entries(declared.settingDefaults).map(([name, value]) => [`lossPlayground.${name}`, value]),
      ),
    );
    const shown = contributes.configuration.properties['lossPlayground.hover.show']?.items?.enum;
    assert.deepEqual(shown, declared.hoverSections);
  });

  it('agree with the table of settings in the README', () => {
    const readme = read('README.md').replaceAll('_', '*');
    for (const [name, { default: value, markdownDescription }] of Object.entries(
      contributes.configuration.properties,
    )) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `)) ?? assert.fail(name);
      const [, , defaultCell, description] = row.split('|').map((cell) => cell.trim());
      assert.equal(description, strings[markdownDescription.slice(1, -1)]);
      assert.equal(defaultCell, Array.isArray(value) ? 'all' : `\`${JSON.stringify(value)}\``);
    }
  });

  it('have settings that can be other ones in each folder, and for Python alone', () => {
    for (const [name, { scope }] of Object.entries(contributes.configuration.properties))
      assert.equal(scope, 'language-overridable', name);
  });

  it('read every setting somewhere', () => {
    for (const name of Object.keys(declared.settingDefaults)) {
      assert.ok(
        [...code.values()].some((source) => source.includes(`setting('${name}'`)),
        name,
      );
    }
  });

  it('have the same rules with the same severities', () => {
    const { properties = {} } =
      contributes.configuration.properties['lossPlayground.diagnostics.severity'] ?? assert.fail();
    assert.deepEqual(
      Object.fromEntries(Object.entries(properties).map(([id, each]) => [id, each.default])),
      Object.fromEntries(rules.map(({ id, severity }) => [id, severity])),
    );
    for (const { id, title } of rules) {
      assert.equal(strings[`rules.${id}`], `${title}.`);
      assert.equal(properties[id]?.description, `%rules.${id}%`);
      assert.deepEqual(properties[id].enum, ['error', 'warning', 'information', 'hint', 'off']);
    }
    const [editor, another] = contributes.customEditors;
    assert.equal(editor?.viewType, declared.ruleEditorType);
    assert.equal(another, undefined);
  });

  it('register every command', () => {
    const extension = read('src/extension.ts');
    for (const name of Object.keys(declared.commandIds)) {
      assert.ok(extension.includes(`commandIds.${name}`), name);
    }
  });

  it('have the same views', () => {
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    assert.deepEqual(Object.keys(contributes.views), containers);
    const views = Object.values(contributes.views).flat();
    assert.deepEqual(
      views.map(({ id }) => id),
      [declared.playgroundViewId],
    );
  });

  it('spell ids of the extension in one place', () => {
    const strays = [...code].filter(
      ([file, source]) => file !== 'src/features/manifest.ts' && /['"`]lossPlayground\./.test(source),
    );
    assert.deepEqual(
      strays.map(([file]) => file),
      [],
    );
  });

  it('start the extension for Python and its own views and commands only', () => {
    assert.deepEqual(manifest.activationEvents, [
      'onLanguage:python',
      `onWebviewPanel:${declared.playgroundPanelType}`,
    ]);
  });

  it('refer to commands, context keys and files that exist', () => {
    const commands = new Set(contributes.commands.map(({ command }) => command));
    const placed = [...contributes.keybindings, ...Object.values(contributes.menus).flat()];
    for (const { command } of placed) assert.ok(commands.has(command), command);
    const keys = new Set<string>([...Object.values(declared.contextKeys), declared.playgroundViewId]);
    for (const { when = '', enablement = '' } of [...placed, ...contributes.commands]) {
      for (const [key] of `${when} ${enablement}`.matchAll(/lossPlayground\.\w+/g))
        assert.ok(keys.has(key), key);
    }
    for (const [, file = ''] of text.matchAll(/"(media\/[^"]+)"/g)) {
      assert.ok(existsSync(path.join(projectRoot, file)), file);
    }
  });

  it('have every text of the manifest in package.nls.json, and no other', () => {
    const used = new Set([...text.matchAll(/%([\w.-]+)%/g)].map(([, key = '']) => key));
    assert.deepEqual([...used].sort(), Object.keys(strings).sort());
    for (const { title, category } of contributes.commands)
      assert.match(`${title} ${category}`, /^%\S+% %\S+%$/);
  });

  it('link only to commands that exist in the walkthrough', () => {
    const linked = Object.values(strings).flatMap((each) => [
      ...each.matchAll(/\(command:([\w.]+)(?:\?[^)]*)?\)/g),
    ]);
    assert.equal(linked.length, 6);
    const commands = new Set(contributes.commands.map(({ command }) => command));
    for (const [, command = ''] of linked) assert.ok(commands.has(command), command);
  });
});

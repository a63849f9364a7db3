import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Which room may import which: the table that test/house/imports.test.ts holds every import against. */
const rooms = JSON.parse(readFileSync(new URL('test/house/rooms.json', import.meta.url), 'utf8'));

function roomConfig([name, { rooms: open, typesOf = [], packages }]) {
  const closed = Object.keys(rooms).filter((other) => ![name, ...open, ...typesOf].includes(other));
  const path = (names) => `^(\\.\\.?/)+(src/)?(${names.join('|')})(/|$)`;
  const patterns = [
    { regex: path(closed), message: `The room ${name} does not import this room (test/house/rooms.json).` },
  ];
  if (typesOf.length > 0) {
    const message = `The room ${name} takes only types from this room (test/house/rooms.json).`;
    patterns.push({ regex: path(typesOf), allowTypeImports: true, message });
  }
  if (!packages.some((name) => name.startsWith('node:'))) {
    const message = `The room ${name} runs without Node (test/house/rooms.json).`;
    patterns.push({ regex: `^(node:|(${builtinModules.join('|')})(/|$))`, message });
  }
  if (!packages.includes('vscode')) {
    patterns.push({
      regex: '^vscode$',
      message: `The room ${name} knows no editor (test/house/rooms.json).`,
    });
  }
  const files =
    name === 'webview'
      ? 'webview/**/*.ts'
      : name === 'extension'
        ? 'src/extension.ts'
        : `src/${name}/**/*.ts`;
  return {
    files: [files],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  };
}

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.vscode-test/', 'media/', '**/*.d.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.{cjs,mjs}'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', setInterval: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'typeLike', format: ['PascalCase'] },
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: false } },
      ],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  Object.entries(rooms).map(roomConfig),
  {
    // In kernels and what they stand on, indices are in bounds by construction.
    files: ['src/engine/{aten,kernels,losses,numeric,tensor}/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
);

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { lossByFunctional, lossByName, losses } from '../../../src/engine/evaluate';
import { families } from '../../../src/insights/constants/families';
import { newEvaluator } from '../../../src/insights/evaluateCall';
import type { Value } from '../../../src/insights/constants/values';
import { NotebookText } from '../../../src/python/notebookText';
import { projectRoot } from '../../projectRoot';
import { openPython } from '../../python/openPython';
import { finalValue, header, readFacts, type Left, type Program } from './facts';

function valueOfR(code: string): Promise<Value> {
  return finalValue(`${header}${code}\nfinal = r\n`);
}

/** What names hold at the end of a program. */
async function valuesOf(code: string, names: readonly string[]): Promise<readonly Value[]> {
  const document = await openPython(`${header}${code}\nfinal = [${names.join(', ')}]\n`);
  const statement = document.module.chunks.at(-1)?.statement;
  assert.ok(statement?.kind === 'assign' && statement.value?.kind === 'sequence');
  const { elements } = statement.value;
  const values = newEvaluator(document, { steps: 2_000_000 }).values(elements, statement.value.span.start);
  document.dispose();
  return values;
}

function check(value: Value, expected: Left): void {
  if (value.kind === 'unknown') assert.fail(`unknown: ${JSON.stringify(value.reason)}`);
  if ('python' in expected) {
    assert.deepEqual(plain(value), expected.python);
    return;
  }
  assert.ok(value.kind === 'tensor', value.kind);
  assert.equal(value.memory.lost, undefined);
  const { dtype, shape, data } = value.tensor;
  assert.deepEqual([dtype, shape], [expected.dtype, expected.shape]);
  if (expected.grad !== undefined) assert.equal(value.requiresGrad, expected.grad);
  expected.data.forEach((entry, index) => {
    const wanted = Number(typeof entry === 'string' ? entry.replace('inf', 'Infinity') : entry);
    const got = data[index] ?? NaN;
    const isClose =
      got === wanted ||
      (Number.isNaN(got) && Number.isNaN(wanted)) ||
      Math.abs(got - wanted) <= 1e-5 * Math.abs(wanted) + 1e-7;
    assert.ok(isClose, `element ${index}: ${got} instead of ${wanted}`);
  });
}

function plain(value: Value): unknown {
  if (value.kind === 'sequence') return value.items.map(plain);
  return 'value' in value ? value.value : value.kind;
}

describe('values that the code spells out', () => {
  it('are what PyTorch gives', async () => {
    const facts = await readFacts();
    const wrong: string[] = [];
    for (const { code, r } of facts.snippets) {
      try {
        check(await valueOfR(code), r);
      } catch (error) {
        wrong.push(`${code}\n    ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    assert.equal(wrong.join('\n\n'), '');
  });

  it('are recorded for every program of the files', async () => {
    const facts = await readFacts();
    for (const key of ['snippets', 'examples', 'traps'] as const) {
      const file = await readFile(path.join(projectRoot, `test/insights/constants/${key}.py`), 'utf8');
      const programs = file.split('\n# ---\n').map((program) => program.replace(/^\n+|\n+$/g, ''));
      assert.deepEqual(
        facts[key].map(({ code }) => code),
        programs,
        `${key}.py`,
      );
    }
  });

  it('are unknown rather than wrong where code changes them out of sight', async () => {
    const facts = await readFacts();
    const wrong: string[] = [];
    let known = 0;
    for (const { code, r } of facts.traps) {
      const value = await valueOfR(code);
      if (value.kind === 'unknown') continue;
      known++;
      try {
        check(value, r);
      } catch (error) {
        wrong.push(`${code}\n    ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    assert.equal(wrong.join('\n\n'), '');
    // Saying nothing would pass, too.
    assert.ok(known >= 60, `only ${known} of ${facts.traps.length} are known`);
  });

  it('are none where PyTorch refuses the call', async () => {
    const { refused } = await readFacts();
    const wrong: string[] = [];
    for (const { code, error } of refused) {
      const value = await valueOfR(`r = ${code}`);
      if (value.kind !== 'unknown') wrong.push(`${code} raises ${error}`);
    }
    assert.equal(wrong.join('\n'), '');
  });

  it('are read from lists of any length', async () => {
    const row = '[True, False, 2, -3, 1_0, 4.5, -.5, 1e1], # [1]\n';
    const long = await valueOfR(`r = torch.tensor([\n${row.repeat(300)}])`);
    const short = await valueOfR(`r = torch.tensor([\n${row}])`);
    assert.ok(long.kind === 'tensor' && short.kind === 'tensor');
    assert.deepEqual(long.tensor.shape, [300, 8]);
    assert.deepEqual([...long.tensor.data.slice(-8)], [...short.tensor.data]);
    assert.deepEqual([...short.tensor.data], [1, 0, 2, -3, 10, 4.5, -0.5, 10]);
    const deep = await valueOfR(`r = torch.tensor([[\n${row.repeat(150)}], [\n${row.repeat(150)}]])`);
    assert.deepEqual(deep.kind === 'tensor' && deep.tensor.shape, [2, 150, 8]);
    const signed = await valueOfR(`r = torch.tensor([${'-True, +False, -0, '.repeat(1000)}])`);
    assert.ok(signed.kind === 'tensor' && signed.tensor.dtype === 'int64');
    assert.deepEqual([...signed.tensor.data.slice(0, 3)], [-1, 0, 0]);
    const flags = await valueOfR(`r = torch.tensor([${'True, False, '.repeat(1500)}])`);
    assert.ok(flags.kind === 'tensor' && flags.tensor.dtype === 'bool');
  });

  it('are of functions and methods that PyTorch and NumPy have', async () => {
    const { names } = await readFacts();
    const has = (place: string, name: string): boolean => names[place]?.split(' ').includes(name) === true;
    const places: Readonly<Record<string, readonly string[]>> = {
      'torch.Tensor': [...Object.keys(families.methods), ...Object.keys(families.attributes)],
      'numpy.ndarray': [...Object.keys(families.arrayMethods), ...Object.keys(families.arrayAttributes)],
    };
    const missing = Object.keys(families.functions).filter((path) => {
      const [, place = '', name = ''] =
        /^(torch|torch\.special|torch\.nn\.functional|numpy)\.(\w+)$/.exec(path) ?? [];
      return place !== '' && !has(place, name);
    });
    for (const [place, all] of Object.entries(places))
      missing.push(...all.filter((name) => !has(place, name)).map((name) => `${place}.${name}`));
    assert.deepEqual(missing, []);
  });

  it('are seen through views of other shapes and orders, and changed through them', async () => {
    const { views } = await readFacts();
    const wrong: string[] = [];
    let [known, asked] = [0, 0];
    for (const { code, values, refused } of views) {
      const names = Object.keys(values);
      if (refused !== undefined) names.push(refused);
      const found = await valuesOf(code, names);
      names.forEach((name, index) => {
        const value = found[index];
        asked++;
        if (value === undefined || value.kind === 'unknown') return;
        known++;
        const data = value.kind === 'tensor' ? [...value.tensor.data] : value.kind;
        if (JSON.stringify(data) !== JSON.stringify(values[name] ?? 'refused'))
          wrong.push(`${code}\n    ${name} is ${JSON.stringify(values[name])}, not ${JSON.stringify(data)}`);
      });
    }
    assert.equal(wrong.join('\n\n'), '');
    assert.ok(known > 0.9 * asked, `only ${known} of ${asked} are known`);
  });

  it('are known in programs out of everything', async () => {
    const file = path.join(projectRoot, 'test/insights/constants/mixed.json');
    const programs = JSON.parse(await readFile(file, 'utf8')) as readonly Program[];
    const wrong: string[] = [];
    let [known, asked] = [0, 0];
    for (const { code, values, refused } of programs) {
      const names = [...Object.keys(values), ...(refused === undefined ? [] : [refused])];
      const found = await valuesOf(code, names);
      names.forEach((name, index) => {
        const [value, expected] = [found[index], values[name]];
        asked++;
        if (!value || value.kind === 'unknown') return;
        known++;
        try {
          check(value, expected ?? { python: 'an error' });
        } catch (error) {
          wrong.push(`${code}\n    ${name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      });
    }
    assert.equal(wrong.join('\n\n'), '');
    assert.ok(known > 0.95 * asked, `only ${known} of ${asked} are known`);
  });

  it('lead to PyTorch’s losses, as in the examples of its documentation', async () => {
    const facts = await readFacts();
    const wrong: string[] = [];
    for (const { code, r } of facts.examples) {
      const missing = missingLosses(code);
      assert.ok(missing.length === 0 || losses.length < 24, missing.join());
      if (missing.length > 0) continue;
      try {
        check(await valueOfR(code), r);
      } catch (error) {
        wrong.push(`${code}\n    ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    assert.equal(wrong.join('\n\n'), '');
  });

  it('lead to the same losses in the cells of a notebook', async () => {
    const { examples } = await readFacts();
    for (const { code, r } of examples) {
      const text = new NotebookText();
      // What is indented, or stands in brackets, stays in the cell of what is above.
      const cells = [
        header,
        '%matplotlib inline\n!pip install torch',
        ...code.split(/\n(?=[A-Za-z#])/),
        'final = r',
      ];
      text.update(cells.map((cell, key) => ({ key, text: cell })));
      check(await finalValue(text.text), r);
    }
  });
});

/** The losses of the code that the engine doesn't have. */
function missingLosses(code: string): string[] {
  const modules = [...code.matchAll(/nn\.(\w+Loss)\b/g)].filter(([, name = '']) => !lossByName(name));
  const functionals = [...code.matchAll(/F\.(\w+(?:_loss|_entropy\w*))\(/g)];
  return [...modules, ...functionals.filter(([, name = '']) => !lossByFunctional(name))].map(
    ([, name = '']) => name,
  );
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { losses } from '#losses';
import type {
  Configuration,
  Expression,
  ParameterDefinition,
  ParameterValue,
} from '../../src/engine/lossDefinition';
import { FormulaBook } from '../../src/formulas/formulaBook';
import { configurationsOf } from '../../src/engine/formulaRepresentatives';
import { kinksOf } from '../../src/engine/kinks';
import { formulaTexts } from '../../src/formulas/formulaTexts';
import { typeset } from '../../src/formulas/typesetter';
import { assertWellFormed } from './wellFormed';

/** VS Code cuts a hover after this many characters; two formulas leave room for its text. */
const hoverLimit = 100_000;

function valuesOf(parameter: ParameterDefinition): fc.Arbitrary<ParameterValue | Expression> {
  const expression: fc.Arbitrary<Expression> = fc.constant({ expression: 'args.value' });
  const byKind: Record<ParameterDefinition['kind'], fc.Arbitrary<ParameterValue>> = {
    choice: fc.constantFrom(...(parameter.choices ?? ['mean'])),
    float: fc.oneof(fc.constantFrom(0, 1, 2), fc.double({ noNaN: true })),
    int: fc.integer({ min: -100, max: 100 }),
    bool: fc.boolean(),
    tensor: fc.constant({ dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) }),
    function: fc.constant('lambda x, y: x - y'),
    ints: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  };
  return fc.oneof(byKind[parameter.kind], expression, fc.constant(parameter.default));
}

/** Any values for any of the parameters; the others are left out. */
function randomConfiguration(parameters: readonly ParameterDefinition[]): fc.Arbitrary<Configuration> {
  const values = fc.record(Object.fromEntries(parameters.map((each) => [each.name, valuesOf(each)])));
  const names = fc.subarray(parameters.map(({ name }) => name));
  return fc
    .tuple(values, names)
    .map(([all, some]) => Object.fromEntries(Object.entries(all).filter(([name]) => some.includes(name))));
}

describe('the formulas of the losses', () => {
  let book: FormulaBook;
  before(async function () {
    this.timeout(120_000);
    book = new FormulaBook(await typeset(formulaTexts(losses, configurationsOf, kinksOf)));
  });

  it('are there', () => {
    assert.ok(losses.length > 0);
    assert.ok(book.texts.length >= losses.length);
  });

  for (const loss of losses) {
    it(`${loss.name}: every configuration finds its formula and gradient`, () => {
      const known = new Set(book.texts);
      fc.assert(
        fc.property(randomConfiguration(loss.parameters), (configuration) => {
          const formula = loss.formula(configuration);
          assert.ok(known.has(formula.tex), formula.tex);
          assert.ok(known.has(formula.gradientTex), formula.gradientTex);
          assert.ok(formula.words !== '' && formula.gradientWords !== '');
        }),
        { numRuns: 500 },
      );
    });
  }

  it('have a place for every symbol', () => {
    const missing: string[] = [];
    for (const loss of losses) {
      const texts = [...formulaTexts([loss], configurationsOf, kinksOf).keys()].filter((tex) =>
        tex.includes('\\ell'),
      );
      for (const { name, symbol } of [...loss.inputs, ...loss.parameters])
        if (symbol !== undefined)
          if (!texts.some((tex) => book.has(tex, symbol))) missing.push(`${loss.name}: ${name}, ${symbol}`);
    }
    // A size, the blank that is left out, and targets that are a set of classes: formulas have them in other signs.
    assert.deepEqual(missing, [
      'AdaptiveLogSoftmaxWithLoss: in_features, D',
      'CTCLoss: blank, b',
      'MultiLabelMarginLoss: target, y',
    ]);
  });

  it('are well-formed and free of styles and scripts', () => {
    const allowed = new Set(['svg', 'defs', 'g', 'path', 'use', 'rect']);
    for (const tex of book.texts) {
      const svg = book.svg(tex, { colour: 'currentColor', fontSize: 16 }) ?? assert.fail(tex);
      for (const { name, attributes } of assertWellFormed(svg)) {
        assert.ok(allowed.has(name), name);
        assert.ok(!attributes.has('style') && !attributes.has('class'), tex);
      }
    }
  });

  it('are not empty', () => {
    for (const tex of book.texts)
      assert.match(book.svg(tex, { colour: '#000', fontSize: 16 }) ?? '', /<use /, tex);
  });

  it('are no wider than a hover', () => {
    for (const tex of book.texts) {
      const [svg] = assertWellFormed(book.svg(tex, { colour: '#000', fontSize: 1 }) ?? '');
      assert.ok(Number(svg?.attributes.get('width')) < 38, tex);
    }
  });

  it('leave room in a hover', () => {
    for (const loss of losses) {
      const longest = Math.max(
        ...book.texts.map((tex) =>
          formulaTexts([loss], configurationsOf, kinksOf).has(tex) ? sizeInHover(book, tex) : 0,
        ),
      );
      assert.ok(2 * longest < 0.8 * hoverLimit, `${loss.name}: ${longest}`);
    }
  });
});

function sizeInHover(book: FormulaBook, tex: string): number {
  return (book.dataUri(tex, { colour: '#ffffff', fontSize: 16 }) ?? assert.fail(tex)).length;
}

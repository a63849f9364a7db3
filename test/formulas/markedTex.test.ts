import assert from 'node:assert/strict';
import { losses } from '#losses';
import { FormulaBook } from '../../src/formulas/formulaBook';
import { configurationsOf } from '../../src/engine/formulaRepresentatives';
import { kinksOf } from '../../src/engine/kinks';
import { formulaTexts } from '../../src/formulas/formulaTexts';
import { markedTex, reductionMark } from '../../src/formulas/markedTex';
import { typeset } from '../../src/formulas/typesetter';
import { assertWellFormed } from './wellFormed';

describe('symbols that are marked in TeX', () => {
  const marked = (tex: string, ...symbols: string[]) => markedTex(tex, symbols);

  it('are letters and commands, with their subscripts', () => {
    assert.equal(marked('w_{y_n} + w^2', 'w'), String.raw`\class{m0}{w_{y_n}} + \class{m0}{w}^2`);
    assert.equal(
      marked(String.raw`\beta\,x`, 'x', String.raw`\beta`),
      String.raw`\class{m1}{\beta}\,\class{m0}{x}`,
    );
  });

  it('can stand in each other', () => {
    assert.equal(marked('w_{y_n}', 'w', 'y'), String.raw`\class{m0}{w_{\class{m1}{y_n}}}`);
  });

  it('are not part of words, fonts or longer commands', () => {
    const tex = String.raw`\text{if } \operatorname{sgn}(a) \mathbf{1}_{a} \begin{cases} \max \end{cases}`;
    assert.equal(marked(tex, 'i', 's', 'm', 'x', 'c'), tex);
  });

  it('are told apart by the sign above', () => {
    assert.equal(
      marked('a_i^{+} - a_i^{-} + a_i', 'a', 'a^{-}'),
      String.raw`a_i^{+} - \class{m1}{a_i^{-}} + \class{m0}{a_i}`,
    );
  });

  it('are the fraction and the sum, for the reduction', () => {
    assert.equal(
      marked(String.raw`\ell = \frac{1}{N} \sum_{i=1}^{N} x_i`, reductionMark),
      String.raw`\ell = \class{m0}{\frac{1}{N}} \class{m0}{\sum_{i=1}^{N}} x_i`,
    );
    for (const tex of [
      String.raw`\ell_i = \sum_{c=1}^{C} x_c`,
      String.raw`\ell = \frac{\sum_{i=1}^{N} w}{2}`,
    ])
      assert.equal(marked(tex, reductionMark), tex);
  });
});

describe('symbols that are pointed out in formulas', () => {
  const pointed = (tex: string, symbol: string, book: FormulaBook) => {
    const svg = book.svg(tex, { colour: '#000', fontSize: 16, pointOut: { symbol, colour: '#f00' } });
    return assertWellFormed(svg ?? '').filter(
      ({ name, attributes }) => name === 'rect' && attributes.has('rx'),
    );
  };

  it('have a box around each place', async () => {
    const tex = String.raw`\ell = \frac{1}{N} \sum_{i=1}^{N} w_i \left(x_i - y_i\right)^2`;
    const book = new FormulaBook(await typeset([[tex, ['w', 'x', 'v', reductionMark]]]));
    assert.equal(pointed(tex, 'w', book).length, 1);
    assert.equal(pointed(tex, reductionMark, book).length, 2);
    assert.deepEqual(pointed(tex, 'v', book), []);
    assert.equal(book.has(tex, 'w'), true);
    assert.equal(book.has(tex, 'v'), false);
    const [w, x] = ['w', 'x'].map((symbol) => Number(pointed(tex, symbol, book)[0]?.attributes.get('x')));
    assert.ok(w !== undefined && x !== undefined && w < x);
  });

  it('change nothing else', async function () {
    this.timeout(120_000);
    const some = [...formulaTexts(losses, configurationsOf, kinksOf)].filter((_, index) => index % 9 === 0);
    const [with_, without] = [await typeset(some), await typeset(some.map(([tex]) => [tex, []]))];
    const drawn = (data: typeof with_) =>
      new FormulaBook(data).texts.map((tex) =>
        new FormulaBook(data).svg(tex, { colour: '#000', fontSize: 16 }),
      );
    assert.deepEqual(drawn(with_), drawn(without));
  });
});

import assert from 'node:assert/strict';
import { lossByName } from '../../src/engine/evaluate';
import { FormulaBook } from '../../src/formulas/formulaBook';
import { PlaygroundSession } from '../../src/playground/session';
import { stateOf } from '../ui/webview/states';

describe('the formula beside a result', () => {
  const loss = lossByName('CrossEntropyLoss') ?? assert.fail();
  const drawn = { width: 1000, height: 700, depth: 0, marks: [], rules: [], places: {} };

  for (const [target, text] of [
    ['indices', '[1]'],
    ['probabilities', '[[0.5, 0.5]]'],
  ] as const) {
    it(`is that for targets that are ${target}`, () => {
      const { tex, gradientTex, words } = loss.formula({ target });
      const formulas = new FormulaBook({
        glyphs: [],
        formulas: { [tex]: drawn, [gradientTex]: drawn },
        narrow: {},
      });
      const session = new PlaygroundSession({ formulas });
      const { formula } = session.answer(
        stateOf('CrossEntropyLoss', { input: '[[1.0, 2.0]]', target: text }),
        1,
      );
      assert.equal(formula?.words, words);
      assert.notEqual(
        words,
        loss.formula({ target: target === 'indices' ? 'probabilities' : 'indices' }).words,
      );
    });
  }
});

import assert from 'node:assert/strict';
import { t as engineText } from '../../src/engine/words';
import { setTranslations, t, translated } from '../../src/l10n/localize';

describe('the translation of a text', () => {
  afterEach(() => {
    setTranslations({});
  });

  it('is the text itself where there is none', () => {
    const limit = 3;
    assert.equal(t`at most ${limit} of ${'a'}`, 'at most 3 of a');
    assert.equal(t('at most {0}', limit), 'at most 3');
    assert.equal(engineText`at most ${limit}`, 'at most 3');
    assert.equal(translated('constructor'), 'constructor');
    assert.equal(
      t('{0} of {1}', '{1}'),
      '{1} of {1}',
      'a value that is missing leaves its place, no value is read',
    );
  });

  it('has its values where the language wants them, the engine included', () => {
    setTranslations({ 'at most {0} of {1}': 'von {1} höchstens {0}', score: 'Wert' });
    assert.equal(t`at most ${3} of ${'a'}`, 'von a höchstens 3');
    assert.equal(t('at most {0} of {1}', 3, 'a'), 'von a höchstens 3');
    assert.equal(engineText`at most ${3} of ${'a'}`, 'von a höchstens 3');
    assert.equal(translated('score'), 'Wert');
    assert.equal(t`of ${'score'}`, 'of score', 'values are no texts');
  });
});

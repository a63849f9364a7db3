import assert from 'node:assert/strict';
import { offsetAt } from '../../webview/fieldProblem';
import { setTranslations, t } from '../../src/l10n/localize';
import { excerpt, sizeText } from '../../webview/inputs/longText';

describe('texts of the webview', () => {
  afterEach(() => setTranslations({}));

  it('are translated, with their values put in', () => {
    assert.equal(t('Line {0}, column {1}:', 2, 3), 'Line 2, column 3:');
    setTranslations({ 'Line {0}, column {1}:': 'Spalte {1}, Zeile {0}:' });
    assert.equal(t('Line {0}, column {1}:', 2, 3), 'Spalte 3, Zeile 2:');
    assert.equal(t('Clear'), 'Clear');
    assert.equal(t('toString'), 'toString');
  });

  it('leave alone what looks like a placeholder inside a value', () => {
    assert.equal(t('No loss matches “{0}”', '{0} $& {1}'), 'No loss matches “{0} $& {1}”');
  });

  it('find a line and column', () => {
    assert.equal(offsetAt('abc\nde\n', 1, 1), 0);
    assert.equal(offsetAt('abc\nde\n', 2, 2), 5);
    assert.equal(offsetAt('abc\nde\n', 3, 1), 7);
    assert.equal(offsetAt('abc\nde\n', 9, 1), 7);
    assert.equal(offsetAt('abc', 1, 99), 3);
  });

  it('show the part of a long text where something is', () => {
    const text = '0123456789'.repeat(10);
    assert.deepEqual(excerpt(text, 0, 10), {
      text: '0123456789',
      offset: 0,
      cutBefore: false,
      cutAfter: true,
    });
    assert.deepEqual(excerpt(text, 50, 10), {
      text: '8901234567',
      offset: 48,
      cutBefore: true,
      cutAfter: true,
    });
    assert.deepEqual(excerpt(text, 99, 10), {
      text: '0123456789',
      offset: 90,
      cutBefore: true,
      cutAfter: false,
    });
    assert.deepEqual(excerpt('ab', 1, 10), { text: 'ab', offset: 0, cutBefore: false, cutAfter: false });
  });

  it('name sizes', () => {
    assert.equal(sizeText(123_456), '123 kB');
    assert.equal(sizeText(9_812_345), '9.8 MB');
  });
});

import assert from 'node:assert/strict';
import type { ParameterDefinition } from '../../src/engine/lossDefinition';
import { defaultText, rangeText, steppedText } from '../../webview/parameters/parameterText';

function parameter(change: Partial<ParameterDefinition>): ParameterDefinition {
  return { name: 'p', kind: 'float', default: 0, description: '', ...change };
}

describe('texts of parameters', () => {
  it('write defaults as Python does', () => {
    assert.equal(defaultText(parameter({ default: 0 })), '0.0');
    assert.equal(defaultText(parameter({ default: 1e-8 })), '1e-08');
    assert.equal(defaultText(parameter({ kind: 'int', default: -100 })), '-100');
    assert.equal(defaultText(parameter({ kind: 'bool', default: false })), 'False');
    assert.equal(defaultText(parameter({ kind: 'choice', default: 'mean' })), 'mean');
    assert.equal(defaultText(parameter({ kind: 'tensor', default: null })), 'None');
  });

  it('say the range', () => {
    assert.equal(rangeText(parameter({})), '');
    assert.equal(rangeText(parameter({ minimum: 0 })), 'at least 0');
    assert.equal(rangeText(parameter({ minimum: 0, exclusiveMinimum: true })), 'above 0');
    assert.equal(rangeText(parameter({ minimum: 0, maximum: 1 })), '0 to 1');
    assert.equal(
      rangeText(parameter({ minimum: 0, exclusiveMinimum: true, maximum: 1 })),
      'above 0, at most 1',
    );
    assert.equal(rangeText(parameter({ maximum: 1 })), 'at most 1');
  });

  it('step by the last written digit', () => {
    const smoothing = parameter({ minimum: 0, maximum: 1 });
    assert.equal(steppedText('0.0', 1, smoothing), '0.1');
    assert.equal(steppedText('0.25', 1, smoothing), '0.26');
    assert.equal(steppedText('0.25', -10, smoothing), '0.15');
    assert.equal(steppedText('0.2', 1, smoothing), '0.3');
    assert.equal(steppedText('-100', 1, parameter({ kind: 'int' })), '-99');
    assert.equal(steppedText('1', 1, parameter({})), '1.1');
  });

  it('stay within the range', () => {
    assert.equal(steppedText('1.0', 1, parameter({ minimum: 0, maximum: 1 })), undefined);
    assert.equal(steppedText('0.0', -1, parameter({ minimum: 0 })), undefined);
    assert.equal(steppedText('0.1', -1, parameter({ minimum: 0, exclusiveMinimum: true })), undefined);
  });

  it('do not step what is not a plain number', () => {
    for (const text of ['', ' ', 'x', '1e-3', 'inf', '.', '1.2.3']) {
      assert.equal(steppedText(text, 1, parameter({})), undefined, text);
    }
  });
});

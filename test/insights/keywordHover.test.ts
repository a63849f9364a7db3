import assert from 'node:assert/strict';
import { reductionMark } from '../../src/formulas/markedTex';
import { hoverAt, renderHover } from '../../src/insights/documentInsights';
import { reductionSymbol } from '../../src/insights/hoverContent';
import { openPython } from '../python/openPython';

const code = `import torch.nn as nn
import torch.nn.functional as F
c = nn.CrossEntropyLoss(weight=w, label_smoothing=0.1, reduction='sum', ignore_index=3)
loss = c(target=y, input=x)
F.huber_loss(x, y, delta=2.0)
F.kl_div(x, y, log_target=True)
nn.PoissonNLLLoss(full=False)
`;

describe('the hover over the name of an argument', () => {
  /** The hover's text, and the symbol that is asked to be pointed out in its formulas. */
  const over = async (name: string, program = code) => {
    const document = await openPython(program);
    const hover = hoverAt(document, program.indexOf(`${name}=`) + 1) ?? assert.fail(name);
    assert.equal(code.slice(hover.start, hover.end), name);
    document.dispose();
    const symbols: (string | undefined)[] = [];
    const text = renderHover(hover.content, {
      formula: (_, symbol) => {
        symbols.push(symbol);
        return 'data:image/svg+xml;base64,AAAA';
      },
      stands: (tex, symbol) => symbol === reductionSymbol || tex.includes(symbol),
    });
    return { text, symbols };
  };

  it('says what the parameter does, first, and points it out in formula and gradient', async () => {
    const { text, symbols } = await over('label_smoothing');
    assert.deepEqual(symbols, ['\\varepsilon', '\\varepsilon']);
    assert.match(
      text,
      /\*\*`label_smoothing`\*\* = `0\.1` — How much of each label.* _Marked in the formula\._/,
    );
    assert.ok(text.indexOf('How much of each label') < text.indexOf('data:image'));
  });

  it('points out weights, other numbers and inputs', async () => {
    assert.deepEqual((await over('weight')).symbols, ['w', 'w']);
    assert.deepEqual((await over('delta')).symbols, ['\\delta', '\\delta']);
    assert.deepEqual((await over('target')).symbols, ['y', 'y']);
    assert.match((await over('input')).text, /\*\*`input`\*\* — Logits/);
  });

  it('points out how elements are reduced', async () => {
    const { symbols } = await over('reduction');
    assert.deepEqual(symbols, [reductionSymbol, reductionSymbol]);
    assert.equal(reductionSymbol, reductionMark);
  });

  it('shows the formula both ways where the parameter changes its form', async () => {
    const { text, symbols } = await over('log_target');
    assert.match(text, /With `log_target=False`: {2}\n!\[/);
    assert.equal(symbols.length, 3);
    const opposite = await over('full');
    assert.match(opposite.text, /With `full=True`: {2}\n!\[/);
    assert.doesNotMatch((await over('delta')).text, /With `/);
  });

  it('says nothing of marks where the formula has none', async () => {
    const { text, symbols } = await over('ignore_index');
    assert.deepEqual(symbols, [undefined, undefined]);
    assert.match(text, /\*\*`ignore_index`\*\* = `3`/);
    assert.doesNotMatch(text, /Marked/);
    // Without smoothing there is no symbol of it.
    assert.doesNotMatch((await over('label_smoothing', code.replace('0.1', '0.0'))).text, /Marked/);
  });
});

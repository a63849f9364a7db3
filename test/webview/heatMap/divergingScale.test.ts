import assert from 'node:assert/strict';
import { contrast, cssColour, mix, readColour } from '../../../webview/heatMap/colour';
import { DivergingScale } from '../../../webview/heatMap/divergingScale';
import themes from '../../ui/webview/themes.json';

const hex = (text: string) =>
  readColour(
    `rgb(${(text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16)).join(', ')})`,
  );

describe('colours', () => {
  it('are read as the browser writes them', () => {
    assert.deepEqual(readColour('rgb(1, 2, 3)'), { red: 1, green: 2, blue: 3, alpha: 1 });
    assert.deepEqual(readColour('rgba(1, 2, 3, 0.5)'), { red: 1, green: 2, blue: 3, alpha: 0.5 });
    assert.deepEqual(readColour('color(srgb 1 0.5 0 / 0.25)'), {
      red: 255,
      green: 127.5,
      blue: 0,
      alpha: 0.25,
    });
  });

  it('have the contrast that WCAG gives them', () => {
    assert.equal(contrast(hex('#000000'), hex('#ffffff')).toFixed(2), '21.00');
    assert.equal(contrast(hex('#777777'), hex('#ffffff')).toFixed(2), '4.48');
  });

  it('mix with their opacity', () => {
    assert.equal(cssColour(mix(readColour('rgba(255, 0, 0, 0.5)'), hex('#000000'), 0.5)), 'rgb(64, 0, 0)');
  });
});

for (const [name, { variables }] of Object.entries(themes)) {
  describe(`the diverging scale in ${name}`, () => {
    const colour = (variable: keyof typeof variables) => hex(variables[variable]);
    const ends = {
      negative: colour('--vscode-charts-blue'),
      positive: colour('--vscode-charts-red'),
      background: colour('--vscode-editor-background'),
      foreground: colour('--vscode-editor-foreground'),
    };
    const scale = new DivergingScale(ends);
    const values = Array.from({ length: 201 }, (_, index) => index / 100 - 1);

    it('is the background at zero and the full colours at the ends', () => {
      assert.equal(scale.of(0, 1).background, cssColour(ends.background));
      assert.equal(scale.of(1, 1).background, cssColour(ends.positive));
      assert.equal(scale.of(-1, 1).background, cssColour(ends.negative));
      assert.equal(scale.of(Infinity, 1).background, cssColour(ends.positive));
      assert.equal(scale.of(NaN, 1).background, cssColour(ends.background));
      assert.equal(scale.of(-Infinity, 0).background, cssColour(ends.negative));
    });

    it('never draws a small value as zero', () => {
      assert.notEqual(scale.of(1e-30, 1).background, scale.of(0, 1).background);
      assert.notEqual(scale.of(-1e-30, 1).background, scale.of(0, 1).background);
    });

    it('moves away from zero with the magnitude', () => {
      for (const side of [1, -1]) {
        const distances = values
          .filter((value) => value >= 0)
          .map((value) => distance(readColour(scale.of(side * value, 1).background), ends.background));
        assert.deepEqual(
          distances,
          [...distances].sort((a, b) => a - b),
        );
      }
    });

    it('has readable text on every shade', () => {
      for (const value of values) {
        const { background, text } = scale.of(value, 1);
        assert.ok(
          contrast(readColour(background), readColour(text)) >= 4.5,
          `${value}: ${text} on ${background}`,
        );
      }
    });

    it('tells negative from positive for the colour-blind', () => {
      // Red against green is what most of them confuse; the ends differ in blue by a lot.
      assert.ok(Math.abs(ends.negative.blue - ends.positive.blue) > 80);
    });
  });
}

function distance(a: ReturnType<typeof hex>, b: ReturnType<typeof hex>): number {
  return Math.hypot(a.red - b.red, a.green - b.green, a.blue - b.blue);
}

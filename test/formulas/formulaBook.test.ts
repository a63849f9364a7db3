import assert from 'node:assert/strict';
import { FormulaBook } from '../../src/formulas/formulaBook';
import { typeset } from '../../src/formulas/typesetter';
import { assertWellFormed } from './wellFormed';

const fraction = String.raw`\frac{1}{N} \sum_{i=1}^{N} (x_i - y_i)^2`;
const cases = String.raw`\begin{cases} a & b \\ c & d \\ e & f \\ g & h \end{cases}`;
const style = { colour: '#123456', fontSize: 20 };

const plain = (...texts: string[]) => texts.map((tex) => [tex, []] as const);

describe('the book of formulas', () => {
  let book: FormulaBook;
  before(async function () {
    this.timeout(60_000);
    book = new FormulaBook(await typeset(plain(fraction, cases, String.raw`\overline{a + b + c + d}`)));
  });

  it('draws glyphs and rules in the colour asked for', () => {
    const svg = book.svg(fraction, style) ?? '';
    const tags = assertWellFormed(svg);
    const outlines = tags.filter(({ name }) => name === 'path').map(({ attributes }) => attributes.get('id'));
    const uses = tags.filter(({ name }) => name === 'use').map(({ attributes }) => attributes.get('href'));
    // 1 N N i i i 1 = ( x - y ) 2 and the sum sign; the minus and the equals sign once each
    assert.equal(uses.length, 15);
    assert.equal(outlines.length, 11);
    for (const use of uses) assert.ok(outlines.includes(use?.slice(1)), `no outline ${use ?? ''}`);
    assert.equal(tags.filter(({ name }) => name === 'rect').length, 1);
    assert.equal(tags.find(({ name }) => name === 'g')?.attributes.get('fill'), '#123456');
  });

  it('scales with the font size', () => {
    const width = (fontSize: number): number => {
      const svg = book.svg(fraction, { colour: 'currentColor', fontSize }) ?? '';
      return Number(assertWellFormed(svg)[0]?.attributes.get('width'));
    };
    assert.ok(width(16) > 100);
    assert.ok(Math.abs(width(32) - 2 * width(16)) <= 0.02);
  });

  it('keeps every mark inside the picture', () => {
    for (const tex of book.texts) {
      const [svg, ...tags] = assertWellFormed(book.svg(tex, style) ?? '');
      const [left = 0, top = 0, width = 0, height = 0] = (svg?.attributes.get('viewBox') ?? '')
        .split(' ')
        .map(Number);
      for (const { name, attributes } of tags) {
        if (name !== 'rect') continue;
        const [x = 0, y = 0, w = 0, h = 0] = ['x', 'y', 'width', 'height'].map((key) =>
          Number(attributes.get(key)),
        );
        assert.ok(w > 0 && h > 0, tex);
        assert.ok(x >= left && x + w <= left + width, tex);
        assert.ok(-y <= top + height && -(y + h) >= top, tex);
      }
    }
  });

  it('draws stretched braces and overlines from rectangles', () => {
    const rules = (tex: string): number =>
      assertWellFormed(book.svg(tex, style) ?? '').filter(({ name }) => name === 'rect').length;
    assert.equal(rules(cases), 2);
    assert.equal(rules(String.raw`\overline{a + b + c + d}`), 1);
  });

  it('tells a screen reader the words, whatever characters they have', () => {
    const svg = book.svg(fraction, { ...style, label: 'a < b & "c"' }) ?? '';
    const [root] = assertWellFormed(svg);
    assert.equal(root?.attributes.get('role'), 'img');
    assert.equal(root.attributes.get('aria-label'), 'a &lt; b &amp; &quot;c&quot;');
    const [silent] = assertWellFormed(book.svg(fraction, style) ?? '');
    assert.equal(silent?.attributes.get('aria-hidden'), 'true');
  });

  it('gives the same picture as a data URI', () => {
    const uri = book.dataUri(cases, style) ?? '';
    const [, encoded = ''] = /^data:image\/svg\+xml;base64,([\w+/=]+)$/.exec(uri) ?? [];
    assert.equal(Buffer.from(encoded, 'base64').toString('utf8'), book.svg(cases, style));
  });

  it('has nothing for TeX that was not typeset', () => {
    assert.equal(book.svg('x', style), undefined);
    assert.equal(book.dataUri('toString', style), undefined);
  });
});

describe('the typesetter', () => {
  it('refuses TeX that it does not know', async () => {
    await assert.rejects(typeset(plain(String.raw`\nosuchcommand{x}`)), /nosuchcommand/);
  });

  it('breaks what is too wide for a hover into lines', async () => {
    const sum = Array.from({ length: 12 }, (_, i) => String.raw`\left(x_{${i}} - y_{${i}}\right)^2`).join(
      ' + ',
    );
    const definition = String.raw`\ell = ${sum}, \quad x_0 = \frac{a}{b}`;
    const { formulas } = await typeset(plain('a = b', definition));
    const [short, long] = [formulas['a = b'], formulas[definition]];
    assert.ok(short && long);
    assert.ok(long.width < 36_000, `${long.width / 1000} em`);
    assert.ok(long.height + long.depth > 3 * (short.height + short.depth));
  });

  it('has a narrow version of what a side bar has no room for, unless that would break cases apart', async () => {
    const sum = Array.from({ length: 12 }, (_, i) => `x_{${i}}`).join(' + ');
    const two = String.raw`\ell = ${sum}, \quad x_0 = \frac{a}{b}`;
    const cases = String.raw`\begin{cases} ${sum} + ${sum} & x = 1 \\ 2 & x = 2 \end{cases}`;
    const data = await typeset(plain('a = b', two, cases));
    assert.deepEqual(Object.keys(data.narrow), [two]);
    const [wide, narrow] = [false, true].map((isNarrow) => {
      const svg = new FormulaBook(data).svg(two, { ...style, narrow: isNarrow }) ?? '';
      return Number(assertWellFormed(svg)[0]?.attributes.get('width'));
    });
    assert.ok(wide && narrow && narrow < 0.8 * wide && narrow <= 20 * style.fontSize);
  });

  it('shares outlines between formulas', async () => {
    const data = await typeset(plain('a + b', 'b + a'));
    assert.equal(data.glyphs.length, 3);
  });
});

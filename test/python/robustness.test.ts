import assert from 'node:assert/strict';
import { evaluateCall, hoverAt, lossCalls, lossUseAt } from '../../src/insights/documentInsights';
import { longestText, type PythonDocument } from '../../src/python/pythonDocument';
import { facts } from './facts';
import { openPython, pythonParser } from './openPython';

const imports = 'import torch\nfrom torch import nn\n';

/** Checks that exactly `count` uses of `MSELoss` are found, each where the text has it. */
function checkPlaces(document: PythonDocument, count: number): void {
  let found = 0;
  for (const { index } of document.text.matchAll(/\bMSELoss\b/g)) {
    const use = lossUseAt(document, index + 3);
    const hover = hoverAt(document, index + 3);
    if (!use) continue;
    assert.ok(hover && hover.start <= index && hover.end >= index + 'MSELoss'.length, `at ${index}`);
    assert.match(document.text.slice(hover.start, hover.end), /^(?:torch\.)?nn\.MSELoss/);
    found++;
  }
  assert.equal(found, count);
}

/** Checks that while a text is typed, unit by unit, nothing throws and the last tree is that of the whole text. */
async function checkTyping(text: string): Promise<void> {
  const document = await openPython('');
  for (let end = 0; end < text.length; end++) {
    document.update([{ offset: end, length: 0, text: text.charAt(end) }]);
    await document.ready();
    const name = document.text.lastIndexOf('MSELoss');
    if (name >= 0) hoverAt(document, name + 2);
    hoverAt(document, end);
  }
  const fresh = await openPython(text);
  assert.deepEqual(facts(document), facts(fresh));
  checkPlaces(document, text.split('MSELoss').length - 1);
  fresh.dispose();
  document.dispose();
}

describe('python documents that are out of the ordinary', () => {
  it('has 50,000 lines', async () => {
    const line = (index: number): string => `x${index} = f(${index}, 'ü')`;
    const lines = Array.from({ length: 49_990 }, (_, index) => line(index));
    lines.splice(30_000, 0, 'criterion = nn.MSELoss()');
    const document = await openPython(`${imports}${lines.join('\n')}\nnn.MSELoss()(x1, x2)\n`);
    checkPlaces(document, 2);
    document.update([{ offset: imports.length, length: 0, text: '"""😀"""\r\n' }]);
    await document.ready();
    checkPlaces(document, 2);
    document.dispose();
  });

  it('has one long line, and gives others their turns while it is parsed', async () => {
    const numbers = '1.25, '.repeat(100_000);
    const document = (await pythonParser()).open(
      `import torch; from torch import nn; x = [${numbers}]; y = nn.MSELoss()(x, x)`,
    );
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await document.ready();
    clearInterval(timer);
    assert.ok(turns > 1, `${turns} turns`);
    checkPlaces(document, 1);
    document.dispose();
  });

  it('has a long string without an end', async () => {
    const document = await openPython(`${imports}nn.MSELoss()\nx = """${'nn.L1Loss() '.repeat(30_000)}`);
    checkPlaces(document, 1);
    assert.doesNotThrow(() => hoverAt(document, document.text.length - 6));
    document.dispose();
  });

  for (const [name, code] of Object.entries({
    'a sum of 3,000 terms': `x = 1${' + f(a)'.repeat(3000)}`,
    '3,000 methods in a row': `x = y${'.f()'.repeat(3000)}`,
    '1,000 brackets around each other': `x = ${'('.repeat(1000)}1${')'.repeat(1000)}`,
    '3,000 names for each other': `x = 1\n${'x = x.f(x)\n'.repeat(3000)}`,
    'a list of 100,000 numbers': `x = [${'1.25, '.repeat(100_000)}]`,
  }))
    it(`has ${name}`, async () => {
      const document = await openPython(`${imports}${code}\ny = nn.MSELoss()(x, x)\nx\n`);
      checkPlaces(document, 1);
      for (const part of [0.3, 0.5, 0.5001, 0.7, 1])
        assert.equal(hoverAt(document, Math.floor(part * (document.text.length - 1))), undefined);
      for (const call of lossCalls(document, { start: 0, end: document.text.length }))
        assert.equal(evaluateCall(document, call).result, undefined);
      document.dispose();
    });

  it('has many brackets that open', async () => {
    const document = await openPython(`${imports}nn.MSELoss()\n${'['.repeat(300_000)}`);
    checkPlaces(document, 1);
    document.dispose();
  });

  it('has 5 MB in one line, is not analysed, and is once that is gone', async () => {
    const start = `${imports}nn.MSELoss()\nx = '`;
    const document = await openPython(`${start}${'0'.repeat(5_000_000)}'\n`);
    document.readNow();
    assert.equal(document.isReady, false);
    document.update([{ offset: start.length, length: 4_999_999, text: '' }]);
    await document.ready();
    assert.equal(document.isReady, true);
    checkPlaces(document, 1);
    document.update([{ offset: start.length, length: 0, text: '1'.repeat(longestText) }]);
    await document.ready();
    assert.equal(document.isReady, false);
    assert.throws(() => document.module);
    document.dispose();
  });

  it('has names of astral letters wherever the parser is given the next part of the text', async () => {
    for (let length = 4000; length < 4096; length++) {
      const text = `class A:\n    from torch import nn\n    s = '${'x'.repeat(length)}'\n    𝒳𝒴𝒵 = nn.MSELoss()\n`;
      const document = await openPython(text);
      assert.equal(document.treeAt(0).root.hasError, false, `with ${length}`);
      document.dispose();
    }
  });

  it('has nodes without text in its tree', async () => {
    const document = await openPython(
      `def step(x):\n    y = x\n):\n    return nn.MSELoss()(x, y)\n  # end\n\n`,
    );
    for (const { statement, start, end } of document.module.chunks) {
      assert.ok(start < end);
      assert.equal(statement.span.start, start);
    }
    document.dispose();
  });

  for (const [name, text] of Object.entries({
    'a call': `${imports}y = nn.MSELoss(reduction='sum')(a, b)\n`,
    'a class': `${imports}class Net(nn.Module):\n    def __init__(self):\n        self.c = nn.MSELoss()\n\n    def forward(self, x): return self.c(x, x)\n`,
    'a string of many lines': `${imports}s = f"""😀{nn.MSELoss()!r:>{3}}"""\n`,
    'a conditional': `${imports}if a:\n\tc = nn.MSELoss(\n\t\treduction='none', # x\n\t)\nelse:\n\tc = [nn.MSELoss() for i in x]\n`,
  }))
    it(`is being typed: ${name}`, () => checkTyping(text));

  for (const [name, text] of Object.entries({
    'mixed line endings':
      'import torch\r\nfrom torch import nn\n\r\na = 1\r\nx = nn.MSELoss()\ny = nn.MSELoss()\r\n',
    tabs: `${imports}def f():\n\tif x:\n\t    y =\tnn.MSELoss(\t)\n\t\treturn\n\treturn\tnn.MSELoss()`,
    'a byte order mark': `\ufeff${imports}nn.MSELoss(); nn.MSELoss()`,
    'astral characters': `${imports}s = '😀𝒳'; nn.MSELoss(); 𝒳 = '👩‍👩‍👧'; nn.MSELoss()  # 😀`,
    'combining and wide characters': `${imports}é = 'ｅ́漢字'; nn.MSELoss(); 名 = nn.MSELoss()`,
    'a lone surrogate': `${imports}s = '\ud83d'; nn.MSELoss(); t = '\ude00'; nn.MSELoss()`,
    'form feeds and null': `${imports}\f\nnn.MSELoss()\ns = '\0'; nn.MSELoss()`,
    'line separators that Python has not': `${imports}s = '\u2028\u0085'; nn.MSELoss()\n# \u2029 x\nnn.MSELoss()`,
    'backslashes at line ends': `${imports}x = \\\n  nn.MSELoss(); y = \\\r\n    nn.MSELoss()`,
    'Python 2': `${imports}print 'a', nn.MSELoss()\nexec "x" in d\nx = 0777L\ny = nn.MSELoss()\n`,
    'Python 2 exceptions': `${imports}try:\n    x = nn.MSELoss()\nexcept IOError, e:\n    raise ValueError, e\nprint >>f, x\nz = nn.MSELoss()\n`,
    'a merge conflict': `${imports}x = nn.MSELoss()\n<<<<<<< HEAD\na = 1\n=======\nb = 2\n>>>>>>> other\ny = nn.MSELoss()\n`,
  }))
    it(`has ${name}`, async () => {
      const document = await openPython(text);
      checkPlaces(document, 2);
      document.dispose();
      await checkTyping(text);
    });
});

import assert from 'node:assert/strict';
import { evaluateCall, hoverAt, lossCalls, renderHover } from '../../../src/insights/documentInsights';
import { openPython } from '../../python/openPython';

const head = 'import sys\nimport torch\nfrom torch import nn\n';

const body = `x = torch.randn(3, 5, requires_grad=True)
y = torch.empty(3, dtype=torch.long).random_(5)
criterion = nn.CrossEntropyLoss()
loss = criterion(x, y)`;

const indented = body.replaceAll(/^/gm, '    ');
const guard = 'if __name__ == "__main__":';

/** What the last loss call of a program gives; undefined where that is not known. */
async function valueOf(code: string): Promise<number | undefined> {
  const document = await openPython(head + code);
  const call = lossCalls(document, { start: 0, end: document.text.length }).at(-1);
  assert.ok(call, code);
  const { result } = evaluateCall(document, call);
  document.dispose();
  return result?.loss.data[0];
}

/** Programs with a function that draws what its body would draw where the function is called. */
const known: Readonly<Record<string, readonly [program: string, inline: string]>> = {
  'below the guard': [
    `torch.manual_seed(0)\ndef main():\n${indented}\n${guard}\n    main()\n`,
    `torch.manual_seed(0)\n${body}`,
  ],
  'seeded below the guard': [
    `def main():\n${indented}\n${guard}\n    torch.manual_seed(1)\n    main()\n`,
    `torch.manual_seed(1)\n${body}`,
  ],
  'plainly called': [
    `torch.manual_seed(2)\ndef main():\n${indented}\n    return loss\nvalue = main()\n`,
    `torch.manual_seed(2)\n${body}`,
  ],
  'after others have drawn': [
    `torch.manual_seed(3)\nz = torch.rand(7)\ndef main():\n${indented}\nz = torch.randn(2)\nmain()\n`,
    `torch.manual_seed(3)\nz = torch.rand(7)\nz = torch.randn(2)\n${body}`,
  ],
  'in a call': [
    `torch.manual_seed(4)\ndef main():\n${indented}\nsys.exit(main())\n`,
    `torch.manual_seed(4)\n${body}`,
  ],
  'called by another that is called once': [
    `torch.manual_seed(5)\ndef step():\n${indented}\ndef main(args):\n    w = torch.rand(3)\n    step()\nargs = 1\n${guard}\n    main(args)\n`,
    `torch.manual_seed(5)\nw = torch.rand(3)\n${body}`,
  ],
  'with a seed of its own': [
    `torch.manual_seed(6)\ndef main():\n    torch.manual_seed(7)\n${indented}\nmain()\nmain()\n`,
    `torch.manual_seed(7)\n${body}`,
  ],
  'with a class between': [
    `torch.manual_seed(8)\nclass Net(nn.Module):\n    size = 3\n    def forward(self):\n        return torch.rand(2)\ndef main():\n${indented}\nmain()\n`,
    `torch.manual_seed(8)\n${body}`,
  ],
};

/** Programs in which nobody can tell what the generator's state is. */
const open: Readonly<Record<string, string>> = {
  'called twice': `torch.manual_seed(0)\ndef main():\n${indented}\nmain()\nmain()\n`,
  'called in a loop': `torch.manual_seed(0)\ndef main():\n${indented}\nfor i in range(2):\n    main()\n`,
  'not called': `torch.manual_seed(0)\ndef main():\n${indented}\n`,
  'handed to somebody': `torch.manual_seed(0)\ndef main():\n${indented}\nrun(main)\n`,
  'called with what draws': `torch.manual_seed(0)\ndef main(z):\n${indented}\nmain(torch.rand(2))\n`,
  'called with what may draw': `torch.manual_seed(0)\ndef main(z):\n${indented}\nmain(read())\n`,
  'a generator': `torch.manual_seed(0)\ndef main():\n${indented}\n    yield loss\nmain()\n`,
  'a coroutine': `torch.manual_seed(0)\nasync def main():\n${indented}\nmain()\n`,
  decorated: `torch.manual_seed(0)\n@twice\ndef main():\n${indented}\nmain()\n`,
  'called by one that is called twice': `torch.manual_seed(0)\ndef step():\n${indented}\ndef main():\n    step()\nmain()\nmain()\n`,
  'called by itself': `torch.manual_seed(0)\ndef main():\n${indented}\n    main()\n`,
  'a method': `torch.manual_seed(0)\nclass A:\n    def main(self):\n${indented.replaceAll(/^/gm, '    ')}\nA().main()\n`,
  'inside of a function': `torch.manual_seed(0)\ndef outer():\n    def main():\n${indented.replaceAll(/^/gm, '    ')}\n    main()\nouter()\n`,
  'seeded out of sight': `from tools import seed\nseed()\ndef main():\n${indented}\nmain()\n`,
  'after somebody may have drawn': `torch.manual_seed(0)\nprepare()\ndef main():\n${indented}\nmain()\n`,
  'after a class has drawn': `torch.manual_seed(0)\nclass A:\n    start = torch.rand(3)\ndef main():\n${indented}\nmain()\n`,
  'after a default has drawn': `torch.manual_seed(0)\ndef f(start=torch.rand(3)):\n    pass\ndef main():\n${indented}\nmain()\n`,
};

describe('random numbers of a function that is called once', () => {
  for (const [name, [program, inline]] of Object.entries(known))
    it(`are those that its statements would draw there: ${name}`, async () => {
      const expected = await valueOf(inline);
      assert.notEqual(expected, undefined);
      assert.equal(await valueOf(program), expected);
    });

  for (const [name, program] of Object.entries(open))
    it(`are not known where it is ${name}`, async () => {
      assert.equal(await valueOf(program), undefined);
    });

  it('are the same for what stands below a default that draws', async () => {
    const code = `torch.manual_seed(0)\ndef f(start=torch.rand(3)):\n    pass\n${body}`;
    assert.equal(await valueOf(code), undefined);
  });
});

describe('a hover over a loss whose value is not known', () => {
  const hoverOver = async (code: string, text: string): Promise<string> => {
    const document = await openPython(head + code);
    const hover = hoverAt(document, document.text.lastIndexOf(text) + 1) ?? assert.fail('no hover');
    document.dispose();
    return renderHover(hover.content, { formula: () => undefined });
  };

  it('says that it changes from pass to pass', async () => {
    const text = await hoverOver(
      'x = torch.zeros(2)\nc = nn.MSELoss()\nfor i in range(3):\n    x = x + i\n    c(x, torch.ones(2))\n',
      'c(x',
    );
    assert.match(text, /not known here:_ `x`, _since it changes from pass to pass of the loop/);
  });

  it('says that no seed is set', async () => {
    assert.match(await hoverOver(body, 'criterion'), /`x`, _since no random seed is set before/);
  });

  it('says what may have drawn random numbers', async () => {
    assert.match(
      await hoverOver(`torch.manual_seed(0)\nsetUp()\n${body}`, 'criterion'),
      /`x`, _since `setUp` may have drawn/,
    );
  });

  it('says nothing of what comes from elsewhere', async () => {
    assert.doesNotMatch(await hoverOver('c = nn.MSELoss()\nc(model(x), y)\n', 'c(m'), /not known/);
  });
});

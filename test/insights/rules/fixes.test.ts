import assert from 'node:assert/strict';
import { rules } from '#rules';
import { applyFix, findingsOf, preamble } from './ruleExamples';

/** What becomes of code, by the fix of this title; undefined where there is none. */
async function fixedBy(title: string, code: string): Promise<string | undefined> {
  const text = preamble + code;
  const fixes = (await findingsOf(rules, text)).flatMap((finding) => finding.fixes);
  const fix = fixes.find((one) => one.title === title);
  return fix && applyFix(text, fix).slice(preamble.length);
}

const net = (line: string): string =>
  `class Net(nn.Module):\n    def forward(self, x):\n        ${line}\n        return x\n\nnet = Net()\ndef step(x, y):\n    return F.cross_entropy(net(x), y)\n`;

const inDictionary = (argument: string): string =>
  `losses = {'bce': F.binary_cross_entropy}\nfc = nn.Linear(3, 1)\ndef step(x, y):\n    return losses['bce'](${argument}, y)\n`;

describe('fixes', () => {
  const cases: readonly (readonly [
    what: string,
    title: string,
    before: string,
    after: string | undefined,
  ])[] = [
    [
      'leave what is done with a softmax besides',
      'Remove the softmax',
      net('x = F.softmax(x, dim=1).reshape(-1, 3)'),
      net('x = x.reshape(-1, 3)'),
    ],
    [
      'leave the other name of a softmax',
      'Remove the softmax',
      net('x = p = F.softmax(x, dim=1)'),
      net('x = p = x'),
    ],
    [
      'leave a comment',
      'Remove the softmax',
      net('x = F.softmax(x, dim=1)  # to sum up to 1'),
      net('x = x  # to sum up to 1'),
    ],
    [
      'leave nothing of a line that did nothing else',
      'Remove the softmax',
      net('x = x.softmax(1)'),
      net('').replace('        \n', ''),
    ],
    [
      'rename no functional that is an entry of a dictionary',
      'Use BCEWithLogitsLoss',
      inDictionary('fc(x)'),
      undefined,
    ],
    [
      'wrap the input of one',
      'Take the sigmoid',
      inDictionary('fc(x)'),
      inDictionary('torch.sigmoid(fc(x))'),
    ],
    [
      'take the first of several arguments out of the call that it is in',
      'Remove ignore_index',
      "criterion = nn.CrossEntropyLoss(ignore_index=1, reduction='sum')\ndef step(x, y):\n    return criterion(x, y.softmax(-1))\n",
      "criterion = nn.CrossEntropyLoss(reduction='sum')\ndef step(x, y):\n    return criterion(x, y.softmax(-1))\n",
    ],
    [
      'take the last one out, and leave the comment behind the one before',
      'Remove ignore_index',
      'def step(x, y, w):\n    return F.cross_entropy(\n        x,\n        y.softmax(-1),\n        w,  # of the classes\n        ignore_index=1,\n    )\n',
      'def step(x, y, w):\n    return F.cross_entropy(\n        x,\n        y.softmax(-1),\n        w,  # of the classes\n    )\n',
    ],
    [
      'take one out of a partial call',
      'Take the default of beta',
      "from functools import partial\nmake = partial(nn.SmoothL1Loss, beta=-1.0)\nmake(reduction='sum')\n",
      "from functools import partial\nmake = partial(nn.SmoothL1Loss)\nmake(reduction='sum')\n",
    ],
    [
      'make no other loss of an instance that is called elsewhere, too',
      'Use BCEWithLogitsLoss without the sigmoid',
      "criterion = nn.BCELoss()\ndef step(x, z, y):\n    with torch.autocast('cuda'):\n        loss = criterion(x.sigmoid(), y)\n    return loss + criterion(z.sigmoid(), y)\n",
      undefined,
    ],
  ];
  for (const [what, title, before, after] of cases)
    it(what, async () => assert.equal(await fixedBy(title, before), after));
});

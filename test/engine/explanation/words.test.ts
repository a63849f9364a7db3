import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lossByName } from '../../../src/engine/evaluate';
import { explanationText } from '../../../src/engine/explanation/explanation';
import { explainRefusal } from '../../../src/engine/explanation/refusal';
import { isTensorValue } from '../../../src/engine/nativeTypes';
import type { Tensor } from '../../../src/engine/tensor/tensor';
import { TorchError } from '../../../src/engine/torchError';
import { projectRoot } from '../../projectRoot';
import { caseFiles } from '../../torch/cli';
import { readCases } from '../../torch/referenceCase';

const file = path.join(projectRoot, 'test/engine/explanation/words.txt');

/** What messages of one kind have in common. */
function kindOf(message: string): string {
  return message
    .replaceAll(
      /'[^']*'|\b(?:Long|Int|Short|Char|Byte|Bool|Half|BFloat16|Float|Double)\b|\bu?int\d*\b|\bbool\b/g,
      '…',
    )
    .replaceAll(/\[[^\]]*\]|\([^)]*\)|-?\d[\d.e+-]*|\b(?:inf|nan)\b/g, '…')
    .replaceAll(/[\w.]+\(\)|\w+_\w+/g, '…')
    .slice(0, 36);
}

describe('the words of explanations', () => {
  it('are what was read and found good (UPDATE_WORDS=1 writes words.txt anew, to be read)', async () => {
    const told = new Map<string, string>();
    for (const name of await caseFiles()) {
      for (const { loss, expect, inputs, parameters } of await readCases(name)) {
        const definition = lossByName(loss) ?? assert.fail(loss);
        if (!('error' in expect)) continue;
        const { type, message, stage } = expect.error;
        const error = new TorchError(type as TorchError['type'], message, stage);
        const tensors = Object.entries(inputs).filter((each): each is [string, Tensor] =>
          isTensorValue(each[1]),
        );
        const call = { loss: definition, inputs: Object.fromEntries(tensors), parameters };
        const explanation = explainRefusal(error, call);
        const words = explanation ? explanationText(explanation) : '-';
        const kind = kindOf(message);
        if (!told.has(kind))
          told.set(kind, `${loss}: ${message.slice(0, 110).replaceAll('\n', ' ')}\n  ${words}`);
      }
    }
    const text = `${[...told.values()].join('\n')}\n`;
    if (process.env['UPDATE_WORDS']) await writeFile(file, text);
    assert.deepEqual(text.split('\n'), (await readFile(file, 'utf8')).split('\n'));
  });
});

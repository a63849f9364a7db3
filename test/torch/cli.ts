import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../projectRoot';
import { readCases } from './referenceCase';
import { listDisagreements, tally, type LossTally } from './tally';

const usage = `npm run torch -- [FILE ...] [--list N] [--verbose]
Runs the engine over reference cases (.jsonl, .jsonl.gz; all of test/torch/cases if none is named).
  --list N    show the first N disagreements of each loss
  --verbose   show all of them`;

/** The files of reference cases in test/torch/cases, absolute and sorted. */
export async function caseFiles(): Promise<string[]> {
  const folder = path.join(projectRoot, 'test/torch/cases');
  const names = await readdir(folder);
  return names
    .filter((name) => /\.jsonl(\.gz)?$/.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Prints how many cases agree and answers the exit code: 1 if any does not, or if there are none. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'string', default: '0' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const tallies = new Map<string, LossTally>();
  for (const file of positionals.length > 0 ? positionals : await caseFiles())
    tally(await readCases(file), tallies);
  const shown = values.verbose ? Infinity : Number(values.list);
  let cases = 0;
  let agreeing = 0;
  for (const each of tallies.values()) {
    cases += each.cases;
    agreeing += each.cases - each.disagreements.length;
    console.log(summary(each));
    if (shown > 0 && each.disagreements.length > 0) console.log(listDisagreements(each.disagreements, shown));
  }
  console.log(`total: ${String(agreeing)} of ${String(cases)} agree`);
  return agreeing === cases && cases > 0 ? 0 : 1;
}

function summary({ loss, cases, disagreements, worst, worstId }: LossTally): string {
  const agreeing = cases - disagreements.length;
  const count = `${loss.padEnd(30)} ${`${String(agreeing)} of ${String(cases)}`.padStart(14)} agree`;
  const distance = `worst ${worst.toPrecision(2)} of the tolerance${worstId === '' ? '' : ` (${worstId})`}`;
  const first = disagreements[0];
  return first === undefined ? `${count}, ${distance}` : `${count}, ${distance}; first: ${first.id}`;
}

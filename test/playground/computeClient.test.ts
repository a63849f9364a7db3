import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { lossByName } from '../../src/engine/evaluate';
import { setTranslations } from '../../src/l10n/localize';
import { ComputeClient, type ComputeClientOptions } from '../../src/playground/computeClient';
import type { PlaygroundResult, PlaygroundState } from '../../src/protocol/messages';
import type { Answer, NoAnswer, Question } from '../../src/protocol/questions';
import { bundle } from '../run/build';

const million = 1_000_000;

describe('ComputeClient', () => {
  let worker = '';
  let client: ComputeClient | undefined;
  /** Results and busy notices as they come. */
  let results: PlaygroundResult[] = [];
  let busy: string[] = [];
  let arrived: (() => void) | undefined;

  before(async () => {
    [worker = ''] = await bundle(['test/playground/workerEntry.ts'], 'cjs');
  });

  afterEach(() => client?.dispose());

  function connect(options: Partial<ComputeClientOptions> = {}): ComputeClient {
    results = [];
    busy = [];
    client = new ComputeClient({
      worker,
      onResult: (result) => {
        results.push(result);
        arrived?.();
      },
      onBusy: (revision, what) => busy.push(`${revision} ${what}`),
      ...options,
    });
    return client;
  }

  /** Waits for the result of a revision. */
  async function result(revision: number): Promise<PlaygroundResult> {
    for (;;) {
      const found = results.find((each) => each.revision === revision);
      if (found) return found;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  }

  it('computes a state in its thread', async () => {
    connect().compute(state('[2.5, 0.0, 2.1, 7.8]', '[3.0, -0.5, 2.0, 7.0]'), 1);
    const { outcome, formula } = await result(1);
    assert.ok(outcome.kind === 'value');
    assert.equal(outcome.printed, 'tensor(0.2875)');
    assert.deepEqual(
      Array.from(outcome.gradients['input']?.data ?? [], (value) => value.toFixed(4)),
      ['-0.2500', '0.2500', '0.0500', '0.4000'],
    );
    assert.equal(formula, undefined);
  });

  it("answers in the user's language", async () => {
    setTranslations({ 'mean of {0} losses': 'Mittel von {0}' });
    const started = connect();
    started.start();
    setTranslations({});
    started.compute(state('[1.0, 2.0]', '[0.0, 0.0]'), 1);
    const { outcome } = await result(1);
    assert.ok(outcome.kind === 'value');
    assert.equal(outcome.reduction, 'Mittel von 2');
  });

  it('draws the formulas that lie beside the worker', async () => {
    const { tex, words } = lossByName('MSELoss')?.formula({}) ?? assert.fail('no MSELoss');
    const formulas = { [tex]: { width: 1000, height: 700, depth: 0, marks: [[0, 0, 0, 1000]], rules: [] } };
    const file = path.join(path.dirname(worker), 'formulas.json');
    writeFileSync(file, JSON.stringify({ glyphs: ['M0 0H1000'], formulas, narrow: {} }));
    connect().compute(state('1.', '2.'), 1);
    const { formula, gradientFormula } = await result(1);
    rmSync(file);
    assert.equal(formula?.words, words);
    assert.match(formula.svg, /M0 0H1000/);
    assert.equal(gradientFormula, undefined);
  });

  it('sends a text once, and keeps it for the requests after', async () => {
    const connected = connect();
    connected.compute(state('[1., 2.]', '[1., 4.]'), 1);
    await result(1);
    connected.compute({ ...state('[1., 2.]', '[1., 4.]'), parameters: { reduction: 'sum' } }, 2);
    const { outcome } = await result(2);
    assert.ok(outcome.kind === 'value' && outcome.printed === 'tensor(4.)');
    // The first answer's arrays were handed over; the tensors that are kept must not have gone with them.
    connected.compute({ ...state('[1., 2.]', '[1., 4.]'), parameters: { reduction: 'none' } }, 3);
    const again = (await result(3)).outcome;
    assert.ok(again.kind === 'value' && again.printed === 'tensor([0., 4.])');
  });

  it('skips states that a newer one overtook', async () => {
    const connected = connect();
    for (let revision = 1; revision <= 20; revision++)
      connected.compute(state(`${revision}.`, '0.'), revision);
    const { outcome } = await result(20);
    assert.ok(outcome.kind === 'value' && outcome.precise === '400.0');
    assert.ok(results.length <= 2);
  });

  it('reads a million numbers while its own thread goes on', async () => {
    const connected = connect({ busyAfter: 0 });
    const numbers = Array.from({ length: million }, (_, index) => (index % 1000) / 8);
    const text = JSON.stringify(numbers);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    connected.compute(state(text, text.replace('[0,', '[1000,')), 1);
    const { outcome, inputs } = await result(1);
    clearInterval(ticking);
    assert.ok(outcome.kind === 'value');
    assert.deepEqual(inputs['input'], { dtype: 'float32', shape: [million] });
    assert.equal(outcome.printed, 'tensor(1.)');
    assert.equal(outcome.gradients['input']?.data.length, million);
    assert.ok(ticks > 5, `the event loop turned ${ticks} times`);
    assert.ok(
      busy.some((notice) => notice.includes('Reading target')),
      busy.join('\n'),
    );
    assert.ok(
      busy.some((notice) => notice.includes('Computing MSELoss')),
      busy.join('\n'),
    );
  });

  it('refuses ten million elements kindly, and says so where broadcasting makes more than memory holds', async () => {
    const connected = connect();
    connected.compute(state('1,'.repeat(10 * million), '0'), 1);
    const { outcome, inputs } = await result(1);
    assert.deepEqual(outcome, { kind: 'incomplete', missing: ['input'] });
    assert.equal(
      inputs['input']?.problem?.message,
      '10,000,000 elements are more than the 4,000,000 that are taken: use a part, such as t[:4000000]',
    );
    const column = `[${'[1.0],'.repeat(200_000)}]`;
    connected.compute(state(column, `[[${'2.0,'.repeat(200_000)}]]`), 2);
    const refused = (await result(2)).outcome;
    assert.ok(refused.kind === 'error', refused.kind);
    assert.equal(refused.explanation, 'There is not enough memory for tensors of this size.');
    connected.compute(state('1.', '3.'), 3);
    assert.equal((await result(3)).outcome.kind, 'value');
  });

  it('cancels what runs and what waits', async () => {
    const connected = connect();
    const text = '1.5,'.repeat(million * 2);
    connected.compute(state(text, text), 1);
    connected.compute(state('1.', '2.'), 2);
    connected.cancel();
    assert.deepEqual((await result(2)).outcome, { kind: 'cancelled' });
    connected.compute(state('1.', '3.'), 3);
    const { outcome } = await result(3);
    assert.ok(outcome.kind === 'value' && outcome.printed === 'tensor(4.)');
    assert.deepEqual(
      results.map(({ revision }) => revision),
      [2, 3],
    );
  });

  it('gives up a long computation for a newer state', async () => {
    const connected = connect({ patience: 0 });
    const text = '1.5,'.repeat(million * 2);
    connected.compute(state(text, text), 1);
    connected.compute(state('1.', '3.'), 2);
    await result(2);
    assert.deepEqual(
      results.map(({ revision }) => revision),
      [2],
    );
  });

  describe('that nobody looks at', () => {
    const isThreadThere = (): boolean => process.getActiveResourcesInfo().includes('MessagePort');
    const ended = async (): Promise<void> => {
      while (isThreadThere()) await new Promise((resolve) => setTimeout(resolve, 5));
    };

    beforeEach(ended);

    it('ends its thread after a while, and computes with the same texts after', async () => {
      const connected = connect({ restAfter: 1 });
      connected.start();
      connected.compute(state('1.', '3.'), 1);
      await result(1);
      assert.ok(isThreadThere());
      connected.release();
      await ended();
      connected.compute(state('1.', '3.'), 2);
      const { outcome } = await result(2);
      assert.ok(outcome.kind === 'value' && outcome.printed === 'tensor(4.)');
      await ended();
    });

    it('ends it not while it computes, nor when somebody looks again', async () => {
      const connected = connect({ restAfter: 1 });
      const text = '1.5,'.repeat(million);
      connected.compute(state(text, text), 1);
      connected.release();
      assert.equal((await result(1)).outcome.kind, 'value');
      connected.start();
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.ok(isThreadThere());
    });
  });

  it('says so when the thread breaks, and works again after', async () => {
    const connected = connect({ worker: path.join(path.dirname(worker), 'missing.cjs') });
    connected.compute(state('1.', '3.'), 1);
    const { outcome } = await result(1);
    assert.ok(outcome.kind === 'error' && /missing\.cjs/.test(outcome.message));
    connected.compute(state('1.', '3.'), 2);
    assert.equal((await result(2)).outcome.kind, 'error');
  });

  describe('asked a question', () => {
    const curve: Question = { kind: 'curve', input: 'input', at: 0, others: [] };
    const asker = {};
    type Answers = (Answer | NoAnswer)[];

    function ask(question: Question, about: PlaygroundState, revision: number, into: Answers): Promise<void> {
      return new Promise((resolve) => {
        client?.ask({
          question,
          state: about,
          revision,
          asker,
          onAnswer: (answer) => {
            into.push(answer);
            resolve();
          },
        });
      });
    }

    it('answers after the state that came before it', async () => {
      connect().compute(state('[2.5, 0.0]', '[3.0, -0.5]'), 1);
      const answers: Answers = [];
      await ask(curve, state('[2.5, 0.0]', '[3.0, -0.5]'), 1, answers);
      assert.deepEqual(
        results.map(({ revision }) => revision),
        [1],
      );
      const [answer] = answers;
      assert.ok(answer?.kind === 'curve');
      assert.deepEqual(Array.from(answer.lines[0]?.here.x ?? []), [2.5]);
      assert.deepEqual(Array.from(answer.lines[0]?.here.loss ?? []), [0.25]);
    });

    it('answers of one kind only the newest, and each kind of asker', async () => {
      connect();
      const about = state('[2.5, 0.0]', '[3.0, -0.5]');
      const [answers, others]: [Answers, Answers] = [[], []];
      const other = new Promise<void>((resolve) => {
        client?.ask({
          question: curve,
          state: about,
          revision: 1,
          asker: {},
          onAnswer: (answer) => {
            others.push(answer);
            resolve();
          },
        });
      });
      const asked = [0, 1, 0, 1].map((at) => ask({ ...curve, at }, about, 1, answers));
      await Promise.all([other, asked.at(-1)]);
      assert.equal(others.length, 1);
      assert.equal(answers.length, 1);
      assert.ok(answers[0]?.kind === 'curve' && answers[0].lines[0]?.here.x[0] === 0);
    });

    it('drops the questions about a state that was overtaken', async () => {
      const connected = connect();
      const text = '1.5,'.repeat(million);
      const answers: Answers = [];
      connected.compute(state(text, text), 1);
      void ask(curve, state(text, text), 1, answers);
      connected.compute(state('1.', '3.'), 2);
      await result(2);
      await ask(curve, state('1.', '3.'), 2, answers);
      assert.equal(answers.length, 1);
    });

    it('cancels questions that run and wait', async () => {
      const connected = connect();
      const text = '1.5,'.repeat(million);
      const answers: Answers = [];
      const first = ask(curve, state(text, text), 1, answers);
      connected.cancel();
      await first;
      assert.deepEqual(answers, [{ kind: 'cancelled' }]);
      assert.deepEqual(results, []);
    });

    it('answers no question again that was cancelled while it waited', async () => {
      const connected = connect();
      const text = '1.5,'.repeat(million);
      const running: Answers = [];
      const waiting: Answers = [];
      const after: Answers = [];
      void ask(curve, state(text, text), 1, running);
      const cancelled = ask({ kind: 'steps', at: 0 }, state('1.', '3.'), 1, waiting);
      connected.cancel();
      await cancelled;
      await ask(curve, state('1.', '3.'), 1, after);
      assert.deepEqual([running, waiting], [[{ kind: 'cancelled' }], [{ kind: 'cancelled' }]]);
      assert.equal(after.length, 1);
    });

    it('says so when the thread breaks', async () => {
      connect({ worker: path.join(path.dirname(worker), 'missing.cjs') });
      const answers: Answers = [];
      await ask(curve, state('1.', '3.'), 1, answers);
      assert.ok(answers[0]?.kind === 'error' && /missing\.cjs/.test(answers[0].message));
    });
  });

  it('has nothing to cancel when nothing runs', () => {
    connect().cancel();
    assert.deepEqual(results, []);
  });
});

function state(input: string, target: string): PlaygroundState {
  return {
    version: 1,
    loss: 'MSELoss',
    parameters: {},
    inputs: { input: { text: input, dtype: 'auto' }, target: { text: target, dtype: 'auto' } },
    tab: 'gradient',
  };
}

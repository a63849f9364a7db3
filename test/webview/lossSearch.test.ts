import assert from 'node:assert/strict';
import { lossForms } from '../../src/playground/lossForms';
import { setTranslations } from '../../src/l10n/localize';
import { searchWords } from '../../src/guide/searchWords';
import { taskName } from '../../webview/loss/tasks';
import { searchLosses } from '../../webview/loss/lossSearch';

function names(query: string): readonly string[] {
  return searchLosses(lossForms(), query).flatMap(({ losses }) => losses.map(({ name }) => name));
}

describe('searching losses', () => {
  afterEach(() => {
    setTranslations({});
  });

  it('finds all of them, grouped by task, without a query', () => {
    const groups = searchLosses(lossForms(), ' ');
    const all = lossForms().map(({ name }) => name);
    assert.deepEqual([...names('')].sort(), all.sort());
    assert.equal(new Set(groups.map(({ label }) => label)).size, groups.length);
    for (const { label, losses } of groups) for (const loss of losses) assert.equal(loss.task, label);
  });

  for (const [query, first] of [
    ['mse', 'MSELoss'],
    ['MSELoss', 'MSELoss'],
    ['mse loss', 'MSELoss'],
    ['mean squared error', 'MSELoss'],
    ['l2', 'MSELoss'],
    ['regression', 'MSELoss'],
    ['mae', 'L1Loss'],
    ['l1', 'L1Loss'],
    ['smooth', 'SmoothL1Loss'],
    ['smooth l1 loss', 'SmoothL1Loss'],
    ['bounding boxes', 'SmoothL1Loss'],
    ['robust regression', 'HuberLoss'],
    ['outliers', 'HuberLoss'],
    ['hubber', 'HuberLoss'],
    ['cross_entropy', 'CrossEntropyLoss'],
    ['cross ent', 'CrossEntropyLoss'],
    ['crossentropy', 'CrossEntropyLoss'],
    ['cross entropy', 'CrossEntropyLoss'],
    ['cross-entropy loss', 'CrossEntropyLoss'],
    ['cros entropy', 'CrossEntropyLoss'],
    ['crossentorpy', 'CrossEntropyLoss'],
    ['softmax', 'CrossEntropyLoss'],
    ['classification', 'CrossEntropyLoss'],
    ['multi-class', 'CrossEntropyLoss'],
    ['segmentation', 'CrossEntropyLoss'],
    ['class weights', 'CrossEntropyLoss'],
    ['next token', 'CrossEntropyLoss'],
    ['label smoothing', 'CrossEntropyLoss'],
    ['bce', 'BCELoss'],
    ['bcewl', 'BCEWithLogitsLoss'],
    ['bce with logits', 'BCEWithLogitsLoss'],
    ['binary', 'BCEWithLogitsLoss'],
    ['binary cross entropy', 'BCELoss'],
    ['multi-label', 'BCEWithLogitsLoss'],
    ['multilabel', 'BCEWithLogitsLoss'],
    ['multi label classification', 'BCEWithLogitsLoss'],
    ['multi-label logits', 'BCEWithLogitsLoss'],
    ['imbalanced', 'BCEWithLogitsLoss'],
    ['gan', 'BCEWithLogitsLoss'],
    ['nll', 'NLLLoss'],
    ['log likelihood', 'NLLLoss'],
    ['distillation', 'KLDivLoss'],
    ['kl divergence', 'KLDivLoss'],
    ['kulback', 'KLDivLoss'],
    ['ocr', 'CTCLoss'],
    ['speech', 'CTCLoss'],
    ['embedding', 'CosineEmbeddingLoss'],
    ['triplet', 'TripletMarginLoss'],
    ['tripplet', 'TripletMarginLoss'],
    ['metric learning', 'TripletMarginLoss'],
    ['ranking', 'MarginRankingLoss'],
    ['hinge', 'MultiMarginLoss'],
    ['svm', 'MultiMarginLoss'],
    ['count', 'PoissonNLLLoss'],
    ['possion', 'PoissonNLLLoss'],
    ['uncertainty', 'GaussianNLLLoss'],
    ['gausian', 'GaussianNLLLoss'],
    ['large vocabulary', 'AdaptiveLogSoftmaxWithLoss'],
  ] as const) {
    it(`finds ${first} first for "${query}"`, () => assert.equal(names(query)[0], first));
  }

  it('finds losses by their capitals', () => {
    const groups = searchLosses(lossForms(), 'ce');
    assert.ok(groups.some(({ losses }) => losses[0]?.name === 'CrossEntropyLoss'));
  });

  it('wants every word to be there', () => {
    assert.ok(names('loss').length > 3);
    assert.deepEqual(names('mse zzz'), []);
  });

  it('finds words of the task', () => {
    assert.ok(names('regression').includes('MSELoss'));
    assert.ok(!names('regression').slice(0, 3).includes('CrossEntropyLoss'));
  });

  it('finds all losses of a task by what the list calls it, in the language of the list', () => {
    const tasks = [...new Set(lossForms().map(({ task }) => task))];
    const finds = (task: string, query: string) => {
      const group = searchLosses(lossForms(), query).find(({ label }) => label === task);
      const all = lossForms().filter((loss) => loss.task === task);
      assert.equal(group?.losses.length, all.length, query);
    };
    for (const task of tasks) finds(task, taskName(task));
    setTranslations({ Regression: 'Ausgleich', Embeddings: 'Einbettungen' });
    for (const task of tasks) finds(task, taskName(task));
    finds('regression', 'ausgleich');
    finds('embedding', 'embedding');
  });

  it('knows words for every loss, and only for losses', () => {
    assert.deepEqual(
      Object.keys(searchWords),
      lossForms().map(({ name }) => name),
    );
    for (const [loss, words] of Object.entries(searchWords)) {
      assert.ok(words.length > 0, loss);
      for (const each of words) assert.ok(names(each).includes(loss), `${loss}: ${each}`);
    }
  });

  it('forgives no more than mistakes in typing', () => {
    assert.deepEqual(names('seg mse zzz'), []);
    assert.deepEqual(names('crystal'), []);
  });
});

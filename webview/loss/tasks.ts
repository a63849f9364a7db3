import { t } from '../../src/l10n/localize';

/** What a task (`LossForm.task`) is called in the user interface. A task without a name keeps its own. */
export function taskName(task: string): string {
  switch (task) {
    case 'regression':
      return t('Regression');
    case 'classification':
      return t('Classification');
    case 'multi-label':
      return t('Multi-label classification');
    case 'distribution':
      return t('Distributions');
    case 'ranking':
      return t('Ranking');
    case 'embedding':
      return t('Embeddings');
    case 'sequence':
      return t('Sequences');
    default:
      return task;
  }
}

import { newResolver } from './lossMeanings';
import type { Edit } from './finding';
import type { RuleContext } from './ruleContext';
import type { TensorOrigin } from './tensors/tensorOrigin';

/** The edits that make log-probabilities where an origin makes probabilities. */
export function logarithmOf({ maker }: TensorOrigin, context: RuleContext): readonly Edit[] | undefined {
  if (maker?.kind !== 'call') return undefined;
  const { callee } = maker;
  const path = context.path(callee);
  if (path === 'torch.nn.Softmax') return context.renamed(callee, 'torch.nn.LogSoftmax');
  if (path === 'torch.softmax') return context.renamed(callee, 'torch.log_softmax');
  if (path === 'torch.nn.functional.softmax')
    return context.renamed(callee, 'torch.nn.functional.log_softmax');
  const [layer, another] = newResolver().resolve(callee);
  if (layer?.kind === 'value' && !another && layer.expression.kind === 'call') {
    const made = layer.expression.callee;
    return context.path(made) === 'torch.nn.Softmax'
      ? context.renamed(made, 'torch.nn.LogSoftmax')
      : undefined;
  }
  if (callee.kind !== 'attribute' || callee.attribute !== 'softmax') return undefined;
  const { start, end } = callee.attributeSpan;
  return [{ start, end, text: 'log_softmax' }];
}

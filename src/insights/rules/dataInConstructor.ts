import { t } from '../../l10n/localize';
import { defineRule } from '../defineRule';
import { meaningsOf } from '../lossMeanings';
import { newResolver } from '../lossMeanings';
import { findingAt, rangeOf } from '../ruleContext';

/** Tensors given to the class instead of an instance of it. */
export const dataInConstructor = defineRule({
  id: 'data-in-constructor',
  title: 'Tensors are given to the constructor of a loss',
  pitfall: 'constructor-takes-no-data',
  severity: 'error',
  at: ['other'],
  calls: /^(?:backward|item)$/,
  effect: { loss: 'MSELoss', inputs: { input: '[2.5, 0.0]', target: '[3.0, -0.5]' } },
  examples: {
    bad: [
      'def step(x, y):\n    loss = nn.MSELoss(x, y)\n    loss.backward()',
      'def step(x, y):\n    nn.CrossEntropyLoss(x, y).backward()',
      'def step(x, y):\n    total = nn.L1Loss(x, y)\n    return total.item()',
      'def step(model, x, y):\n    loss = nn.BCEWithLogitsLoss(model(x), y)\n    print(loss.item())\n    loss.backward()',
    ],
    good: [
      "def step():\n    loss = nn.MSELoss(reduction='sum')\n    loss.backward()",
      'def step(x, y):\n    loss = nn.MSELoss()(x, y)\n    loss.backward()',
      'def step(x, y):\n    criterion = nn.MSELoss()\n    loss = criterion(x, y)\n    loss.backward()',
      'def step(x, y, weight):\n    loss = nn.CrossEntropyLoss(weight)(x, y)\n    loss.backward()',
      'def step(weight):\n    return nn.CrossEntropyLoss(weight, None)',
      'def step(x, y):\n    F.mse_loss(x, y).backward()',
      'def step(size_average, reduce):\n    criterion = nn.MSELoss(size_average, reduce)\n    return criterion',
      'def step(x, y):\n    loss = nn.MSELoss(x, y)\n    return loss',
    ],
  },
  *check({ call }, context) {
    const { callee } = call;
    if (callee.kind !== 'attribute') return;
    // A module has neither method: what is meant is the value.
    const { meanings, isOpen } = meaningsOf(context.document, callee.object);
    if (isOpen || meanings.length !== 1 || meanings[0]?.role !== 'instance' || meanings[0].isSubclass) return;
    const [made, another] = newResolver().resolve(callee.object);
    if (made?.kind !== 'value' || another || made.expression.kind !== 'call') return;
    const creation = made.expression;
    const { loss } = meanings[0];
    const given = creation.arguments;
    if (given.length < loss.inputs.length || given.some((one) => one.kind !== 'positional')) return;
    const name = context.text(creation.callee);
    const at = creation.callee.span.end;
    yield findingAt(
      creation,
      t`${name}(...) makes a loss and computes nothing: it has no ${callee.attribute}()`,
      {
        related: [{ ...rangeOf(call), message: t`${callee.attribute}() is called here` }],
        fixes: [{ title: t`Write ${name}()(...)`, edits: [{ start: at, end: at, text: '()' }] }],
      },
    );
  },
});

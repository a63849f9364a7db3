import { noChange } from 'lit';
import { Directive, directive, type ElementPart } from 'lit/directive.js';

class AccessibleName extends Directive {
  override render(name: string): unknown {
    return name;
  }

  override update({ element }: ElementPart, [name]: [string]): typeof noChange {
    queueMicrotask(() => element.setAttribute('aria-label', name));
    return noChange;
  }
}

/**
 * Names a control of the toolkit for screen readers. These name themselves ("Text area") when they are connected,
 * over whatever their `aria-label` was, so the name is given after that.
 */
export const accessibleName = directive(AccessibleName);

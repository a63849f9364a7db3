import type { Finding } from './finding';
import type { RuleContext } from './ruleContext';
import type { Site } from './sites';

/** How much a finding matters, in VS Code's words. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** The severity of a rule where the settings say nothing else. */
export type RuleSeverity = Severity | 'off';

/** A call that shows in the playground what the rule is about; tensors as text that can be pasted. */
export interface RuleEffect {
  readonly loss: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
}

/** A check that finds one pitfall in code. It speaks only where it can prove its case, else it is silent. */
export interface Rule {
  /** kebab-case; its file and its export are the same in camelCase. */
  readonly id: string;
  /** One short sentence without a stop. */
  readonly title: string;
  /** The id of the pitfall that it finds, which hovers tell too. */
  readonly pitfall: string;
  /** Where the settings say nothing else. */
  readonly severity: RuleSeverity;
  /** How editors mark the code besides: struck through, or faded. */
  readonly tag?: 'deprecated' | 'unnecessary';
  readonly effect: RuleEffect;
  /** Code with a finding of the rule and without; `torch`, `nn` and `F` are imported in front of it. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  /** What is wrong at a site. */
  check(site: Site, context: RuleContext): Iterable<Finding>;
}

/** Declares a rule. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

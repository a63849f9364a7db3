import type { Expression } from '../python/syntax';
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
  /** The kinds of sites that it looks at. */
  readonly at: readonly Site['kind'][];
  /** The losses that it is about, at sites of a loss; without these all. */
  readonly losses?: readonly string[];
  /** The last names of what it is about, at sites of other calls: `backward`; without these all. */
  readonly calls?: RegExp;
  readonly effect: RuleEffect;
  /** Code with a finding of the rule and without; `torch`, `nn` and `F` are imported in front of it. */
  readonly examples: { readonly bad: readonly string[]; readonly good: readonly string[] };
  /** What is wrong at a site. */
  check(site: Site, context: RuleContext): Iterable<Finding>;
}

/** A site of one of some kinds. */
type SiteOf<Kind> = Extract<Site, { readonly kind: Kind }>;

/** Declares a rule, whose check is given sites of its kinds alone. */
export function defineRule<Kind extends Site['kind']>(
  rule: Omit<Rule, 'at' | 'check'> & {
    readonly at: readonly Kind[];
    check(site: SiteOf<Kind>, context: RuleContext): Iterable<Finding>;
  },
): Rule {
  const kinds: readonly Site['kind'][] = rule.at;
  const isOfKind = (site: Site): site is SiteOf<Kind> => kinds.includes(site.kind);
  return { ...rule, check: (site, context) => (isOfKind(site) ? rule.check(site, context) : []) };
}

/** Finds the rules that look at a site. */
export class RulesBySite {
  private readonly known = new Map<string, readonly Rule[]>();

  constructor(private readonly rules: readonly Rule[]) {}

  /** Those that look at a site, in their order. */
  at(site: Site): readonly Rule[] {
    const name = site.kind === 'other' ? lastName(site.call.callee) : site.loss.name;
    const key = `${site.kind} ${name}`;
    const known = this.known.get(key);
    if (known) return known;
    const found = this.rules.filter(({ at, losses, calls }) => {
      if (!at.includes(site.kind)) return false;
      return (site.kind === 'other' ? calls?.test(name) : losses?.includes(name)) ?? true;
    });
    this.known.set(key, found);
    return found;
  }
}

function lastName(callee: Expression): string {
  if (callee.kind === 'name') return callee.id;
  return callee.kind === 'attribute' ? callee.attribute : '';
}

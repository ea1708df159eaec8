import type { Config } from './config.ts';
import type { JsonValue } from './json.ts';
import type { Kind } from './kinds.ts';
import type { Needs, RelatedOf } from './related.ts';
import type { RemediatorId } from './remediation.ts';
import type { Resource } from './resource.ts';
import type { Severity, Verdict, Witness } from './verdict.ts';

export const METHODS = [
  'irsa',
  'pod-identity',
  'node-role',
  'static-key',
  'external-secrets',
  'ascp',
  'assume-role',
  'legacy',
  'cluster-access',
  'platform',
] as const;
export type Method = (typeof METHODS)[number];

export interface Context<K extends Kind> {
  readonly config: Config;
  readonly related: RelatedOf[K];
}

/** How to mend it; `{placeholders}` are filled with the finding's own values where they are known. */
export interface Mend {
  readonly cli: string;
  readonly terraform: string;
  readonly cloudformation: string;
}

export interface Rule<K extends Kind = Kind> {
  readonly id: string;
  /** At most 80 characters: a statement of the bad state. */
  readonly title: string;
  readonly method: Method;
  /** The kind that it judges, or several that share the deciding fields. */
  readonly resource: K | readonly K[];
  readonly severity: Severity;
  /** True: the bad state fails closed. */
  readonly broken: boolean;
  readonly family: string | null;
  readonly description: string;
  readonly rationale: string;
  readonly references: readonly string[];
  readonly mappings: Readonly<Record<string, readonly string[]>>;
  readonly falsePositives: readonly string[];
  /** The relations it reads, with the fields it depends on. */
  readonly needs: Needs<K>;
  /** It judges one that was deleted too, as it was before: what it finds of that ends when there is one of the name again. */
  readonly judgesGone?: true;
  /** Whether what was open before covers this witness: then it is no worse. Undefined where verdicts carry none. */
  readonly covers: ((before: Witness, now: Witness) => boolean) | undefined;
  /** Pure and synchronous. Unknown fields are indeterminate, never a pass; it never catches. */
  evaluate(resource: Resource<K>, context: Context<K>): Verdict;
  readonly mend: Mend;
  /** What can repair it. */
  readonly remediation?: RemediatorId;
}

/**
 * Declares a rule.
 * @example defineRule({ id: 'imds-v1-allowed', resource: 'ec2-instance', severity: 'high', evaluate: (instance) => pass })
 */
export function defineRule<const K extends Kind>(rule: Rule<K>): Rule {
  return rule as unknown as Rule;
}

/** The kinds that a rule judges. */
export function kindsJudgedBy({ resource }: Pick<Rule, 'resource'>): readonly Kind[] {
  return typeof resource === 'string' ? [resource] : resource;
}

export interface Catalogue {
  readonly rules: readonly Rule[];
  /** The rules of each family, in the order in which a tie is settled. */
  readonly families: Readonly<Record<string, readonly string[]>>;
  /** Names the files that custom rules are made of, where there are any: what a rule calls is no part of its own text. */
  readonly sources?: string;
}

/** Gives the rules that judge a kind, maybe among others, as soon as they are there. */
export type CatalogueOf = (kind: Kind) => Promise<Catalogue>;

/** The metadata of a rule as data. */
export function describeRuleData(rule: Rule): { readonly [key: string]: JsonValue } {
  const { evaluate: _evaluate, covers: _covers, ...data } = rule;
  return data as unknown as { readonly [key: string]: JsonValue };
}

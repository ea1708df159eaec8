import {
  type Catalogue,
  createExemption,
  type Exemption,
  exemptionSetting,
  type Finding,
  matchesGlob,
  ServiceError,
  type Severity,
} from '@podguard/core';
import { parseUntil } from './until.ts';

export interface ScopeFlags {
  readonly rule?: readonly string[];
  readonly resource?: readonly string[];
  readonly account?: readonly string[];
  readonly tag?: readonly string[];
  readonly upTo?: Severity;
  readonly reason: string;
  readonly until: string;
}

export interface NewExemptionInput {
  readonly flags: ScopeFlags;
  /** Stands for its rule and its resource. */
  readonly finding: Finding | undefined;
  readonly author: string;
  readonly now: Date;
  readonly catalogue: Catalogue;
}

/** What the command line asks for, or an error that names what is wrong with it. */
export function newExemption({ flags, finding, author, now, catalogue }: NewExemptionInput): Exemption {
  const rules = flags.rule ?? (finding === undefined ? [] : [finding.rule]);
  if (finding === undefined) requireKnownPatterns(rules, catalogue);
  const { success, data, error } = exemptionSetting.safeParse({
    rules,
    resources: flags.resource ?? (finding === undefined ? [] : [finding.resource.key]),
    accounts: flags.account ?? [],
    tags: tagsOf(flags.tag ?? []),
    severity: flags.upTo,
    reason: flags.reason,
    author,
    since: now.toISOString(),
    until: parseUntil(flags.until, now),
  });
  if (success) return createExemption(data, 'cli');
  throw new ServiceError(
    'usage',
    `this cannot be exempted: ${error.issues.map(({ message }) => message).join('; ')}`,
  );
}

function requireKnownPatterns(patterns: readonly string[], { rules }: Catalogue): void {
  const unknown = patterns.find((pattern) => !rules.some(({ id }) => matchesGlob(pattern, id)));
  if (unknown !== undefined)
    throw new ServiceError('rule-not-found', `there is no rule ${unknown}; \`podguard rules\` lists them`);
}

/** All of them must be there, and a key has one value. */
function tagsOf(texts: readonly string[]): Readonly<Record<string, string>> {
  const tags = new Map(texts.map(tagOf));
  if (tags.size === texts.length) return Object.fromEntries(tags);
  throw new ServiceError(
    'usage',
    'all tags must be there, and a tag has one value: give each --tag KEY once, with * for any letters',
  );
}

function tagOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new ServiceError('usage', `--tag ${text}: give a tag as KEY=VALUE`);
}

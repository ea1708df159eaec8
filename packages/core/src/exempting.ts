import { acceptedSince, isWorse } from './accepted.ts';
import { type Exemption, isInForce } from './exemption.ts';
import { matchesGlob } from './glob.ts';
import type { Accepted, Item, Life } from './item.ts';
import { hasTag, type Tags } from './resource-tags.ts';
import type { Rule } from './rule.ts';

export interface ExemptingInput {
  readonly item: Pick<Item, 'key' | 'kind' | 'account' | 'past' | 'lives' | 'announced'>;
  /** The resource's as it is now. */
  readonly tags: Tags;
  readonly exemptions: readonly Exemption[];
  readonly at: Date;
}

export interface Exempting {
  /** The one that holds: of several the one that ends last. */
  readonly by: Exemption | null;
  /** At what those in force accepted it, and what others that are not over accepted before. */
  readonly accepted: readonly Accepted[];
}

/** What is remembered of a finding's exemptions: the oldest is forgotten first. */
const MOST_ACCEPTED = 10;

/**
 * Which exemption a finding is under. One holds for what the finding was when it began, or when it opened under it: what
 * became worse since outgrew it, for good.
 */
export function exemptingOf(
  { item, tags, exemptions, at }: ExemptingInput,
  life: Life,
  covers: Rule['covers'],
): Exempting {
  const told = item.announced[life.rule];
  const covering = exemptions.filter(
    (one) =>
      isInForce(one, at) &&
      (life.resolved === null || Date.parse(one.since) <= Date.parse(life.resolved.stamp.time)) &&
      isAbout(one, item, tags, life.rule),
  );
  const entries = covering.map((one): readonly [Exemption, Accepted] => {
    const before = acceptedSince(one, item, life, covers);
    const outgrown = before.outgrown === true || isWorse(life, before, covers);
    return [one, outgrown ? { ...before, outgrown: true } : before];
  });
  const others = (told?.accepted ?? []).filter(
    ({ exemption }) =>
      !covering.some(({ id }) => id === exemption) &&
      exemptions.some((one) => one.id === exemption && one.removed === undefined && !isOver(one, at)),
  );
  return {
    by: longest(entries.flatMap(([one, { outgrown }]) => (outgrown === true ? [] : [one]))),
    accepted: [...others, ...entries.map(([, accepted]) => accepted)].slice(-MOST_ACCEPTED),
  };
}

/**
 * Which exemption a verdict that could not be reached is under. Nobody knows what was accepted: the exemption has to name the
 * very rule and the very resource, and to have no limit.
 */
export function exemptingUndecided(
  item: Pick<Item, 'key' | 'kind' | 'account'>,
  rule: string,
  { tags, exemptions, at }: Omit<ExemptingInput, 'item'>,
): Exemption | null {
  return longest(
    exemptions.filter(
      (one) =>
        one.severity === undefined &&
        one.rules.includes(rule) &&
        one.resources.includes(item.key) &&
        isInForce(one, at) &&
        isAbout(one, item, tags, rule),
    ),
  );
}

/** Whether it is about a rule on a resource: of each that it names, one has to fit. */
function isAbout(
  { rules, resources, accounts, tags }: Pick<Exemption, 'rules' | 'resources' | 'accounts' | 'tags'>,
  { key, kind, account }: Pick<Item, 'key' | 'kind' | 'account'>,
  present: Tags,
  rule: string,
): boolean {
  return (
    fits(rules, rule) &&
    fits(resources, key) &&
    (accounts.length === 0 || accounts.includes(account)) &&
    Object.entries(tags).every(([name, value]) => hasTag(present, kind, name, value))
  );
}

function fits(patterns: readonly string[], text: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, text));
}

function isOver({ until }: Exemption, at: Date): boolean {
  return Date.parse(until) <= at.getTime();
}

function longest(exemptions: readonly Exemption[]): Exemption | null {
  const [first = null] = exemptions.toSorted((a, b) => {
    if (a.until !== b.until) return a.until < b.until ? 1 : -1;
    return a.id < b.id ? -1 : 1;
  });
  return first;
}

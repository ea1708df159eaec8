import { type Exempting, exemptingOf, exemptingUndecided } from './exempting.ts';
import type { Exemption } from './exemption.ts';
import type { Decided, FindingExemption } from './finding.ts';
import type { FindingContext } from './finding-context.ts';
import type { Item, Life } from './item.ts';
import { ownerOf } from './owner.ts';
import { presentTags } from './resource-tags.ts';
import type { Catalogue } from './rule.ts';

/** What people decided about the findings of an item. */
export interface Decisions {
  readonly owner: Decided['owner'];
  exempting(life: Life): Exempting;
  /** As it is of a life now: what has ended is not exempt. */
  on(life: Life): Decided;
  /** The exemption of a verdict that could not be reached. */
  onUndecided(rule: string): FindingExemption | null;
}

const NOT_EXEMPT: Exempting = { by: null, accepted: [] };

export function decisionsOn(
  item: Item,
  { rules }: Pick<Catalogue, 'rules'>,
  context: FindingContext | undefined,
): Decisions {
  const tags = context === undefined ? new Map<string, string>() : presentTags(item);
  const owner = context === undefined ? null : ownerOf(item, context.config, tags);
  const exempting = (life: Life): Exempting => {
    if (context === undefined) return NOT_EXEMPT;
    const covers = rules.find(({ id }) => id === life.rule)?.covers;
    return exemptingOf({ item, tags, exemptions: context.exemptions, at: context.at }, life, covers);
  };
  return {
    owner,
    exempting,
    on(life) {
      const by = life.resolved === null ? exempting(life).by : null;
      return { exemption: by && shownOf(by), acknowledged: acknowledgedOf(item, life), owner };
    },
    onUndecided(rule) {
      const by = context === undefined ? null : exemptingUndecided(item, rule, { ...context, tags });
      return by && shownOf(by);
    },
  };
}

/** What a finding tells of its exemption. */
export function shownOf({ id, reason, author, until }: Exemption): FindingExemption {
  return { id, reason, author, until };
}

/** It is for the life that it was given to, as that was then. */
export function acknowledgedOf(
  { announced }: Pick<Item, 'announced'>,
  { rule, opened, resolved, changes }: Life,
): Decided['acknowledged'] {
  const known = announced[rule]?.acknowledged;
  if (known === undefined) return null;
  const at = Date.parse(known.at);
  const isBefore = (time: string) => Date.parse(time) <= at;
  if (!isBefore(opened.stamp.time)) return null;
  if (resolved !== null && isBefore(resolved.stamp.time)) return null;
  if (changes.some(({ type, stamp }) => type === 'worsened' && !isBefore(stamp.time))) return null;
  return { by: known.by, at: known.at };
}

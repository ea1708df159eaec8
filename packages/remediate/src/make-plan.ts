import {
  type Finding,
  type Item,
  OPT_IN_EVENTS,
  type RemediationPlan,
  type Resource,
  type Severity,
  type StateChange,
  type Store,
  severityRank,
} from '@podguard/core';
import type { Consulted } from './consult.ts';
import { type Foreseen, foresee } from './foresee.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import type { PlanDraft, Remediator } from './remediator.ts';
import { seenUses } from './seen-uses.ts';
import { plannedFields } from './to-plan.ts';

export interface Planning {
  readonly finding: Finding;
  readonly remediator: Remediator;
  readonly consulted: Extract<Consulted, { readonly view: Resource }>;
  readonly isForced: boolean;
  /** Nothing is written. */
  readonly isDry: boolean;
  readonly now: Date;
}

export type Planned = { readonly plan: RemediationPlan } | { readonly refusal: string };

/** The first way that ends the finding and opens none as grave. */
export async function makePlan(
  store: Store,
  deps: Pick<
    RemediateDeps,
    'catalogue' | 'config' | 'judgedWith' | 'account' | 'principal' | 'state' | 'now'
  >,
  { finding, remediator, consulted, isForced, isDry, now }: Planning,
): Promise<Planned> {
  const { view, related, recorded } = consulted;
  const users = remediator.users?.(view, related as never);
  const isListening = OPT_IN_EVENTS.every((group) => deps.config.events.includes(group));
  const uses = users && isListening ? await seenUses(deps, store, { users, isDry }) : undefined;
  const drafts = remediator.plan(view, {
    finding,
    config: deps.config,
    account: deps.account,
    related: related as never,
    recorded,
    histories: await historiesOf(
      store,
      remediator.histories?.(view, { related: related as never, config: deps.config }),
    ),
    isForced,
    by: deps.principal,
    ...(uses === undefined ? {} : { uses }),
    changed: await changedBy(
      store,
      newestTurn(finding),
      recorded,
      remediator.causes?.(related as never) ?? [],
    ),
  });
  if (typeof drafts === 'string') return { refusal: drafts };
  const reasons: string[] = [];
  for (const draft of drafts) {
    const foreseen = await foresee(store, deps, { target: recorded, finding, draft, now });
    const reason =
      whyNot(foreseen, finding, remediator) ??
      (isForced ? undefined : whyUntried(foreseen)) ??
      whyNone(foreseen, draft, recorded);
    const plan = reason ?? planOf(remediator, { view, recorded, draft, foreseen });
    if (typeof plan !== 'string') return { plan };
    reasons.push(`${draft.summary}: ${plan}`, ...(draft.otherwise === undefined ? [] : [draft.otherwise]));
  }
  return { refusal: reasons.length === 0 ? 'there is no way to mend it' : [...new Set(reasons)].join('; ') };
}

async function historiesOf(store: Store, keys: readonly string[] = []): Promise<readonly Item[]> {
  const items = await Promise.all(keys.map((key) => store.load(key)));
  return items.filter((item) => item !== undefined);
}

function whyNot(
  { ends, opens, eases }: Foreseen,
  { id, severity }: Finding,
  { mayEase }: Remediator,
): string | undefined {
  if (!ends.includes(id) && !(mayEase === true && eases)) return 'the finding would not end by it';
  const grave = opens.filter((other) => rank(other.severity) >= rank(severity));
  return grave.length > 0
    ? `it would open ${grave.map(({ rule, key }) => `${rule} on ${key}`).join(', ')}`
    : undefined;
}

/** What cannot be tried is not done, unless somebody insists. */
function whyUntried({ isPartial, affected }: Foreseen): string | undefined {
  return isPartial
    ? `${affected.count} others read it, and what becomes of the findings of so many is not tried: somebody has to insist`
    : undefined;
}

/** Of one that may open none. */
function whyNone({ opens }: Foreseen, { opensNone }: PlanDraft, { key }: Item): string | undefined {
  const own = opensNone === true ? opens.filter((other) => other.key === key) : [];
  return own.length > 0 ? `it would open ${own.map(({ rule }) => rule).join(', ')}` : undefined;
}

async function changedBy(
  store: Store,
  eventId: string | undefined,
  recorded: Item,
  keys: readonly string[],
): Promise<readonly StateChange[]> {
  const items = await Promise.all(keys.map((key) => store.load(key)));
  return [recorded, ...items].flatMap((item) =>
    (item?.log ?? []).filter(({ cause }) => cause.eventId === eventId),
  );
}

function newestTurn({ opened, changes }: Finding): string | undefined {
  return changes.findLast(({ type }) => type === 'worsened')?.eventId ?? opened?.eventId;
}

function rank(severity: Severity): number {
  return severityRank(severity);
}

function planOf(
  { id, mayBreak }: Remediator,
  {
    view,
    recorded,
    draft,
    foreseen,
  }: {
    readonly view: Resource;
    readonly recorded: Item;
    readonly draft: PlanDraft;
    readonly foreseen: Foreseen;
  },
): RemediationPlan | string {
  const fields = plannedFields(view, draft);
  if ('unknown' in fields) return `what is so now is not known: ${fields.unknown.join(', ')}`;
  const { kind, key, account, region } = recorded;
  const partial = foreseen.isPartial
    ? [
        `${foreseen.affected.count} others read it: what becomes of their findings was tried on some of them only`,
      ]
    : [];
  const eased = foreseen.eases ? ['The finding stays open, at a lower severity'] : [];
  return {
    remediator: id,
    summary: draft.summary,
    target: { kind, key, account, region },
    steps: draft.steps,
    undo: draft.undo,
    fields,
    present: { before: recorded.present, after: draft.after !== 'gone' },
    ...(draft.stage === undefined ? {} : { stage: draft.stage }),
    ...(draft.assigned === undefined ? {} : { assigned: draft.assigned }),
    ...(draft.restoredKey === undefined ? {} : { restoredKey: draft.restoredKey }),
    mayBreak: [...mayBreak, ...(draft.mayBreak ?? [])],
    ...(draft.byPeople === undefined || draft.byPeople.length === 0 ? {} : { byPeople: draft.byPeople }),
    facts: [...(draft.facts ?? []), ...(draft.byPeople ?? []), ...eased, ...partial],
    affected: foreseen.affected,
    ends: foreseen.ends,
    opens: foreseen.opens.map((one) => one.id),
  };
}

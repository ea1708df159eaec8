import {
  affectedBy,
  type Finding,
  findingId,
  type Item,
  inSeconds,
  type JsonValue,
  KINDS,
  known,
  type SetMembers,
  type Severity,
  type StateChange,
  type Store,
  severityRank,
} from '@podguard/core';
import { partsOf } from '@podguard/drift';
import type { RemediateDeps } from './remediate-deps.ts';
import type { PlanDraft } from './remediator.ts';
import { rejudgeAll, scratchOver } from './world.ts';

const MOST_AFFECTED = 200;

/** A finding that is open in a world that was tried. */
interface Opened {
  readonly id: string;
  readonly rule: string;
  readonly key: string;
  readonly severity: Severity;
}

/** What a draft would do, tried on what is recorded. */
export interface Foreseen {
  readonly affected: { readonly keys: readonly string[]; readonly count: number };
  readonly ends: readonly string[];
  readonly opens: readonly Opened[];
  /** The finding would stay, and be less severe. */
  readonly eases: boolean;
  /** Not all that reads the resource was judged. */
  readonly isPartial: boolean;
}

export async function foresee(
  below: Store,
  deps: Pick<RemediateDeps, 'catalogue' | 'config' | 'judgedWith' | 'principal'>,
  {
    target,
    finding,
    draft,
    now,
  }: { readonly target: Item; readonly finding: Finding; readonly draft: PlanDraft; readonly now: Date },
): Promise<Foreseen> {
  const before = scratchOver(below, deps);
  const after = scratchOver(before.store, deps);
  const { key } = target;
  const read = await affectedBy(before.store, target);
  await before.engine.rejudge(key);
  await after.engine.apply(assumed(target, draft, { now, principal: deps.principal }));
  const changed = await after.store.load(key);
  const reads =
    changed === undefined ? read : new Set([...read, ...(await affectedBy(after.store, changed))]);
  const others = [...reads].filter((other) => other !== key).sort();
  const isPartial = others.length > MOST_AFFECTED;
  const own = finding.resource.key === key ? [] : [finding.resource.key];
  const judged = [...new Set([...own, ...others.slice(0, MOST_AFFECTED)])];
  await rejudgeAll(before.engine, judged);
  await rejudgeAll(after.engine, judged);
  const was = await openIn(before.store, [key, ...judged]);
  const is = await openIn(after.store, [key, ...judged]);
  return {
    affected: { keys: others.slice(0, 20), count: others.length },
    ends: [...was.keys()].filter((id) => !is.has(id)).sort(),
    opens: [...is.values()]
      .filter(({ id, severity }) => !isAsGrave(was.get(id)?.severity, severity))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    eases: isLess(is.get(finding.id)?.severity, was.get(finding.id)?.severity),
    isPartial,
  };
}

function isLess(now: Severity | undefined, before: Severity | undefined): boolean {
  return now !== undefined && before !== undefined && severityRank(now) < severityRank(before);
}

function isAsGrave(before: Severity | undefined, now: Severity): boolean {
  return before !== undefined && severityRank(before) >= severityRank(now);
}

async function openIn(store: Store, keys: readonly string[]): Promise<ReadonlyMap<string, Opened>> {
  const open = new Map<string, Opened>();
  for (const key of keys)
    for (const { rule, severity, resolved } of (await store.load(key))?.lives ?? []) {
      const id = findingId(rule, key);
      if (resolved === null) open.set(id, { id, rule, key, severity });
    }
  return open;
}

/** As if it had been done just now: later than all that is recorded. */
function assumed(
  item: Item,
  { after }: PlanDraft,
  { now, principal }: { readonly now: Date; readonly principal: string },
): StateChange {
  const { kind, key, account, region } = item;
  const newest = item.log.at(-1)?.stamp.time ?? item.horizon?.time;
  const ms = Math.max(now.getTime(), newest === undefined ? 0 : Date.parse(newest)) + 1_000;
  const at = inSeconds(new Date(ms));
  const eventId = `assumed:${key}`;
  const cause = {
    eventId,
    eventName: 'assumed',
    eventSource: 'podguard',
    at,
    actor: { principal, type: 'role' as const },
  };
  const base = { kind, key, account, region, cause };
  if (after === 'gone') return { ...base, op: 'delete', stamp: { time: at, rank: 2, eventId } };
  const fields: [string, JsonValue][] = [];
  const sets: Record<string, SetMembers> = {};
  for (const [name, value] of Object.entries(after)) {
    const { field, member } = partsOf(name);
    if (member === undefined) fields.push([field, value]);
    else sets[field] = { ...sets[field], [member]: value };
  }
  const change = {
    fields: Object.fromEntries(fields.map(([name, value]) => [name, known(value)])),
    sets,
  };
  if (item.present) return { ...base, ...change, op: 'patch', stamp: { time: at, rank: 1, eventId } };
  const empty = Object.fromEntries(KINDS[kind].sets.map((name) => [name, {}]));
  return {
    ...base,
    op: 'put',
    creates: true,
    fields: change.fields,
    sets: { ...empty, ...sets },
    stamp: { time: at, rank: 0, eventId },
  };
}

import * as z from 'zod/mini';
import { announce } from './announce.ts';
import { ServiceError } from './errors.ts';
import { type Exemption, isInForce } from './exemption.ts';
import type { Item } from './item.ts';
import type { Catalogue } from './rule.ts';
import type { ServiceState } from './service-state.ts';
import type { Store } from './store-port.ts';

export interface ApplyExemptionsDeps {
  readonly store: Pick<Store, 'listItems' | 'load' | 'save'>;
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark'>;
  /** All that are known, in force or not. */
  readonly exemptions: () => Promise<readonly Exemption[]>;
  readonly catalogue: Catalogue;
  readonly now: () => Date;
}

const MARK = 'exemptions';
const MAX_ATTEMPTS = 12;
/** So long after a set was applied it is looked at again: who told a finding meanwhile may have known the set before. */
const SETTLE_MS = 10 * 60_000;
/** Of an item nothing but this is looked at: whose it is does not matter. */
const NO_OWNERS = { ownerTag: '', owners: [] };

const markSchema = z.strictObject({
  ids: z.array(z.string()),
  at: z.iso.datetime(),
  phase: z.enum(['done', 'settled']),
  /** It is not that yet: behind which item to go on, or null for the first. */
  under: z.nullable(z.strictObject({ after: z.nullable(z.string()) })),
});
type Mark = z.output<typeof markSchema>;
const NOTHING_APPLIED: Mark = { ids: [], at: new Date(0).toISOString(), phase: 'settled', under: null };

/**
 * Returns how many items it marked; where keys are given, of those only, and the others are left to the next call without.
 * One that has no more time leaves the rest to the next, too.
 */
export type ApplyExemptions = (keys?: readonly string[], hasTime?: () => boolean) => Promise<number>;

/**
 * Creates what makes a changed set of exemptions known: the items of which something is exempt now, or no longer, are marked
 * `pending`, so that a dispatcher tells it. It reads all items where the set is another than the one applied last, and once
 * more some minutes later; whoever ends in between is followed by the next, and who runs out of time says where to go on.
 */
export function createApplyExemptions(deps: ApplyExemptionsDeps): ApplyExemptions {
  const { store, state, exemptions, now } = deps;
  const applyAll = async (all: readonly Exemption[], at: Date, hasTime: () => boolean): Promise<number> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const ids = begunIn(all, at);
      const found = await state.loadMark(MARK);
      const { data: last = NOTHING_APPLIED } = markSchema.safeParse(found);
      const next = nextOf(last, ids, at);
      if (next === undefined) return 0;
      if (!(await state.replaceMark(MARK, found, next))) continue;
      const items = store.listItems(next.under?.after ?? undefined);
      const { marked, after } = await markAll(deps, items, { all, at, hasTime });
      const under = after === undefined ? null : { after };
      // Where another began meanwhile, that one ends it.
      await state.replaceMark(MARK, next, { ...next, at: now().toISOString(), under });
      return marked;
    }
    return 0;
  };
  return async (keys, hasTime = () => true) => {
    const at = now();
    const all = await exemptions();
    if (keys === undefined) return applyAll(all, at, hasTime);
    return (await markAll(deps, loaded(store, keys), { all, at, hasTime: () => true })).marked;
  };
}

async function* loaded(store: Pick<Store, 'load'>, keys: readonly string[]): AsyncIterable<Item> {
  for (const key of keys) {
    const item = await store.load(key);
    if (item !== undefined) yield item;
  }
}

interface MarkOptions {
  readonly all: readonly Exemption[];
  readonly at: Date;
  readonly hasTime: () => boolean;
}

interface Marked {
  readonly marked: number;
  /** The last item that was looked at, where there was no time for more. */
  readonly after?: string;
}

async function markAll(
  { store, catalogue }: ApplyExemptionsDeps,
  items: AsyncIterable<Item>,
  { all, at, hasTime }: MarkOptions,
): Promise<Marked> {
  let marked = 0;
  for await (const item of items) {
    if (isConcerned(item, { exemptions: all, catalogue, at }) && (await markPending(store, item)))
      marked += 1;
    if (!hasTime()) return { marked, after: item.key };
  }
  return { marked };
}

/** Those that began, with a minus where they are over: that one came and went may have to be told, too. */
function begunIn(all: readonly Exemption[], at: Date): readonly string[] {
  const begun = all.filter(({ since }) => since <= at.toISOString());
  return begun.map((one) => (isInForce(one, at) ? one.id : `-${one.id}`)).sort();
}

/** What is under way then; undefined: there is nothing to do by now. */
function nextOf(last: Mark, ids: readonly string[], at: Date): Mark | undefined {
  const isSame = last.ids.length === ids.length && last.ids.every((id, index) => id === ids[index]);
  const begun = { ids: [...ids], at: at.toISOString(), under: { after: null } };
  if (!isSame) return { ...begun, phase: 'done' };
  if (last.under !== null) return { ...last, at: begun.at };
  if (last.phase === 'settled' || at.getTime() - Date.parse(last.at) < SETTLE_MS) return undefined;
  return { ...begun, phase: 'settled' };
}

/** Whether people are to hear that something of it is exempt, or no longer. */
function isConcerned(
  item: Item,
  {
    exemptions,
    catalogue,
    at,
  }: { readonly exemptions: readonly Exemption[]; readonly catalogue: Catalogue; readonly at: Date },
): boolean {
  if (item.lives.length + Object.keys(item.announced).length === 0) return false;
  const { transitions } = announce(item, catalogue, { exemptions, at, config: NO_OWNERS });
  return transitions.some(({ type }) => type === 'exempted' || type === 'exemption-ended');
}

/** Whether there still is such an item; one that is pending already is marked anew, since it may be about to be cleared. */
async function markPending(
  store: Pick<Store, 'load' | 'save'>,
  { key }: Pick<Item, 'key'>,
): Promise<boolean> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const item = await store.load(key);
    if (item === undefined) return false;
    const version = item.version + 1;
    const pending = { spread: false, ...item.pending, version };
    if ((await store.save({ ...item, version, pending })) === 'written') return true;
  }
  throw new ServiceError('store-contended', `${key} was changed by others ${MAX_ATTEMPTS} times; try again`, {
    retryable: true,
  });
}

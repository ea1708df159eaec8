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
  phase: z.enum(['begun', 'done', 'settled']),
});
type Mark = z.output<typeof markSchema>;

/** Returns how many items it marked; where keys are given, of those only, and the others are left to the next call without. */
export type ApplyExemptions = (keys?: readonly string[]) => Promise<number>;

/**
 * Creates what makes a changed set of exemptions known: the items of which something is exempt now, or no longer, are marked
 * `pending`, so that a dispatcher tells it. It reads all items where the set is another than the one applied last, and once
 * more some minutes later; whoever ends in between is followed by the next.
 */
export function createApplyExemptions(deps: ApplyExemptionsDeps): ApplyExemptions {
  const { store, state, exemptions, now } = deps;
  const applyAll = async (all: readonly Exemption[], at: Date): Promise<number> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const ids = begunIn(all, at);
      const found = await state.loadMark(MARK);
      const { data: last = { ids: [], at: at.toISOString(), phase: 'settled' as const } } =
        markSchema.safeParse(found);
      const next = nextOf(last, ids, at);
      if (next === undefined) return 0;
      const begun = { ...next, phase: 'begun' as const };
      if (!(await state.replaceMark(MARK, found, begun))) continue;
      const marked = await markAll(deps, store.listItems(), { all, at });
      // Where another began meanwhile, that one ends it.
      await state.replaceMark(MARK, begun, { ...next, at: now().toISOString() });
      return marked;
    }
    return 0;
  };
  return async (keys) => {
    const at = now();
    const all = await exemptions();
    return keys === undefined ? applyAll(all, at) : markAll(deps, loaded(store, keys), { all, at });
  };
}

async function* loaded(store: Pick<Store, 'load'>, keys: readonly string[]): AsyncIterable<Item> {
  for (const key of keys) {
    const item = await store.load(key);
    if (item !== undefined) yield item;
  }
}

async function markAll(
  { store, catalogue }: ApplyExemptionsDeps,
  items: AsyncIterable<Item>,
  { all, at }: { readonly all: readonly Exemption[]; readonly at: Date },
): Promise<number> {
  let marked = 0;
  for await (const item of items)
    if (isConcerned(item, { exemptions: all, catalogue, at }) && (await markPending(store, item)))
      marked += 1;
  return marked;
}

/** Those that began, with a minus where they are over: that one came and went may have to be told, too. */
function begunIn(all: readonly Exemption[], at: Date): readonly string[] {
  const begun = all.filter(({ since }) => since <= at.toISOString());
  return begun.map((one) => (isInForce(one, at) ? one.id : `-${one.id}`)).sort();
}

/** What the mark is to be in the end; undefined: there is nothing to do by now. */
function nextOf(last: Mark, ids: readonly string[], at: Date): Mark | undefined {
  const isSame = last.ids.length === ids.length && last.ids.every((id, index) => id === ids[index]);
  const time = at.toISOString();
  if (!isSame || last.phase === 'begun') return { ids: [...ids], at: time, phase: 'done' };
  if (last.phase === 'settled' || at.getTime() - Date.parse(last.at) < SETTLE_MS) return undefined;
  return { ids: [...ids], at: time, phase: 'settled' };
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

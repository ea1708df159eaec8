import { type Item, KIND_NAMES, shortHash } from '@podguard/core';
import { createLiveReads, type LiveRead, mapBounded } from '@podguard/inventory';
import { compareRead } from './compare-read.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun, ShardPage } from './drift-run.ts';
import { driftIn, type IsFirst } from './first-reading.ts';
import { recordChanges } from './record-changes.ts';
import { withoutRewritten } from './rewritten-principals.ts';
import { keepPage, nameIn } from './run-pages.ts';
import type { Seen } from './seen.ts';
import { countsOf } from './shard-page.ts';
import { toldByList } from './unlisted-key.ts';

const PARALLEL = 20;

type Deps = Pick<DriftDeps, 'listings' | 'reading' | 'store' | 'engine' | 'results'>;

/** Reads resources one by one by their readers, keeps what was found, and records it. `unlistedBy`: what listed their places to the end, without them. */
export async function readOnes(
  run: DriftRun,
  keys: readonly string[],
  { listings, reading, store, engine, results }: Deps,
  { isFirst, unlistedBy }: { readonly isFirst: IsFirst; readonly unlistedBy?: Seen },
): Promise<void> {
  const [first] = keys;
  if (first === undefined) return;
  const items = new Map<string, Item | undefined>();
  const recorded = async (key: string) => {
    const item = await store.load(key);
    items.set(key, item);
    return item;
  };
  const { read } = createLiveReads({ ...reading, recorded });
  for (const key of unlistedBy === undefined ? [] : keys) await recorded(key);
  const all = await mapBounded(keys, PARALLEL, async (key) => ({ key, its: await read(key) }));
  const compared = all.flatMap(({ key, its }) => {
    const gone = unlistedOf(key, its);
    if (gone !== undefined)
      return [{ key, ...compareRead({ key, told: [gone], news: [gone] }, items.get(key)) }];
    if (its.outcome !== 'read') return [];
    const { told, changes: news } = its;
    return [{ key, ...compareRead({ key, told, news }, items.get(key)) }];
  });
  const found = compared.flatMap((one) =>
    driftIn([one], { isFirst: () => isFirstOf(items.get(one.key)), kinds: KIND_NAMES }),
  );
  const differences = await withoutRewritten(found, store);
  const gaps = all.flatMap(({ key, its }) => (unlistedOf(key, its) === undefined ? gapOf(key, its) : []));
  const news = compared.flatMap(({ key, what }) => (what === 'unchanged' ? [] : [{ key, what }]));
  const again = compared.flatMap((one) => one.again ?? []);
  const page: ShardPage = {
    shard: { listing: 'reconcile', region: '', page: 0 },
    ...{ listed: true, seen: keys, differences, news, again, gaps, last: true },
    counts: countsOf({ seen: keys, news, gaps }),
  };
  const name = nameIn(run, 'reconcile', shortHash(keys, 12));
  const kept = await keepPage(results, run, name, page);
  const refused = await recordChanges(
    engine,
    compared.flatMap(({ changes }) => changes),
  );
  if (refused.length > 0) await keepPage(results, run, name, { ...kept, gaps: [...kept.gaps, ...refused] });

  function unlistedOf(key: string, its: LiveRead) {
    if (unlistedBy === undefined) return undefined;
    return toldByList(items.get(key), its, { run, seen: unlistedBy, reading });
  }

  function isFirstOf(item: Item | undefined): boolean {
    if (run.kind === 'baseline') return true;
    const its = listings.filter(({ kinds }) => item !== undefined && kinds.includes(item.kind));
    return its.length > 0 && its.every((listing) => isFirst(listing, item?.region ?? '', item?.key ?? ''));
  }
}

function gapOf(key: string, read: LiveRead): ShardPage['gaps'] {
  return read.outcome === 'read' ? [] : [{ what: key, reason: `${read.outcome}: ${read.reason}` }];
}

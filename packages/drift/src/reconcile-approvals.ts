import {
  type Approval,
  clusterObjectOf,
  type Item,
  inSeconds,
  ownerKey,
  reasonOf,
  shortHash,
} from '@podguard/core';
import { mapBounded } from '@podguard/inventory';
import { compareApproved } from './approvals-compare.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun, ShardPage } from './drift-run.ts';
import { keepPage, nameIn } from './run-pages.ts';
import { countsOf } from './shard-page.ts';

const AT_ONCE = 100;
const PARALLEL = 8;
const UNREAD =
  'whether it is as it was approved is not known: clusters are not read (clusterReading of the configuration)';

/** Compares what people approved with what is recorded after the reads; returns behind which key it is to go on, if it is. */
export async function compareApprovals(
  { state, store, results, reading }: Pick<DriftDeps, 'state' | 'store' | 'results' | 'reading'>,
  run: DriftRun,
  { after, hasTime }: { readonly after: string; readonly hasTime: () => boolean },
): Promise<string | undefined> {
  const approvals: Approval[] = [];
  const unreadable: string[] = [];
  for await (const one of state.listApprovals((problem) => unreadable.push(reasonOf(problem))))
    if (one.key > after && one.account === reading.account) approvals.push(one);
  approvals.sort((a, b) => (a.key < b.key ? -1 : 1));
  const keep = async (some: readonly Approval[], gaps: ShardPage['gaps']): Promise<void> => {
    const keys = some.map(({ key }) => key);
    const page = await pageOf(some, gaps);
    await keepPage(results, run, nameIn(run, 'reconcile', `approved-${shortHash(keys, 12)}`), page);
  };
  const broken = unreadable.map((reason) => ({ what: 'an approval', reason }));
  if (after === '' && broken.length > 0) await keep([], broken);
  for (let first = 0; first < approvals.length; first += AT_ONCE) {
    if (!hasTime()) return approvals[first - 1]?.key ?? after;
    await keep(approvals.slice(first, first + AT_ONCE), []);
  }
  return undefined;

  /** What runs in a cluster, where clusters are not read: what is recorded of it is old. */
  function isUnread(key: string): boolean {
    return clusterObjectOf(key) !== undefined && !reading.readers.some((reader) => reader.matches(key));
  }

  /** The owner of what is gone: it may have gone with it. */
  async function ownerOf({ kind, key }: Approval, item: Item | undefined): Promise<Item | undefined> {
    const owner = item?.present === false ? ownerKey(kind, key) : undefined;
    return owner === undefined ? undefined : store.load(owner);
  }

  async function pageOf(some: readonly Approval[], gaps: ShardPage['gaps']): Promise<ShardPage> {
    const readAt = inSeconds(reading.now());
    const compared = await mapBounded(some, PARALLEL, async (approval) => {
      if (isUnread(approval.key)) return { difference: null, gaps: [{ what: approval.key, reason: UNREAD }] };
      const item = await store.load(approval.key);
      const owner = await ownerOf(approval, item);
      const { difference, undecided } = compareApproved(approval, item, readAt, owner);
      const reason = `whether it is as it was approved is not known: ${undecided.join(', ')}`;
      return { difference, gaps: undecided.length === 0 ? [] : [{ what: approval.key, reason }] };
    });
    const nothing = { seen: [], news: [], again: [] };
    return {
      shard: { listing: 'approvals', region: '', page: 0 },
      ...{ listed: true, ...nothing, last: true },
      gaps: [...gaps, ...compared.flatMap((one) => one.gaps)],
      differences: compared.flatMap(({ difference }) => difference ?? []),
      counts: countsOf({ ...nothing, gaps: [] }),
    };
  }
}

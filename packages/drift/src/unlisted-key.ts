import {
  type Item,
  partitionOf,
  type Resource,
  type StateChange,
  userKey,
  userKeyFromArn,
} from '@podguard/core';
import { type LiveRead, type ReadDeps, standingOf, toldChange } from '@podguard/inventory';
import type { DriftRun } from './drift-run.ts';
import type { Seen } from './seen.ts';

const source = { name: 'users', actions: ['iam:ListAccessKeys'] } as const;

/**
 * What is so of an access key that its user does not have: IAM denies to tell of one that is not there, so the list of that user's keys
 * says it, of one that is older than the list. Root's keys are on no list, and where its user could not be read, nothing says it.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export function toldByList(
  item: Item | undefined,
  read: LiveRead,
  {
    run,
    seen,
    reading,
  }: {
    readonly run: DriftRun;
    readonly seen: Pick<Seen, 'keys' | 'unread'>;
    readonly reading: Pick<ReadDeps, 'account' | 'by'>;
  },
): StateChange | undefined {
  if (item?.kind !== 'access-key' || read.outcome !== 'denied') return undefined;
  const owner = ownerOf(item);
  if (owner === undefined || !isReadWhole(owner, seen)) return undefined;
  if (item.log.some(({ stamp }) => stamp.time >= run.startedAt)) return undefined;
  const { kind, key, region } = item;
  const startedAt = new Date(run.startedAt);
  return toldChange(source, { kind, key, region, told: null }, { ...reading, startedAt });
}

/** The key of the user whose it is, where that is known. */
function ownerOf(item: Item): string | undefined {
  const [view, ...others] = (standingOf(item)?.views ?? []) as readonly Resource<'access-key'>[];
  if (view === undefined || others.length > 0 || view.state.ofRoot !== false) return undefined;
  const { userName } = view.state;
  return userName ? userKey(partitionOf(item.region), item.account, userName) : undefined;
}

/** Of one that is not listed: it is gone, but where another could not be read it may have another name by now. */
function isReadWhole(user: string, { keys, unread }: Pick<Seen, 'keys' | 'unread'>): boolean {
  return keys.has(user) ? !unread.has(user) : ![...unread].some((key) => userKeyFromArn(key) !== undefined);
}

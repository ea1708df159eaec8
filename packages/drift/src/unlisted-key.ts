import type { Item, StateChange } from '@podguard/core';
import { type LiveRead, type ReadDeps, toldChange } from '@podguard/inventory';
import type { DriftRun } from './drift-run.ts';

const source = { name: 'users', actions: ['iam:ListAccessKeys'] } as const;

/**
 * What is so of an access key that no user has: IAM denies to tell of one that is not there, so the list of all users' keys says it, of one
 * that is older than the list.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html
 */
export function toldByList(
  item: Item | undefined,
  read: LiveRead,
  { run, reading }: { readonly run: DriftRun; readonly reading: Pick<ReadDeps, 'account' | 'by'> },
): StateChange | undefined {
  if (item?.kind !== 'access-key' || read.outcome !== 'denied') return undefined;
  if (item.log.some(({ stamp }) => stamp.time >= run.startedAt)) return undefined;
  const { kind, key, region } = item;
  const startedAt = new Date(run.startedAt);
  return toldChange(source, { kind, key, region, told: null }, { ...reading, startedAt });
}

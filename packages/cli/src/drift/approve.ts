import {
  type Approval,
  type Engine,
  type Item,
  inSeconds,
  matchesGlob,
  type ServiceState,
  type Store,
} from '@podguard/core';
import { approvableOf, whyNotYet } from '@podguard/drift';
import { createLiveReads, mapBounded } from '@podguard/inventory';
import { isChosen, isNamed, refuseUnmatched } from './chosen.ts';
import type { readingOf } from './reading.ts';

export interface ApproveDeps {
  readonly store: Store;
  readonly state: Pick<ServiceState, 'putApproval'>;
  readonly engine: Pick<Engine, 'apply'>;
  readonly reading: ReturnType<typeof readingOf>;
  readonly signal: AbortSignal;
}

export interface Approving {
  readonly globs: readonly string[];
  readonly kinds: readonly string[] | undefined;
  readonly author: string;
  readonly reason: string | null;
  readonly dryRun: boolean;
}

export interface Approved {
  readonly approvals: readonly { readonly approval: Approval; readonly unknown: readonly string[] }[];
  /** Those that could not be approved, and why. */
  readonly refused: readonly { readonly key: string; readonly reason: string }[];
}

const PARALLEL = 5;
const GONE = 'it is gone: to approve that, name it by its whole key';

/**
 * Reads the chosen resources, and approves what they are, where that is what is recorded of them. One that is gone is approved as
 * absent only where it is named by its whole key.
 */
export async function approve(
  deps: ApproveDeps,
  { globs, kinds, author, reason, dryRun }: Approving,
): Promise<Approved> {
  const { store, state, engine, reading, signal } = deps;
  const recorded: Item[] = [];
  const gone: string[] = [];
  const keys: string[] = [];
  for await (const item of store.listItems()) {
    if (item.account !== reading.account || !isChosen(item, globs, kinds)) continue;
    if (item.base === null && item.log.length === 0) continue;
    keys.push(item.key);
    if (item.present || isNamed(item.key, globs)) recorded.push(item);
    else gone.push(item.key);
  }
  refuseUnmatched(
    globs,
    keys,
    'nothing of that is recorded: run podguard drift first, or give another pattern',
  );
  const fitting = (glob: string, all: readonly string[]) => all.filter((key) => matchesGlob(glob, key));
  const chosen = recorded.map(({ key }) => key).sort();
  // What is gone besides others that are there was not meant.
  const onlyGone = globs
    .filter((glob) => fitting(glob, chosen).length === 0)
    .flatMap((glob) => fitting(glob, gone));
  const live = createLiveReads({ ...reading, recorded: store.load, stop: signal });
  const all = await mapBounded(chosen, PARALLEL, async (key) => (signal.aborted ? [] : [await one(key)]));
  const done = all.flat();
  return {
    approvals: done.flatMap((result) => ('approval' in result ? [result] : [])),
    refused: [
      ...done.flatMap((result) => ('approval' in result ? [] : [result])),
      ...[...new Set(onlyGone)].sort().map((key) => ({ key, reason: GONE })),
    ],
  };

  async function one(key: string): Promise<Approved['approvals'][number] | Approved['refused'][number]> {
    const read = await live.read(key);
    if (read.outcome !== 'read')
      return { key, reason: `it could not be read: ${read.outcome}: ${read.reason}` };
    const early = whyNotYet(key, read, await store.load(key));
    if (early !== null) return { key, reason: early };
    for (const change of read.changes) await engine.apply(change);
    const item = await store.load(key);
    if (item === undefined) return { key, reason: 'it is not recorded any more' };
    const found = approvableOf(item);
    if ('refused' in found) return { key, reason: found.refused };
    if (found.state === null && !isNamed(key, globs)) return { key, reason: GONE };
    const { kind, account, region } = item;
    const at = inSeconds(reading.now());
    const approval = { key, kind, account, region, state: found.state, by: author, at, reason };
    if (!dryRun) await state.putApproval(approval);
    return { approval, unknown: found.unknown };
  }
}

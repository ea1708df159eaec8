import type { Store } from '@podguard/core';
import type { QueueDepth } from './queue.ts';

export interface SettledDeps {
  readonly store: Pick<Store, 'listPending'>;
  readonly evaluateDepth: QueueDepth;
}

const MOST_NAMED = 20;
const MOST_COUNTED = 1_000;

/** Whether nothing waits to be judged or told. SQS and the index are some seconds late: it holds where it is so twice, a minute apart. */
export async function isSettled({ store, evaluateDepth }: SettledDeps): Promise<boolean> {
  if ((await evaluateDepth()) > 0) return false;
  for await (const _key of store.listPending()) return false;
  return true;
}

/** What waits still, and why it is missing in what is told. */
export async function unsettled({
  store,
  evaluateDepth,
}: SettledDeps): Promise<readonly { readonly what: string; readonly reason: string }[]> {
  const named: { what: string; reason: string }[] = [];
  let count = 0;
  for await (const key of store.listPending()) {
    count += 1;
    if (count <= MOST_NAMED) named.push({ what: key, reason: 'it was still being judged' });
    if (count === MOST_COUNTED) break;
  }
  if (count > MOST_NAMED) {
    const what = count === MOST_COUNTED ? `${MOST_COUNTED} resources or more` : `${count} resources`;
    named.push({ what, reason: 'they were still being judged, those that are named among them' });
  }
  const depth = await evaluateDepth();
  if (depth > 0) named.push({ what: `about ${depth} queued judgements`, reason: 'they were not made yet' });
  return named;
}

import type { Store } from '@podguard/core';
import type { QueueDepth } from './queue.ts';

export interface SettledDeps {
  readonly store: Pick<Store, 'listPending'>;
  readonly evaluateDepth: QueueDepth;
}

/** Whether nothing waits to be judged or told. SQS and the index are some seconds late: it holds where it is so twice, a minute apart. */
export async function isSettled({ store, evaluateDepth }: SettledDeps): Promise<boolean> {
  if ((await evaluateDepth()) > 0) return false;
  for await (const _key of store.listPending()) return false;
  return true;
}

import type { Config, Store } from '@podguard/core';
import { lazily } from '../lazily.ts';
import type { LiveReader } from '../live-reads.ts';
import type { Settings } from '../settings.ts';
import { watchedRegions } from '../watched-regions.ts';

const TIMEOUT_MS = 2_000;

export interface LiveReaderInput {
  readonly settings: Settings<'ACCOUNT_ID' | 'AWS_REGION'>;
  readonly config: Config;
  readonly store: Store;
}

/** Creates what opens the readers of the account: their code is loaded when the first judgement needs them. */
export function composeLiveReader({
  settings: { ACCOUNT_ID: account, AWS_REGION: home },
  config,
  store,
}: LiveReaderInput): () => Promise<LiveReader> {
  return lazily(async () => {
    const { createClients, createLiveReads, missingFrom, READERS } = await import('@podguard/inventory');
    const reads = createLiveReads({
      readers: READERS,
      // Who is slow is asked again with the next record: one read must not take the time of all.
      clients: createClients({ maxAttempts: 2, retryMode: 'standard' }),
      account,
      regions: watchedRegions(home, config),
      by: { principal: 'podguard', type: 'service' },
      now: () => new Date(),
      timeoutMs: TIMEOUT_MS,
      recorded: store.load,
    });
    return {
      missingFrom: (judged, asked) => missingFrom(judged, (key) => !asked.has(key) && reads.canRead(key)),
      read: reads.read,
    };
  });
}

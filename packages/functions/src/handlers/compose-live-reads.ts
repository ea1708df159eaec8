import type { Config, Store } from '@podguard/core';
import type { LiveReader } from '../live-reads.ts';
import type { Settings } from '../settings.ts';

const TIMEOUT_MS = 2_000;
/** Where IAM's and the global STS's events appear; always watched. */
const GLOBAL_REGION = 'us-east-1';

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
  let opened: Promise<LiveReader> | undefined;
  const open = async (): Promise<LiveReader> => {
    const { createClients, createLiveReads, missingFrom, READERS } = await import('@podguard/inventory');
    const reads = createLiveReads({
      readers: READERS,
      // Who is slow is asked again with the next record: one read must not take the time of all.
      clients: createClients({ maxAttempts: 2, retryMode: 'standard' }),
      account,
      regions: [...new Set([home, GLOBAL_REGION, ...config.regions])],
      by: { principal: 'podguard', type: 'service' },
      now: () => new Date(),
      timeoutMs: TIMEOUT_MS,
      recorded: store.load,
    });
    return { missingFrom: (judged) => missingFrom(judged, reads.canRead), read: reads.read };
  };
  return () => {
    opened ??= open();
    return opened;
  };
}

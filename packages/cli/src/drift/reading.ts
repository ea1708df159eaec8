import type { Config } from '@podguard/core';
import { watchedRegions } from '@podguard/functions';
import { createClients } from '@podguard/inventory';
import { readersFor } from '@podguard/inventory/kubernetes';
import { type AwsFlags, awsConfig } from '../aws-flags.ts';
import type { Caller } from './caller.ts';

const TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 8;

/** How an account is read from here: by whoever runs the command, in the regions of the configuration. */
export function readingOf(caller: Caller, aws: AwsFlags, config: Config) {
  const { region: _region, ...options } = awsConfig(aws);
  return {
    readers: readersFor(config),
    clients: createClients({ ...options, maxAttempts: MAX_ATTEMPTS, retryMode: 'adaptive' }),
    account: caller.account,
    regions: watchedRegions(caller.region, config),
    ownParts: config.ownParts,
    by: { principal: 'podguard', type: 'service' },
    now: () => new Date(),
    timeoutMs: TIMEOUT_MS,
  } as const;
}

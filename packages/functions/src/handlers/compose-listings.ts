import { createClients, LISTINGS, READERS, readPage } from '@podguard/inventory';
import type { BaselineDeps } from '../baseline.ts';
import { planOf, stepsFrom } from '../baseline-plan.ts';
import type { Settings } from '../settings.ts';
import { watchedRegions } from '../watched-regions.ts';
import type { Judging } from './compose-judging.ts';

/** A call may be answered late when the account is asked much: nobody waits for a baseline. */
const TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 8;

/** What a baseline lists, where, and how: read-only. */
export function composeListings(
  { AWS_REGION: home, ACCOUNT_ID: account }: Settings<'AWS_REGION' | 'ACCOUNT_ID'>,
  { config, store }: Pick<Judging, 'config' | 'store'>,
): Pick<BaselineDeps, 'plan' | 'list' | 'stepsFrom'> {
  const regions = watchedRegions(home, config);
  const deps = {
    readers: READERS,
    clients: createClients({ maxAttempts: MAX_ATTEMPTS, retryMode: 'adaptive' }),
    account,
    regions,
    by: { principal: 'podguard', type: 'service' },
    now: () => new Date(),
    timeoutMs: TIMEOUT_MS,
    recorded: store.load,
  } as const;
  return {
    plan: planOf(LISTINGS, regions),
    stepsFrom: (step, keys) => stepsFrom(LISTINGS, step, keys),
    async list({ listing: name, region, cluster }, token) {
      const listing = LISTINGS.find((one) => one.name === name);
      if (listing === undefined) return { outcome: 'unavailable', reason: 'this version does not list it' };
      return readPage(listing, cluster === undefined ? { region } : { region, cluster }, token, deps);
    },
  };
}

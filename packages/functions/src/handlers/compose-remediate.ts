import { setTimeout as wait } from 'node:timers/promises';
import { isGranted } from '@podguard/core';
import { createClients, createLiveReads, READERS } from '@podguard/inventory';
import { createPerform, createRemediating, type Remediating, remediatorsFor } from '@podguard/remediate';
import type { Settings } from '../settings.ts';
import { watchedRegions } from '../watched-regions.ts';
import type { Judging } from './compose-judging.ts';

const READ_TIMEOUT_MS = 10_000;
/** Reads wait where AWS asks for it; a call that changes something is made once, and once more where AWS took none. */
const READ_ATTEMPTS = 5;
const CALL_ATTEMPTS = 2;

export interface RemediateInput {
  readonly judging: Judging;
  readonly settings: Settings<'ACCOUNT_ID' | 'AWS_REGION' | 'REMEDIATE_ROLE_ARN'>;
  readonly tell: Parameters<typeof createRemediating>[0]['tell'];
}

/** What plans, applies and watches, by what is judged with now; its own role is who calls. */
export function composeRemediate({ judging, settings, tell }: RemediateInput): () => Promise<Remediating> {
  const { store, state, catalogue, context, config } = judging;
  const { ACCOUNT_ID: account, AWS_REGION: home, REMEDIATE_ROLE_ARN: principal } = settings;
  const now = () => new Date();
  const engine = judging.engineOf();
  const perform = createPerform({
    clients: createClients({ maxAttempts: CALL_ATTEMPTS, retryMode: 'standard' }),
  });
  const reading = {
    readers: READERS,
    clients: createClients({ maxAttempts: READ_ATTEMPTS, retryMode: 'standard' }),
    account,
    regions: watchedRegions(home, config),
    ownParts: config.ownParts,
    by: { principal: 'podguard', type: 'service' },
    now,
    timeoutMs: READ_TIMEOUT_MS,
    recorded: store.load,
  } as const;
  return async () =>
    createRemediating({
      ...(await judging.judgedBy()),
      ...{ store, state, remediations: state, engine, catalogue, context, account, now, perform, tell },
      remediators: remediatorsFor(config),
      principal,
      own: [principal],
      mayApply: (remediator) => isGranted(remediator, judging),
      // New readers each time: these do not remember who refused them.
      read: (key) => createLiveReads(reading).read(key),
      pause: wait,
    });
}

import type { SQSClient } from '@aws-sdk/client-sqs';
import { createApplyExemptions } from '@podguard/core';
import type { Settings } from '../settings.ts';
import type { SweepDeps } from '../sweep.ts';
import { createTellDigest } from '../tell-digest.ts';
import { createTellExpiring } from '../tell-expiring.ts';
import { createTellReminders } from '../tell-reminders.ts';
import { composeChannelQueues } from './compose-channel-queues.ts';
import type { Judging } from './compose-judging.ts';

/** What time alone brings about: exemptions begin and end, and what people left open is told again. */
export function composeClock(
  { store, state, catalogue, config, context }: Judging,
  sqs: SQSClient,
  settings: Settings<'CHANNEL_QUEUES' | 'ACCOUNT_ID'>,
): Pick<SweepDeps, 'applyExemptions' | 'tellByClock'> {
  const now = () => new Date();
  const channels = composeChannelQueues(sqs, settings, config);
  const tellDigest = createTellDigest({ channels, state, now });
  const deps = { store, state, catalogue, context, tellDigest, account: settings.ACCOUNT_ID };
  const { reminders } = config;
  const exemptions = async () => (await context()).exemptions;
  const applyExemptions = createApplyExemptions({ store, state, catalogue, now, exemptions });
  return {
    applyExemptions: (hasTime) => applyExemptions(undefined, hasTime),
    tellByClock: [
      createTellExpiring(deps),
      ...(reminders === undefined ? [] : [createTellReminders({ ...deps, reminders })]),
    ],
  };
}

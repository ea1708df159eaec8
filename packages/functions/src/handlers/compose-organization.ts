import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { createFollowOrganization } from '../follow-organization.ts';
import { lazily } from '../lazily.ts';
import { startRejudge } from '../rejudge.ts';
import type { Settings } from '../settings.ts';
import type { Judging } from './compose-judging.ts';
import { logger, metrics } from './compose-observers.ts';
import { createSqsQueue } from './compose-queue.ts';

const MAX_ATTEMPTS = 8;

/** What keeps the accounts of our organization, where the configuration asks for them; its code is loaded when it lists them. */
export function composeOrganization(
  { config, state }: Pick<Judging, 'config' | 'state'>,
  sqs: SQSClient,
  settings: Settings<'ACCOUNT_ID' | 'AWS_REGION' | 'REJUDGE_QUEUE_URL'>,
): (remainingMs: () => number) => Promise<void> {
  if (!config.organization) return async () => undefined;
  const { ACCOUNT_ID: account, AWS_REGION: region, REJUDGE_QUEUE_URL: url } = settings;
  const now = () => new Date();
  const inventory = lazily(() => import('./compose-list-organization.ts'));
  return createFollowOrganization({
    state,
    now,
    list: async (timeoutMs) => {
      const { listOrganization } = await inventory();
      const clientOptions = { region, maxAttempts: MAX_ATTEMPTS, retryMode: 'adaptive' } as const;
      return listOrganization({ clientOptions, account, timeoutMs });
    },
    judgeAgain: (run) => startRejudge({ state, now, rejudgeQueue: createSqsQueue(sqs, url) }, run),
    unread({ outcome, reason }) {
      logger.error('the accounts of the organization could not be listed; those listed last hold', {
        outcome,
        reason,
      });
      metrics.addMetric('OrganizationNotRead', MetricUnit.Count, 1);
    },
  });
}

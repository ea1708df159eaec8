import { eventGroups } from '@podguard/core';
import type { Context, SQSEvent } from 'aws-lambda';
import { createCanarySeen } from '../canary-seen.ts';
import { createEvaluate } from '../evaluate.ts';
import { lazily } from '../lazily.ts';
import { createReplayNote } from '../replay-mark.ts';
import { parseSettings } from '../settings.ts';
import { failedOf, toReceived } from './compose-batch.ts';
import { composeCatalogueOf } from './compose-catalogue-of.ts';
import { composeLean, observe } from './compose-lean.ts';
import { composeLiveReader } from './compose-live-reads.ts';
import { composeTable } from './compose-table.ts';

const settings = parseSettings(process.env, [
  'TABLE_NAME',
  'ACCOUNT_ID',
  'AWS_REGION',
  'JUDGED_WITH',
  'EVALUATE_QUEUE_URL',
  'CANARY_ROLE_NAME',
  'CANARY_RULES',
]);
const { client, store, state, config, engineWith } = composeTable(settings);
const catalogueOf = composeCatalogueOf(config, settings.JUDGED_WITH);
const canarySeen = createCanarySeen({
  state,
  account: settings.ACCOUNT_ID,
  roleName: settings.CANARY_ROLE_NAME,
  rules: settings.CANARY_RULES,
  delay: (place, seconds) =>
    observe(({ metrics }) =>
      metrics.singleMetric().addDimension('region', place).addMetric('CanaryDelay', 'Seconds', seconds),
    ),
});
const evaluate = createEvaluate({
  engineOf: (onJudged) => engineWith(catalogueOf, onJudged),
  optIn: eventGroups(config),
  onCall: (record) => canarySeen(record, new Date()),
  onReplay: createReplayNote({ state, now: () => new Date() }),
  reader: composeLiveReader({ settings, config, store }),
  queue: lazily(async () => {
    const { openQueue } = await import('./compose-open-queue.ts');
    return openQueue(settings.EVALUATE_QUEUE_URL);
  }),
  now: () => new Date(),
  report: (notice) => observe(({ report }) => report(notice)),
});

export const handler = composeLean(
  async (event: SQSEvent, context: Context) =>
    failedOf(event, await evaluate(event.Records.map(toReceived), () => context.getRemainingTimeInMillis())),
  [client],
);

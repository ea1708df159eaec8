import { setTimeout as wait } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { knownAccounts } from '@podguard/core';
import {
  createExplain,
  createFinish,
  createGiveUp,
  createPlan,
  createReconcile,
  createScan,
  startRun,
} from '@podguard/drift';
import { createClients, createLookupEvents } from '@podguard/inventory';
import { listingsFor, readersFor } from '@podguard/inventory/kubernetes';
import { renderAccountJson, renderAccountMarkdown, renderHtml } from '@podguard/report';
import { createDriftReport } from '../drift-report.ts';
import type { DriftDeps } from '../drift-steps.ts';
import type { Settings } from '../settings.ts';
import { watchedRegions } from '../watched-regions.ts';
import { composeTellQuiet } from './compose-channel-queues.ts';
import type { Judging } from './compose-judging.ts';
import { createSqsDepth } from './compose-queue.ts';
import { createReports } from './compose-reports.ts';
import { createS3Results } from './compose-results.ts';

/** A call may be answered late when the account is asked much: nobody waits for a run. */
const TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 8;

type DriftSettings = Settings<
  'TABLE_NAME' | 'ACCOUNT_ID' | 'EVALUATE_QUEUE_URL' | 'CHANNEL_QUEUES' | 'REPORT_BUCKET' | 'AWS_REGION'
>;

/** What the steps of a run work with; what an execution finds is its own. */
export function composeDrift(
  judging: Judging,
  { s3, sqs }: { readonly s3: S3Client; readonly sqs: SQSClient },
  settings: DriftSettings,
): (execution: string) => DriftDeps {
  const { AWS_REGION: home, ACCOUNT_ID: account, REPORT_BUCKET: bucket } = settings;
  const { store, state, catalogue, config, context, judgedBy } = judging;
  const regions = watchedRegions(home, config);
  const now = () => new Date();
  // Kept between invocations: what AWS asked of them they know.
  const clients = createClients({ maxAttempts: MAX_ATTEMPTS, retryMode: 'adaptive' });
  const reading = {
    ...{ readers: readersFor(config), clients, account, regions, now, timeoutMs: TIMEOUT_MS },
    ownParts: config.ownParts,
    by: { principal: 'podguard', type: 'service' },
  } as const;
  const settled = { store, evaluateDepth: createSqsDepth(sqs, settings.EVALUATE_QUEUE_URL) };
  const named = { store: `dynamodb:${settings.TABLE_NAME}@${home}` };
  const rules = [...catalogue.rules];
  const common = {
    ...{ listings: listingsFor(config), reading, store, state, engine: judging.engineOf() },
    ...{
      lookup: createLookupEvents({ clients, now, pause: wait, timeoutMs: TIMEOUT_MS }),
      lookups: config.drift.lookups,
      pause: wait,
    },
  };
  return (execution) => {
    const resultsOf = (one: string) => createS3Results(s3, bucket, one);
    const results = resultsOf(execution);
    const deps = { ...common, results };
    return {
      ...{ state, results, resultsOf, now, ...settled },
      begin: (run, kind) => startRun({ state, account, now }, run, kind),
      plan: createPlan(deps),
      scan: createScan(deps),
      giveUp: createGiveUp(deps),
      reconcile: createReconcile(deps),
      explain: createExplain(deps),
      report: createDriftReport({
        ...settled,
        ...createReports(s3, bucket),
        finish: async (run, how) => {
          const by = await judgedBy();
          const finish = createFinish({
            ...{ store, state, results, catalogue, context, account, now },
            config: by.config,
          });
          return finish(run, how);
        },
        render: (report, base) => ({
          html: renderHtml(report, { rules, ...named }),
          markdown: renderAccountMarkdown(report, knownAccounts(config), `\`${base}.json\``),
          json: renderAccountJson(report),
        }),
        tell: composeTellQuiet(sqs, settings, { state, store }),
      }),
    };
  };
}

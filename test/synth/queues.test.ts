import type { ConfigInput } from '@podguard/core';
import { CHANNEL_RECEIVES } from '@podguard/functions';
import { describe, expect, test } from 'vitest';
import { logicalName } from '../../infra/names.ts';
import type { Synthesis, SynthesizedResource } from '../../scripts/synth/resource.ts';
import * as everyRegion from '../fixtures/synth/every-region.config.ts';
import * as everything from '../fixtures/synth/everything.config.ts';
import {
  DEPLOYMENTS,
  type Deployment,
  named,
  ofType,
  queueArn,
  statementsOf,
  synthesize,
  textOf,
} from '../support/synthesize.ts';

const DAY = 86_400;
const WITH_CHANNELS = DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!;
const CONFIGS: Readonly<Record<string, { readonly default: ConfigInput }>> = {
  'everything.config.ts': everything,
  'every-region.config.ts': everyRegion,
};
const actionsIn = ({ config }: Deployment) =>
  config !== undefined && CONFIGS[config]?.default.slackActions !== undefined ? ['actions'] : [];
const repairsIn = ({ config }: Deployment) =>
  config !== undefined && CONFIGS[config]?.default.remediation !== undefined ? ['remediate'] : [];
const channelsIn = ({ config }: Deployment) => [
  ...new Set(['sns', ...Object.keys((config && CONFIGS[config]?.default.channels) ?? {})]),
];
const queues = (synthesis: Synthesis) => ofType(synthesis, 'Queue');
const worked = (synthesis: Synthesis) =>
  queues(synthesis).filter(({ inputs }) => inputs.redrivePolicy !== undefined);
const redriveOf = (queue: SynthesizedResource) =>
  JSON.parse(textOf(queue, 'redrivePolicy')) as {
    readonly deadLetterTargetArn: string;
    readonly maxReceiveCount: number;
  };
const mappingsOf = (synthesis: Synthesis, arn: string) =>
  ofType(synthesis, 'EventSourceMapping').filter(({ inputs }) => inputs.eventSourceArn === arn);
const functionOf = (synthesis: Synthesis, { inputs }: SynthesizedResource) => {
  const name = String(inputs.functionName).split(':').at(-1);
  return ofType(synthesis, 'Function').find((made) => made.inputs.name === name)!;
};

describe.each(Object.entries(DEPLOYMENTS))('queues of %s', (_, deployment) => {
  test('are those of the design', async () => {
    const synthesis = await synthesize(deployment);
    const prefix = `podguard-${deployment.stage}-`;
    const names = worked(synthesis).map((queue) => textOf(queue, 'name').slice(prefix.length));
    const channels = channelsIn(deployment).map((name) => `${name}.fifo`);
    expect(names.toSorted()).toEqual(
      ['due', 'evaluate', 'rejudge', ...actionsIn(deployment), ...repairsIn(deployment), ...channels].sort(),
    );
  });

  test('that a function reads put a message aside after five receives or more, into a queue of the same kind', async () => {
    const synthesis = await synthesize(deployment);
    const byArn = new Map(queues(synthesis).map((queue) => [queueArn(queue, synthesis), queue]));
    for (const queue of worked(synthesis)) {
      const { deadLetterTargetArn, maxReceiveCount } = redriveOf(queue);
      expect(maxReceiveCount).toBeGreaterThanOrEqual(5);
      const aside = byArn.get(deadLetterTargetArn)!;
      expect(aside.inputs.fifoQueue, aside.name).toBe(queue.inputs.fifoQueue);
      const allowed = ofType(synthesis, 'RedriveAllowPolicy').find(({ inputs }) =>
        String(inputs.queueUrl).endsWith(`/${textOf(aside, 'name')}`),
      )!;
      expect(JSON.parse(textOf(allowed, 'redriveAllowPolicy'))).toEqual({
        redrivePermission: 'byQueue',
        sourceQueueArns: [queueArn(queue, synthesis)],
      });
    }
  });

  test('that hold what was put aside keep it for 14 days, longer than the others', async () => {
    const synthesis = await synthesize(deployment);
    const reading = new Set(worked(synthesis));
    for (const queue of queues(synthesis)) {
      const kept = Number(queue.inputs.messageRetentionSeconds);
      if (reading.has(queue)) expect(kept, queue.name).toBeLessThan(14 * DAY);
      else expect(kept, queue.name).toBe(14 * DAY);
    }
  });

  test('are encrypted, and have one policy each, which refuses what comes without TLS', async () => {
    const synthesis = await synthesize(deployment);
    for (const queue of queues(synthesis)) {
      expect(queue.inputs.sqsManagedSseEnabled, queue.name).toBe(true);
      const url = `https://sqs.${queue.region}.amazonaws.com/${synthesis.account}/${textOf(queue, 'name')}`;
      const policies = ofType(synthesis, 'QueuePolicy').filter(({ inputs }) => inputs.queueUrl === url);
      expect(policies, queue.name).toHaveLength(1);
      expect(policies[0]!.region).toBe(queue.region);
      const [denied] = statementsOf(policies[0]!).filter(({ Effect }) => Effect === 'Deny');
      expect(denied).toEqual({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: queueArn(queue, synthesis),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  test('let in by their policy only EventBridge, and only where it delivers', async () => {
    const synthesis = await synthesize(deployment);
    const letting = ofType(synthesis, 'QueuePolicy').filter((policy) =>
      statementsOf(policy).some(({ Effect }) => Effect === 'Allow'),
    );
    const names = letting.map(({ inputs }) => String(inputs.queueUrl).split('/').at(-1));
    const prefix = `podguard-${deployment.stage}-`;
    expect(new Set(names)).toEqual(
      new Set([
        ...['evaluate', 'undelivered'].map((name) => `${prefix}${name}`),
        ...(ofType(synthesis, 'EventBus').length > 0 ? [`${prefix}remote-alarms`] : []),
      ]),
    );
  });

  test('hide a message for six times as long as their function may run, or longer', async () => {
    const synthesis = await synthesize(deployment);
    for (const queue of worked(synthesis)) {
      const [mapping, ...more] = mappingsOf(synthesis, queueArn(queue, synthesis));
      expect(more).toEqual([]);
      const { inputs } = functionOf(synthesis, mapping!);
      expect(Number(queue.inputs.visibilityTimeoutSeconds)).toBeGreaterThanOrEqual(
        6 * Number(inputs.timeout),
      );
    }
  });

  test('are read with a bound on how many at once, failures told message by message, and no reserved concurrency', async () => {
    const synthesis = await synthesize(deployment);
    for (const queue of worked(synthesis)) {
      const [mapping] = mappingsOf(synthesis, queueArn(queue, synthesis));
      const { maximumConcurrency } = mapping!.inputs.scalingConfig as { readonly maximumConcurrency: number };
      // Lambda takes no less than 2.
      expect(maximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(mapping!.inputs.functionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
    const bounds = ofType(synthesis, 'EventSourceMapping')
      .filter(({ inputs }) => !/(?<!sns)\.fifo$|-actions$/.test(String(inputs.eventSourceArn)))
      .flatMap(({ inputs }) => (inputs.scalingConfig as { maximumConcurrency?: number } | undefined) ?? []);
    // Each further channel has two, and so has what people ask for in Slack. A small account has ten executions in all; what is left over is for alerts.
    const evaluating = named(synthesis, 'EvaluateSource').inputs.scalingConfig;
    expect(evaluating).toEqual({ maximumConcurrency: 4 });
    expect(bounds.reduce((sum, { maximumConcurrency = 0 }) => sum + maximumConcurrency, 0)).toBeLessThan(13);
    for (const { inputs } of ofType(synthesis, 'Function')) {
      expect(inputs.reservedConcurrentExecutions).toBeUndefined();
    }
  });
});

test('each channel has a FIFO queue whose order holds within a group, and whose senders say what is the same', async () => {
  const synthesis = await synthesize(WITH_CHANNELS);
  const own = channelsIn(WITH_CHANNELS).map(logicalName);
  expect(own.length).toBeGreaterThan(6);
  for (const name of own.flatMap((channel) => [`${channel}Queue`, `${channel}DlqQueue`])) {
    expect(named(synthesis, name).inputs, name).toMatchObject({
      fifoQueue: true,
      contentBasedDeduplication: false,
      deduplicationScope: 'messageGroup',
      fifoThroughputLimit: 'perMessageGroupId',
    });
  }
  expect(textOf(named(synthesis, 'SnsDlqQueue'), 'name')).toBe('podguard-dev-sns-dlq.fifo');
});

test('a channel gives a message up when notify counts on it, not before and not after', async () => {
  const synthesis = await synthesize(WITH_CHANNELS);
  for (const name of channelsIn(WITH_CHANNELS).map(logicalName))
    expect(redriveOf(named(synthesis, `${name}Queue`)).maxReceiveCount).toBe(CHANNEL_RECEIVES);
});

test('queues of FIFO kind, and only those, end in .fifo', async () => {
  const synthesis = await synthesize(DEPLOYMENTS['prod in eu-central-1']!);
  for (const queue of queues(synthesis)) {
    expect(textOf(queue, 'name').endsWith('.fifo'), queue.name).toBe(queue.inputs.fifoQueue === true);
  }
});

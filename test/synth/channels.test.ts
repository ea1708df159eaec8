import { describe, expect, test } from 'vitest';
import { refuseClashes } from '../../infra/channel-names.ts';
import type { Synthesis } from '../../scripts/synth/resource.ts';
import {
  DEPLOYMENTS,
  listOf,
  named,
  ofType,
  type PolicyStatement,
  queueArn,
  statementsOf,
  synthesize,
} from '../support/synthesize.ts';

const ACCOUNT = '111122223333';
const PLAIN = DEPLOYMENTS['dev in eu-central-1']!;
const ALL = DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!;
const WITH_KEYS = DEPLOYMENTS['a long stage with every region and every option']!;

const of = (synthesis: Synthesis, service: string, policy = 'NotifyPolicy') =>
  statementsOf(named(synthesis, policy)).filter(({ Action }) => listOf(Action)[0]?.startsWith(`${service}:`));
const granted = (statements: readonly PolicyStatement[]) =>
  statements.flatMap(({ Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${action} ${resource}`)),
  );
const fifos = (synthesis: Synthesis) =>
  ofType(synthesis, 'Queue').filter(
    ({ inputs }) => inputs.fifoQueue === true && inputs.redrivePolicy !== undefined,
  );

describe('what notify may do', () => {
  test('is what the configured channels take, on their own parts only', async () => {
    const synthesis = await synthesize(ALL);
    const parameters = ['slack/token', 'slack/payments', 'tickets'];
    expect(granted(of(synthesis, 'ssm'))).toEqual(
      parameters.map(
        (name) => `ssm:GetParameter arn:aws:ssm:eu-central-1:${ACCOUNT}:parameter/podguard/${name}`,
      ),
    );
    const hub = `arn:aws:securityhub:eu-central-1:${ACCOUNT}`;
    expect(granted(of(synthesis, 'securityhub'))).toEqual([
      `securityhub:BatchImportFindings ${hub}:product/${ACCOUNT}/default`,
      `securityhub:BatchUpdateFindings ${hub}:hub/default`,
    ]);
    expect(granted(of(synthesis, 'events'))).toEqual([
      `events:PutEvents arn:aws:events:eu-central-1:${ACCOUNT}:event-bus/security`,
      'events:PutEvents arn:aws:events:eu-west-1:444455556666:event-bus/archive',
    ]);
    expect(of(synthesis, 'dynamodb').flatMap(({ Action }) => listOf(Action))).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
    ]);
  });

  test('is none of that where only the alert topic is told', async () => {
    const synthesis = await synthesize(PLAIN);
    for (const service of ['ssm', 'securityhub', 'events', 'dynamodb'])
      expect(of(synthesis, service), service).toEqual([]);
    expect(granted(of(synthesis, 'sns'))).toHaveLength(1);
  });

  test('is to put messages of its own queues off', async () => {
    const synthesis = await synthesize(ALL);
    const putOff = granted(of(synthesis, 'sqs')).filter((one) => one.includes('ChangeMessageVisibility'));
    expect(putOff.toSorted()).toEqual(
      fifos(synthesis)
        .map((queue) => `sqs:ChangeMessageVisibility ${queueArn(queue, synthesis)}`)
        .toSorted(),
    );
  });

  test('is to decrypt secrets by a key of the customer where there is one, by way of Parameter Store', async () => {
    const byStore = (synthesis: Synthesis) =>
      of(synthesis, 'kms').filter(({ Condition }) =>
        JSON.stringify(Condition ?? {}).includes('ssm.eu-central-1.amazonaws.com'),
      );
    expect(byStore(await synthesize(ALL))).toEqual([]);
    expect(byStore(await synthesize(WITH_KEYS))).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt'],
        Resource: [WITH_KEYS.environment?.PODGUARD_PARAMETER_KEY],
        Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-central-1.amazonaws.com' } },
      },
    ]);
  });
});

test('each channel has its own source, so that one that fails stops no other', async () => {
  const synthesis = await synthesize(ALL);
  const queues = fifos(synthesis);
  expect(queues).toHaveLength(7);
  for (const queue of queues) {
    const sources = ofType(synthesis, 'EventSourceMapping').filter(
      ({ inputs }) => inputs.eventSourceArn === queueArn(queue, synthesis),
    );
    expect(sources.map(({ inputs }) => String(inputs.functionName).split(':').at(-1))).toEqual([
      'podguard-dev-notify',
    ]);
  }
});

test('what tells together sends to the channels of people only', async () => {
  const synthesis = await synthesize(ALL);
  const sends = granted(of(synthesis, 'sqs', 'TellHeldPolicy'));
  expect(sends.map((one) => one.split(':').at(-1)).toSorted()).toEqual(
    ['payments', 'platform', 'sns', 'tickets'].map((name) => `podguard-dev-${name}.fifo`),
  );
});

test.for([
  [['slack', 'slack-dlq'], 'channels.slack-dlq: a part of it would be called as that of slack'],
  [['evaluate'], 'channels.evaluate: a part of it would be called as that of evaluate'],
  [['table'], 'channels.table: a part of it would be called as that of table'],
  [['ops-2', 'ops2'], 'channels.ops2: a part of it would be called as that of ops-2'],
] as const)('channels %s, of which two queues would have one name, are refused', ([names, reason]) => {
  expect(() => refuseClashes(names)).toThrow(`${reason}; choose another name`);
});

test('channels of other names are not', () => {
  expect(() => refuseClashes(['sns', 'slack', 'slack-2', 'hub'])).not.toThrow();
});

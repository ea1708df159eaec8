import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EventBridge, type RuleState } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { type Config, configSchema } from '@podguard/core';
import { judgedWith } from '@podguard/deployment/judged-with';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import type { Synthesis, SynthesizedResource } from '../../../scripts/synth/resource.ts';
import { createFunction } from '../../e2e/deployed/create/function.ts';
import { createMapping } from '../../e2e/deployed/create/mapping.ts';
import { createQueue } from '../../e2e/deployed/create/queue.ts';
import { createRole, putRolePolicy } from '../../e2e/deployed/create/role.ts';
import { createTarget } from '../../e2e/deployed/create/rule.ts';
import { createTable } from '../../e2e/deployed/create/table.ts';
import { optionalText, text } from '../../e2e/deployed/resources.ts';
import { type MiniStack, REGION, startMiniStack } from '../ministack/start.ts';
import { ofType, synthesize } from '../synthesize.ts';
import { zipOf } from './zip.ts';

/** Takes what it is given, and does nothing. */
const HANDLER = 'export const handler = async () => ({ batchItemFailures: [] });';

export interface PartsWorld {
  readonly miniStack: MiniStack;
  readonly synthesis: Synthesis;
  readonly config: Config;
  readonly table: string;
  /** A checkout whose rules are those that are deployed. */
  readonly root: string;
  /** The test's own clients. */
  in(region: string): ReturnType<typeof clientsIn>;
  stop(): Promise<void>;
}

/** The parts of stage `dev` in a MiniStack of its own, each in its region, as a deploy leaves them; functions do nothing. */
export async function startPartsWorld(): Promise<PartsWorld> {
  const [synthesis, miniStack] = await Promise.all([
    synthesize({ stage: 'dev', region: REGION }),
    startMiniStack(),
  ]);
  const regions = new Map<string, ReturnType<typeof clientsIn>>();
  const inRegion = (region: string) => {
    const clients = regions.get(region) ?? clientsIn(miniStack, region);
    regions.set(region, clients);
    return clients;
  };
  const config = configSchema.parse({});
  const world: PartsWorld = {
    ...{ miniStack, synthesis, config, in: inRegion },
    root: await makeCheckout(),
    table: String(synthesis.outputs.table),
    async stop() {
      for (const clients of regions.values()) for (const client of Object.values(clients)) client.destroy();
      await miniStack.stop();
      await rm(world.root, { recursive: true, force: true });
    },
  };
  try {
    await makeParts(world);
    await makeHistory(world);
    return world;
  } catch (error) {
    await world.stop();
    throw error;
  }
}

/** Sources that nobody changes while a test runs. */
async function makeCheckout(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'podguard-checkout-'));
  for (const name of ['core', 'policy', 'cloudtrail', 'rules']) {
    await mkdir(join(root, 'packages', name, 'src'), { recursive: true });
    await writeFile(join(root, 'packages', name, 'package.json'), '{}');
    await writeFile(join(root, 'packages', name, 'src/rule.ts'), `export const name = '${name}';`);
  }
  return root;
}

function inSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function clientsIn(miniStack: MiniStack, region: string) {
  const options = miniStack.clientOptions(region);
  return {
    cloudTrail: new CloudTrail(options),
    cloudWatch: new CloudWatch(options),
    dynamoDb: new DynamoDB(options),
    events: new EventBridge(options),
    iam: new IAM(options),
    lambda: new Lambda(options),
    sfn: new SFN(options),
    s3: new S3({ ...options, forcePathStyle: true }),
    sns: new SNS(options),
    sqs: new SQS(options),
  };
}

async function makeParts(world: PartsWorld): Promise<void> {
  const { synthesis } = world;
  const { home, account } = synthesis;
  const at = ({ region = home }: SynthesizedResource) => world.in(region);
  const each = async (type: string, create: (resource: SynthesizedResource) => Promise<unknown>) => {
    for (const resource of ofType(synthesis, type).filter(({ custom }) => custom)) await create(resource);
  };
  const { iam, dynamoDb, lambda, sns } = world.in(home);
  await each('Role', ({ inputs }) => createRole(iam, inputs));
  await each('RolePolicy', ({ inputs }) => putRolePolicy(iam, text(inputs, 'role'), inputs));
  const queues = ofType(synthesis, 'Queue').toSorted(
    (a, b) => Number(a.inputs.redrivePolicy !== undefined) - Number(b.inputs.redrivePolicy !== undefined),
  );
  for (const queue of queues) await createQueue(at(queue).sqs, queue.inputs);
  await each('QueuePolicy', async (resource) => {
    const { sqs } = at(resource);
    const url = text(resource.inputs, 'queueUrl');
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName: url.slice(url.lastIndexOf('/') + 1) });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: text(resource.inputs, 'policy') } });
  });
  const streams = new Map<string, string>();
  await each('Table', async ({ inputs }) => {
    const arn = `arn:aws:dynamodb:${home}:${account}:table/${text(inputs, 'name')}`;
    streams.set(`${arn}/stream/1`, await createTable(dynamoDb, inputs));
    await dynamoDb.updateContinuousBackups({
      TableName: text(inputs, 'name'),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
  await each('Topic', async ({ inputs }) => {
    const { TopicArn } = await sns.createTopic({ Name: text(inputs, 'name') });
    const Endpoint = `arn:aws:sqs:${home}:${account}:subscriber`;
    await sns.subscribe({ TopicArn, Protocol: 'sqs', Endpoint });
  });
  const zip = zipOf('bundle.mjs', HANDLER);
  await Promise.all(
    ofType(synthesis, 'Function')
      .filter(({ custom }) => custom)
      .map(({ inputs }) => {
        const { variables } = inputs.environment as { readonly variables: Readonly<Record<string, string>> };
        return createFunction(lambda, inputs, { zip, environment: variables });
      }),
  );
  await each('StateMachine', ({ inputs }) =>
    world.in(home).sfn.createStateMachine({
      name: text(inputs, 'name'),
      definition: text(inputs, 'definition'),
      roleArn: `arn:aws:iam::${account}:role/${text(inputs, 'name')}-machine`,
    }),
  );
  await each('EventBus', ({ inputs }) =>
    world.in(home).events.createEventBus({ Name: text(inputs, 'name') }),
  );
  // MiniStack takes no whole policy.
  await each('EventBusPolicy', (resource) =>
    world.in(home).events.putPermission({
      EventBusName: text(resource.inputs, 'eventBusName'),
      StatementId: 'Forward',
      Principal: `arn:aws:iam::${account}:root`,
      Action: 'events:PutEvents',
    }),
  );
  await each('EventRule', ({ inputs, region = home }) =>
    world.in(region).events.putRule({
      Name: text(inputs, 'name'),
      EventBusName: optionalText(inputs, 'eventBusName') ?? 'default',
      EventPattern: text(inputs, 'eventPattern'),
      State: (optionalText(inputs, 'state') ?? 'ENABLED') as RuleState,
    }),
  );
  await each('EventTarget', (resource) =>
    createTarget(
      at(resource).events,
      resource.inputs,
      optionalText(resource.inputs, 'eventBusName') ?? 'default',
    ),
  );
  await each('EventSourceMapping', ({ inputs }) => createMapping(lambda, inputs, streams));
}

/** What a deployment that has run for a day leaves: a trail beside it, calls on schedules, a canary, a run. */
async function makeHistory({
  synthesis,
  table,
  config,
  root,
  miniStack,
  in: inRegion,
}: PartsWorld): Promise<void> {
  const { home } = synthesis;
  const { cloudTrail, cloudWatch, s3 } = inRegion(home);
  await s3.createBucket({ Bucket: 'trail-of-the-account' });
  const Name = 'account';
  await cloudTrail.createTrail({ Name, S3BucketName: 'trail-of-the-account', IsMultiRegionTrail: true });
  await cloudTrail.startLogging({ Name });
  const called = (FunctionName: string) => ({
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: FunctionName }],
    Timestamp: new Date(Date.now() - 60_000),
    Value: 3,
  });
  await cloudWatch.putMetricData({
    Namespace: 'AWS/Lambda',
    MetricData: ['podguard-dev-sweep', 'podguard-dev-tell-held', 'podguard-dev-canary'].map(called),
  });
  await cloudWatch.putMetricData({
    Namespace: 'AWS/SQS',
    MetricData: [
      {
        MetricName: 'NumberOfMessagesSent',
        Dimensions: [{ Name: 'QueueName', Value: 'podguard-dev-evaluate' }],
        Timestamp: new Date(Date.now() - 60_000),
        Value: 70,
      },
    ],
  });
  const connection = connect(miniStack.clientOptions());
  const state = createDynamoDbServiceState({ client: connection.client, table });
  const sentAt = new Date(Date.now() - 3_600_000).toISOString();
  const places = ['iam', home, 'us-east-1'];
  await state.saveMark('canary', { sentAt, expected: places, lateBefore: 0 });
  for (const place of places)
    await state.saveMark(`canary-seen/${place}`, { sentAt, seenAt: sentAt, delaySeconds: 71.4 });
  const reportedAt = inSeconds(new Date(Date.now() - 2 * 3_600_000));
  await state.saveMark('drift-execution', {
    ...{ run: 'first', execution: 'arn', startedAt: reportedAt, finishedAt: reportedAt, reportedAt },
    ...{ over: [], done: ['first'] },
  });
  await state.saveMark('deployed', { judgedWith: judgedWith(root, config) });
  connection.close();
}

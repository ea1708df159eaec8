import { hash } from 'node:crypto';
import { configSchema } from '@podguard/core';
import { CHECKS, createAwsClients, findWorld, type Line, runChecks, TEST_MESSAGES } from 'podguard/doctor';
import { ACCOUNT, REGION } from '../../../inventory/account.ts';
import type { Opened, Scenario } from '../scenario.ts';
import type { Answers } from '../world.ts';
import { newAccount } from './account.ts';
import { newServices } from './services.ts';
import { theDynamoDb } from './table.ts';

const BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/others`;
const CONFIG = configSchema.parse({
  channels: {
    hub: { type: 'security-hub' },
    tickets: { type: 'webhook', url: 'https://tickets.example.com', secretParameter: '/podguard/tickets' },
    others: { type: 'eventbridge', bus: BUS },
  },
});
const TRUST = encodeURIComponent(JSON.stringify({ Statement: [] }));

const WHOSE = /whose the credentials are cannot be asked/;

/** Of those that could be asked, so many are well; the others have lines of their own. */
const FEWER = /^ok \S+ [^:]+: (?:\d+ |nothing [\w ]+ in \d+)/;

/** All lines; what cannot be asked is unknown. */
export const DOCTOR: readonly Scenario[] = [
  { name: 'doctor', subject: WHOSE, mayClaim: FEWER, open: () => open(CHECKS) },
  { name: 'doctor sends a test', subject: WHOSE, open: () => open([TEST_MESSAGES]) },
];

/** Everything is there, and much of it other than this version makes it. */
function answersOf(table: string, patterns: Map<string, string>, isSending: boolean): Answers {
  // A message that is seen and then taken.
  const counted = new Map<string, number>();
  const tell = { Version: '2012-10-17', Statement: [] };
  return {
    GetQueueUrlCommand: ({ QueueName }: { QueueName: string }) => ({
      QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${QueueName}`,
    }),
    'SQSClient.GetQueueAttributesCommand'({ QueueUrl }: { QueueUrl: string }) {
      const count = isSending && QueueUrl.endsWith('.fifo') ? (counted.get(QueueUrl) ?? 0) + 1 : 0;
      counted.set(QueueUrl, count);
      return {
        Attributes: {
          ...{
            QueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:q`,
            Policy: JSON.stringify(tell),
            VisibilityTimeout: '30',
          },
          ApproximateNumberOfMessages: String(count % 2),
          ...{ ApproximateNumberOfMessagesNotVisible: '0', ApproximateNumberOfMessagesDelayed: '0' },
        },
      };
    },
    ListQueuesCommand: () => ({
      QueueUrls: [`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/podguard-prod-evaluate`],
    }),
    SendMessageCommand: ({ MessageBody }: { MessageBody: string }) => ({
      MessageId: 'm',
      MD5OfMessageBody: hash('md5', MessageBody),
    }),
    GetFunctionConfigurationCommand: ({ FunctionName }: { FunctionName: string }) => ({
      ...{
        FunctionName,
        State: 'Active',
        LastUpdateStatus: 'Successful',
        Role: `arn:aws:iam::${ACCOUNT}:role/${FunctionName}`,
      },
      Environment: { Variables: { TABLE_NAME: table } },
    }),
    GetFunctionConcurrencyCommand: () => ({}),
    ListEventSourceMappingsCommand: () => ({ EventSourceMappings: [] }),
    'DynamoDBClient.DescribeTableCommand': () => ({
      Table: {
        TableStatus: 'ACTIVE',
        StreamSpecification: { StreamEnabled: true },
        DeletionProtectionEnabled: true,
      },
    }),
    DescribeTimeToLiveCommand: () => ({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' },
    }),
    DescribeContinuousBackupsCommand: () => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
      },
    }),
    'EventBridgeClient.DescribeRuleCommand': ({ Name }: { Name: string }) => ({
      Name,
      State: 'ENABLED',
      EventPattern: patterns.get(Name),
    }),
    'EventBridgeClient.ListTargetsByRuleCommand': () => ({ Targets: [] }),
    DescribeEventBusCommand: () => ({ Name: 'bus', Policy: JSON.stringify(tell) }),
    'IAMClient.GetRoleCommand': ({ RoleName }: { RoleName: string }) => ({
      Role: { RoleName, AssumeRolePolicyDocument: TRUST },
    }),
    SimulatePrincipalPolicyCommand: ({ ActionNames }: { ActionNames: readonly string[] }) => ({
      EvaluationResults: ActionNames.map((EvalActionName) => ({ EvalActionName, EvalDecision: 'allowed' })),
    }),
    DescribeStateMachineCommand: () => ({
      definition: '{}',
      roleArn: `arn:aws:iam::${ACCOUNT}:role/podguard-dev-drift-machine`,
    }),
    ListSubscriptionsByTopicCommand: () => ({ Subscriptions: [] }),
    DescribeHubCommand: () => ({ HubArn: 'arn:hub' }),
    GetMetricStatisticsCommand: () => ({ Datapoints: [{ Sum: 1 }] }),
  };
}

async function open(checks: typeof CHECKS): Promise<Opened> {
  const db = await theDynamoDb();
  const { table } = await db.newStore();
  const patterns = new Map<string, string>();
  const account = await newAccount(
    newServices(answersOf(table, patterns, checks.includes(TEST_MESSAGES))).answers,
    { DynamoDB: db.url },
  );
  await account.cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs', IsMultiRegionTrail: true });
  await account.cloudtrail.startLogging({ Name: 'main' });
  return {
    world: account.world,
    async run() {
      const clients = createAwsClients({ endpointUrl: account.fake.url });
      try {
        const options = { stage: 'dev', home: REGION, config: CONFIG, clients, endpoint: account.fake.url };
        const world = await findWorld({ ...options, now: account.now });
        for (const { name, pattern } of world.rules) patterns.set(name, JSON.stringify(pattern));
        const lines = await runChecks(world, checks);
        const shown = (some: readonly Line[]) =>
          some.map(
            ({ check, subject, status, what }) =>
              `${status} ${check} ${subject}: ${what.replace(table, 'the table')}`,
          );
        return {
          // Lines that say the same are one.
          claims: shown(lines.filter(({ status }) => status !== 'unknown')),
          told: shown(lines.filter(({ status }) => status === 'unknown')).join('\n'),
        };
      } finally {
        clients.destroy();
      }
    },
    close: () => account.fake.close(),
  };
}

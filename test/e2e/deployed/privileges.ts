import { LISTINGS, LOOKUP_ACTIONS, READERS } from '@podguard/inventory';
import { listOf, ofType, type PolicyStatement, statementsOf, textOf } from '../../support/synthesize.ts';
import type { Deployment } from './deployment.ts';

/** What a function's role may do, what the function did, and where its events come from. */
export interface Privileges {
  readonly granted: readonly string[];
  readonly called: readonly string[];
  /** Calls, each with the part of the service that it was about, that no statement allows there. */
  readonly elsewhere: readonly string[];
  readonly sources: readonly string[];
}

/** What a role has that the function's own code does not call. */
export interface Exception {
  readonly why: string;
  readonly actions: readonly string[];
  concerns(privileges: Privileges): boolean;
}

/** Not every kind of resource is in the account of these tests, and MiniStack knows not all: those of the readers call each. */
const READING = [...new Set(READERS.flatMap(({ actions }) => actions))];
const LISTING = [...new Set([...LISTINGS.flatMap(({ actions }) => actions), ...LOOKUP_ACTIONS])];

export const EXCEPTIONS: readonly Exception[] = [
  {
    why: 'what there is in an account is read, of any kind',
    actions: READING,
    concerns: ({ granted }) => READING.every((action) => granted.includes(action)),
  },
  {
    why: 'all that there is in an account is listed, and who did it looked up',
    actions: LISTING,
    concerns: ({ granted }) => LISTING.every((action) => granted.includes(action)),
  },
  {
    why: 'the Lambda service writes the log',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    concerns: () => true,
  },
  {
    why: 'the Lambda service and the daemon beside the function send traces',
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    concerns: () => true,
  },
  {
    why: 'the Lambda service reads the queue',
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    concerns: ({ sources }) => sources.some((source) => source.includes(':sqs:')),
  },
  {
    why: 'the Lambda service reads the stream',
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    concerns: ({ sources }) => sources.some((source) => source.includes('/stream/')),
  },
  {
    why: 'SNS uses the key of the topic in the name of who publishes',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    concerns: ({ called }) => called.includes('sns:Publish'),
  },
];

/** Operations that another action allows. */
const ALLOWED_BY: Readonly<Record<string, string>> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
  'sqs:SendMessageBatch': 'sqs:SendMessage',
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html
  'sqs:ChangeMessageVisibilityBatch': 'sqs:ChangeMessageVisibility',
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
  's3:ListObjectsV2': 's3:ListBucket',
};

/** Called where people are told together, or again later, and where exemptions change: `people.test.ts` shows that they are. */
export const CALLED_FOR_PEOPLE: Readonly<Record<string, readonly string[]>> = {
  'podguard-dev-notify': ['sqs:ChangeMessageVisibility'],
  'podguard-dev-sweep': ['dynamodb:Scan'],
  'podguard-dev-tell-held': [
    ...['BatchWriteItem', 'PutItem', 'Query', 'UpdateItem'].map((name) => `dynamodb:${name}`),
    'sqs:SendMessage',
  ],
};

/** By the function's name. */
export function privilegesOf({ proxy, synthesis }: Deployment): ReadonlyMap<string, Privileges> {
  const calls = proxy.calls();
  const mappings = ofType(synthesis, 'EventSourceMapping');
  const policies = ofType(synthesis, 'RolePolicy');
  const functions = ofType(synthesis, 'Function').filter(({ custom }) => custom);
  return new Map(
    functions.map((fn) => {
      const name = textOf(fn, 'name');
      const statements = policies
        .filter(({ inputs }) => inputs.role === name)
        .flatMap((policy) => statementsOf(policy));
      const made = calls
        .filter(({ by }) => by === name)
        .map(({ service, operation, region, resources, leadingKey }) => ({
          ...{ region, leadingKey },
          action: ALLOWED_BY[`${service}:${operation}`] ?? `${service}:${operation}`,
          resources,
        }));
      return [
        name,
        {
          granted: sorted(
            statements.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? listOf(Action) : [])),
          ),
          called: sorted(made.map(({ action }) => action)),
          elsewhere: made.flatMap(({ action, resources, region, leadingKey }) =>
            (resources.length === 0 ? [undefined] : resources)
              .filter((resource) => {
                const asked = { action, region, resource, leadingKey };
                return (
                  !statements.some((statement) => allows(statement, asked)) ||
                  statements.some((statement) => denies(statement, asked))
                );
              })
              .map((resource) => `${action} on ${resource ?? 'what there is'} in ${region}`),
          ),
          sources: mappings
            .filter((mapping) => textOf(mapping, 'functionName').endsWith(`:function:${name}`))
            .map((mapping) => textOf(mapping, 'eventSourceArn')),
        },
      ];
    }),
  );
}

/** What a role lacks, and what it has and neither its function nor an exception needs. */
export function faultsOf(privileges: Privileges): readonly string[] {
  const { granted, called, elsewhere } = privileges;
  const excepted = EXCEPTIONS.filter((exception) => exception.concerns(privileges)).flatMap(
    ({ actions }) => actions,
  );
  const needed = new Set([...called, ...excepted]);
  return [
    ...called.filter((action) => !granted.includes(action)).map((action) => `lacks ${action}`),
    ...elsewhere.map((call) => `lacks ${call}`),
    ...granted.filter((action) => !needed.has(action)).map((action) => `never called ${action}`),
  ];
}

interface Asked {
  readonly action: string;
  readonly region: string;
  /** Absent where it is about whatever there is. */
  readonly resource: string | undefined;
  /** The first key of the row that is put. */
  readonly leadingKey?: string | undefined;
}

export function allows(statement: PolicyStatement, { action, region, resource, leadingKey }: Asked): boolean {
  if (statement.Effect !== 'Allow') return false;
  const told = new Map([
    ['StringEquals aws:RequestedRegion', region],
    ...(leadingKey === undefined
      ? []
      : [['ForAllValues:StringEquals dynamodb:LeadingKeys', leadingKey] as const]),
  ]);
  const { Action, Resource, Condition = {} } = statement;
  return (
    listOf(Action).includes(action) &&
    (resource === undefined || listOf(Resource).some((pattern) => patternOf(pattern).test(resource))) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => {
        // What nobody can tell here allows nothing.
        const value = told.get(`${operator} ${key}`);
        return value !== undefined && listOf(values).includes(value);
      }),
    )
  );
}

/** Another condition than one of regions holds for all that nobody can tell. */
export function denies(statement: PolicyStatement, { action, region, resource }: Asked): boolean {
  const { Effect, Action, NotAction, Resource, Condition = {} } = statement;
  const fits = (patterns: string | readonly string[] | undefined, text: string) =>
    listOf(patterns).some((pattern) => patternOf(pattern).test(text));
  const isOfAction = NotAction === undefined ? fits(Action, action) : !fits(NotAction, action);
  const watched = Condition.StringNotEquals?.['aws:RequestedRegion'];
  return (
    Effect === 'Deny' &&
    isOfAction &&
    fits(Resource, resource ?? '') &&
    (watched === undefined || !listOf(watched).includes(region))
  );
}

function patternOf(resource: string): RegExp {
  const literal = resource.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*')}$`);
}

function sorted(actions: readonly string[]): readonly string[] {
  return [...new Set(actions)].toSorted();
}

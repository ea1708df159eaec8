import { listOf, ofType, statementsOf, textOf } from '../../support/synthesize.ts';
import type { Deployment } from './deployment.ts';

/** What a function's role has that the function's own code does not call. */
export const NOT_BY_THE_CODE: Readonly<Record<string, string>> = {
  'dynamodb:DescribeStream': 'the Lambda service reads the stream',
  'dynamodb:GetRecords': 'the Lambda service reads the stream',
  'dynamodb:GetShardIterator': 'the Lambda service reads the stream',
  'dynamodb:ListStreams': 'the Lambda service reads the stream',
  'kms:Decrypt': 'SNS uses the key of the topic in the name of who publishes',
  'kms:GenerateDataKey': 'SNS uses the key of the topic in the name of who publishes',
  'logs:CreateLogStream': 'the Lambda service writes the log',
  'logs:PutLogEvents': 'the Lambda service writes the log',
  'sqs:DeleteMessage': 'the Lambda service reads the queue',
  'sqs:GetQueueAttributes': 'the Lambda service reads the queue',
  'sqs:ReceiveMessage': 'the Lambda service reads the queue',
  'xray:PutTelemetryRecords': 'the Lambda service and its daemon send traces',
  'xray:PutTraceSegments': 'the Lambda service and its daemon send traces',
};

/** Operations that another action allows. */
const ALLOWED_BY: Readonly<Record<string, string>> = {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
  'sqs:SendMessageBatch': 'sqs:SendMessage',
};

export interface Privileges {
  readonly granted: readonly string[];
  readonly called: readonly string[];
}

/** By the function's name: what its role may do, and what it did. */
export function privilegesOf({ proxy, synthesis }: Deployment): Readonly<Record<string, Privileges>> {
  const calls = proxy.calls();
  const functions = ofType(synthesis, 'Function').filter(({ custom }) => custom);
  return Object.fromEntries(
    functions.map((made) => {
      const name = textOf(made, 'name');
      const called = calls
        .filter(({ by }) => by === name)
        .map(({ service, operation }) => `${service}:${operation}`)
        .map((operation) => ALLOWED_BY[operation] ?? operation);
      return [name, { granted: grantedTo(name), called: sorted(called) }];
    }),
  );

  function grantedTo(role: string): readonly string[] {
    return sorted(
      ofType(synthesis, 'RolePolicy')
        .filter(({ inputs }) => inputs.role === role)
        .flatMap((policy) => statementsOf(policy))
        .flatMap(({ Action }) => listOf(Action)),
    );
  }
}

function sorted(actions: readonly string[]): readonly string[] {
  return [...new Set(actions)].toSorted();
}

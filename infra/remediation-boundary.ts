import { LIVE_READS } from './live-reads.ts';
import { changeGrants, type GrantsSpec } from './remediation-grants.ts';

/** What the function does with the service's own parts, which have names that only a deploy knows. */
const OWN = [
  ...['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  ...['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
  ...['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  ...['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  ...['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  ...['sqs:ReceiveMessage', 'sqs:SendMessage'],
];

export interface BoundaryDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: unknown;
    readonly Condition?: unknown;
  }[];
}

/**
 * What the role that repairs may have at most, by the rules that are to be repaired: whoever changes the role gains no more. A managed
 * policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function remediateBoundary(spec: GrantsSpec): BoundaryDocument {
  const changes = changeGrants(spec).map(({ actions, resources, condition }) => ({
    ...{ Effect: 'Allow' as const, Action: actions, Resource: resources },
    ...(condition === undefined ? {} : { Condition: condition }),
  }));
  const rest = [...new Set([...OWN, ...LIVE_READS])].sort();
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: rest, Resource: '*' }, ...changes],
  };
}

import { ServiceError } from '@podguard/core';
import { LIVE_READS } from './live-reads.ts';
import { changeDenials } from './remediation-denials.ts';
import { changeGrants, type GrantsSpec } from './remediation-grants.ts';
import { statementText } from './statement-text.ts';

/** What the function does with the service's own parts, which have names that only a deploy knows. */
const OWN = [
  ...['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  ...['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
  ...['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  ...['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  ...['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  ...['sqs:ReceiveMessage', 'sqs:SendMessage'],
];

/** Without white space, which IAM does not count: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 6144;

export interface BoundaryDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/**
 * What the role that repairs may have at most, by the rules that are to be repaired, and what it may not: whoever gives the role more
 * policies gives it no more. A managed policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function remediateBoundary(spec: GrantsSpec): BoundaryDocument {
  const rest = { actions: [...new Set([...OWN, ...LIVE_READS])].sort(), resources: ['*'] };
  const statements = [rest, ...changeGrants(spec), ...changeDenials(spec)];
  const document = { Version: '2012-10-17' as const, Statement: statements.map(statementText) };
  const { length } = JSON.stringify(document);
  if (length <= MOST_CHARACTERS) return document;
  throw new ServiceError(
    'config-invalid',
    `podguard.config.ts: the boundary has ${length} characters, and IAM takes ${MOST_CHARACTERS}: name roles in remediation.deny.roles by fewer patterns, or watch fewer regions`,
  );
}

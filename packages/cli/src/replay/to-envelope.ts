import type { RelevantRecord } from '@podguard/archive';
import type { JsonObject } from '@podguard/core';

/** A record as EventBridge would have sent it; what it did send is kept. */
export function toEnvelope({ record, envelope }: Pick<RelevantRecord, 'record' | 'envelope'>): JsonObject {
  const service = record.eventSource.replace(/\.amazonaws\.com$/, '');
  return {
    version: '0',
    id: record.eventId,
    'detail-type': 'AWS API Call via CloudTrail',
    source: envelope?.source ?? `aws.${service}`,
    account: envelope?.account ?? record.recipientAccountId,
    time: record.eventTime,
    region: envelope?.region ?? record.awsRegion,
    resources: [],
    detail: record.raw,
  };
}

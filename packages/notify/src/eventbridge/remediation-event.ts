import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { bodyText, type RemediationBody, remediationBody } from '../alert-body.ts';
import { type RemediationAlert, remediationPlace } from '../remediation-facts.ts';
import { shorterRemediations } from '../shorten-remediation.ts';
import { AROUND_BYTES, ENTRY_BYTES, EVENT_SOURCE, resourcesOf } from './finding-event.ts';

export const REMEDIATION_DETAIL_TYPE = 'podguard.remediation';

/** The `detail` of an event of a remediation. */
export type RemediationEvent = Omit<RemediationBody, 'kind'>;

export function toRemediationEntry(alert: RemediationAlert, busArn: string): PutEventsRequestEntry {
  const { history, createdAt } = alert.remediation;
  const time = new Date(history.at(-1)?.at ?? createdAt);
  return {
    EventBusName: busArn,
    Source: EVENT_SOURCE,
    DetailType: REMEDIATION_DETAIL_TYPE,
    ...(Number.isNaN(time.getTime()) ? {} : { Time: time }),
    Resources: resourcesOf(remediationPlace(alert).key),
    Detail: detailOf(alert),
  };
}

function detailOf(alert: RemediationAlert): string {
  let detail = '';
  for (const { kind: _, ...event } of shorterRemediations(remediationBody(alert))) {
    detail = bodyText(event satisfies RemediationEvent);
    if (Buffer.byteLength(detail) <= ENTRY_BYTES - AROUND_BYTES) break;
  }
  return detail;
}

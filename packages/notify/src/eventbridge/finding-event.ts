import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { parseArn, type Transition } from '@podguard/core';
import { bodyText, transitionsBody } from '../alert-body.ts';
import { shorterBodies } from '../shorten.ts';

export const EVENT_SOURCE = 'podguard';
export const EVENT_DETAIL_TYPE = 'podguard.finding';

/** The `detail` of an event; docs/finding-event.schema.json describes it. */
export interface FindingEvent extends Transition {
  readonly v: 1;
  /** What was left out because the event would have been too large. */
  readonly cut: string | null;
}

/**
 * What EventBridge counts of an entry is less than this: the rest of its 256 KB is for the envelope, in which a target with the
 * same limit, as a queue is, gets it.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const ENTRY_BYTES = 240_000;
/** Of the source, the type, the time and a resource. */
export const AROUND_BYTES = 3_000;

export function toEntry(transition: Transition, busArn: string): PutEventsRequestEntry {
  const time = new Date(transition.at);
  return {
    EventBusName: busArn,
    Source: EVENT_SOURCE,
    DetailType: EVENT_DETAIL_TYPE,
    ...(Number.isNaN(time.getTime()) ? {} : { Time: time }),
    Resources: resourcesOf(transition.finding.resource.key),
    Detail: detailOf(transition),
  };
}

/** As EventBridge counts it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export function bytesOf({ Source, DetailType, Detail, Resources = [] }: PutEventsRequestEntry): number {
  return 14 + Buffer.byteLength([Source, DetailType, Detail, ...Resources].join(''));
}

function detailOf(transition: Transition): string {
  let detail = '';
  for (const { transitions, cut } of shorterBodies(transitionsBody([transition]))) {
    const event: FindingEvent = { v: 1, ...(transitions[0] ?? transition), cut };
    detail = bodyText(event);
    if (Buffer.byteLength(detail) <= ENTRY_BYTES - AROUND_BYTES) break;
  }
  return detail;
}

export function resourcesOf(key: string): string[] {
  return parseArn(key) === undefined || key.length > 2_048 ? [] : [key.toWellFormed()];
}

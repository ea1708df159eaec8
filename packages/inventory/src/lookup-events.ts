import { inSeconds } from '@podguard/core';
import type { Clients } from './clients.ts';
import { must } from './must.ts';
import { within } from './within.ts';

export interface LookupEventsDeps {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  readonly now: () => Date;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly timeoutMs: number;
  /** Where it is aborted, nothing more is asked. */
  readonly stop?: AbortSignal;
}

/** One attribute at a time; `from` and `to` are times, and belong to what is asked for. */
export type LookupAsked = { readonly region: string; readonly from?: string; readonly to?: string } & (
  | { readonly resourceName: string }
  | { readonly eventName: string }
);

export interface LookedUp {
  /** The newest first. */
  readonly records: readonly unknown[];
  /** How far back they go; null: all that were asked for are there. */
  readonly backTo: string | null;
}

export const LOOKUP_ACTIONS: readonly string[] = ['cloudtrail:LookupEvents'];

/** So many pages of 50, the newest first: who wants to know of one resource does not read all calls of an account. */
const MOST_PAGES = 4;
const LONGEST_MS = 20_000;
const DAYS = 90;
/**
 * Two a second, in each region by itself.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const APART_MS = 500;

/**
 * Creates what asks CloudTrail's event history of the last 90 days for the records of calls that changed something. Throws where it
 * does not answer.
 */
export function createLookupEvents({ clients, now, pause, timeoutMs, stop }: LookupEventsDeps) {
  const turns = new Map<string, Promise<unknown>>();
  const lastAt = new Map<string, number>();

  const onePage = async (asked: LookupAsked, startTime: Date, token: string | undefined) => {
    const { region, to } = asked;
    const waitMs = (lastAt.get(region) ?? 0) + APART_MS - now().getTime();
    if (waitMs > 0) await pause(waitMs);
    lastAt.set(region, now().getTime());
    const { sdk, client } = await clients.cloudtrail(region);
    const command = new sdk.LookupEventsCommand({
      LookupAttributes: [attributeOf(asked)],
      StartTime: startTime,
      ...(to === undefined ? {} : { EndTime: new Date(to) }),
      NextToken: token,
    });
    return within(timeoutMs, (abortSignal) => client.send(command, { abortSignal }), stop);
  };

  const allPages = async (asked: LookupAsked): Promise<LookedUp> => {
    const oldest = now().getTime() - DAYS * 86_400_000;
    const startTime = new Date(Math.max(oldest, Date.parse(asked.from ?? '') || oldest));
    const records: unknown[] = [];
    let backTo = asked.to ?? now().toISOString();
    let token: string | undefined;
    const end = now().getTime() + LONGEST_MS;
    for (let page = 0; page < MOST_PAGES && now().getTime() < end; page += 1) {
      const { Events, NextToken } = await onePage(asked, startTime, token);
      for (const { CloudTrailEvent, EventTime } of Events ?? []) {
        records.push(JSON.parse(must(CloudTrailEvent, 'record')) as unknown);
        backTo = EventTime?.toISOString() ?? backTo;
      }
      if (NextToken === undefined) return { records, backTo: null };
      token = NextToken;
    }
    return { records, backTo: inSeconds(new Date(backTo)) };
  };

  return (asked: LookupAsked): Promise<LookedUp> => {
    const before = turns.get(asked.region) ?? Promise.resolve();
    const mine = before.then(
      () => allPages(asked),
      () => allPages(asked),
    );
    turns.set(asked.region, mine);
    return mine;
  };
}

function attributeOf(asked: LookupAsked) {
  return 'resourceName' in asked
    ? ({ AttributeKey: 'ResourceName', AttributeValue: asked.resourceName } as const)
    : ({ AttributeKey: 'EventName', AttributeValue: asked.eventName } as const);
}

import type { Clients } from './clients.ts';
import { must } from './must.ts';
import { within } from './within.ts';

export interface LookupEventsDeps {
  readonly clients: Pick<Clients, 'cloudtrail'>;
  readonly now: () => Date;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly timeoutMs: number;
}

/** One attribute at a time. */
export type LookupAsked = { readonly region: string } & (
  | { readonly resourceName: string }
  | { readonly eventName: string }
);

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
export function createLookupEvents({ clients, now, pause, timeoutMs }: LookupEventsDeps) {
  const turns = new Map<string, Promise<unknown>>();
  const lastAt = new Map<string, number>();

  const onePage = async (asked: LookupAsked, startTime: Date, token: string | undefined) => {
    const { region } = asked;
    const waitMs = (lastAt.get(region) ?? 0) + APART_MS - now().getTime();
    if (waitMs > 0) await pause(waitMs);
    lastAt.set(region, now().getTime());
    const { sdk, client } = await clients.cloudtrail(region);
    const command = new sdk.LookupEventsCommand({
      LookupAttributes: [attributeOf(asked)],
      StartTime: startTime,
      NextToken: token,
    });
    return within(timeoutMs, (abortSignal) => client.send(command, { abortSignal }));
  };

  const allPages = async (asked: LookupAsked): Promise<readonly unknown[]> => {
    const startTime = new Date(now().getTime() - DAYS * 86_400_000);
    const records: unknown[] = [];
    let token: string | undefined;
    const end = now().getTime() + LONGEST_MS;
    for (let page = 0; page < MOST_PAGES && now().getTime() < end; page += 1) {
      const { Events, NextToken } = await onePage(asked, startTime, token);
      for (const { CloudTrailEvent } of Events ?? [])
        records.push(JSON.parse(must(CloudTrailEvent, 'record')) as unknown);
      if (NextToken === undefined) break;
      token = NextToken;
    }
    return records;
  };

  return (asked: LookupAsked): Promise<readonly unknown[]> => {
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

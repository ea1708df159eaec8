import {
  type CloudTrailClient,
  type LookupAttribute,
  LookupEventsCommand,
  type LookupEventsCommandInput,
  type LookupEventsCommandOutput,
} from '@aws-sdk/client-cloudtrail';
import { unreadable } from '../problem.ts';
import { awsProblem } from './fault.ts';

export type LookupPage = NonNullable<LookupEventsCommandOutput['Events']>;

export interface LookupOptions {
  readonly client: CloudTrailClient;
  readonly region: string;
  readonly from: Date;
  readonly to: Date;
  /** Names of events that change something. */
  readonly writes: readonly string[];
  /** Names of events that only read, and are asked for. */
  readonly reads: readonly string[];
  /** Waits until the next call may begin. */
  readonly turn: () => Promise<void>;
  readonly signal: AbortSignal;
  /** How much of it is over, from 0 to 1. */
  readonly onShare: (share: number) => void;
}

/**
 * The history of a region, the newest first, 50 events a page. A call can ask by one attribute only: first for all that is no read;
 * where that takes more pages than there are names that are asked for, what is older is asked for by name.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function* lookupPages(options: LookupOptions): AsyncGenerator<LookupPage> {
  const { from, writes, reads, onShare } = options;
  let to = options.to;
  let whole = true;
  let count = 0;
  const share = (time: Date) => (+options.to - +time) / Math.max(1, +options.to - +from);
  for await (const page of pagesBy({ AttributeKey: 'ReadOnly', AttributeValue: 'false' }, to, options)) {
    yield page;
    to = page.at(-1)?.EventTime ?? to;
    onShare(share(to) * PART_OF_WRITES);
    count += 1;
    if (count <= writes.length) continue;
    whole = false;
    break;
  }
  const before = whole ? PART_OF_WRITES : share(to) * PART_OF_WRITES;
  const names = [
    ...(whole ? [] : writes.map((name) => ({ name, until: to }))),
    ...reads.map((name) => ({ name, until: options.to })),
  ];
  for (const [index, { name, until }] of names.entries()) {
    yield* pagesBy({ AttributeKey: 'EventName', AttributeValue: name }, until, options);
    onShare(before + ((1 - before) * (index + 1)) / names.length);
  }
  onShare(1);
}

/** Names that are asked for come after it. */
const PART_OF_WRITES = 0.9;
const PAGE = 50;

async function* pagesBy(
  attribute: LookupAttribute,
  to: Date,
  { client, region, from, turn, signal }: LookupOptions,
): AsyncGenerator<LookupPage> {
  const asked: LookupEventsCommandInput = {
    LookupAttributes: [attribute],
    StartTime: from,
    EndTime: to,
    MaxResults: PAGE,
  };
  let token: string | undefined;
  do {
    await turn();
    const more = token === undefined ? {} : { NextToken: token };
    const command = new LookupEventsCommand({ ...asked, ...more });
    const { Events = [], NextToken } = await client
      .send(command, { abortSignal: signal })
      .catch((error: unknown) => {
        throw unreadable(awsProblem(`lookup:${region}`, 'cloudtrail:LookupEvents', error), error);
      });
    yield Events;
    if (NextToken !== undefined && NextToken === token)
      throw unreadable({
        code: 'unreachable',
        message: `lookup:${region}: CloudTrail gives the same page again and again. What came before was read; try again.`,
      });
    token = NextToken;
  } while (token !== undefined);
}

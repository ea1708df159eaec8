import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { Source } from '../source.ts';
import { type LookupOptions, type LookupPage, lookupPages } from './lookup-pages.ts';

export interface LookupSourceOptions
  extends Pick<LookupOptions, 'from' | 'to' | 'writes' | 'reads' | 'signal'> {
  readonly clientOf: (region: string) => CloudTrailClient;
  readonly regions: readonly string[];
  /** Between the beginnings of two calls to a region, in milliseconds; AWS answers two a second. */
  readonly pace?: number;
}

export interface LookupSource extends Source {
  /** One for each region. */
  readonly paths: readonly string[];
}

const PACE_MS = 500;
const PREFIX = 'lookup:';

/** CloudTrail's own history of 90 days, `lookup:REGION`, all regions at the same time: each has a limit of its own. */
export function createLookupSource(options: LookupSourceOptions): LookupSource {
  const { clientOf, regions, signal, pace = PACE_MS } = options;
  const shares = new Map(regions.map((region) => [region, 0]));
  const source: LookupSource = {
    paths: regions.map((region) => `${PREFIX}${region}`),
    atOnce: regions.length,
    has: (path) => path.startsWith(PREFIX),
    async *find(path) {
      yield { path, size: 0, named: true, source };
    },
    open(path) {
      const region = path.slice(PREFIX.length);
      const onShare = (share: number) => void shares.set(region, share);
      const turn = turnsOf(pace, signal);
      const pages = lookupPages({ ...options, client: clientOf(region), region, turn, onShare });
      return Readable.from(textOf(pages), { objectMode: false });
    },
    share: () => [...shares.values()].reduce((sum, one) => sum + one, 0) / shares.size,
  };
  return source;
}

/** As the AWS CLI writes an answer, an event a line. */
async function* textOf(pages: AsyncIterable<LookupPage>): AsyncGenerator<Buffer> {
  for await (const page of pages)
    yield Buffer.from(`{"Events":[\n${page.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`);
}

function turnsOf(pace: number, signal: AbortSignal): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    if (next > now) await wait(next - now, undefined, { signal });
    next = Math.max(now, next) + pace;
  };
}

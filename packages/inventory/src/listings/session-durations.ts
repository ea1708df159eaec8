import { allPages } from '../all-pages.ts';
import type { Clients } from '../clients.ts';
import type { ListContext } from '../listing.ts';
import { must } from '../must.ts';
import { MOST_ITEMS } from './iam-pages.ts';

interface Durations {
  /** When the first of the calls began. */
  readonly startedAt: Date;
  readonly byArn: ReadonlyMap<string, number | undefined>;
}

interface Asked {
  readonly startedAt: Date;
  readonly durations: Promise<Durations>;
}

/** A listing that goes on later than that, in the same process, asks again. */
const KEPT_MS = 5 * 60_000;

const asked = new WeakMap<Clients, Asked>();

/**
 * How long sessions of each role last at most, which ListRoles alone tells of all roles. Its pages are read once for a listing, at
 * its first page or where another process goes on with it, and kept by that process.
 */
export function sessionDurations(context: ListContext, anew: boolean): Promise<Durations> {
  const { clients, startedAt } = context;
  const before = asked.get(clients);
  const isKept = before !== undefined && startedAt.getTime() - before.startedAt.getTime() < KEPT_MS;
  if (isKept && !anew) return before.durations;
  const durations = ask(context);
  const now = { startedAt, durations };
  asked.set(clients, now);
  durations.catch(() => {
    if (asked.get(clients) === now) asked.delete(clients);
  });
  return durations;
}

async function ask({ clients, region, startedAt, signal }: ListContext): Promise<Durations> {
  const { sdk, client } = await clients.iam(region);
  const pages = sdk.paginateListRoles({ client, pageSize: MOST_ITEMS }, {}, { abortSignal: signal });
  const roles = await allPages(pages, ({ Roles }) => Roles);
  const byArn = roles.map(({ Arn, MaxSessionDuration }) => [must(Arn, 'ARN'), MaxSessionDuration] as const);
  return { startedAt, byArn: new Map(byArn) };
}

import { mapBounded } from '@podguard/inventory';
import type { Gap } from '@podguard/report';
import { addCoverage, loadCoverage } from './coverage.ts';
import type { DriftDeps } from './drift-deps.ts';
import type { DriftRun } from './drift-run.ts';
import type { IsFirst } from './first-reading.ts';
import { unlistedPage } from './read-page.ts';
import { keepPage, nameIn } from './run-pages.ts';
import type { Seen } from './seen.ts';

/** What is kept of them is one item of a table. */
const MOST_UNREAD = 1_000;
const PARALLEL = 32;

/**
 * Says what a run read to its end. What was listed for the first time and could not be read is first when it can; where too much is,
 * its place was not read, and is named.
 */
export async function coverRun(
  { state, store, results, reading }: Pick<DriftDeps, 'state' | 'store' | 'results' | 'reading'>,
  run: DriftRun,
  { seen, isFirst }: { readonly seen: Seen; readonly isFirst: IsFirst },
): Promise<void> {
  const { account } = reading;
  const before = (await loadCoverage(state, account)).unread;
  const unread = new Set(before.filter((key) => seen.unread.has(key) || !seen.keys.has(key)));
  const listings = new Map(Object.entries(seen.listings));
  const gaps: Gap[] = [];
  for (const { listing, region, keys } of seen.unreadIn) {
    const first = keys.filter((key) => isFirst(listing, region, key) && !unread.has(key));
    if (unread.size + first.length > MOST_UNREAD) {
      listings.set(
        listing.name,
        (listings.get(listing.name) ?? []).filter((one) => one !== region),
      );
      const where = region === '' ? '' : ` in ${region}`;
      const reason = `${first.length} of them could not be read: until they can, nothing there is drift`;
      gaps.push({ what: `what differs among ${listing.name}${where}`, reason });
      continue;
    }
    await mapBounded(first, PARALLEL, async (key) => {
      if ((await store.load(key)) === undefined) unread.add(key);
    });
  }
  if (gaps.length > 0) {
    const page = unlistedPage({ listing: 'coverage', region: '', page: 0 });
    await keepPage(results, run, nameIn(run, 'reconcile', 'coverage'), { ...page, gaps });
  }
  await addCoverage(state, account, { listings: Object.fromEntries(listings), unread: [...unread] });
}

import { LISTINGS, type Listing, type ReadPage, readPage } from '@podguard/inventory';
import { REGION, type TestAccount } from './account.ts';

export function listing(name: string): Listing {
  const found = LISTINGS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no listing ${name}`);
  return found;
}

export async function onePage(account: TestAccount, name: string, token?: string): Promise<ReadPage> {
  const read = await readPage(listing(name), { region: REGION }, token, account.deps);
  if (read.outcome !== 'read') throw new Error(`${read.outcome}: ${read.reason}`);
  return read;
}

/** All pages of a listing, recorded as they come. */
export async function listInto(account: TestAccount, name: string): Promise<readonly ReadPage[]> {
  const pages = [await onePage(account, name)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await onePage(account, name, next));
  for (const change of pages.flatMap(({ changes }) => changes)) await account.harness.engine.apply(change);
  return pages;
}

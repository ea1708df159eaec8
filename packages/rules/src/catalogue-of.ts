import type { Catalogue, Kind, Rule } from '@podguard/core';
import { families } from './families.ts';
import { LIST_OF } from './kinds/lists.ts';
import { inOrder } from './order.ts';

/** In a bundle each is a file of its own; more of them would cost more to find than they spare. */
const LOAD = {
  account: () => import('./kinds/account.ts'),
  ec2: () => import('./kinds/ec2.ts'),
  kubernetes: () => import('./kinds/kubernetes.ts'),
} as const satisfies Readonly<Record<string, () => Promise<{ readonly rules: readonly Rule[] }>>>;
type Part = keyof typeof LOAD;

const loaded = new Map<Part, Promise<Catalogue>>();

/**
 * What of the catalogue judges a kind, read when the first of the kind is to be judged. A start that somebody waits for does not
 * read the rest.
 */
export function catalogueOf(kind: Kind): Promise<Catalogue> {
  const list = LIST_OF[kind];
  return load(list === 'ec2' || list === 'kubernetes' ? list : 'account');
}

/** All of it. */
export async function loadCatalogue(): Promise<Catalogue> {
  const parts = await Promise.all((Object.keys(LOAD) as Part[]).map(load));
  return { families, rules: inOrder(parts.flatMap(({ rules }) => rules)) };
}

function load(part: Part): Promise<Catalogue> {
  const known = loaded.get(part);
  if (known !== undefined) return known;
  const loading = LOAD[part]().then(({ rules }) => ({ families, rules: inOrder(rules) }));
  loaded.set(part, loading);
  loading.catch(() => loaded.delete(part));
  return loading;
}

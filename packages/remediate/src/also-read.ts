import type { Resource, Store } from '@podguard/core';
import type { Consulted } from './consult.ts';
import { lookAt, record } from './live-state.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import type { Remediator } from './remediator.ts';
import type { World } from './world.ts';

/** What own guards rest on besides the target, as the account tells it now. */
export interface AlsoRead {
  readonly live: Resource;
  /** The rules that find it, as far as the remediator ends their findings. */
  readonly found: readonly string[];
}

/** By key; what the account did not tell is not among them. What is news is recorded. */
export async function alsoRead(
  deps: RemediateDeps,
  world: World & { readonly store: Store },
  {
    remediator,
    consulted: { view, related },
  }: {
    readonly remediator: Remediator;
    readonly consulted: Pick<Exclude<Consulted, { readonly refusal: string }>, 'view' | 'related'>;
  },
): Promise<ReadonlyMap<string, AlsoRead>> {
  const keys = remediator.alsoRead?.(view, { related: related as never, config: deps.config }) ?? [];
  const read = new Map<string, AlsoRead>();
  for (const key of keys) {
    const look = await lookAt(deps, key);
    await record(world, look);
    const [live] = look.outcome === 'told' ? look.views : [];
    const lives = (await world.store.load(key))?.lives ?? [];
    const found = lives.flatMap(({ rule, resolved }) => (resolved === null ? [rule] : []));
    if (live !== undefined)
      read.set(key, { live, found: found.filter((rule) => remediator.rules.includes(rule)) });
  }
  return read;
}

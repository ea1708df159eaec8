import { type Catalogue, type Finding, type FindingContext, findingsOf, type Store } from '@podguard/core';

export interface FindingNowDeps {
  readonly store: Pick<Store, 'load'>;
  readonly catalogue: Catalogue;
  readonly context: () => Promise<FindingContext>;
}

/** Creates what looks up a finding as it is now: that which is open, else the one that ended last. */
export function createFindingNow({
  store,
  catalogue,
  context,
}: FindingNowDeps): (key: string, rule: string) => Promise<Finding | undefined> {
  return async (key, rule) => {
    const item = await store.load(key);
    if (item === undefined) return undefined;
    const lives = findingsOf(item, catalogue, await context()).filter((finding) => finding.rule === rule);
    return lives.find(({ status }) => status !== 'resolved') ?? lives.at(-1);
  };
}

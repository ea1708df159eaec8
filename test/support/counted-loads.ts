import type { Store } from '@podguard/core';

/** The store, and how often something was loaded from it. */
export function countedLoads(base: Store): { readonly store: Store; readonly loads: () => number } {
  let loads = 0;
  return {
    store: {
      ...base,
      load(key) {
        loads += 1;
        return base.load(key);
      },
    },
    loads: () => loads,
  };
}

import type { Store } from '@podguard/core';

/**
 * A process that is killed may leave the embedded DynamoDB's index without an item that is pending: it removes the
 * index entry before it writes the item. So the first listing after a start reads the items themselves.
 */
export function pendingFromItems(store: Store): Store {
  let checked = false;
  return {
    ...store,
    async *listPending() {
      if (checked) {
        yield* store.listPending();
        return;
      }
      for await (const item of store.listItems()) if (item.pending !== null) yield item.key;
      checked = true;
    },
  };
}

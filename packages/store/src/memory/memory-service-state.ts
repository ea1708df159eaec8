import { isDeepStrictEqual } from 'node:util';
import type { JsonValue, ServiceState, Store, Transition } from '@podguard/core';

/** Creates the twin in memory, over the store whose items it lists. */
export function createMemoryServiceState(store: Store): ServiceState {
  const quiet = new Map<string, Transition>();
  const marks = new Map<string, JsonValue>();
  return {
    async noteQuiet(transition) {
      quiet.set(transition.id, transition);
    },
    async *listQuiet() {
      yield* [...quiet.values()];
    },
    async removeQuiet(ids) {
      for (const id of ids) quiet.delete(id);
    },
    loadMark: async (name) => marks.get(name),
    async saveMark(name, value) {
      marks.set(name, value);
    },
    async replaceMark(name, was, value) {
      if (!isDeepStrictEqual(marks.get(name), was)) return false;
      marks.set(name, value);
      return true;
    },
    async listJudgedOtherwise(judgedWith) {
      const keys: string[] = [];
      for await (const item of store.listItems()) if (item.judgedWith !== judgedWith) keys.push(item.key);
      return { keys };
    },
  };
}

import { isDeepStrictEqual } from 'node:util';
import type { Exemption, JsonValue, PersonAction, ServiceState, Store } from '@podguard/core';
import { createMemoryServiceState } from './memory/memory-service-state.ts';
import { overlayRemediations } from './overlay-remediations.ts';

/** What a service keeps beside the resources, as it would be: written to memory, read of the one below where nothing was written. */
export function overlayState(below: ServiceState, store: Store, now: () => number = Date.now): ServiceState {
  const above = createMemoryServiceState(store, now);
  const marks = new Set<string>();
  const removed = new Set<string>();
  const quietBelow = new Map<string, Set<string>>();
  const loadMark: ServiceState['loadMark'] = (name) => (marks.has(name) ? above : below).loadMark(name);
  const saveMark = async (name: string, value: JsonValue, keepSeconds?: number): Promise<void> => {
    await above.saveMark(name, value, keepSeconds);
    marks.add(name);
  };
  return {
    ...above,
    ...overlayRemediations(below, now),
    async *listQuiet(box, unreadable) {
      const gone = quietBelow.get(box ?? '');
      const seen = new Set<string>();
      for await (const one of above.listQuiet(box, unreadable)) {
        seen.add(one.id);
        yield one;
      }
      for await (const one of below.listQuiet(box, unreadable))
        if (!seen.has(one.id) && gone?.has(one.id) !== true) yield one;
    },
    async removeQuiet(ids, box = '') {
      await above.removeQuiet(ids, box);
      quietBelow.set(box, new Set([...(quietBelow.get(box) ?? []), ...ids]));
    },
    loadMark,
    saveMark,
    async replaceMark(name, was, value, keepSeconds) {
      const before = marks.has(name) ? undefined : await below.loadMark(name);
      // Written by another while that was read, too.
      if (marks.has(name)) return above.replaceMark(name, was, value, keepSeconds);
      if (!isDeepStrictEqual(before, was)) return false;
      marks.add(name);
      await above.saveMark(name, value, keepSeconds);
      return true;
    },
    async *listExemptions(unreadable) {
      const own = new Map<string, Exemption>();
      for await (const one of above.listExemptions()) own.set(one.id, one);
      for await (const one of below.listExemptions(unreadable)) if (!own.has(one.id)) yield one;
      yield* own.values();
    },
    async putApproval(approval) {
      removed.delete(approval.key);
      await above.putApproval(approval);
    },
    async *listApprovals(unreadable) {
      const own = new Set<string>();
      for await (const one of above.listApprovals()) {
        own.add(one.key);
        yield one;
      }
      for await (const one of below.listApprovals(unreadable))
        if (!own.has(one.key) && !removed.has(one.key)) yield one;
    },
    async removeApproval(key) {
      removed.add(key);
      await above.removeApproval(key);
    },
    async loadAction(id) {
      return (await above.loadAction(id)) ?? below.loadAction(id);
    },
    async listActions(limit) {
      const actions = [...(await below.listActions(limit)), ...(await above.listActions(limit))];
      const once = [...new Map(actions.map((one) => [one.id, one])).values()];
      const place = ({ at, id }: PersonAction) => `${at} ${id}`;
      return once.sort((a, b) => (place(a) < place(b) ? 1 : -1)).slice(0, limit);
    },
  };
}

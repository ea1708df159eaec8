import { isDeepStrictEqual } from 'node:util';
import type {
  Approval,
  Exemption,
  JsonValue,
  PersonAction,
  ServiceState,
  Store,
  Transition,
} from '@podguard/core';
import { actionEnd, newestActions } from '../actions.ts';
import { tombstoneEnd } from '../tombstone.ts';
import { createMemoryRemediations } from './memory-remediations.ts';

/** Creates the twin in memory, over the store whose items it lists. */
export function createMemoryServiceState(store: Store, now: () => number = Date.now): ServiceState {
  const quiet = new Map<string, Map<string, Transition>>();
  const marks = new Map<string, JsonValue>();
  const counts = new Map<string, number>();
  const ends = new Map<string, number>();
  const exemptions = new Map<string, Exemption>();
  const approvals = new Map<string, Approval>();
  const actions = new Map<string, PersonAction>();
  const isKept = (action: PersonAction): boolean => actionEnd(action) > now();
  const boxOf = (box = ''): Map<string, Transition> => {
    const known = quiet.get(box) ?? new Map<string, Transition>();
    quiet.set(box, known);
    return known;
  };
  const keep = (name: string, seconds: number | undefined): void => {
    if (seconds === undefined) ends.delete(name);
    else ends.set(name, now() + seconds * 1000);
  };
  const isOver = (name: string): boolean => (ends.get(name) ?? Number.POSITIVE_INFINITY) <= now();
  const markOf = (name: string) => (isOver(`mark ${name}`) ? undefined : marks.get(name));
  return {
    async noteQuiet(transition, box) {
      boxOf(box).set(transition.id, transition);
    },
    async *listQuiet(box) {
      yield* [...boxOf(box).values()];
    },
    async removeQuiet(ids, box) {
      for (const id of ids) boxOf(box).delete(id);
    },
    loadMark: async (name) => markOf(name),
    async saveMark(name, value, keepSeconds) {
      marks.set(name, value);
      keep(`mark ${name}`, keepSeconds);
    },
    async replaceMark(name, was, value, keepSeconds) {
      if (!isDeepStrictEqual(markOf(name), was)) return false;
      marks.set(name, value);
      keep(`mark ${name}`, keepSeconds);
      return true;
    },
    async count(name, by, keepSeconds) {
      const sum = (isOver(`count ${name}`) ? 0 : (counts.get(name) ?? 0)) + by;
      counts.set(name, sum);
      keep(`count ${name}`, keepSeconds);
      return sum;
    },
    async claim(name, keepSeconds) {
      const id = `claim ${name}`;
      if (ends.has(id) && !isOver(id)) return false;
      keep(id, keepSeconds);
      return true;
    },
    async putExemption(exemption) {
      exemptions.set(exemption.id, exemption);
    },
    async *listExemptions() {
      for (const exemption of exemptions.values())
        if (tombstoneEnd(Date.parse(exemption.until)) > now()) yield exemption;
    },
    async putApproval(approval) {
      approvals.set(approval.key, approval);
    },
    async *listApprovals() {
      yield* [...approvals.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    async removeApproval(key) {
      approvals.delete(key);
    },
    async recordAction(action) {
      actions.set(action.id, action);
    },
    async loadAction(id) {
      const action = actions.get(id);
      return action !== undefined && isKept(action) ? action : undefined;
    },
    listActions: async (limit) => newestActions([...actions.values()].filter(isKept), limit),
    async listJudgedOtherwise(judgedWith) {
      const keys: string[] = [];
      for await (const item of store.listItems()) if (item.judgedWith !== judgedWith) keys.push(item.key);
      return { keys };
    },
    ...createMemoryRemediations(now),
  };
}

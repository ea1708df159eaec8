import type { ServiceState, Store } from '@podguard/core';
import type { OpenStore } from './use-local-store.ts';

export interface Repeats {
  /** Calls again where there was no answer. */
  repeat<T>(call: (on: OpenStore) => Promise<T>): Promise<T>;
  /** Calls again only where nobody can have heard of it. */
  repeatRefused<T>(call: (on: OpenStore) => Promise<T>): Promise<T>;
  /** Begins again where it breaks off, and leaves out what was listed, by its id. */
  relist<T>(list: (on: OpenStore) => AsyncIterable<T>, idOf?: (one: T) => string): AsyncIterable<T>;
}

/** What is written twice is the same, or finds that it was written: `conflict`. */
export function repeatingStore({ repeat, relist }: Repeats): Store {
  return {
    load: (key) => repeat((on) => on.store.load(key)),
    save: (item) => repeat((on) => on.store.save(item)),
    putEdges: (edges) => repeat((on) => on.store.putEdges(edges)),
    listDependents: (target, kind) =>
      relist(
        (on) => on.store.listDependents(target, kind),
        ({ dependent, dependentKind }) => `${dependentKind} ${dependent}`,
      ),
    listPending: () =>
      relist(
        (on) => on.store.listPending(),
        (key) => key,
      ),
    async *listItems(after) {
      let last = after;
      for await (const item of relist((on) => on.store.listItems(last))) {
        last = item.key;
        yield item;
      }
    },
    putTransition: (transition) => repeat((on) => on.store.putTransition(transition)),
    listTransitions: (limit) => repeat((on) => on.store.listTransitions(limit)),
  };
}

/** What is written twice is the same, but for counts and claims. */
export function repeatingState({ repeat, repeatRefused, relist }: Repeats): ServiceState {
  return {
    noteQuiet: (transition, box) => repeat((on) => on.state.noteQuiet(transition, box)),
    listQuiet(box, unreadable) {
      const tell = unreadable && once(unreadable);
      return relist(
        (on) => on.state.listQuiet(box, tell),
        ({ id }) => id,
      );
    },
    removeQuiet: (ids, box) => repeat((on) => on.state.removeQuiet(ids, box)),
    loadMark: (name) => repeat((on) => on.state.loadMark(name)),
    saveMark: (...mark) => repeat((on) => on.state.saveMark(...mark)),
    replaceMark: (...mark) => repeat((on) => on.state.replaceMark(...mark)),
    // Twice these would say something else.
    count: (...count) => repeatRefused((on) => on.state.count(...count)),
    claim: (...claim) => repeatRefused((on) => on.state.claim(...claim)),
    putExemption: (exemption) => repeat((on) => on.state.putExemption(exemption)),
    listExemptions(unreadable) {
      const tell = unreadable && once(unreadable);
      return relist(
        (on) => on.state.listExemptions(tell),
        ({ id }) => id,
      );
    },
    putApproval: (approval) => repeat((on) => on.state.putApproval(approval)),
    listApprovals(unreadable) {
      const tell = unreadable && once(unreadable);
      return relist(
        (on) => on.state.listApprovals(tell),
        ({ key }) => key,
      );
    },
    removeApproval: (key) => repeat((on) => on.state.removeApproval(key)),
    recordAction: (action) => repeat((on) => on.state.recordAction(action)),
    loadAction: (id) => repeat((on) => on.state.loadAction(id)),
    listActions: (limit) => repeat((on) => on.state.listActions(limit)),
    loadRemediation: (id) => repeat((on) => on.state.loadRemediation(id)),
    saveRemediation: (remediation) => repeat((on) => on.state.saveRemediation(remediation)),
    listRemediations(limit, target, unreadable) {
      const tell = unreadable && once(unreadable);
      return repeat((on) => on.state.listRemediations(limit, target, tell));
    },
    listOpenRemediations: () =>
      relist(
        (on) => on.state.listOpenRemediations(),
        (id) => id,
      ),
    listJudgedOtherwise: (...page) => repeat((on) => on.state.listJudgedOtherwise(...page)),
  };
}

/** A list that begins again finds the same problems. */
function once<T>(tell: (problem: T) => void): (problem: T) => void {
  const told = new Set<string>();
  return (problem) => {
    if (told.has(String(problem))) return;
    told.add(String(problem));
    tell(problem);
  };
}

import {
  type Catalogue,
  createDispatcher,
  type Engine,
  type FindingContext,
  type Item,
  isDue,
  type Store,
  type Transition,
} from '@podguard/core';
import type { Failures } from './evaluate.ts';
import { createTurns } from './in-turns.ts';
import { toMessageBody } from './message-body.ts';
import type { Report } from './notice.ts';
import { MAX_DELAY_SECONDS, type Queue } from './queue.ts';

export interface DispatchDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly catalogue: Catalogue;
  readonly tell: (transitions: readonly Transition[]) => Promise<void>;
  /** Hands on, to be repaired, what people were told: what they could not be told of is told again first. */
  readonly handOn?: (transitions: readonly Transition[]) => Promise<void>;
  readonly evaluateQueue: Queue;
  readonly dueQueue: Queue;
  readonly backOff: (attempt: number) => Promise<void>;
  readonly now: () => Date;
  /** What is exempt, and whose things are; absent: nothing is, and nobody's. */
  readonly context?: () => Promise<FindingContext>;
  readonly report: Report;
}

/** What asks for an item to be dispatched, and how its failure is told. */
export interface Asked {
  readonly id: string;
  readonly key: string;
}

/** Dispatches each item once, however often it is asked for; returns what failed, by id. */
export type Dispatch = (asked: readonly Asked[]) => Promise<Failures>;

const PARALLEL = 8;

/** Creates what does what items' last writes asked for. What is not due yet comes again by the due queue when it is. */
export function createDispatch(deps: DispatchDeps): Dispatch {
  return async (asked) => {
    const failures = new Map<string, unknown>();
    const turns = createTurns(PARALLEL);
    const one = async (key: string, by: readonly Asked[]): Promise<void> => {
      try {
        await turns.run([key], () => dispatchOne(deps, key));
      } catch (error) {
        deps.report({ kind: 'failed', what: `dispatching ${key}`, error });
        for (const { id } of by) failures.set(id, error);
      }
    };
    const byKey = Map.groupBy(asked, ({ key }) => key);
    await Promise.all([...byKey].map(([key, by]) => one(key, by)));
    return failures;
  };
}

async function dispatchOne(deps: DispatchDeps, key: string): Promise<void> {
  const { store, evaluateQueue, dueQueue, tell, now } = deps;
  let last: Item | undefined;
  const watched: Store = {
    ...store,
    async load(other) {
      const item = await store.load(other);
      if (other === key) last = item;
      return item;
    },
  };
  const dispatcher = createDispatcher({
    store: watched,
    engine: deps.engine,
    catalogue: deps.catalogue,
    backOff: deps.backOff,
    now,
    async notify(transitions) {
      await tell(transitions);
      await deps.handOn?.(transitions);
    },
    ...(deps.context === undefined ? {} : { context: deps.context }),
    judgeLater: (keys, origin) => {
      const by = origin === undefined ? {} : { origin };
      return evaluateQueue.send(
        keys.map((other) => ({ body: toMessageBody({ podguard: 'rejudge', key: other, ...by }) })),
      );
    },
  });
  await dispatcher.dispatch(key);
  // The dispatcher looks until there is nothing to do, or nothing yet.
  const due = last?.pending?.due;
  if (last === undefined || due === undefined || isDue(last, now())) return;
  const seconds = Math.ceil((Date.parse(due) - now().getTime()) / 1000);
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.max(1, seconds));
  await dueQueue.send([{ body: toMessageBody({ podguard: 'due', key }), delaySeconds }]);
}

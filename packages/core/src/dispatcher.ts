import { affectedBy, isRelated } from './affected.ts';
import { announce } from './announce.ts';
import type { Engine } from './engine.ts';
import type { FindingContext } from './finding-context.ts';
import { gather, throwAll } from './gather.ts';
import { isDue } from './hub.ts';
import { inTurn } from './in-turn.ts';
import { type Item, type Origin, stateOf } from './item.ts';
import type { Catalogue } from './rule.ts';
import type { Store } from './store-port.ts';
import type { Transition } from './transitions.ts';

export interface DispatcherDeps {
  readonly store: Store;
  readonly engine: Engine;
  readonly catalogue: Catalogue;
  /** Tells people; may be called again with the same transitions after a crash. */
  readonly notify: (transitions: readonly Transition[]) => Promise<void>;
  readonly backOff: (attempt: number) => Promise<void>;
  /**
   * Sees to it that these are judged again, each by `rejudge` with `hubsWait` and the origin, and dispatched where that writes them; what
   * it took may not be lost. Without it they are judged here.
   */
  readonly judgeLater?: (keys: readonly string[], origin: Origin | undefined) => Promise<void>;
  /** The engine's clock: what waits is left until it is due. */
  readonly now?: () => Date;
  /** Read once for each item that has findings; without it nothing is exempt and no owner is known. */
  readonly context?: () => Promise<FindingContext>;
}

export interface Dispatcher {
  /**
   * Does what an item's last write asked for: judges its dependents again, tells its transitions, clears the mark. What
   * is not due yet stays marked.
   */
  dispatch(key: string): Promise<void>;
  /** Dispatches whatever stayed pending; returns how many items there were. Throws, in the end, what failed of some. */
  sweep(): Promise<number>;
}

const MAX_ATTEMPTS = 20;

/** Creates the outbox's dispatcher. What it cannot clear because others keep writing stays pending for the next sweep. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const dispatch = async (key: string): Promise<boolean> => {
    const sent = new Set<string>();
    const judgeLater = deps.judgeLater && onceForEachState(deps.judgeLater);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const item = await deps.store.load(key);
      if (item === undefined || !isDue(item, deps.now?.())) return attempt > 1;
      if ((await step(item, sent, judgeLater)) === 'conflict') await deps.backOff(attempt);
    }
    return true;
  };

  /** Brings an item one write nearer to having nothing left to do. */
  const step = async (
    item: Item,
    sent: Set<string>,
    judgeLater: JudgeLater | undefined,
  ): Promise<'written' | 'conflict'> => {
    if (item.outgoing !== null) return inTurn(deps.store, item.key, () => send(deps, item.key, sent));
    const { written, failures } = await judgeAgain(deps, item, judgeLater);
    await gather(
      written.filter((other) => other !== item.key),
      dispatch,
      failures,
    );
    // What was just judged anew is told as it is now, not as it was.
    return written.includes(item.key) ? 'written' : prepare(deps, item, failures);
  };

  return {
    dispatch: async (key) => {
      await dispatch(key);
    },
    async sweep() {
      let count = 0;
      const failures: unknown[] = [];
      const one = async (key: string): Promise<void> => {
        // The listing may lag: what is no longer pending is not counted, so that callers can sweep until none is left.
        if (await dispatch(key)) count += 1;
      };
      for await (const key of deps.store.listPending()) await gather([key], one, failures);
      throwAll(failures);
      return count;
    },
  };
}

/**
 * Writes down what is to be told before it is told: after a crash the same is told again, whatever has changed since.
 * Where others could not be judged again the mark stays, and what is known is told nevertheless.
 */
async function prepare(
  { store, catalogue, context }: DispatcherDeps,
  item: Item,
  failures: readonly unknown[],
): Promise<'written' | 'conflict'> {
  const { transitions, announced } = announce(
    item,
    catalogue,
    hasFindings(item) ? await context?.() : undefined,
  );
  const version = item.version + 1;
  if (transitions.length === 0) {
    throwAll(failures);
    return store.save({ ...item, version, pending: null, announced });
  }
  const again = failures.length > 0 && item.pending !== null;
  const pending = again ? { ...item.pending, version: version + 1 } : item.pending;
  return store.save({ ...item, version, pending, announced, outgoing: { version, transitions } });
}

function hasFindings({ past, lives, announced }: Item): boolean {
  return past.length + lives.length + Object.keys(announced).length > 0;
}

/** Tells it and clears it before another dispatcher of this process has its turn: that one would tell it again. */
async function send(deps: DispatcherDeps, key: string, sent: Set<string>): Promise<'written' | 'conflict'> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await tellAndClear(deps, key, sent);
    if (outcome === 'written' || attempt === MAX_ATTEMPTS) return outcome;
    await deps.backOff(attempt);
  }
}

/** A write of somebody else in between leaves the item pending, and is told next. */
async function tellAndClear(
  { store, notify }: DispatcherDeps,
  key: string,
  sent: Set<string>,
): Promise<'written' | 'conflict'> {
  const item = await store.load(key);
  const outgoing = item?.outgoing ?? null;
  // Another dispatcher of this process told it meanwhile.
  if (item === undefined || outgoing === null) return 'written';
  const unsent = outgoing.transitions.filter(({ id }) => !sent.has(id));
  if (unsent.length > 0) {
    await notify(unsent);
    for (const transition of unsent) {
      await store.putTransition(transition);
      sent.add(transition.id);
    }
  }
  const later = item.pending !== null && item.pending.version > outgoing.version;
  return store.save({
    ...item,
    version: item.version + 1,
    outgoing: null,
    pending: later ? item.pending : null,
  });
}

/**
 * Judges again whoever reads this item, whomever it points at, and always the item itself: what it was judged with may
 * have changed before the judgement was written, and whoever changed it saw the item as it was before and left it so.
 * Hubs around it may wait. Returns those that were written, and what went wrong with others.
 */
async function judgeAgain(
  deps: DispatcherDeps,
  item: Item,
  judgeLater: JudgeLater | undefined,
): Promise<Judged> {
  const self = isRelated(item) ? [item.key] : [];
  const keys = item.pending?.spread === true ? await affectedBy(deps.store, item) : self;
  const written: string[] = [];
  const failures: unknown[] = [];
  const one = async (key: string): Promise<void> => {
    const origin = item.pending?.origin;
    const outcome = await deps.engine.rejudge(key, { hubsWait: key !== item.key, around: item, origin });
    if (outcome === 'written') written.push(key);
  };
  if (judgeLater === undefined) {
    await gather(keys, one, failures);
    return { written, failures };
  }
  const others = [...keys].filter((key) => key !== item.key);
  if (others.length > 0) await gather(['others'], () => judgeLater(item, others), failures);
  await gather(self, one, failures);
  return { written, failures };
}

interface Judged {
  readonly written: readonly string[];
  readonly failures: unknown[];
}

type JudgeLater = (item: Item, keys: readonly string[]) => Promise<void>;

/** After a conflict the item is looked at again: whoever was asked to judge it in this state need not be asked twice. */
function onceForEachState(judgeLater: NonNullable<DispatcherDeps['judgeLater']>): JudgeLater {
  const asked = new Map<string, Set<string>>();
  return async (item, keys) => {
    const state = stateOf(item);
    const before = asked.get(state) ?? new Set<string>();
    const others = keys.filter((key) => !before.has(key));
    if (others.length > 0) await judgeLater(others, item.pending?.origin);
    asked.set(state, new Set([...before, ...others]));
  };
}

import type { CloudTrailRecord } from '@podguard/cloudtrail';
import { type Change, type Engine, type JudgedItem, type OptInEvents, ServiceError } from '@podguard/core';
import { type EvaluateMessage, parseEvaluateMessage } from './evaluate-message.ts';
import { createTurns } from './in-turns.ts';
import { type LiveReadsDeps, readMissing } from './live-reads.ts';
import { createLookAgain } from './look-again.ts';
import type { Queue } from './queue.ts';
import { readEvent } from './read-event.ts';

/** A message of a queue as Lambda hands it out. */
export interface Received {
  readonly id: string;
  readonly body: string;
  /** How often it was handed out, this time included. */
  readonly receives: number;
}

export interface EvaluateDeps extends LiveReadsDeps {
  /** Over the store, told of each judgement. */
  readonly engineOf: (onJudged: (judged: JudgedItem) => void) => Engine;
  readonly optIn: readonly OptInEvents[];
  /** Told of every call, whatever it changes. */
  readonly onCall: (record: CloudTrailRecord) => Promise<unknown>;
  /** Told before a record that was sent again is judged. */
  readonly onReplay: () => Promise<unknown>;
  /** The one that it takes its messages from: opened when something is to be read again later. */
  readonly queue: () => Promise<Queue>;
  readonly now: () => Date;
}

/** What failed, by the message's id: those are to be handed out again. */
export type Failures = ReadonlyMap<string, unknown>;

const PARALLEL = 8;
/** What is left to answer with when live reads end. */
const ANSWER_MS = 5_000;
const LONGEST_READING_MS = 10_000;
/** Messages that made something be judged for whose reads there was no time are tried so often. */
const READ_ATTEMPTS = 3;
const NO_TIME = `${READ_ATTEMPTS} times there was none; the next event of what needs it asks again`;

/**
 * Creates what takes the evaluate queue's messages: changes are recorded, those of one resource in the order of the batch;
 * then what the judgements missed is read live, and what was too young for that is queued to be read again.
 */
export function createEvaluate(
  deps: EvaluateDeps,
): (batch: readonly Received[], remainingMs: () => number) => Promise<Failures> {
  const lookAgain = createLookAgain(deps);
  return async (batch, remainingMs) => {
    const failures = new Map<string, unknown>();
    const judged = new Map<string, JudgedItem>();
    const causes = new Map<string, Received[]>();
    const changed = new Set<string>();
    const looks = new Set<string>();
    const engine = deps.engineOf((one) => judged.set(one.item.key, one));
    const turns = createTurns(PARALLEL);
    const take = async (received: Received): Promise<void> => {
      try {
        const { keys, read, work } = workOf(deps, engine, received);
        for (const key of keys) {
          causes.set(key, [...(causes.get(key) ?? []), received]);
          (read ? looks : changed).add(key);
        }
        await turns.run(keys, work);
      } catch (error) {
        failures.set(received.id, error);
        if (!isUnreadable(error)) deps.report({ kind: 'failed', what: `message ${received.id}`, error });
      }
    };
    await Promise.all(batch.map(take));

    const least = Math.max(ANSWER_MS, remainingMs() - LONGEST_READING_MS);
    const reading = await readMissing(deps, {
      judged,
      // What was changed meanwhile is read as what was not read before.
      wanted: new Set([...looks].filter((key) => !changed.has(key))),
      engine,
      remainingMs: () => remainingMs() - least,
    });
    const causesOf = (origins: ReadonlySet<string>) => [...origins].flatMap((key) => causes.get(key) ?? []);
    const failed = [...reading.failures, ...(await lookAgain(reading.again))];
    for (const [key, { error, origins }] of failed) {
      deps.report({ kind: 'failed', what: `a live read of ${key}`, error });
      for (const { id } of causesOf(origins)) failures.set(id, error);
    }
    for (const [key, origins] of reading.unread) {
      const again = causesOf(origins).filter(({ receives }) => receives < READ_ATTEMPTS);
      for (const { id } of again) failures.set(id, new Error(`no time was left to read ${key}`));
      if (again.length === 0) deps.report({ kind: 'not-read', key, outcome: 'no-time', reason: NO_TIME });
    }
    return failures;
  };
}

interface Work {
  /** The resources that it changes. */
  readonly keys: readonly string[];
  /** It is for the account to be read again. */
  readonly read: boolean;
  readonly work: () => Promise<void>;
}

function workOf(deps: EvaluateDeps, engine: Engine, received: Received): Work {
  const message = readMessage(deps, received);
  if (message.podguard === 'rejudge') {
    const { key, read = false, origin } = message;
    return {
      keys: [key],
      read,
      work: async () => {
        await engine.rejudge(key, { hubsWait: true, origin });
      },
    };
  }
  const replayed = message.podguard === 'replay';
  const event = readEvent(replayed ? message.event : message.value, deps.optIn);
  if (event.kind === 'unreadable') throw unreadable(deps, received, event);
  const found = event.kind === 'changes' ? event.changes : [];
  const changes = replayed ? found.map(asReplayed) : found;
  return {
    keys: [...new Set(changes.map(({ key }) => key))],
    read: false,
    work: async () => {
      if (replayed) await deps.onReplay();
      for (const change of changes) {
        const outcome = await engine.apply(change);
        // The first time may have ended before what it missed was read.
        if (outcome === 'duplicate' && received.receives > 1)
          await engine.rejudge(change.key, { hubsWait: false, origin: replayed ? 'replayed' : 'live' });
      }
      // What comes back from a file says nothing about the way of events.
      if (event.record !== null && !replayed) await deps.onCall(event.record);
    },
  };
}

function asReplayed(change: Change): Change {
  return { ...change, cause: { ...change.cause, replayed: true } };
}

function readMessage(deps: EvaluateDeps, received: Received): EvaluateMessage {
  try {
    return parseEvaluateMessage(received.body);
  } catch (error) {
    if (isUnreadable(error)) report(deps, received, null, error.message);
    throw error;
  }
}

function isUnreadable(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === 'message-malformed';
}

function unreadable(
  deps: EvaluateDeps,
  received: Received,
  { eventId, reason }: { readonly eventId: string | null; readonly reason: string },
): ServiceError {
  report(deps, received, eventId, reason);
  return new ServiceError(
    'message-malformed',
    `record ${eventId ?? 'without an event ID'} on the evaluate queue cannot be read, and goes to its dead-letter queue: ${reason}`,
  );
}

function report(
  deps: EvaluateDeps,
  { id, receives }: Received,
  eventId: string | null,
  reason: string,
): void {
  deps.report({ kind: 'unreadable', messageId: id, eventId, reason, receives });
}

import { type Alert, type Channel, RetryLater, retryAfterOf } from '@podguard/notify';
import { type Apart, identityOf, nextTogether, type Part, toAlert } from './alert-order.ts';
import type { Failures, Received } from './evaluate.ts';
import { type ChannelMessage, parseChannelMessage } from './messages.ts';
import type { Report } from './notice.ts';
import { mayPass, REFUSED_TRIES, secondsUntilRetry } from './patience.ts';
import { createTold } from './told.ts';

/** A message of a channel's FIFO queue. */
export interface ChannelReceived extends Received {
  /** Those of one group come, and are told, in their order. */
  readonly group: string;
}

export interface NotifyDeps {
  readonly channel: Channel;
  readonly report: Report;
  /** What one `send` takes at most: no other is begun with less time left. */
  readonly sendMs: number;
  /** In milliseconds. */
  readonly now: () => number;
  /** 0 to 1: two that failed at once come again at different times. */
  readonly random: () => number;
}

export interface Notified {
  /** By the message's id: those are to be handed out again. */
  readonly failures: Failures;
  /** After so many seconds, by the same id. */
  readonly delays: ReadonlyMap<string, number>;
  readonly alerts: number;
}

/**
 * Creates what takes a channel's queue: what one record caused is one alert, each finding's are told in their order. After a
 * failure nothing later of the same group is told, so that it comes again after it; where no retry mends it, after some
 * tries. Where the other side asks to be left alone, this process tells nothing of any batch until then. What a process told it
 * does not tell again; another may, where a message failed in part or the answer was lost.
 */
export function createNotify(
  deps: NotifyDeps,
): (batch: readonly ChannelReceived[], remainingMs: () => number) => Promise<Notified> {
  const told = createTold();
  let leftAlone = 0;
  return async (batch, remainingMs) => {
    const failures = new Map<string, unknown>();
    const delays = new Map<string, number>();
    const apart = new Map<string, NonNullable<ReturnType<Apart['get']>>>();
    const receives = new Map(batch.map((message) => [message.id, message.receives]));
    let waiting: readonly Part[] = batch.flatMap(partsOf);
    let alerts = 0;
    let passing: unknown;
    const fail = (ids: Iterable<string>, error: unknown, seconds: number): void => {
      for (const id of ids) {
        if (failures.has(id)) continue;
        failures.set(id, error);
        delays.set(id, seconds);
      }
    };
    const putOff = (ids: Iterable<string>, error: unknown, why: unknown): void => {
      for (const id of ids) fail([id], error, secondsUntilRetry(why, receives.get(id) ?? 1, deps.random()));
    };
    const drop = (parts: readonly Part[]): void => {
      waiting = waiting.filter((part) => !parts.includes(part));
    };
    const dropTold = (): void => drop(waiting.filter((part) => told.has(identityOf(part))));
    dropTold();
    const left = leftAlone - deps.now();
    if (left > 0) {
      const untried = new RetryLater(`${deps.channel.name} asked to be left alone`, left / 1000);
      putOff(idsOf(waiting), untried, untried);
      return { failures, delays, alerts };
    }
    for (let parts = nextTogether(waiting, apart); parts; parts = nextTogether(waiting, apart)) {
      if (remainingMs() < deps.sendMs) {
        const late = new Error('no time was left to tell it');
        // Handed out at once again and again, those behind what takes its time to fail would be put aside untried.
        if (passing === undefined) fail(idsOf(waiting), late, 0);
        else putOff(idsOf(waiting), late, passing);
        break;
      }
      try {
        const alert = toAlert(parts);
        await deps.channel.send(alert);
        if (alert.kind !== 'transitions' || !alert.silent) alerts += 1;
        for (const part of parts) told.add(identityOf(part));
        drop(parts);
        dropTold();
      } catch (error) {
        const ids = idsOf(parts);
        const forGood = !mayPass(error);
        if (forGood && parts.length > 1) {
          // Which of them is at fault, each shows by itself.
          for (const id of ids) apart.set(id, ids.size > 1 ? 'message' : 'transition');
          continue;
        }
        deps.report({ kind: 'failed', what: `telling ${[...ids].join(', ')}`, error });
        if (!forGood) passing = error;
        putOff(ids, error, error);
        const wished = retryAfterOf(error);
        if (wished !== undefined) leftAlone = deps.now() + wished * 1000;
        const after = wished === undefined ? behind(parts, waiting) : waiting;
        const mayBePassed = forGood && [...ids].every((id) => (receives.get(id) ?? 0) >= REFUSED_TRIES);
        if (mayBePassed) {
          drop(parts);
          continue;
        }
        putOff(idsOf(after), error, error);
        drop([...parts, ...after]);
      }
    }
    return { failures, delays, alerts };
  };
}

function idsOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.map(({ id }) => id));
}

/** All that waits in the groups of these. */
function behind(parts: readonly Part[], waiting: readonly Part[]): readonly Part[] {
  const groups = new Set(parts.map(({ group }) => group));
  return waiting.filter((part) => groups.has(part.group) && !parts.includes(part));
}

function partsOf({ id, group, body }: ChannelReceived): readonly Part[] {
  try {
    const message = parseChannelMessage(body);
    if (message.podguard !== 'transitions') return [{ id, group, content: { alone: aloneOf(message) } }];
    const { transitions, silent } = message;
    return transitions.map((transition) => ({ id, group, content: { transition, silent } }));
  } catch (unreadable) {
    return [{ id, group, content: { unreadable } }];
  }
}

function aloneOf(
  message: Exclude<ChannelMessage, { readonly podguard: 'transitions' }>,
): Exclude<Alert, { readonly kind: 'transitions' }> {
  switch (message.podguard) {
    case 'digest':
      return { kind: 'digest', digest: message.digest };
    case 'remediation':
      return { kind: 'remediation', remediation: message.remediation, finding: message.finding };
    case 'shadow-report':
      return { kind: 'shadow-report', report: message.report };
  }
}

import { ServiceError } from '@podguard/core';
import type { Channel } from '@podguard/notify';
import { identityOf, nextTogether, type Part, toAlert } from './alert-order.ts';
import type { Failures, Received } from './evaluate.ts';
import { parseChannelMessage } from './messages.ts';
import type { Report } from './notice.ts';
import { createTold } from './told.ts';

/** So often a channel's queue hands out a message before it puts it aside: its `maxReceiveCount`. */
export const CHANNEL_RECEIVES = 5;

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
  /** So often the queue hands a message out. */
  readonly maxReceives: number;
}

export interface Notified {
  /** By the message's id: those are to be handed out again. */
  readonly failures: Failures;
  readonly alerts: number;
}

/**
 * Creates what takes a channel's queue: what one record caused is one alert, each finding's are told in their order. After a
 * failure nothing later of the same group is told, so that it comes again after it. What a process told it does not tell
 * again; another may, where a message failed in part or the answer was lost.
 */
export function createNotify(
  deps: NotifyDeps,
): (batch: readonly ChannelReceived[], remainingMs: () => number) => Promise<Notified> {
  const told = createTold();
  return async (batch, remainingMs) => {
    const failures = new Map<string, unknown>();
    const apart = new Set<string>();
    const receives = new Map(batch.map((message) => [message.id, message.receives]));
    let waiting: readonly Part[] = batch.flatMap(partsOf);
    let alerts = 0;
    const drop = (parts: readonly Part[]): void => {
      waiting = waiting.filter((part) => !parts.includes(part));
    };
    const dropTold = (): void => drop(waiting.filter((part) => told.has(identityOf(part))));
    dropTold();

    for (let parts = nextTogether(waiting, apart); parts; parts = nextTogether(waiting, apart)) {
      if (remainingMs() < deps.sendMs) {
        for (const { id } of waiting) failures.set(id, new Error('no time was left to tell it'));
        break;
      }
      try {
        await deps.channel.send(toAlert(parts));
        alerts += 1;
        for (const part of parts) told.add(identityOf(part));
        drop(parts);
        dropTold();
      } catch (error) {
        const ids = new Set(parts.map(({ id }) => id));
        // Of what is no service's failure, a message's content is the cause, as is of one that is refused.
        const forGood = !(error instanceof ServiceError && error.retryable);
        if (forGood && ids.size > 1) {
          // Which of them is at fault, each shows by itself.
          for (const id of ids) apart.add(id);
          continue;
        }
        deps.report({ kind: 'failed', what: `telling ${[...ids].join(', ')}`, error });
        for (const id of ids) failures.set(id, error);
        const last = [...ids].every((id) => (receives.get(id) ?? 0) >= deps.maxReceives);
        const after = forGood && last ? [] : behind(parts, waiting);
        for (const { id } of after) if (!failures.has(id)) failures.set(id, error);
        drop([...parts, ...after]);
      }
    }
    return { failures, alerts };
  };
}

/** All that waits in the groups of these. */
function behind(parts: readonly Part[], waiting: readonly Part[]): readonly Part[] {
  const groups = new Set(parts.map(({ group }) => group));
  return waiting.filter((part) => groups.has(part.group) && !parts.includes(part));
}

function partsOf({ id, group, body }: ChannelReceived): readonly Part[] {
  try {
    const message = parseChannelMessage(body);
    if (message.podguard === 'digest') return [{ id, group, content: { digest: message.digest } }];
    return message.transitions.map((transition) => ({ id, group, content: { transition } }));
  } catch (unreadable) {
    return [{ id, group, content: { unreadable } }];
  }
}

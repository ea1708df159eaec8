import { gather, type ServiceState, shortHash, type Transition, throwAll } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import { transitionBodies } from './fit.ts';
import { toMessageBody } from './messages.ts';
import { MAX_BODY_BYTES, type Queue, type QueueMessage } from './queue.ts';

export interface TellDeps {
  /** FIFO, by the channel's name. */
  readonly channels: Readonly<Record<string, Queue>>;
  readonly state: Pick<ServiceState, 'noteQuiet'>;
}

const HASH_LENGTH = 26;

/**
 * Creates what the dispatcher tells people with: what a record caused goes to every channel at once, in the order of its
 * resource; the rest is kept for a digest.
 */
export function createTell({
  channels,
  state,
}: TellDeps): (transitions: readonly Transition[]) => Promise<void> {
  return async (transitions) => {
    for (const transition of transitions.filter(({ cause }) => cause !== 'record'))
      await state.noteQuiet(transition);
    const loud = transitions.filter(({ cause }) => cause === 'record');
    for (const some of Map.groupBy(loud, ({ finding }) => finding.resource.key).values())
      await tellResource(channels, some);
  };
}

async function tellResource(
  channels: TellDeps['channels'],
  transitions: readonly Transition[],
): Promise<void> {
  const [first] = transitions;
  if (first === undefined) return;
  const group = shortHash([first.finding.resource.key], HASH_LENGTH);
  const ids = transitions.map(({ id }) => id);
  const messages = transitionBodies(transitions, MAX_BODY_BYTES).map((body, part) => ({
    body,
    group,
    identity: shortHash([...ids, String(part)], HASH_LENGTH),
  }));
  await sendToAll(channels, messages);
}

/** Sends a digest to every channel, once in five minutes. */
export async function tellDigest(channels: TellDeps['channels'], digest: Digest): Promise<void> {
  const body = toMessageBody({ podguard: 'digest', digest });
  await sendToAll(channels, [
    { body, group: 'digest', identity: shortHash(['digest', digest.id], HASH_LENGTH) },
  ]);
}

/** A channel that fails keeps no other from hearing. */
async function sendToAll(channels: TellDeps['channels'], messages: readonly QueueMessage[]): Promise<void> {
  const failures: unknown[] = [];
  await gather(Object.keys(channels), async (name) => channels[name]?.send(messages), failures);
  throwAll(failures);
}

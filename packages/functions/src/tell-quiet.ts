import { type ServiceState, shortHash, type Transition } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import type { Queue } from './queue.ts';
import { tellDigest } from './tell.ts';

export interface TellQuietDeps {
  readonly channels: Readonly<Record<string, Queue>>;
  readonly state: Pick<ServiceState, 'listQuiet' | 'removeQuiet'>;
  /** `id`: the same for the same transitions. */
  readonly toDigest: (transitions: readonly Transition[], id: string) => Digest;
}

/** Creates what tells the transitions that were kept, together in one digest; returns how many there were. */
export function createTellQuiet({ channels, state, toDigest }: TellQuietDeps): () => Promise<number> {
  return async () => {
    const transitions: Transition[] = [];
    for await (const transition of state.listQuiet()) transitions.push(transition);
    if (transitions.length === 0) return 0;
    const ids = transitions.map(({ id }) => id).sort();
    await tellDigest(channels, toDigest(transitions, shortHash(ids, 26)));
    await state.removeQuiet(ids);
    return transitions.length;
  };
}

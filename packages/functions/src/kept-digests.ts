import { type JsonValue, ServiceError, type ServiceState } from '@podguard/core';
import type { Digest } from '@podguard/notify';
import * as z from 'zod/mini';
import { digestSchema } from './digest-schema.ts';

type State = Pick<ServiceState, 'loadMark' | 'replaceMark'>;

/** A digest has some 30 KB at most, and a mark is one item of the table, of at most 400 KB. */
const MOST = 10;
const ATTEMPTS = 10;

const kept = z.array(digestSchema);

function markOf(channel: string): string {
  return `digests/${channel}`;
}

/** Keeps a digest for after a channel's quiet hours, once; false where there is no room for it. */
export async function keepDigest(state: State, channel: string, digest: Digest): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const mark = await state.loadMark(markOf(channel));
    const { data: before = [] } = kept.safeParse(mark);
    if (before.some(({ id }) => id === digest.id)) return true;
    if (before.length >= MOST) return false;
    const after = [...before, digest] as unknown as JsonValue;
    if (await state.replaceMark(markOf(channel), mark, after)) return true;
  }
  throw new ServiceError(
    'store-contended',
    `the digests that wait for channel ${channel} change all the time; it is told again`,
    { retryable: true },
  );
}

/** Tells what was kept, in order; what is kept meanwhile stays for the next time. Returns how many digests that was. */
export async function tellKept(
  state: State,
  channel: string,
  tell: (digest: Digest) => Promise<void>,
): Promise<number> {
  const mark = await state.loadMark(markOf(channel));
  const { data: all = [] } = kept.safeParse(mark);
  for (const digest of all) await tell(digest);
  if (all.length > 0) await state.replaceMark(markOf(channel), mark, []);
  return all.length;
}

import type { ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

export const REPLAY_MARK = 'replay';

/** So long after the last record what a replay showed is told: what depends on its resources is judged by then. */
const CALM_MS = 10 * 60_000;
const NOTE_EVERY_MS = 60_000;
/** From then on a replay that goes on holds up no digest. */
const LONGEST_MS = 24 * 60 * 60_000;
const KEPT_SECONDS = 3600;

const mark = z.strictObject({ startedAt: z.iso.datetime(), seenAt: z.iso.datetime() });

export interface ReplayNoteDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'>;
  readonly now: () => Date;
}

/** Creates what writes down, each minute at most, that records are sent again. Whoever sends them need not say when they end. */
export function createReplayNote({ state, now }: ReplayNoteDeps): () => Promise<void> {
  let noted = Number.NEGATIVE_INFINITY;
  return async () => {
    const at = now();
    if (at.getTime() - noted < NOTE_EVERY_MS) return;
    const before = await load(state);
    const seenAt = at.toISOString();
    const startedAt = before !== undefined && isFresh(before, at) ? before.startedAt : seenAt;
    await state.saveMark(REPLAY_MARK, { startedAt, seenAt }, KEPT_SECONDS);
    noted = at.getTime();
  };
}

/** Whether records were sent again a short while ago, so that what they show is not told yet. */
export async function isReplaying(state: Pick<ServiceState, 'loadMark'>, now: Date): Promise<boolean> {
  const last = await load(state);
  return last !== undefined && isFresh(last, now) && now.getTime() - Date.parse(last.startedAt) < LONGEST_MS;
}

type Replaying = Readonly<z.output<typeof mark>>;

async function load(state: Pick<ServiceState, 'loadMark'>): Promise<Replaying | undefined> {
  return mark.safeParse(await state.loadMark(REPLAY_MARK)).data;
}

function isFresh({ seenAt }: Replaying, now: Date): boolean {
  return now.getTime() - Date.parse(seenAt) < CALM_MS;
}

import { gather, type PeopleChannel, type ServiceState, throwAll } from '@podguard/core';
import { type Channels, peopleOf, type ToldChannel } from './channels.ts';
import { boxOf, COUNT_SECONDS, countName, type HeldFor, heldMark, NOTHING_HELD, readHeld } from './held.ts';
import { tellKept } from './kept-digests.ts';
import { isQuietHour } from './quiet-hours.ts';
import type { QuietSumDeps } from './quiet-sum.ts';
import { sendDigest } from './tell.ts';
import { createTellQuiet, type QuietAbout, type TellQuietDeps } from './tell-quiet.ts';

export interface TellHeldDeps {
  readonly channels: Channels;
  readonly state: TellQuietDeps['state'] & Pick<ServiceState, 'count'>;
  readonly store: QuietSumDeps['store'];
  readonly account: string;
  readonly now: () => Date;
}

export interface ToldHeld {
  /** How many digests were told, and of how many transitions, those of digests that had waited not counted. */
  readonly digests: number;
  readonly transitions: number;
}

const MINUTE_MS = 60_000;
/** What does not calm is told that often. */
const LONGEST_BURST_MS = 15 * MINUTE_MS;

/**
 * Creates what looks each minute whether a channel can be told what was held back for it: after its quiet hours, or when the
 * burst has calmed. The mark of a box goes last, and only if nothing was put in meanwhile.
 */
export function createTellHeld(deps: TellHeldDeps): () => Promise<ToldHeld> {
  const people = new Map(peopleOf(deps.channels));
  return async () => {
    const failures: unknown[] = [];
    let [digests, transitions] = [0, 0];
    const one = async (name: string): Promise<void> => {
      const channel = people.get(name);
      if (channel === undefined) return;
      for (const why of ['quiet-hours', 'burst'] as const) {
        const count = await tellBox(deps, name, channel, why);
        transitions += count;
        if (count > 0) digests += 1;
      }
      digests += await tellWaiting(deps, name, channel);
    };
    await gather([...people.keys()], one, failures);
    throwAll(failures);
    return { digests, transitions };
  };
}

async function tellBox(
  deps: TellHeldDeps,
  name: string,
  { settings, queue }: ToldChannel<PeopleChannel>,
  why: HeldFor,
): Promise<number> {
  const { state, store, account } = deps;
  const box = boxOf(name, why);
  const mark = await state.loadMark(heldMark(box));
  const held = readHeld(mark);
  if (held === undefined || !(await isTime(deps, name, settings, why, held.since))) return 0;
  const about = why === 'burst' ? ofBurst(settings, held.since, held.at) : ofQuietHours(settings);
  const tell = createTellQuiet({
    ...{ state, store, account, box },
    tellDigest: (digest) => sendDigest(queue, digest),
  });
  const count = await tell(about);
  await state.replaceMark(heldMark(box), mark, NOTHING_HELD);
  return count;
}

async function isTime(
  { state, now }: TellHeldDeps,
  name: string,
  { quietHours, burst }: PeopleChannel,
  why: HeldFor,
  since: string,
): Promise<boolean> {
  const at = now();
  if (why === 'quiet-hours') return quietHours === undefined || !isQuietHour(quietHours, at);
  if (at.getTime() - Date.parse(since) >= LONGEST_BURST_MS) return true;
  for (const minute of [at, new Date(at.getTime() - MINUTE_MS)]) {
    if ((await state.count(countName(name, minute), 0, COUNT_SECONDS)) > burst) return false;
  }
  return true;
}

/** Digests that came in quiet hours; a deploy may have taken these away. */
async function tellWaiting(
  { state, now }: TellHeldDeps,
  name: string,
  { settings: { quietHours }, queue }: ToldChannel<PeopleChannel>,
): Promise<number> {
  if (quietHours !== undefined && isQuietHour(quietHours, now())) return 0;
  return tellKept(state, name, (digest) => sendDigest(queue, digest));
}

function ofBurst({ burst }: PeopleChannel, since: string, until: string): QuietAbout {
  const minutes = Math.ceil((Date.parse(until) - Date.parse(since)) / MINUTE_MS);
  const within = minutes <= 1 ? 'a minute' : `${minutes} minutes`;
  return {
    title: (count) => `${counted(count)} within ${within}, too many to tell one by one`,
    notes: [`Before them ${burst} changes of the same minute were told one by one.`],
  };
}

function ofQuietHours({ quietHours }: PeopleChannel): QuietAbout {
  const hours =
    quietHours === undefined ? '' : ` (${quietHours.from} to ${quietHours.to}, ${quietHours.timeZone})`;
  return { title: (count) => `${counted(count)} during quiet hours${hours}` };
}

function counted(count: number): string {
  return count === 1 ? '1 change of a finding' : `${count} changes of findings`;
}

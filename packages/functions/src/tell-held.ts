import { gather, type PeopleChannel, type ServiceState, throwAll } from '@podguard/core';
import { type Channels, peopleOf, type ToldChannel } from './channels.ts';
import {
  boxOf,
  COUNT_SECONDS,
  countName,
  type HeldFor,
  heldMark,
  LANES,
  NOTHING_HELD,
  readHeld,
  toldMark,
} from './held.ts';
import { tellKept } from './kept-digests.ts';
import { isQuietHour } from './quiet-hours.ts';
import type { QuietSumDeps } from './quiet-sum.ts';
import { sendDigest } from './tell.ts';
import { isTimeFor, tellOrKeep } from './tell-digest.ts';
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
/** What a minute is enough for, some 10 ms each with the processor of this function, for several channels. */
const MOST_AT_ONCE = 2_000;

/**
 * Creates what looks each minute whether a channel can be told what was held back for it: after its quiet hours, or when the
 * burst has calmed. The mark of a box goes last, and only if nothing was put in meanwhile. Of a very full box a part is told each
 * minute.
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
  channel: ToldChannel<PeopleChannel>,
  why: HeldFor,
): Promise<number> {
  const { state, store, account } = deps;
  const { settings } = channel;
  const box = boxOf(name, why);
  const mark = await state.loadMark(heldMark(box));
  const held = readHeld(mark);
  if (held === undefined) return 0;
  const told = await state.loadMark(toldMark(box));
  // What came in while it was told still names the time of what was first.
  const since = typeof told === 'string' && told > held.since ? told : held.since;
  if (!(await isTime(deps, name, settings, why, since))) return 0;
  const about = why === 'burst' ? ofBurst(settings, since, held.at) : ofQuietHours(settings);
  const tell = createTellQuiet({
    ...{ state, store, account, box, most: MOST_AT_ONCE },
    tellDigest: (digest) => tellOrKeep(deps, name, channel, digest),
  });
  const count = await tell(about);
  if (count >= MOST_AT_ONCE) return count;
  await state.saveMark(toldMark(box), deps.now().toISOString(), COUNT_SECONDS);
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
    for (const lane of LANES)
      if ((await state.count(countName(name, lane, minute), 0, COUNT_SECONDS)) > burst) return false;
  }
  return true;
}

/** Digests that came in quiet hours, which a deploy may have taken away, or that the channel's queue did not take. */
async function tellWaiting(
  { state, now, account }: TellHeldDeps,
  name: string,
  { settings, queue }: ToldChannel<PeopleChannel>,
): Promise<number> {
  return tellKept({
    ...{ state, channel: name, account },
    isTime: (digest) => isTimeFor(settings, digest, now()),
    tell: (digest) => sendDigest(queue, digest),
  });
}

function ofBurst({ burst }: PeopleChannel, since: string, until: string): QuietAbout {
  const minutes = Math.ceil((Date.parse(until) - Date.parse(since)) / MINUTE_MS);
  const within = minutes <= 1 ? 'a minute' : `${minutes} minutes`;
  return {
    title: (count) => `${counted(count)} within ${within}, too many to tell one by one`,
    notes: [
      `Told one by one: up to ${burst} changes of the minute in which it began, and in each minute up to ${burst} critical ones.`,
    ],
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

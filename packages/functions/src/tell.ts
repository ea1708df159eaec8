import {
  type Config,
  gather,
  isProgramChannel,
  isQuiet,
  type PeopleChannel,
  type ServiceState,
  shortHash,
  type Transition,
  throwAll,
} from '@podguard/core';
import type { Digest } from '@podguard/notify';
import type { Channels, ToldChannel } from './channels.ts';
import { transitionBodies } from './fit.ts';
import { boxOf, COUNT_SECONDS, countName, heldMark, hold, readHeld } from './held.ts';
import { toMessageBody } from './messages.ts';
import { MAX_BODY_BYTES, type Queue } from './queue.ts';
import { isExcepted, isQuietHour } from './quiet-hours.ts';
import { gravestOf, isForKeepers, route } from './route.ts';
import { createTold } from './told.ts';

export interface TellDeps {
  readonly channels: Channels;
  readonly config: Pick<Config, 'routes'>;
  readonly state: Pick<ServiceState, 'noteQuiet' | 'count' | 'loadMark' | 'saveMark'>;
  readonly now: () => Date;
}

const HASH_LENGTH = 26;
/** All people's: what no record caused. */
const DIGEST = 'the digest';

/**
 * Creates what the dispatcher tells with. Each channel by itself: one that fails keeps no other from hearing. Whatever is put
 * into a box or sent may be so again after a crash, as the dispatcher tells it again until all of this has succeeded; what this
 * process did of it is not done again.
 */
export function createTell(deps: TellDeps): (transitions: readonly Transition[]) => Promise<void> {
  const { channels, config, state } = deps;
  const settings = Object.fromEntries(Object.entries(channels).map(([name, one]) => [name, one.settings]));
  const told = createTold();
  return async (transitions) => {
    const failures: unknown[] = [];
    const routed = new Map(
      transitions.map((one) => [one, route(one, { channels: settings, routes: config.routes })]),
    );
    const tellOne = async (name: string): Promise<void> => {
      const untold = transitions.filter(({ id }) => !told.has(`${name} ${id}`));
      const channel = channels[name];
      if (channel === undefined) {
        for (const one of untold) if (isQuiet(one) && !isForKeepers(one)) await state.noteQuiet(one);
      } else {
        const wanted = untold.filter((one) => routed.get(one)?.includes(name));
        await tellChannel(deps, name, channel, wanted);
      }
      for (const { id } of untold) told.add(`${name} ${id}`);
    };
    await gather([DIGEST, ...Object.keys(channels)], tellOne, failures);
    throwAll(failures);
  };
}

async function tellChannel(
  deps: TellDeps,
  name: string,
  { settings, queue }: ToldChannel,
  transitions: readonly Transition[],
): Promise<void> {
  if (isProgramChannel(settings)) return sendTransitions(queue, transitions);
  const loud = transitions.filter((one) => !isQuiet(one));
  if (loud.length > 0) await tellPeople(deps, name, { settings, queue }, loud);
}

/**
 * What has to wait is put aside first: killed in between, this counts it all once more, and holds rather than tells twice.
 * As long as a box holds something, what comes later goes in behind it, so that nobody hears of an end before the beginning.
 */
async function tellPeople(
  { state, now }: TellDeps,
  name: string,
  { settings, queue }: ToldChannel<PeopleChannel>,
  transitions: readonly Transition[],
): Promise<void> {
  const at = now();
  const { quietHours, burst } = settings;
  let rest = transitions;
  if (quietHours !== undefined) {
    const box = boxOf(name, 'quiet-hours');
    const before = readHeld(await state.loadMark(heldMark(box)));
    if (before !== undefined || isQuietHour(quietHours, at)) {
      rest = transitions.filter((one) => isExcepted(quietHours, gravestOf(one)));
      const quiet = transitions.filter((one) => !rest.includes(one));
      await hold(state, box, quiet, { since: before?.since, now: at });
    }
  }
  if (rest.length === 0) return;
  const box = boxOf(name, 'burst');
  const count = await state.count(countName(name, at), rest.length, COUNT_SECONDS);
  const before = readHeld(await state.loadMark(heldMark(box)));
  const room = before === undefined ? Math.max(0, burst - (count - rest.length)) : 0;
  await hold(state, box, rest.slice(room), { since: before?.since, now: at });
  await sendTransitions(queue, rest.slice(0, room));
}

/** In the order of each resource. */
async function sendTransitions(queue: Queue, transitions: readonly Transition[]): Promise<void> {
  for (const some of Map.groupBy(transitions, ({ finding }) => finding.resource.key).values())
    await sendResource(queue, some);
}

async function sendResource(queue: Queue, transitions: readonly Transition[]): Promise<void> {
  const [first] = transitions;
  if (first === undefined) return;
  const group = shortHash([first.finding.resource.key], HASH_LENGTH);
  const ids = transitions.map(({ id }) => id);
  await queue.send(
    transitionBodies(transitions, MAX_BODY_BYTES).map((body, part) => ({
      body,
      group,
      identity: shortHash([...ids, String(part)], HASH_LENGTH),
    })),
  );
}

/** Sends a digest to a channel, once in five minutes. */
export async function sendDigest(queue: Queue, digest: Digest): Promise<void> {
  const body = toMessageBody({ podguard: 'digest', digest });
  const identity = shortHash(['digest', digest.id], HASH_LENGTH);
  await queue.send([{ body, group: 'digest', identity }]);
}

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
import { boxOf, COUNT_SECONDS, countName, heldMark, hold, type Lane, laneOf, readHeld } from './held.ts';
import { toMessageBody } from './message-body.ts';
import { MAX_BODY_BYTES, type Queue } from './queue.ts';
import { isExcepted, isQuietHour } from './quiet-hours.ts';
import { changesShown, gravestOf, isForKeepers, route } from './route.ts';
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
        await tellChannel(deps, name, channel, {
          all: untold,
          wanted: untold.filter((one) => routed.get(one)?.includes(name)),
        });
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
  { all, wanted }: { readonly all: readonly Transition[]; readonly wanted: readonly Transition[] },
): Promise<void> {
  if (isProgramChannel(settings)) return sendTransitions(queue, wanted);
  const loud = wanted.filter((one) => !isQuiet(one));
  const alone = loud.length === 0 ? [] : await sortOut(deps, name, settings, loud);
  // An edit disturbs nobody: what is posted shows how things are now, whoever hears of it and when.
  const silent =
    settings.type === 'slack' ? all.filter((one) => changesShown(one) && !alone.includes(one)) : [];
  const sent = all.filter((one) => alone.includes(one) || silent.includes(one));
  await sendTransitions(queue, sent, new Set(silent));
}

/**
 * Puts aside what has to wait, and returns what is told at once, later: killed in between, this counts it all once more, and
 * holds rather than tells twice.
 * As long as a box holds something, what comes later goes in behind it, so that nobody hears of an end before the beginning:
 * all but critical findings that open.
 */
async function sortOut(
  { state, now }: TellDeps,
  name: string,
  settings: PeopleChannel,
  transitions: readonly Transition[],
): Promise<readonly Transition[]> {
  const at = now();
  const { quietHours, burst } = settings;
  let rest = transitions;
  if (quietHours !== undefined) {
    const box = boxOf(name, 'quiet-hours');
    const before = readHeld(await state.loadMark(heldMark(box)));
    if (before !== undefined || isQuietHour(quietHours, at)) {
      rest = transitions.filter((one) => isExcepted(quietHours, gravestOf(one)));
      const quiet = transitions.filter((one) => !rest.includes(one) && !isForKeepers(one));
      await hold(state, box, quiet, { since: before?.since, now: at });
    }
  }
  if (rest.length === 0) return [];
  const box = boxOf(name, 'burst');
  const roomFor = async (lane: Lane): Promise<ReadonlySet<Transition>> => {
    const some = rest.filter((one) => laneOf(one) === lane);
    if (some.length === 0) return new Set();
    const count = await state.count(countName(name, lane, at), some.length, COUNT_SECONDS);
    return new Set(some.slice(0, Math.max(0, burst - (count - some.length))));
  };
  const [critical, other] = [await roomFor('critical'), await roomFor('other')];
  const before = readHeld(await state.loadMark(heldMark(box)));
  const alone = rest.filter((one) => critical.has(one) || (before === undefined && other.has(one)));
  const more = rest.filter((one) => !alone.includes(one) && !isForKeepers(one));
  await hold(state, box, more, { since: before?.since, now: at });
  return alone;
}

/** In the order of each resource. */
async function sendTransitions(
  queue: Queue,
  transitions: readonly Transition[],
  silent: ReadonlySet<Transition> = new Set(),
): Promise<void> {
  for (const some of Map.groupBy(transitions, ({ finding }) => finding.resource.key).values())
    for (const run of runsOf(some, silent)) await sendResource(queue, run, silent.has(run[0]));
}

type Run = readonly [Transition, ...Transition[]];

/** Of those that are in their order, what is silent and what is not. */
function runsOf(transitions: readonly Transition[], silent: ReadonlySet<Transition>): readonly Run[] {
  const runs: [Transition, ...Transition[]][] = [];
  for (const one of transitions) {
    const last = runs.at(-1);
    if (last !== undefined && silent.has(last[0]) === silent.has(one)) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

async function sendResource(queue: Queue, transitions: Run, isSilent: boolean): Promise<void> {
  const [first] = transitions;
  const group = shortHash([first.finding.resource.key], HASH_LENGTH);
  const ids = transitions.map(({ id }) => id);
  await queue.send(
    transitionBodies(transitions, { maxBytes: MAX_BODY_BYTES, ...(isSilent ? { silent: true } : {}) }).map(
      (body, part) => ({
        body,
        group,
        identity: shortHash([...ids, String(part)], HASH_LENGTH),
      }),
    ),
  );
}

/** Sends a digest to a channel, once in five minutes. */
export async function sendDigest(queue: Queue, digest: Digest): Promise<void> {
  const body = toMessageBody({ podguard: 'digest', digest });
  const identity = shortHash(['digest', digest.id], HASH_LENGTH);
  await queue.send([{ body, group: 'digest', identity }]);
}

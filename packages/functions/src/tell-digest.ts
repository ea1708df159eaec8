import {
  gather,
  type PeopleChannel,
  SEVERITIES,
  type ServiceState,
  severityRank,
  throwAll,
} from '@podguard/core';
import type { Digest } from '@podguard/notify';
import { type Channels, peopleOf, type ToldChannel } from './channels.ts';
import { keepDigest } from './kept-digests.ts';
import { isExcepted, isQuietHour } from './quiet-hours.ts';
import { sendDigest } from './tell.ts';

export interface TellDigestDeps {
  readonly channels: Channels;
  readonly state: Pick<ServiceState, 'loadMark' | 'replaceMark'>;
  readonly now: () => Date;
}

/**
 * Creates what tells a digest to people: to each channel that hears of what is in it, at once or after its quiet hours.
 * Programs heard each of its transitions. A channel that fails keeps no other from hearing.
 */
export function createTellDigest(deps: TellDigestDeps): (digest: Digest) => Promise<void> {
  const people = new Map(peopleOf(deps.channels));
  return async (digest) => {
    const failures: unknown[] = [];
    const one = async (name: string): Promise<void> => {
      const channel = people.get(name);
      if (channel !== undefined) await tellOne(deps, name, channel, digest);
    };
    await gather([...people.keys()], one, failures);
    throwAll(failures);
  };
}

async function tellOne(
  { state, now }: TellDigestDeps,
  name: string,
  { settings, queue }: ToldChannel<PeopleChannel>,
  digest: Digest,
): Promise<void> {
  if (!concerns(settings, digest)) return;
  const { quietHours } = settings;
  const waits = quietHours !== undefined && isQuietHour(quietHours, now()) && !isUrgent(quietHours, digest);
  if (waits && (await keepDigest(state, name, digest))) return;
  await sendDigest(queue, digest);
}

/** A digest of nothing at all is a run's, and news to everybody. */
function concerns({ severity }: PeopleChannel, { rules }: Digest): boolean {
  return rules.length === 0 || rules.some((rule) => severityRank(rule.severity) >= severityRank(severity));
}

function isUrgent(quietHours: NonNullable<PeopleChannel['quietHours']>, { open }: Digest): boolean {
  return SEVERITIES.some((severity) => open[severity] > 0 && isExcepted(quietHours, severity));
}

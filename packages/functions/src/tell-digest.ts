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
 * Programs heard each of its transitions. For a channel that fails it is kept: `tell-held` tries each minute, and says why.
 */
export function createTellDigest(deps: TellDigestDeps): (digest: Digest) => Promise<void> {
  const people = new Map(peopleOf(deps.channels));
  return async (digest) => {
    const failures: unknown[] = [];
    const one = async (name: string): Promise<void> => {
      const channel = people.get(name);
      if (channel === undefined || !concerns(channel.settings, digest)) return;
      try {
        await tellOrKeep(deps, name, channel, digest);
      } catch {
        await keepDigest(deps.state, name, digest, { anyway: true });
      }
    };
    await gather([...people.keys()], one, failures);
    throwAll(failures);
  };
}

/** Tells a channel a digest, at once or after its quiet hours. */
export async function tellOrKeep(
  { state, now }: Pick<TellDigestDeps, 'state' | 'now'>,
  name: string,
  { settings, queue }: ToldChannel<PeopleChannel>,
  digest: Digest,
): Promise<void> {
  if (!isTimeFor(settings, digest, now()) && (await keepDigest(state, name, digest))) return;
  await sendDigest(queue, digest);
}

/** In quiet hours only where something in it is open that they except. */
export function isTimeFor({ quietHours }: PeopleChannel, { open }: Digest, at: Date): boolean {
  if (quietHours === undefined || !isQuietHour(quietHours, at)) return true;
  return SEVERITIES.some((severity) => open[severity] > 0 && isExcepted(quietHours, severity));
}

/** What a run reports, or a digest of nothing at all, is news to everybody. */
function concerns({ severity }: PeopleChannel, { report, rules }: Digest): boolean {
  return (
    report !== null ||
    rules.length === 0 ||
    rules.some((rule) => severityRank(rule.severity) >= severityRank(severity))
  );
}

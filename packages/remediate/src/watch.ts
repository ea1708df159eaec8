import { isRead, type Remediation, type StateChange } from '@podguard/core';
import { keep, tellNews } from './keep.ts';
import { principalKey } from './own-causes.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { isUntold } from './turn.ts';
import { untilWritten } from './world.ts';

/**
 * CloudTrail delivers an event within five minutes on average, and most within fifteen.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
export const WATCH_MS = 15 * 60_000;

/** AWS has no write that holds only for what was read: who changed the resource in between is told of afterwards. */
export function createWatch(deps: RemediateDeps): Remediating['watch'] {
  return async (id) => {
    const one = await untilWritten(id, async () => {
      const now = await deps.remediations.loadRemediation(id);
      if (now === undefined || now.plan === null) return now;
      const news = await foreignTo(deps, now, now.plan.target.key);
      if (news.length === 0) return now;
      return keep(deps, { ...now, version: now.version + 1, foreign: [...now.foreign, ...news] });
    });
    if (one === undefined) return null;
    if (isUntold(one)) await tellNews(deps, id);
    const until = one.plan === null ? null : watchedUntil(one);
    return until !== null && deps.now() < until ? until : null;
  };
}

/** Null where nothing was done by it. */
export function watchedUntil({ applied, undone, lease }: Remediation): Date | null {
  const ends = [applied, undone].flatMap((done) =>
    done === null ? [] : [Date.parse(done.endedAt ?? lease?.until ?? done.startedAt)],
  );
  return ends.length === 0 ? null : new Date(Math.max(...ends) + WATCH_MS);
}

type Foreign = Remediation['foreign'][number];

async function foreignTo(
  { store }: Pick<RemediateDeps, 'store'>,
  one: Remediation,
  key: string,
): Promise<readonly Foreign[]> {
  const item = await store.load(key);
  const known = new Set(one.foreign.map(({ eventId }) => eventId));
  return (item?.log ?? [])
    .filter((change) => !known.has(change.stamp.eventId) && isForeign(one, change))
    .map(toForeign);
}

function isForeign(one: Remediation, change: StateChange): boolean {
  if (isRead(change.cause)) return false;
  const { plan } = one;
  return [
    { done: one.applied, steps: plan?.steps ?? [] },
    { done: one.undone, steps: plan?.undo ?? [] },
  ].some(({ done, steps }) => {
    if (done === null || !isWithin(change, done)) return false;
    const isOurs =
      principalKey(change.cause.actor.principal) === principalKey(done.principal) &&
      steps.some(({ action }) => action.split(':')[1] === change.cause.eventName);
    return !isOurs;
  });
}

/** Times of events have whole seconds. */
function isWithin(
  { stamp }: StateChange,
  { readAt, startedAt, endedAt }: NonNullable<Remediation['applied']>,
): boolean {
  const at = Date.parse(stamp.time);
  const from = Math.floor(Date.parse(readAt) / 1000) * 1000;
  return at >= from && at <= Date.parse(endedAt ?? startedAt);
}

function toForeign({ stamp, cause }: StateChange): Foreign {
  return { eventId: stamp.eventId, eventName: cause.eventName, at: stamp.time, by: cause.actor.principal };
}

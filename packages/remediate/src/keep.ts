import { type Remediation, ServiceError } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';
import { isUntold } from './turn.ts';
import { untilWritten } from './world.ts';

/** Writes it where nobody else did meanwhile. */
export async function keep(
  { remediations }: Pick<RemediateDeps, 'remediations'>,
  one: Remediation,
): Promise<Remediation | 'conflict'> {
  return (await remediations.saveRemediation(one)) === 'written' ? one : 'conflict';
}

/** The one that is kept by now, whoever wrote it. */
export async function current(
  { remediations }: Pick<RemediateDeps, 'remediations'>,
  id: string,
): Promise<Remediation> {
  const one = await remediations.loadRemediation(id);
  if (one === undefined)
    throw new ServiceError('store-contended', `${id} was forgotten while it was worked on`, {
      retryable: true,
    });
  return one;
}

/** Tells what is new of it, and keeps that it was told: after a crash in between the same is told again. */
export async function tellNews(
  deps: Pick<RemediateDeps, 'remediations' | 'tell'>,
  id: string,
): Promise<Remediation> {
  return untilWritten(id, async () => {
    const one = await current(deps, id);
    if (!isUntold(one) || deps.tell === null) return one;
    await deps.tell(one);
    const told = { turns: one.history.length, foreign: one.foreign.length };
    return keep(deps, { ...one, version: one.version + 1, told });
  });
}

/** Writes what came of what was begun, on top of what others wrote of it meanwhile, while it still is where it was. */
export async function conclude(
  deps: Pick<RemediateDeps, 'remediations'>,
  begun: Remediation,
  outcome: (now: Remediation) => Remediation,
): Promise<Remediation> {
  return untilWritten(begun.id, async () => {
    const now = await current(deps, begun.id);
    const isOurs = now.status === begun.status && now.lease?.until === begun.lease?.until;
    return isOurs ? keep(deps, outcome(now)) : now;
  });
}

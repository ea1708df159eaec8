import { throwAll } from '@podguard/core';
import { appliedLately } from './applied-lately.ts';
import { createProceed } from './proceed.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { isExpired } from './turn.ts';
import { createWatch, WATCH_MS, watchedUntil } from './watch.ts';

/** Goes on with all that lies, one after another; who fails holds up no other. */
export function createSweep(deps: RemediateDeps): Remediating['sweep'] {
  const proceed = createProceed(deps);
  const watch = createWatch(deps);
  return async (how) => {
    const goOn = async (id: string): Promise<unknown> => {
      const one = how && (await deps.remediations.loadRemediation(id));
      return how && one?.status === 'approved' && !isExpired(one, deps.now()) ? how.handOn(id) : proceed(id);
    };
    const failures: unknown[] = [];
    const trying = async (work: Promise<unknown>): Promise<void> => {
      try {
        await work;
      } catch (error) {
        failures.push(error);
      }
    };
    for await (const id of deps.remediations.listOpenRemediations()) {
      if (how?.mayGoOn() === false) break;
      await trying(goOn(id));
    }
    // Where nobody was asked to watch it, or a message was lost: twice as long, since this comes as seldom.
    const since = deps.now().getTime() - 2 * WATCH_MS;
    for (const one of await appliedLately(deps, (problem) => failures.push(problem))) {
      const until = watchedUntil(one);
      if (until === null || until.getTime() <= since) continue;
      if (how?.mayGoOn() === false) break;
      await trying(watch(one.id));
    }
    throwAll(failures);
  };
}

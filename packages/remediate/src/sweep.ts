import { throwAll } from '@podguard/core';
import { createProceed } from './proceed.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { createWatch, WATCH_MS, watchedUntil } from './watch.ts';

const LATELY = 200;

/** Goes on with all that lies, one after another; who fails holds up no other. */
export function createSweep(deps: RemediateDeps): Remediating['sweep'] {
  const proceed = createProceed(deps);
  const watch = createWatch(deps);
  return async () => {
    const failures: unknown[] = [];
    const trying = async (work: Promise<unknown>): Promise<void> => {
      try {
        await work;
      } catch (error) {
        failures.push(error);
      }
    };
    for await (const id of deps.remediations.listOpenRemediations()) await trying(proceed(id));
    // Where nobody was asked to watch it, or a message was lost: twice as long, since this comes as seldom.
    const since = deps.now().getTime() - 2 * WATCH_MS;
    const lately = await deps.remediations.listRemediations(LATELY, undefined, (one) => failures.push(one));
    for (const one of lately) {
      const until = watchedUntil(one);
      if (until !== null && until.getTime() > since) await trying(watch(one.id));
    }
    throwAll(failures);
  };
}

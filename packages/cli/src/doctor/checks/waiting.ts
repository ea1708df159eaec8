import { inParallel } from '../in-parallel.ts';
import { fail, type Look, look, ok, together } from '../line.ts';
import { readMetric } from '../metric.ts';
import type { World } from '../world.ts';

const LOOK_BACK_SECONDS = 900;
const PATIENCE_SECONDS = 900;

/** Nothing waits for long in a queue that a function reads. */
export async function checkWaiting(world: World): Promise<readonly Look[]> {
  const work = world.queues.filter(({ putAside }) => !putAside);
  const looks = await inParallel(work, ({ name, short }) =>
    look(name, async () => {
      const age = await readMetric(world, {
        ...{ namespace: 'AWS/SQS', name: 'ApproximateAgeOfOldestMessage', dimensions: { QueueName: name } },
        ...{ statistic: 'Maximum', seconds: LOOK_BACK_SECONDS },
      });
      // A run sends messages to itself that wait; its alarm is after two hours.
      const isRun = short === 'rejudge';
      if (age === undefined || isRun || age <= PATIENCE_SECONDS) return ok('nothing waits for long');
      return fail(
        `the oldest message has waited for ${Math.round(age / 60)} minutes`,
        `look into the log of the function that reads it; see the alarm ${short}-age in docs/operating.md`,
      );
    }),
  );
  return together(looks, 'queues', (count) => `nothing waits for long in ${count}`);
}

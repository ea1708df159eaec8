import { inParallel } from '../in-parallel.ts';
import { fail, type Look, look, ok } from '../line.ts';
import { readMetric } from '../metric.ts';
import { DEPLOY, type World } from '../world.ts';

interface Scheduled {
  readonly name: string;
  /** Within which it is called for sure. */
  readonly seconds: number;
}

const HOUR = 3600;
const SCHEDULED: readonly Scheduled[] = [
  { name: 'sweep', seconds: HOUR },
  { name: 'tell-held', seconds: HOUR },
  { name: 'canary', seconds: 3 * HOUR },
];

/** What is called on a schedule was called: a schedule that is switched off, or may not call, shows itself so. */
export function checkSchedules(world: World): Promise<readonly Look[]> {
  return inParallel(SCHEDULED, ({ name, seconds }) =>
    look(`${world.site.prefix}-${name}`, async () => {
      const FunctionName = `${world.site.prefix}-${name}`;
      const calls = await readMetric(world, {
        ...{ namespace: 'AWS/Lambda', name: 'Invocations', dimensions: { FunctionName } },
        ...{ statistic: 'Sum', seconds },
      });
      const hours = seconds / HOUR === 1 ? 'hour' : `${seconds / HOUR} hours`;
      return (calls ?? 0) > 0
        ? ok(`called ${calls} times within the last ${hours}`)
        : fail(
            `not called within the last ${hours}`,
            `is the schedule enabled? aws scheduler list-schedules --group-name ${world.site.prefix}; else: ${DEPLOY}`,
          );
    }),
  );
}

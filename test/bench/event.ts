import { type Bench, median } from './bench.ts';
import { type SampleEvents, sampleEvents, warmEvents } from './lambda/measure.ts';
import { percentile } from './lambda/percentile.ts';
import { startPlatform } from './lambda/platform.ts';

const EVENTS_PER_RUN = 400;
const WARM_UP = 300;
const ONE_EACH = 'RunInstances: one read, one write';
const ROLE = 'CreateRole: also asks five times what points at it';

interface Kind {
  readonly calls: string;
  readonly traced: boolean;
}

/** One record through a warm `evaluate`, against one read and one conditional write on the same embedded DynamoDB. */
export const event: Bench = {
  name: 'event',
  async run({ runs }) {
    const platform = await startPlatform();
    try {
      const [instance, role] = [
        await sampleEvents(platform, 'instance'),
        await sampleEvents(platform, 'role'),
      ];
      const measure = async (name: string, events: SampleEvents, { calls, traced }: Kind) => {
        const [bare, evaluate]: [number[], number[]] = [[], []];
        const run = (bundle: string, make: () => unknown) =>
          warmEvents(platform, bundle, {
            events: Array.from({ length: WARM_UP + EVENTS_PER_RUN }, make),
            warmUp: WARM_UP,
            traced,
          });
        for (let at = 0; at < runs; at += 1) {
          bare.push(...(await run(platform.bare, events.bare)));
          evaluate.push(...(await run(platform.evaluate, events.evaluate)));
        }
        const [floor, ours] = [median(bare), median(evaluate)];
        const [floorP99, oursP99] = [percentile(bare, 0.99), percentile(evaluate, 0.99)];
        return {
          name,
          unit: 'events/s',
          value: 1000 / ours,
          floor: 1000 / floor,
          ratio: ours / floor,
          runs,
          notes: `${calls}; ${evaluate.length} events, p50 ${ours.toFixed(2)} ms, p99 ${(oursP99 / ours).toFixed(1)} x p50; bare ${floor.toFixed(2)} ms, p99 ${(floorP99 / floor).toFixed(1)} x p50; p99 ${(oursP99 / floorP99).toFixed(2)} x the bare handler's`,
        };
      };
      return [
        await measure('event', instance, { calls: ONE_EACH, traced: false }),
        await measure('event-traced', instance, { calls: `${ONE_EACH}, every one traced`, traced: true }),
        await measure('event-role', role, { calls: ROLE, traced: false }),
      ];
    } finally {
      await platform.close();
    }
  },
};

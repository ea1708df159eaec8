import { type Bench, median } from './bench.ts';
import { sampleEvents, warmEvents } from './lambda/measure.ts';
import { startPlatform } from './lambda/platform.ts';
import type { SampleEvent } from './lambda/sample-events.ts';

const EVENTS_PER_RUN = 200;
const WARM_UP = 100;

/** One record through a warm `evaluate`, against one read and one conditional write on the same embedded DynamoDB. */
export const event: Bench = {
  name: 'event',
  async run({ runs }) {
    const platform = await startPlatform();
    try {
      const measure = async (name: string, sample: SampleEvent, calls: string) => {
        const events = await sampleEvents(platform, sample);
        const pairs = Array.from(
          { length: WARM_UP + runs * EVENTS_PER_RUN },
          () => [events.bare(), events.evaluate()] as const,
        );
        const [bare, evaluate] = await warmEvents(platform, pairs);
        const [floor, ours] = [median(bare), median(evaluate)];
        const p99 = percentile(evaluate, 0.99);
        return {
          name,
          unit: 'events/s',
          value: 1000 / ours,
          floor: 1000 / floor,
          ratio: ours / floor,
          runs,
          notes: `${calls}; ${evaluate.length} events, p50 ${ours.toFixed(2)} ms, p99 ${(p99 / ours).toFixed(1)} x p50; bare ${floor.toFixed(2)} ms, p99 ${(percentile(bare, 0.99) / floor).toFixed(1)} x p50`,
        };
      };
      return [
        await measure('event', 'instance', 'RunInstances: one read, one write'),
        await measure('event-role', 'role', 'CreateRole: also asks three times what points at it'),
      ];
    } finally {
      await platform.close();
    }
  },
};

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]!;
}

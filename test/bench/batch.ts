import { type Bench, median } from './bench.ts';
import { sampleEvents, warmEvents } from './lambda/measure.ts';
import { startPlatform } from './lambda/platform.ts';

const RECORDS = 10_000;
const BATCH = 10;
/** Batches that only warm up. */
const WARM_UP = 30;

/** Records through a warm `evaluate`, ten a batch, against the same reads and writes of DynamoDB without us, as many at once. */
export const batch: Bench = {
  name: 'batch',
  async run({ runs }) {
    const platform = await startPlatform();
    try {
      const events = await sampleEvents(platform, 'instance', BATCH);
      const times: { floor: number[]; ours: number[] } = { floor: [], ours: [] };
      const measured = async (which: keyof typeof times, bundle: string, make: () => unknown) => {
        const all = Array.from({ length: WARM_UP + RECORDS / BATCH }, make);
        const took = await warmEvents(platform, bundle, { events: all, warmUp: WARM_UP, traced: false });
        times[which].push(took.reduce((sum, one) => sum + one, 0) / 1000);
      };
      for (let run = 0; run < runs; run += 1) {
        await measured('floor', platform.bare, events.bare);
        await measured('ours', platform.evaluate, events.evaluate);
      }
      const [floor, ours] = [median(times.floor), median(times.ours)];
      return [
        {
          name: 'batch',
          unit: 'records/s',
          value: RECORDS / ours,
          floor: RECORDS / floor,
          ratio: ours / floor,
          runs,
          notes: `${RECORDS} records of instances in batches of ${BATCH}, one batch after the other; ${ours.toFixed(2)} s, the same reads and writes alone ${floor.toFixed(2)} s`,
        },
      ];
    } finally {
      await platform.close();
    }
  },
};

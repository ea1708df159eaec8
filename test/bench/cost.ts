import { type Bench, median } from './bench.ts';
import { costOf, SIZES, totalOf } from './cost/model.ts';
import { countParts } from './cost/parts.ts';
import { measureUse } from './cost/use-per-record.ts';
import { firstEvent, sampleEvents } from './lambda/measure.ts';
import { startPlatform } from './lambda/platform.ts';

/** A function with 1,024 MB has 0.58 of a processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const SLOWER = 2;

/** US dollars a month at three sizes; the floor is the same deployment in which nothing happens. */
export const cost: Bench = {
  name: 'cost',
  async run({ runs }) {
    const [use, parts, start] = [await measureUse(), await countParts(), await coldStart(runs)];
    const secondsPerInvocation = (start * SLOWER) / 1000;
    return SIZES.map((size) => {
      const perService = costOf({ size, use, parts, secondsPerInvocation });
      const idle = totalOf(costOf({ size: { ...size, recordsPerDay: 0 }, use, parts, secondsPerInvocation }));
      const value = totalOf(perService);
      const most = Object.entries(perService)
        .sort(([, a], [, b]) => b - a)
        .slice(0, 4)
        .map(([service, dollars]) => `${service} ${dollars.toFixed(2)}`);
      return {
        name: `cost-${size.name}`,
        unit: 'USD/month',
        value,
        floor: idle,
        ratio: value / idle,
        runs,
        notes: `${size.recordsPerDay} records a day, ${size.regions} regions; a record reads ${use.readUnits.toFixed(1)} and writes ${use.writeUnits.toFixed(1)} units; every call billed as a cold start of ${(secondsPerInvocation * 1000).toFixed(0)} ms; ${most.join(', ')}`,
      };
    });
  },
};

async function coldStart(runs: number): Promise<number> {
  const platform = await startPlatform();
  try {
    const events = await sampleEvents(platform, 'role');
    const starts = [];
    for (let run = 0; run < runs; run += 1) {
      const { imported, handled } = await firstEvent(platform, platform.evaluate, events.evaluate());
      starts.push(imported + handled);
    }
    return median(starts);
  } finally {
    await platform.close();
  }
}

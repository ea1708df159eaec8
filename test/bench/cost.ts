import { type Bench, median } from './bench.ts';
import { costOf, DAYS, SIZES, totalOf } from './cost/model.ts';
import { countParts } from './cost/parts.ts';
import { measureUse } from './cost/use-per-record.ts';
import { firstEvent, sampleEvents, warmEvents } from './lambda/measure.ts';
import { startPlatform } from './lambda/platform.ts';

/** A function with 1,024 MB has 0.58 of a processor: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const SLOWER = 2;
const WARM_UP = 200;

/** US dollars a month at three sizes; the floor is the same deployment in which nothing happens. */
export const cost: Bench = {
  name: 'cost',
  async run({ runs }) {
    const [use, parts, times] = [await measureUse(), await countParts(), await durations(runs)];
    const [secondsPerInvocation, secondsWarm] = [times.cold, times.warm].map(
      (ms) => (ms * SLOWER) / 1000,
    ) as [number, number];
    return SIZES.map((size) => {
      const perService = costOf({ size, use, parts, secondsPerInvocation });
      const idle = totalOf(costOf({ size: { ...size, recordsPerDay: 0 }, use, parts, secondsPerInvocation }));
      const value = totalOf(perService);
      const perMillion = (seconds: number) => {
        const total = (recordsPerDay: number) =>
          totalOf(costOf({ size: { ...size, recordsPerDay }, use, parts, secondsPerInvocation: seconds }));
        return ((total(size.recordsPerDay) - total(0)) * 1e6) / (size.recordsPerDay * DAYS);
      };
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
        notes: `${size.recordsPerDay} records a day, ${size.regions} regions; a million records more cost ${perMillion(secondsPerInvocation).toFixed(2)} USD, where every call finds a warm function ${perMillion(secondsWarm).toFixed(2)}; a record reads ${use.readUnits.toFixed(1)} and writes ${use.writeUnits.toFixed(1)} units; every call billed as a cold start of ${(secondsPerInvocation * 1000).toFixed(0)} ms; ${most.join(', ')}`,
      };
    });
  },
};

/** Milliseconds of a cold start and of a warm event. */
async function durations(runs: number): Promise<{ readonly cold: number; readonly warm: number }> {
  const platform = await startPlatform();
  try {
    const events = await sampleEvents(platform, 'role');
    const starts = [];
    for (let run = 0; run < runs; run += 1) {
      const { imported, handled } = await firstEvent(platform, platform.evaluate, events.evaluate());
      starts.push(imported + handled);
    }
    const warm = await warmEvents(platform, platform.evaluate, {
      events: Array.from({ length: 2 * WARM_UP }, events.evaluate),
      warmUp: WARM_UP,
    });
    return { cold: median(starts), warm: median(warm) };
  } finally {
    await platform.close();
  }
}

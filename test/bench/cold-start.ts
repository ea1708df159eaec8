import { type Bench, median } from './bench.ts';
import { type FirstEvent, firstEvent, sampleEvents } from './lambda/measure.ts';
import { startPlatform } from './lambda/platform.ts';

/** Fresh processes: the import of `evaluate` and its first event, against a bare handler of one read and one write. */
export const coldStart: Bench = {
  name: 'cold-start',
  async run({ runs: asked }) {
    const runs = asked * 4;
    const platform = await startPlatform();
    try {
      const events = await sampleEvents(platform, 'instance');
      const floor: FirstEvent[] = [];
      const ours: FirstEvent[] = [];
      for (let run = -1; run < runs; run++) {
        const pair = [
          await firstEvent(platform, platform.bare, events.bare()),
          await firstEvent(platform, platform.evaluate, events.evaluate()),
        ] as const;
        // The first pair only warms up the machine.
        if (run < 0) continue;
        floor.push(pair[0]);
        ours.push(pair[1]);
      }
      if (platform.otherCalls() > 0) throw new Error(`${platform.otherCalls()} calls of other services`);
      const [bare, evaluate] = [middle(floor, total), middle(ours, total)];
      const parts = [floor, ours].map(
        (of) =>
          `${middle(of, ({ imported }) => imported).toFixed(0)} + ${middle(of, ({ handled }) => handled).toFixed(0)}`,
      );
      return [
        {
          name: 'cold-start',
          unit: 'starts/s',
          value: 1000 / evaluate,
          floor: 1000 / bare,
          ratio: evaluate / bare,
          runs,
          notes: `${evaluate.toFixed(0)} ms against ${bare.toFixed(0)} ms; import + first event ${parts[1]}, bare ${parts[0]}; of processor time the ratio is ${(middle(ours, processor) / middle(floor, processor)).toFixed(2)}`,
        },
      ];
    } finally {
      await platform.close();
    }
  },
};

function total({ imported, handled }: FirstEvent): number {
  return imported + handled;
}

function processor(one: FirstEvent): number {
  return one.processor;
}

function middle(of: readonly FirstEvent[], what: (one: FirstEvent) => number): number {
  return median(of.map(what));
}

import { toRecord } from '@podguard/cloudtrail';
import { configSchema, createEngine, type JsonObject } from '@podguard/core';
import { createEvaluate, type Notice } from '@podguard/functions';
import { renderCsv, renderMarkdown, renderNdjson, renderTable, unstyled } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { AT, changesOf, GROUPS, judgeChanges } from '../judge.ts';
import { json, mutate } from '../mutate.ts';
import { mutateText } from '../mutate-text.ts';
import type { Random } from '../random.ts';
import { relevantSeeds } from '../seeds.ts';
import { defineTarget } from '../target.ts';

/** Neighbours in a log concern the same resources. */
function scene(seeds: readonly JsonObject[], random: Random): readonly unknown[] {
  const from = random.below(seeds.length);
  const some = seeds.slice(from, from + 1 + random.below(4));
  const at = random.below(some.length);
  return some.map((seed, index) => (index === at || random.percent(20) ? mutate(seed, random, seeds) : seed));
}

/** Some records of one scene, judged by the engine, and written as people read it. */
export const judged = defineTarget<readonly unknown[]>('judged', 20_000, async () => {
  const seeds = await relevantSeeds();
  return {
    make: (random) => scene(seeds, random),
    async feed(values) {
      const read = values.map(toRecord).flatMap((one) => (one.kind === 'record' ? [one.record] : []));
      const { changes } = changesOf(read);
      const { findings, undecided } = await judgeChanges(changes);
      const report = { findings, summary: {}, at: AT };
      const shown = [renderTable(findings, unstyled), renderMarkdown(report), renderNdjson(findings)].join(
        '\n',
      );
      return {
        outcome: [findings, undecided, renderCsv(findings).length],
        shown,
      };
    },
  };
});

/** Messages of the evaluate queue, through the use case that takes them. */
export const evaluated = defineTarget<readonly string[]>('evaluate', 60_000, async () => {
  const seeds = await relevantSeeds();
  const config = configSchema.parse({});
  return {
    make: (random) =>
      scene(seeds, random).map((detail) => {
        const event = {
          id: 'e',
          'detail-type': 'AWS API Call via CloudTrail',
          source: 'aws.iam',
          account: '111122223333',
          region: 'us-east-1',
          detail,
        };
        const body = json(random.percent(30) ? mutate(event, random) : event);
        return random.percent(10) ? mutateText(body, random) : body;
      }),
    async feed(bodies) {
      const notices: Notice[] = [];
      const store = createMemoryStore();
      const evaluate = createEvaluate({
        engineOf: (onJudged) =>
          createEngine({
            store,
            catalogue,
            config,
            judgedWith: 'fuzz',
            pastLimit: 20,
            backOff: async () => {},
            onJudged,
          }),
        optIn: GROUPS,
        onCall: async () => {},
        onReplay: async () => {},
        reader: async () =>
          ({
            missingFrom: () => [],
            read: async () => ({ outcome: 'denied', reason: 'no' }),
          }) as never,
        queue: async () => ({ send: async () => {} }),
        now: () => AT,
        report: (notice) => void notices.push(notice),
      });
      const failures = await evaluate(
        bodies.map((body, index) => ({ id: `m-${index}`, body, receives: 1 })),
        () => 60_000,
      );
      const broken = notices.find(({ kind }) => kind === 'failed');
      if (broken?.kind === 'failed') throw broken.error;
      return { outcome: [[...failures.keys()], notices] };
    },
  };
});

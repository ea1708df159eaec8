import type { Transition } from '@podguard/core';
import { createDynamoDbServiceState } from '@podguard/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDynamoDb, type TestDynamoDb } from '../support/dynalite.ts';
import { alertOf, endedOf } from '../support/slack-server/alerts.ts';
import { headOf, openSlackStage, type SlackStage, textOf } from './slack-stage.ts';
import { transitionOf } from './transitions.ts';

const DAY_MS = 86_400_000;

let dynamodb: TestDynamoDb;
let stage: SlackStage;
beforeAll(async () => {
  dynamodb = await startDynamoDb();
  stage = await openSlackStage();
});
afterAll(async () => {
  await stage.close();
  await dynamodb.close();
});

it('remembers messages in DynamoDB for 100 days after they last changed, for many at once', async () => {
  const { table } = await dynamodb.newStore();
  let at = Date.parse('2026-03-12T07:00:00Z');
  const state = createDynamoDbServiceState({ client: dynamodb.client, table, now: () => at });
  const channel = stage.create({ state });
  const many = Array.from({ length: 4 }, (_, role) => transitionOf({ role: `role-${role}` }));
  const [first, second, ...others] = many;
  await channel.send(alertOf(first!, second!, ...others));
  await channel.send(alertOf(first!));

  at += 99 * DAY_MS;
  await Promise.all([first!, second!].map((one) => stage.create({ state }).send(alertOf(endedOf(one)))));
  const [root, ...more] = stage.slack.roots();
  expect(more).toEqual([]);
  expect(textOf(root!).match(/✅ Resolved/g)).toHaveLength(2);
  expect(stage.slack.replies(root!.ts)).toHaveLength(2);

  at += 2 * DAY_MS;
  await channel.send(alertOf(endedOf(others[0]!)));
  expect(stage.slack.roots().map(headOf)).toEqual([
    expect.stringContaining('CRITICAL'),
    expect.stringContaining('✅ Resolved'),
  ]);
});

it('remembers twenty findings whose texts are as long as can be and do not compress', async () => {
  const { table } = await dynamodb.newStore();
  const state = createDynamoDbServiceState({ client: dynamodb.client, table });
  const create = () => stage.create({ state, name: 'wide' });
  const many = Array.from({ length: 20 }, (_, at) => wide(at));
  const [first, ...others] = many;
  const before = stage.slack.roots().length;
  await create().send(alertOf(first!, ...others));
  const mark = await state.loadMark(`slack/wide/at/${stage.slack.roots().at(-1)?.ts}`);
  const size = Buffer.byteLength(JSON.stringify(mark));
  expect(size).toBeGreaterThan(200_000);
  expect(size).toBeLessThan(260_000);
  for (const one of many) await create().send(alertOf(endedOf(one)));
  await create().send(alertOf(first!, ...others));
  const posted = stage.slack.roots().slice(before);
  expect(posted).toHaveLength(1);
  expect(textOf(posted[0]!).match(/Resolved, was critical/g)!.length).toBeGreaterThanOrEqual(20);
});

/** Of three bytes a character. */
function wide(at: number): Transition {
  let last = at + 1;
  const text = (length: number) =>
    Array.from({ length }, () => {
      last = (last * 48_271) % 2_147_483_647;
      return String.fromCodePoint(0x4e00 + (last % 20_000));
    }).join('');
  const evidence = Array.from({ length: 10 }, () => {
    const path = text(180);
    return [
      { path: `${path} before`, value: text(250) },
      { path, value: text(250) },
    ];
  }).flat();
  const base = transitionOf({
    role: `wide-${at}`,
    eventId: `wide-${at}`,
    by: { session: text(300), tool: text(300) },
  });
  return {
    ...base,
    finding: {
      ...base.finding,
      summary: text(500),
      title: text(200),
      witness: { text: text(500), request: {} },
      evidence,
    },
  };
}

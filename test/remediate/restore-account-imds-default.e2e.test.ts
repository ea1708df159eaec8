import type { ConfigInput } from '@podguard/core';
import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT, REGION } from '../inventory/account.ts';
import { startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { newRecords, startWorld } from './ec2-world.ts';

const KEY = `${ACCOUNT}/${REGION}`;
const RULE = 'account-imds-default-weak';
type Options = Parameters<ReturnType<typeof startWorld>['ec2']['modifyInstanceMetadataDefaults']>[0];

async function account(config: ConfigInput = {}) {
  let ahead = 0;
  const now = () => new Date(Date.parse('2026-03-12T07:00:00Z') + ahead);
  const fake = await startAwsFake({ account: ACCOUNT, now });
  onTestFinished(() => fake.close());
  const world = startWorld({ url: fake.url, now, config });
  const records = newRecords(fake);
  return {
    world,
    wait: (seconds: number) => {
      ahead += seconds * 1000;
    },
    async change(options: Options) {
      await world.ec2.modifyInstanceMetadataDefaults(options);
      await world.learn(records());
      ahead += 600_000;
    },
    defaults: async () => (await world.ec2.getInstanceMetadataDefaults({})).AccountLevel,
  };
}

test('what a change made weaker is as it was before, although a lesser finding stays; undone it is weak again', async () => {
  const { world, change, defaults, wait } = await account();
  await change({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  const strong = await defaults();
  await change({ HttpTokens: 'no-preference', HttpPutResponseHopLimit: 4 });
  const weak = await defaults();
  expect(weak).toEqual({ HttpPutResponseHopLimit: 4, ManagedBy: 'account' });
  expect(await world.finding(RULE, KEY)).toMatchObject({ severity: 'medium' });

  const { remediation: applied } = await world.request(RULE, KEY);
  expect(applied.history.at(-1)).toMatchObject({ status: 'verified' });
  expect(applied.plan?.steps[0]?.input).toEqual({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  expect(applied.plan?.facts).toContain('The finding stays open, at a lower severity');
  expect(await defaults()).toEqual(strong);
  expect(await world.finding(RULE, KEY)).toMatchObject({ status: 'open', severity: 'low' });

  wait(60);
  expect((await world.undo(applied.id)).status).toBe('undone');
  expect(await defaults()).toEqual(weak);
});

test('where nothing was ever set tokens are required and enforced when people ask; undone nothing is set', async () => {
  const { world, change, defaults, wait } = await account();
  await change({ InstanceMetadataTags: 'disabled' });
  await world.readInto(KEY);
  wait(600);
  const none = await defaults();
  const { remediation: applied } = await world.request(RULE, KEY);
  expect(applied.history.at(-1)).toMatchObject({ status: 'verified' });
  expect(await defaults()).toEqual({ ...none, HttpTokens: 'required', HttpTokensEnforced: 'enabled' });
  expect(await world.finding(RULE, KEY)).toMatchObject({ status: 'resolved' });
  wait(60);
  expect((await world.undo(applied.id)).status).toBe('undone');
  expect(await defaults()).toEqual(none);
});

test('whoever makes it weak again and again is asked after two rounds, although the finding never ended', async () => {
  const remediation = { budget: { share: 1 }, rules: { [RULE]: 'auto' as const } };
  const { world, change, wait } = await account({ remediation });
  await change({ HttpTokens: 'required', HttpPutResponseHopLimit: 1 });
  const ends: unknown[] = [];
  for (const transition of ['first', 'second', 'third', 'fourth']) {
    await change({ HttpTokens: 'optional' });
    const found = await world.finding(RULE, KEY);
    const opened = found?.opened?.eventId ?? '';
    const { remediation: one } = await world.remediating.begin({
      ...{ finding: found?.id ?? '', rule: RULE, key: KEY, opened, transition },
    });
    ends.push(one?.status);
    wait(3_700);
  }
  expect(ends).toEqual(['verified', 'verified', 'refused', 'refused']);
});

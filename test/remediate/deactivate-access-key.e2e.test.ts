import type { ConfigInput } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ACCOUNT } from '../inventory/account.ts';
import { startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { type MiniStack, startMiniStack } from '../support/ministack/start.ts';
import { newRecords, startWorld } from './ec2-world.ts';

let stack: MiniStack;
beforeAll(async () => {
  stack = await startMiniStack();
}, 180_000);
afterAll(() => stack?.stop());

describe('on MiniStack', () => {
  test('a key is made inactive, read as such, and active again when it is undone', async () => {
    let ahead = 0;
    const { credentials } = stack.clientOptions();
    const now = () => new Date(Date.now() + ahead);
    const world = startWorld({ url: stack.url, now, credentials });
    await world.iam.createUser({ UserName: 'ci' });
    const made = await world.iam.createAccessKey({ UserName: 'ci' });
    const id = made.AccessKey?.AccessKeyId ?? '';
    const key = `${ACCOUNT}/${id}`;
    const status = async () => {
      const { AccessKeyMetadata } = await world.iam.listAccessKeys({ UserName: 'ci' });
      return AccessKeyMetadata?.map((one) => one.Status);
    };
    ahead += 600_000;
    await world.readInto(key);
    ahead += 600_000;

    const would = await world.preview('static-key-created', key);
    expect(would.refusal).toBeNull();
    expect(would.remediation.plan?.facts.join('\n')).toMatch(/Last used: /);
    expect(await status()).toEqual(['Active']);
    const { remediation: applied } = await world.request('static-key-created', key);
    expect(applied.history.at(-1)).toMatchObject({ status: 'verified' });
    expect(await status()).toEqual(['Inactive']);
    expect(await world.finding('static-key-created', key)).toMatchObject({ status: 'resolved' });

    ahead += 60_000;
    expect((await world.undo(applied.id)).status).toBe('undone');
    expect(await status()).toEqual(['Active']);
  });
});

describe('by what events tell', () => {
  async function account(callerKey?: string, config: ConfigInput = {}) {
    let ahead = 0;
    const now = () => new Date(Date.parse('2026-03-12T07:00:00Z') + ahead);
    const fake = await startAwsFake({ account: ACCOUNT, now });
    onTestFinished(() => fake.close());
    const records = newRecords(fake);
    const world = startWorld({
      url: fake.url,
      now,
      config,
      deps:
        callerKey === undefined ? {} : { own: [], principal: `arn:aws:iam::${ACCOUNT}:user/ci`, callerKey },
    });
    await world.iam.createUser({ UserName: 'ci' });
    const made = await world.iam.createAccessKey({ UserName: 'ci' });
    await world.learn(records());
    ahead += 600_000;
    const id = made.AccessKey?.AccessKeyId ?? '';
    return { world, fake, id, key: `${ACCOUNT}/${id}` };
  }

  test('a key that another made for a user is made inactive', async () => {
    const { world, fake, id, key } = await account();
    const { remediation: applied } = await world.request('static-key-for-other-user', key);
    expect(applied.status).toBe('verified');
    expect(fake.account.users.get('ci')?.keys.get(id)?.Status).toBe('Inactive');
    expect(fake.calls).not.toContain('iam:DeleteAccessKey');
  });

  test('the key by which podguard itself calls stays as it is, whoever insists', async () => {
    const { id } = await account();
    const { world, fake, key } = await account(id);
    const { remediation } = await world.request('static-key-for-other-user', key, true);
    expect(remediation.guards.find(({ guard }) => guard === 'not-the-callers-key')).toMatchObject({
      ok: false,
    });
    await world.remediating.proceed(remediation.id);
    expect(fake.account.users.get('ci')?.keys.get(id)?.Status).toBe('Active');
  });

  test('keys of a user that is on the deny list stay as they are, whatever their ids', async () => {
    const { world, fake, id, key } = await account(undefined, {
      remediation: { deny: { resources: [`arn:aws:iam::${ACCOUNT}:user/ops/ci`] } },
    });
    const { remediation } = await world.request('static-key-for-other-user', key, true);
    expect(remediation.guards.find(({ guard }) => guard === 'not-denied')).toMatchObject({ ok: false });
    expect(fake.account.users.get('ci')?.keys.get(id)?.Status).toBe('Active');
  });

  test('a key that AWS itself quarantined is made inactive', async () => {
    const { world, fake, id, key } = await account();
    const PolicyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
    await world.iam.attachUserPolicy({ UserName: 'ci', PolicyArn });
    const told = fake.records.at(-1) as object;
    const userIdentity = { type: 'AWSService', invokedBy: 'support.amazonaws.com' };
    await world.learn([{ ...told, userIdentity }]);
    await world.engine.rejudge(key);
    world.wait(600);
    const { remediation } = await world.request('static-key-quarantined', key);
    expect(remediation.status).toBe('verified');
    expect(fake.account.users.get('ci')?.keys.get(id)?.Status).toBe('Inactive');
  });
});

import { expect, onTestFinished, test } from 'vitest';
import { ACCOUNT, REGION } from '../inventory/account.ts';
import { startAwsFake } from '../support/aws-fake/aws-fake.ts';
import { newRecords, startWorld } from './ec2-world.ts';

async function account() {
  const now = () => new Date('2026-03-12T07:00:00Z');
  let ahead = 0;
  const fake = await startAwsFake({ account: ACCOUNT, now: () => new Date(now().getTime() + ahead) });
  onTestFinished(() => fake.close());
  const world = startWorld({ url: fake.url, now });
  const records = newRecords(fake);
  const made = await world.ec2.runInstances({
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'eks:cluster-name', Value: 'prod' }] }],
  });
  const InstanceId = made.Instances?.[0]?.InstanceId ?? '';
  const key = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${InstanceId}`;
  await world.learn(records());
  const wait = (seconds: number) => {
    ahead += seconds * 1000;
    world.wait(seconds);
  };
  wait(600);
  return {
    fake,
    world,
    key,
    wait,
    async change(options: Record<string, string | number>) {
      await world.ec2.modifyInstanceMetadataOptions({ InstanceId, ...options });
      await world.learn(records());
      wait(600);
    },
    async options() {
      const told = await world.ec2.describeInstances({ InstanceIds: [InstanceId] });
      return told.Reservations?.[0]?.Instances?.[0]?.MetadataOptions;
    },
  };
}

test('tokens that somebody made optional are required again, and optional again when it is undone', async () => {
  const { fake, world, key, change, options, wait } = await account();
  await change({ HttpTokens: 'optional' });
  const before = await options();
  expect(before).toMatchObject({
    HttpTokens: 'optional',
    HttpPutResponseHopLimit: 2,
    HttpEndpoint: 'enabled',
  });
  const { remediation: would, refusal } = await world.preview('imds-v1-allowed', key);
  expect(refusal).toBeNull();
  expect(await options()).toEqual(before);
  expect(would.plan?.fields).toEqual([{ name: 'httpTokens', before: 'optional', after: 'required' }]);

  const { remediation: applied } = await world.request('imds-v1-allowed', key);
  expect(applied.history.at(-1)).toMatchObject({ status: 'verified' });
  expect(applied.planHash).toBe(would.planHash);
  expect(await options()).toEqual({ ...before, HttpTokens: 'required' });
  expect(await world.finding('imds-v1-allowed', key)).toMatchObject({ status: 'resolved' });
  const calls = fake.calls.filter((name) => name === 'ec2:ModifyInstanceMetadataOptions');
  expect(calls).toHaveLength(2);

  wait(60);
  const undone = await world.undo(applied.id);
  expect(undone.history.at(-1)).toMatchObject({ status: 'undone' });
  expect(await options()).toEqual(before);
});

test('what was switched on in the same call is switched off again, since tokens alone would leave it as grave', async () => {
  const { world, key, change, options, wait } = await account();
  const strong = await options();
  await change({ HttpTokens: 'optional', HttpProtocolIpv6: 'enabled', InstanceMetadataTags: 'enabled' });
  const weak = await options();
  const { remediation: applied } = await world.request('imds-v1-allowed', key);
  expect(applied.status).toBe('verified');
  expect(await options()).toEqual(strong);
  wait(60);
  expect((await world.undo(applied.id)).status).toBe('undone');
  expect(await options()).toEqual(weak);
});

test('where the hop limit was raised in the same call nothing is done, whoever insists', async () => {
  const { world, key, change, options } = await account();
  await change({ HttpTokens: 'optional', HttpPutResponseHopLimit: 3 });
  const weak = await options();
  for (const forced of [false, true]) {
    const { refusal } = await world.request('imds-v1-allowed', key, forced);
    expect(refusal).toMatch(/raised from 2 to 3.*limit-imds-hops/);
  }
  expect(await options()).toEqual(weak);
});

test('a metadata service that somebody switched on is not switched off: its tokens alone are required, or nothing is', async () => {
  const { world, key, change, options } = await account();
  await change({ HttpEndpoint: 'disabled' });
  await change({ HttpEndpoint: 'enabled', HttpTokens: 'optional' });
  const weak = await options();
  const { refusal } = await world.request('imds-v1-allowed', key, true);
  expect(refusal).toContain('switch it off by hand');
  expect(await options()).toEqual(weak);
});

test('where the account enforces tokens since, undoing fails and says why; the tokens stay required', async () => {
  const { world, key, change, options, wait } = await account();
  await change({ HttpTokens: 'optional' });
  const { remediation: applied } = await world.request('imds-v1-allowed', key);
  wait(60);
  await world.ec2.modifyInstanceMetadataDefaults({ HttpTokens: 'required', HttpTokensEnforced: 'enabled' });
  await expect(world.undo(applied.id)).rejects.toThrow(/HttpTokens has to be required/);
  expect((await options())?.HttpTokens).toBe('required');
  await world.ec2.modifyInstanceMetadataDefaults({ HttpTokensEnforced: 'disabled' });
  wait(60);
  expect((await world.undo(applied.id)).status).toBe('undone');
});

test('tokens that somebody made optional after another repair stay so, unless somebody insists on undoing it', async () => {
  const { world, key, change, options, wait } = await account();
  await change({ HttpProtocolIpv6: 'enabled' });
  const { remediation: applied } = await world.request('imds-weakened', key);
  expect(applied.plan?.fields.map(({ name }) => name)).toEqual(['httpProtocolIpv6', 'httpTokens']);
  wait(60);
  await change({ HttpTokens: 'optional', HttpProtocolIpv6: 'disabled' });
  await expect(world.undo(applied.id)).rejects.toThrow(/not as it was left.*httpTokens/);
  expect(await options()).toMatchObject({ HttpTokens: 'optional', HttpProtocolIpv6: 'disabled' });
});

test('what was weakened without its tokens is brought back', async () => {
  const { world, key, change, options, wait } = await account();
  const strong = await options();
  await change({ HttpProtocolIpv6: 'enabled' });
  const { remediation: applied } = await world.request('imds-weakened', key);
  expect(applied.status).toBe('verified');
  expect(await options()).toEqual(strong);
  expect(await world.finding('imds-weakened', key)).toMatchObject({ status: 'resolved' });
  wait(60);
  expect((await world.undo(applied.id)).status).toBe('undone');
  expect(await options()).toEqual({ ...strong, HttpProtocolIpv6: 'enabled' });
});

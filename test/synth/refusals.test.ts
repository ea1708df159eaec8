import { expect, test } from 'vitest';
import { deployOptions } from '../../infra/options.ts';
import { DEPLOYMENTS, synthesize } from '../support/synthesize.ts';

const dev = DEPLOYMENTS['dev in eu-central-1']!;

test.for(['cn-north-1', 'us-gov-west-1'])(
  'a deploy into %s, another partition, is refused by name',
  async (region) => {
    await expect(synthesize({ ...dev, region })).rejects.toThrow(
      new RegExp(`region ${region} is in the partition aws-.*can be deployed in aws only`),
    );
  },
);

test('a deploy into another account than the configured one is refused', async () => {
  const config = 'other-account.config.ts';
  await expect(synthesize({ ...dev, config })).rejects.toThrow(
    /says account 444455556666.*are for 111122223333/,
  );
  await expect(synthesize({ ...dev, config, account: '444455556666' })).resolves.toMatchObject({
    account: '444455556666',
  });
});

test('a stage whose name is too long for the names of its parts is refused', async () => {
  await expect(synthesize({ ...dev, stage: 'a-stage-with-a-long-name' })).rejects.toThrow(
    /more than 20 characters/,
  );
});

test('names of parts fit for a stage that is as long as it may be', async () => {
  const stage = 'x'.repeat(20);
  const { resources } = await synthesize({
    ...DEPLOYMENTS['dev in eu-central-1 with all events and more regions']!,
    stage,
  });
  const LONGEST: Readonly<Record<string, number>> = {
    Queue: 80,
    Topic: 256,
    MetricAlarm: 255,
    EventBus: 256,
    Key: 256,
  };
  for (const { type, name, inputs, read } of resources) {
    if (read || typeof inputs.name !== 'string' || !type.startsWith('aws:')) continue;
    expect(inputs.name.length, name).toBeLessThanOrEqual(LONGEST[type.split(':').at(-1)!] ?? 64);
  }
});

test.for([
  ['PODGUARD_PERMISSIONS_BOUNDARY', 'boundary'],
  ['PODGUARD_PERMISSIONS_BOUNDARY', 'arn:aws:iam::aws:policy/PowerUserAccess/*'],
  ['PODGUARD_TABLE_KEY', 'alias/podguard'],
  ['PODGUARD_PARAMETER_KEY', 'alias/podguard'],
  ['PODGUARD_ALERT_EMAIL', 'security'],
] as const)('%s with %s is refused by name', ([name, value]) => {
  expect(() => deployOptions({ [name]: value })).toThrow(`${name}: ${value} is not of the form`);
});

test('a managed policy of AWS may be the boundary, too', () => {
  const boundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
  expect(deployOptions({ PODGUARD_PERMISSIONS_BOUNDARY: boundary }).permissionsBoundary).toBe(boundary);
});

test('an environment that says nothing bounds no role, leaves the table its own key and subscribes nobody', () => {
  expect(deployOptions({ PODGUARD_TABLE_KEY: '' })).toEqual({
    permissionsBoundary: undefined,
    tableKey: undefined,
    alertEmail: undefined,
  });
});

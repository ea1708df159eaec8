import { findingsOf, presentViews } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, roleArn, stateOf, type TestAccount, testAccount } from './account.ts';
import { OTHER_REGION } from './account-cases.ts';
import { listInto, onePage } from './listing-pages.ts';

describe('regions', () => {
  const key = (region: string) => `${ACCOUNT}/region/${region}`;
  const QUOTA = 'Pod Identity associations per cluster';

  test('are all that are switched on: with their clusters where nobody listens, else with their quota', async () => {
    const account = await testAccount();
    account.fake.account.quotas[`${REGION}/${QUOTA}`] = 5000;
    await clusterIn(account, OTHER_REGION);
    await listInto(account, 'account-regions');
    const states = await Promise.all(
      [REGION, OTHER_REGION, 'us-east-1'].map(async (region) => (await stateOf(account, key(region))).state),
    );
    expect(states).toEqual([
      { watched: true, clusters: null, associationsPerCluster: 5000 },
      { watched: false, clusters: 1, associationsPerCluster: null },
      { watched: true, clusters: null, associationsPerCluster: null },
    ]);
    const item = await account.item(key(OTHER_REGION));
    expect(item && findingsOf(item, catalogue)).toMatchObject([
      { rule: 'platform-region-uncovered', status: 'open' },
    ]);
    expect(item && presentViews(item)).toMatchObject([{ region: OTHER_REGION }]);
  });

  test('in which clusters may not be listed are named, and judged uncovered by nobody', async () => {
    const account = await testAccount();
    account.fake.fault('eks:ListClusters', { kind: 'error', status: 403, code: 'AccessDeniedException' });
    const [page] = await listInto(account, 'account-regions');
    expect(page?.unread).toMatchObject([{ key: key(OTHER_REGION), outcome: 'denied' }]);
    expect(page?.changes).toHaveLength(2);
    expect(await account.item(key(OTHER_REGION))).toBeUndefined();
  });

  test('that were switched off are gone', async () => {
    const account = await testAccount();
    await listInto(account, 'account-regions');
    account.fake.account.regions.splice(account.fake.account.regions.indexOf(OTHER_REGION), 1);
    account.wait(120);
    expect((await onePage(account, 'account-regions')).keys).not.toContain(key(OTHER_REGION));
    await account.readInto(key(OTHER_REGION));
    expect(await account.item(key(OTHER_REGION))).toMatchObject({ present: false });
  });

  test('are asked for by no name that is none', async () => {
    const { reads, fake } = await testAccount();
    for (const name of ['eu-central-1.example.com', 'EU-CENTRAL-1', '', '../eu-central-1'])
      expect(await reads.read(key(name))).toMatchObject({ outcome: 'unreadable-kind' });
    expect(fake.calls).toEqual([]);
  });
});

async function clusterIn({ fake, eks }: TestAccount, region: string): Promise<void> {
  await eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  const { clusters } = fake.account;
  const made = clusters.get(`${REGION}/prod`);
  if (made === undefined) throw new Error('no cluster');
  clusters.delete(`${REGION}/prod`);
  clusters.set(`${region}/prod`, made);
}

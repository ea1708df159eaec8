import {
  configSchema,
  createDispatcher,
  createEngine,
  type JudgedItem,
  type Transition,
} from '@podguard/core';
import { missingFrom } from '@podguard/inventory';
import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  ADMIN,
  changesOf,
  PODS_TRUST,
  REGION,
  roleArn,
  type TestAccount,
  testAccount,
} from './account.ts';

/** Judges an account's records as the service does: what a judgement missed is read, and who needed it is judged again. */
function serviceOver({ fake, reads, harness: { store } }: TestAccount) {
  const judged = new Map<string, JudgedItem>();
  const told: Transition[] = [];
  const backOff = async () => {};
  const engine = createEngine({
    store,
    catalogue,
    config: configSchema.parse({}),
    judgedWith: 'test',
    pastLimit: 20,
    backOff,
    onJudged: (one) => judged.set(one.item.key, one),
  });
  const notify = async (transitions: readonly Transition[]) => {
    told.push(...transitions);
  };
  const dispatcher = createDispatcher({ store, engine, catalogue, notify, backOff });
  const outcomes: string[] = [];
  return {
    told,
    outcomes,
    /** Applies the newest record, and reads for as long as something is missing that was not asked for. */
    async deliverNewest(): Promise<void> {
      const changes = changesOf(fake.records.at(-1));
      for (const change of changes) await engine.apply(change);
      const asked = new Set<string>();
      for (;;) {
        const wanted = [...judged.values()].flatMap((one) => missingFrom(one, reads.canRead));
        const key = wanted.find((one) => !asked.has(one));
        if (key === undefined) break;
        asked.add(key);
        const read = await reads.read(key);
        outcomes.push(`${key.split(/[:/]/).at(-1)} ${read.outcome}`);
        for (const change of read.outcome === 'read' ? read.changes : []) await engine.apply(change);
      }
      for (const key of new Set([...changes.map((change) => change.key), ...asked]))
        await dispatcher.dispatch(key);
    },
  };
}

/** An account that is older than the service: of it only the association's event comes. */
async function olderAccount(trust = PODS_TRUST): Promise<TestAccount> {
  const account = await testAccount();
  const { iam, eks, wait } = account;
  await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: trust });
  await iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
  await eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  wait(86_400);
  await eks.createPodIdentityAssociation({
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'web',
    roleArn: roleArn('app'),
  });
  wait(4);
  return account;
}

async function undecidedRules({ harness }: TestAccount, kind: string): Promise<readonly string[]> {
  const rules: string[] = [];
  for await (const item of harness.store.listItems())
    if (item.kind === kind) rules.push(...item.undecided.map(({ rule }) => rule));
  return rules;
}

test('the first event after a deploy is judged whole: what it misses is read', async () => {
  const account = await olderAccount();
  const service = serviceOver(account);
  await service.deliverNewest();
  expect(service.outcomes).toContain('app read');
  expect(await undecidedRules(account, 'pod-identity-association')).toEqual([]);
  const admin = service.told.filter(({ finding }) => finding.rule === 'pod-identity-privileged-role');
  expect(admin).toMatchObject([{ type: 'opened', severity: 'critical', cause: 'record' }]);
});

test('without the right to read the role nothing is claimed of it: it stays undecided', async () => {
  const account = await olderAccount();
  account.fake.fault('iam:GetRole', { kind: 'error', status: 403, code: 'AccessDenied' });
  const service = serviceOver(account);
  await service.deliverNewest();
  expect(service.outcomes).toContain('app denied');
  expect(service.told.filter(({ finding }) => finding.rule === 'pod-identity-privileged-role')).toEqual([]);
  expect(await undecidedRules(account, 'pod-identity-association')).not.toEqual([]);
  expect(await account.item(roleArn('app'))).toMatchObject({ log: [{ op: 'patch' }] });
});

test('a role that is not there is known not to be there', async () => {
  const account = await olderAccount();
  account.fake.account.roles.clear();
  const service = serviceOver(account);
  await service.deliverNewest();
  account.wait(120);
  expect(service.outcomes).toContain('app read');
});

test('what only a read showed is told as drift, and what the event did as of the event', async () => {
  const account = await olderAccount();
  const service = serviceOver(account);
  await service.deliverNewest();
  const causes = new Map(service.told.map(({ finding, cause }) => [finding.resource.kind, cause]));
  expect(causes.get('pod-identity-association')).toBe('record');
  for (const { cause, by } of service.told.filter(({ cause }) => cause === 'drift'))
    expect([cause, by.actor]).toEqual(['drift', roleArn('podguard-evaluate')]);
});

test('the same event again reads nothing and writes nothing', async () => {
  const account = await olderAccount();
  const service = serviceOver(account);
  await service.deliverNewest();
  const versions = async () => {
    const all: [string, number][] = [];
    for await (const { key, version } of account.harness.store.listItems()) all.push([key, version]);
    return all;
  };
  const before = await versions();
  const told = service.told.length;
  await service.deliverNewest();
  expect(await versions()).toEqual(before);
  expect(service.told.length).toBe(told);
});

test('an agent that is no add-on may be there by its chart: that EKS has none claims nothing', async () => {
  const account = await olderAccount();
  const service = serviceOver(account);
  await service.deliverNewest();
  expect(account.fake.calls).toContain('eks:DescribeAddon');
  expect(await undecidedRules(account, 'eks-cluster')).toContain('pod-identity-agent-missing');
  expect(service.told.filter(({ finding }) => finding.rule === 'pod-identity-agent-missing')).toEqual([]);
});

test('an agent that was an add-on, and of whose end no event came, is missing', async () => {
  const account = await olderAccount();
  const addon = { clusterName: 'prod', addonName: 'eks-pod-identity-agent' };
  await account.eks.createAddon(addon);
  const [made] = account.fake.records.splice(-1);
  const service = serviceOver(account);
  await service.deliverNewest();
  expect(await undecidedRules(account, 'eks-cluster')).not.toContain('pod-identity-agent-missing');
  account.fake.account.clusters.get(`${REGION}/prod`)!.addons.clear();
  account.wait(120);
  const key = `arn:aws:eks:${REGION}:${ACCOUNT}:addon/prod/eks-pod-identity-agent`;
  expect([made?.eventName, await account.readInto(key)]).toEqual(['CreateAddon', '1 news']);
  expect(await account.item(key)).toMatchObject({ present: false });
});

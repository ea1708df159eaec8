import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  ADMIN,
  PODS_TRUST,
  REGION,
  roleArn,
  stateOf,
  type TestAccount,
  testAccount,
} from './account.ts';

/** Changes an account by the number that it was drawn with; one that AWS refuses changes nothing. */
type Call = (account: TestAccount, pick: number) => Promise<unknown>;

const role = { RoleName: 'app' };
const document = (pick: number) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Action: `s3:Get${pick}*`, Resource: '*' }] }, null, pick);
const own = `arn:aws:iam::${ACCOUNT}:policy/own`;
const provider = { OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/idp.example.com` };
const profile = { InstanceProfileName: 'nodes' };
const entry = { clusterName: 'prod', principalArn: roleArn('team/app') };
const viewPolicy = (pick: number) => `arn:aws:eks::aws:cluster-access-policy/Policy${pick}`;

const CALLS: Readonly<Record<string, Call>> = {
  createRole: ({ iam }, pick) =>
    iam.createRole({
      ...role,
      AssumeRolePolicyDocument: PODS_TRUST,
      MaxSessionDuration: 3600 * (pick + 1),
      ...(pick > 1 ? { Tags: [{ Key: 'Team', Value: String(pick) }], PermissionsBoundary: ADMIN } : {}),
    }),
  deleteRole: ({ iam }) => iam.deleteRole(role),
  updateAssumeRolePolicy: ({ iam }, pick) =>
    iam.updateAssumeRolePolicy({ ...role, PolicyDocument: document(pick) }),
  updateRole: ({ iam }, pick) => iam.updateRole({ ...role, MaxSessionDuration: 3600 * (pick + 1) }),
  putBoundary: ({ iam }) => iam.putRolePermissionsBoundary({ ...role, PermissionsBoundary: own }),
  deleteBoundary: ({ iam }) => iam.deleteRolePermissionsBoundary(role),
  putRolePolicy: ({ iam }, pick) =>
    iam.putRolePolicy({ ...role, PolicyName: `p-${pick % 2}`, PolicyDocument: document(pick) }),
  deleteRolePolicy: ({ iam }, pick) => iam.deleteRolePolicy({ ...role, PolicyName: `p-${pick % 2}` }),
  attachRolePolicy: ({ iam }, pick) => iam.attachRolePolicy({ ...role, PolicyArn: pick > 1 ? own : ADMIN }),
  detachRolePolicy: ({ iam }, pick) => iam.detachRolePolicy({ ...role, PolicyArn: pick > 1 ? own : ADMIN }),
  tagRole: ({ iam }, pick) =>
    iam.tagRole({ ...role, Tags: [{ Key: pick > 1 ? 'TEAM' : 'cost', Value: `${pick}` }] }),
  untagRole: ({ iam }, pick) => iam.untagRole({ ...role, TagKeys: [pick > 1 ? 'team' : 'cost'] }),
  createPolicy: ({ iam }, pick) => iam.createPolicy({ PolicyName: 'own', PolicyDocument: document(pick) }),
  createPolicyVersion: ({ iam }, pick) =>
    iam.createPolicyVersion({ PolicyArn: own, PolicyDocument: document(pick), SetAsDefault: pick > 1 }),
  setDefault: ({ iam, fake }, pick) => {
    const known = fake.account.policies.get(own)?.versions.has(`v${pick}`) === true;
    return known ? iam.setDefaultPolicyVersion({ PolicyArn: own, VersionId: `v${pick}` }) : Promise.resolve();
  },
  createProfile: ({ iam }) => iam.createInstanceProfile(profile),
  addRole: ({ iam }, pick) => iam.addRoleToInstanceProfile({ ...profile, RoleName: `node-${pick}` }),
  removeRole: ({ iam }, pick) => iam.removeRoleFromInstanceProfile({ ...profile, RoleName: `node-${pick}` }),
  createProvider: ({ iam }, pick) =>
    iam.createOpenIDConnectProvider({
      Url: 'https://idp.example.com',
      ClientIDList: [`client-${pick}`],
      ThumbprintList: ['AB'.repeat(20)],
    }),
  addClient: ({ iam }, pick) =>
    iam.addClientIDToOpenIDConnectProvider({ ...provider, ClientID: `client-${pick}` }),
  removeClient: ({ iam }, pick) =>
    iam.removeClientIDFromOpenIDConnectProvider({ ...provider, ClientID: `client-${pick}` }),
  thumbprint: ({ iam }, pick) =>
    iam.updateOpenIDConnectProviderThumbprint({ ...provider, ThumbprintList: [`${pick}F`.repeat(20)] }),
  createEntry: ({ eks }, pick) =>
    eks.createAccessEntry({ ...entry, kubernetesGroups: pick > 1 ? ['a', 'b'] : [] }),
  deleteEntry: ({ eks }) => eks.deleteAccessEntry(entry),
  updateEntry: ({ eks }, pick) => eks.updateAccessEntry({ ...entry, kubernetesGroups: [`group-${pick}`] }),
  associatePolicy: ({ eks }, pick) =>
    eks.associateAccessPolicy({
      ...entry,
      policyArn: viewPolicy(pick % 2),
      accessScope: pick > 1 ? { type: 'cluster' } : { type: 'namespace', namespaces: ['b', 'a'] },
    }),
  disassociatePolicy: ({ eks }, pick) =>
    eks.disassociateAccessPolicy({ ...entry, policyArn: viewPolicy(pick % 2) }),
};

const KEYS = [
  roleArn('app'),
  own,
  `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`,
  provider.OpenIDConnectProviderArn,
  `arn:aws:eks:${REGION}:${ACCOUNT}:access-entry/prod/${roleArn('app')}`,
];

const REFUSED = ['NoSuchEntity', 'EntityAlreadyExists', 'LimitExceeded', 'ResourceNotFound', 'ResourceInUse'];

async function attempt(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    const { name } = error as Error;
    if (!REFUSED.some((one) => name.startsWith(one))) throw error;
  }
}

test('whatever calls were made, a read tells what their events did, and news only of what these left open', async () => {
  const names = Object.keys(CALLS);
  const drawn = fc.record({ name: fc.constantFrom(...names), pick: fc.nat(3) });
  let whole = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 10, maxLength: 60 }), async (calls) => {
      const account = await testAccount();
      await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
      for (const { name, pick } of calls) {
        account.wait(1);
        await attempt(CALLS[name]!(account, pick));
      }
      await account.deliverRecords();
      account.wait(120);
      for (const key of KEYS) {
        const item = await account.item(key);
        if (item === undefined) continue;
        const before = await stateOf(account, key);
        const outcome = await account.readInto(key);
        const { state, sets, present } = await stateOf(account, key);
        expect([key, present]).toEqual([key, before.present]);
        if (!present) continue;
        const known = Object.entries(before.state).filter(([, value]) => value !== undefined);
        const complete = before.sets.filter((set) => set.complete);
        expect(Object.entries(state)).toEqual(expect.arrayContaining(known));
        expect(sets).toEqual(expect.arrayContaining(complete));
        const open = complete.length < sets.length || known.length < Object.keys(state).length;
        expect([key, outcome]).toEqual([key, open ? '1 news' : '0 news']);
        if (!open) whole += 1;
      }
      await account.fake.close();
    }),
    { numRuns: 25 },
  );
  expect(whole).toBeGreaterThan(25);
}, 120_000);

import { expect, test } from 'vitest';
import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn } from './account.ts';
import { type Call, readAfterAnyCalls } from './any-calls.ts';

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

test('whatever calls were made, a read tells what their events did, and news only of what these left open', async () => {
  expect(await readAfterAnyCalls(CALLS, KEYS)).toBeGreaterThan(25);
}, 120_000);

import { expect, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn, stateOf, type TestAccount, testAccount } from './account.ts';

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;

async function cluster({ eks }: TestAccount): Promise<string> {
  await eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  return `${EKS}:cluster/prod`;
}

interface Bare {
  readonly what: string;
  readonly make: (account: TestAccount) => Promise<string>;
  /** Fields of which it is known that they hold nothing, or what AWS takes then. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sets: Readonly<Record<string, readonly string[]>>;
}

const CASES: readonly Bare[] = [
  {
    what: 'a role',
    async make({ iam }) {
      await iam.createRole({ RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST });
      return roleArn('app');
    },
    fields: { arn: roleArn('app'), boundary: null, maxSessionDuration: 3600 },
    sets: { policies: [], inlinePolicies: [], tags: [] },
  },
  {
    what: 'an instance',
    async make({ ec2 }) {
      const { Instances } = await ec2.runInstances({ MinCount: 1, MaxCount: 1 });
      return `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${Instances?.[0]?.InstanceId}`;
    },
    fields: { profileArn: null, httpTokens: 'optional' },
    sets: { tags: [] },
  },
  {
    what: 'an association',
    async make(account) {
      await cluster(account);
      const asked = {
        clusterName: 'prod',
        namespace: 'shop',
        serviceAccount: 'web',
        roleArn: roleArn('app'),
      };
      const { association } = await account.eks.createPodIdentityAssociation(asked);
      return association?.associationArn ?? '';
    },
    fields: {
      targetRoleArn: null,
      externalId: null,
      policy: null,
      ownerArn: null,
      disableSessionTags: false,
    },
    sets: { tags: [] },
  },
  {
    what: 'an access entry',
    async make(account) {
      await cluster(account);
      await account.eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn('app') });
      return `${EKS}:access-entry/prod/${roleArn('app')}`;
    },
    fields: { type: 'STANDARD', username: roleArn('app') },
    sets: { policies: [], groups: [] },
  },
  {
    what: 'a cluster',
    make: cluster,
    fields: { auditLog: false, authenticatorLog: false, autoMode: false, authenticationMode: 'CONFIG_MAP' },
    sets: { identityProviders: [], tags: [] },
  },
  {
    what: 'a user',
    async make({ iam }) {
      await iam.createUser({ UserName: 'ci' });
      return `arn:aws:iam::${ACCOUNT}:user/ci`;
    },
    fields: { arn: `arn:aws:iam::${ACCOUNT}:user/ci` },
    sets: { policies: [], serviceCredentials: [] },
  },
  {
    what: 'an instance profile',
    async make({ iam }) {
      await iam.createInstanceProfile({ InstanceProfileName: 'nodes' });
      return `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`;
    },
    fields: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/nodes` },
    sets: { roles: [] },
  },
  {
    what: 'an OIDC provider',
    async make({ iam }) {
      const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
        Url: 'https://idp.example.com',
      });
      return OpenIDConnectProviderArn ?? '';
    },
    fields: { url: 'idp.example.com' },
    sets: { clientIds: [], thumbprints: [] },
  },
];

test.for(CASES)(
  'of $what that has nothing a read says so, and leaves nothing open',
  async ({ make, fields, sets }) => {
    const account = await testAccount();
    const key = await make(account);
    account.wait(120);
    await account.readInto(key);
    const told = await stateOf(account, key);
    expect(told.state).toMatchObject(fields);
    const members = told.sets.map(({ name, members, complete }) => [name, complete ? members : 'open']);
    expect(Object.fromEntries(members)).toEqual(sets);
  },
);

test('an association that is older than the switch for session tags has them on', async () => {
  const account = await testAccount();
  await cluster(account);
  const asked = { clusterName: 'prod', namespace: 'shop', serviceAccount: 'web', roleArn: roleArn('app') };
  const { association } = await account.eks.createPodIdentityAssociation(asked);
  const { associationId = '', associationArn = '' } = association ?? {};
  const stored = account.fake.account.clusters.get(`${REGION}/prod`)?.associations.get(associationId);
  delete stored?.disableSessionTags;
  await account.readInto(associationArn);
  expect((await stateOf(account, associationArn)).state.disableSessionTags).toBe(false);
});

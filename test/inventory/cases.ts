import { ACCOUNT, ADMIN, PODS_TRUST, REGION, roleArn, type TestAccount } from './account.ts';
import { ACCOUNT_CASES } from './account-cases.ts';
import { NODE_CASES } from './node-cases.ts';

export interface ReaderCase {
  readonly reader: string;
  /** The call that every read of it begins with. */
  readonly call: string;
  /** Makes one that has all that it can have, and gives its key. */
  readonly make: (account: TestAccount) => Promise<string>;
  /** The key of none, where there can be none. */
  readonly absent?: string;
  readonly prepareAbsent?: (account: TestAccount) => Promise<unknown>;
  /** An answer of 200 that is none. */
  readonly garbage: string;
  /** What is known only by a read, or only by the events. */
  readonly readOnly?: readonly string[];
  /** Of it no event tells, or not all that a read does. */
  readonly eventless?: true;
  /** What one read calls, where that is not all that the reader may. */
  readonly calls?: readonly string[];
  /** What AWS changes by itself afterwards. */
  readonly moves?: readonly string[];
}

const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const TAGS = [{ Key: 'Team', Value: 'shop' }];
const XML = '<Answer></Answer>';

async function cluster({ eks }: TestAccount): Promise<string> {
  await eks.createCluster({
    name: 'prod',
    roleArn: roleArn('cluster'),
    resourcesVpcConfig: {},
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    logging: { clusterLogging: [{ types: ['audit', 'api'], enabled: true }] },
    tags: { team: 'shop' },
  });
  return `${EKS}:cluster/prod`;
}

export const READER_CASES: readonly ReaderCase[] = [
  ...ACCOUNT_CASES,
  ...NODE_CASES,
  {
    reader: 'role',
    call: 'iam:GetRole',
    absent: roleArn('nobody'),
    garbage: XML,
    async make({ iam, wait }) {
      await iam.createRole({
        RoleName: 'app',
        Path: '/team/',
        // As a person writes it.
        AssumeRolePolicyDocument: JSON.stringify(JSON.parse(PODS_TRUST), null, 2),
        MaxSessionDuration: 7200,
        PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
        Tags: TAGS,
      });
      wait(1);
      const PolicyDocument = `{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/\${aws:userid} (1)+'ä'"}}`;
      await iam.putRolePolicy({ RoleName: 'app', PolicyName: 'read', PolicyDocument });
      await iam.attachRolePolicy({ RoleName: 'app', PolicyArn: ADMIN });
      return roleArn('app');
    },
  },
  {
    reader: 'policy',
    call: 'iam:ListPolicyVersions',
    absent: `arn:aws:iam::${ACCOUNT}:policy/nothing`,
    garbage: XML,
    async make({ iam, wait }) {
      const document = (Action: string) =>
        JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
      await iam.createPolicy({ PolicyName: 'own', Path: '/team/', PolicyDocument: document('s3:*') });
      wait(1);
      const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/team/own`;
      await iam.createPolicyVersion({ PolicyArn, PolicyDocument: document('s3:Get*'), SetAsDefault: true });
      return `arn:aws:iam::${ACCOUNT}:policy/own`;
    },
  },
  {
    reader: 'instance-profile',
    call: 'iam:GetInstanceProfile',
    absent: `arn:aws:iam::${ACCOUNT}:instance-profile/nothing`,
    garbage: XML,
    async make({ iam, wait }) {
      await iam.createInstanceProfile({ InstanceProfileName: 'nodes', Path: '/eks/' });
      wait(1);
      await iam.addRoleToInstanceProfile({ InstanceProfileName: 'nodes', RoleName: 'node' });
      return `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`;
    },
  },
  {
    reader: 'oidc-provider',
    call: 'iam:GetOpenIDConnectProvider',
    absent: `arn:aws:iam::${ACCOUNT}:oidc-provider/nobody.example.com`,
    garbage: '<no',
    async make({ iam, wait }) {
      const { OpenIDConnectProviderArn } = await iam.createOpenIDConnectProvider({
        Url: 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['9E99A48A9960B14926BB7F3B02E22DA2B0AB7280'],
      });
      wait(1);
      await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: 'other' });
      return OpenIDConnectProviderArn ?? '';
    },
  },
  {
    reader: 'user',
    call: 'iam:GetUser',
    absent: `arn:aws:iam::${ACCOUNT}:user/nobody`,
    garbage: XML,
    async make({ iam, wait }) {
      await iam.createUser({ UserName: 'ci', Path: '/machines/' });
      wait(1);
      await iam.attachUserPolicy({ UserName: 'ci', PolicyArn: ADMIN });
      await iam.createServiceSpecificCredential({ UserName: 'ci', ServiceName: 'bedrock.amazonaws.com' });
      return `arn:aws:iam::${ACCOUNT}:user/ci`;
    },
  },
  {
    reader: 'access-key',
    call: 'iam:GetAccessKeyLastUsed',
    absent: `${ACCOUNT}/AKIA0000000000000002`,
    // It is told of whose it was, and the user has it no more.
    async prepareAbsent({ iam, fake }) {
      await iam.createUser({ UserName: 'ci' });
      const answer = '<GetAccessKeyLastUsedResult><UserName>ci</UserName></GetAccessKeyLastUsedResult>';
      const body = `<GetAccessKeyLastUsedResponse>${answer}</GetAccessKeyLastUsedResponse>`;
      fake.fault('iam:GetAccessKeyLastUsed', { kind: 'garbage', body });
    },
    garbage: XML,
    readOnly: ['lastUsedAt', 'readAt'],
    async make({ iam, wait }) {
      await iam.createUser({ UserName: 'ci' });
      const { AccessKey } = await iam.createAccessKey({ UserName: 'ci' });
      wait(1);
      const AccessKeyId = AccessKey?.AccessKeyId;
      await iam.updateAccessKey({ UserName: 'ci', AccessKeyId, Status: 'Inactive' });
      return `${ACCOUNT}/${AccessKeyId}`;
    },
  },
  {
    reader: 'cluster',
    call: 'eks:DescribeCluster',
    absent: `${EKS}:cluster/nothing`,
    garbage: '{}',
    readOnly: ['issuer'],
    async make(account) {
      const key = await cluster(account);
      account.wait(1);
      await account.eks.associateIdentityProviderConfig({
        clusterName: 'prod',
        oidc: {
          identityProviderConfigName: 'corp',
          issuerUrl: 'https://login.example.com',
          clientId: 'kube',
        },
      });
      return key;
    },
  },
  {
    reader: 'pod-identity-association',
    call: 'eks:DescribePodIdentityAssociation',
    absent: `${EKS}:podidentityassociation/prod/a-none`,
    garbage: '{}',
    async make(account) {
      await cluster(account);
      const { association } = await account.eks.createPodIdentityAssociation({
        clusterName: 'prod',
        namespace: 'shop',
        serviceAccount: 'web',
        roleArn: roleArn('team/app'),
        targetRoleArn: 'arn:aws:iam::444455556666:role/data',
        disableSessionTags: true,
        policy: '{ "Statement": [] }',
        tags: { team: 'shop' },
      });
      account.wait(1);
      const { associationId, associationArn } = association ?? {};
      await account.eks.updatePodIdentityAssociation({
        clusterName: 'prod',
        associationId,
        roleArn: roleArn('other'),
      });
      return associationArn ?? '';
    },
  },
  {
    reader: 'access-entry',
    call: 'eks:DescribeAccessEntry',
    absent: `${EKS}:access-entry/prod/${roleArn('nobody')}`,
    garbage: '{}',
    async make(account) {
      await cluster(account);
      const entry = { clusterName: 'prod', principalArn: roleArn('team/app') };
      await account.eks.createAccessEntry({ ...entry, kubernetesGroups: ['viewers'], username: 'app' });
      account.wait(1);
      const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
      const accessScope = { type: 'namespace' as const, namespaces: ['shop', 'billing', 'shop'] };
      await account.eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
      return `${EKS}:access-entry/prod/${roleArn('app')}`;
    },
  },
  {
    reader: 'instance',
    call: 'ec2:DescribeInstances',
    absent: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-00000000000000000`,
    garbage: XML,
    async make({ ec2, wait }) {
      const { Instances } = await ec2.runInstances({
        MinCount: 1,
        MaxCount: 1,
        IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/eks/nodes` },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        TagSpecifications: [{ ResourceType: 'instance', Tags: TAGS }],
      });
      wait(1);
      const InstanceId = Instances?.[0]?.InstanceId ?? '';
      await ec2.modifyInstanceMetadataOptions({ InstanceId, HttpPutResponseHopLimit: 2 });
      await ec2.createTags({
        Resources: [InstanceId],
        Tags: [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }],
      });
      return `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/${InstanceId}`;
    },
  },
];

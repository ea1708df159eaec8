import { ACCOUNT, type DriftWorld, PODS_TRUST, roleArn } from './drift-world.ts';

/** Changes an account by the numbers that it was drawn with; one that AWS refuses changes nothing. */
export interface Drawn {
  readonly name: string;
  readonly which: number;
  readonly pick: number;
}

type Call = (world: DriftWorld, which: number, pick: number) => Promise<unknown>;

const role = (which: number) => ({ RoleName: `app-${which}` });
const document = (pick: number) =>
  JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [`s3:Get${pick}*`], Resource: '*' }] },
    null,
    pick,
  );
const trust = (pick: number) => [PODS_TRUST, trusting(roleArn('app-0')), trusting(ACCOUNT)][pick % 3] ?? '';
const trusting = (AWS: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' }],
  });
const policy = (which: number) => `arn:aws:iam::${ACCOUNT}:policy/own-${which}`;
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const cluster = (which: number) => ({ clusterName: `prod-${which % 2}` });
const entry = (which: number) => ({ ...cluster(which), principalArn: roleArn(`team/app-${which}`) });
const provider = (which: number) => ({
  OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/idp-${which}.example.com`,
});
const user = (which: number) => ({ UserName: `ci-${which}` });
const profile = (which: number) => ({ InstanceProfileName: `nodes-${which}` });
const nth = <T>(all: readonly T[], which: number): T => {
  const one = all[which % Math.max(1, all.length)];
  if (one === undefined) throw Object.assign(new Error('there is none'), { name: 'NoSuchEntity' });
  return one;
};
const instanceOf = ({ fake }: DriftWorld, which: number) =>
  nth(
    [...fake.account.instances].filter(
      ([, { instanceState }]) => (instanceState as { code: number }).code === 16,
    ),
    which,
  )[0].split('/')[1] ?? '';
const associationOf = ({ fake }: DriftWorld, which: number) => {
  const of = fake.account.clusters.get(`eu-central-1/prod-${which % 2}`);
  return { ...cluster(which), associationId: nth([...(of?.associations.keys() ?? [])], which) };
};
/** EKS looks the role up. */
const existing = ({ fake }: DriftWorld, which: number) => roleArn(nth([...fake.account.roles.keys()], which));
const keyOf = ({ fake }: DriftWorld, which: number) => ({
  ...user(which),
  AccessKeyId: nth([...(fake.account.users.get(`ci-${which}`)?.keys.keys() ?? [])], which),
});
const tokens = (pick: number) => (pick > 1 ? 'required' : 'optional');

export const CALLS: Readonly<Record<string, Call>> = {
  createCluster: ({ eks }, which, pick) =>
    eks.createCluster({
      name: `prod-${which % 2}`,
      roleArn: roleArn('c'),
      resourcesVpcConfig: {},
      accessConfig: { authenticationMode: pick > 1 ? 'API' : 'API_AND_CONFIG_MAP' },
    }),
  updateCluster: ({ eks }, which, pick) =>
    eks.updateClusterConfig({
      name: `prod-${which % 2}`,
      logging: { clusterLogging: [{ types: ['audit', 'authenticator'], enabled: pick > 1 }] },
    }),
  deleteCluster: async ({ eks, fake }, which, pick) => {
    if (which !== 1 || pick < 2) return;
    await eks.deleteCluster({ name: 'prod-1' });
    // Minutes later it is gone; until then nothing in it can be changed.
    fake.account.clusters.delete('eu-central-1/prod-1');
  },
  createAssociation: async (world, which, pick) =>
    world.eks.createPodIdentityAssociation({
      ...cluster(which),
      namespace: `team-${pick}`,
      serviceAccount: `sa-${which}`,
      roleArn: existing(world, which),
    }),
  updateAssociation: async (world, which, pick) =>
    world.eks.updatePodIdentityAssociation({
      ...associationOf(world, which),
      roleArn: existing(world, pick),
    }),
  deleteAssociation: async (world, which) =>
    world.eks.deletePodIdentityAssociation(associationOf(world, which)),
  createEntry: ({ eks }, which, pick) =>
    eks.createAccessEntry({ ...entry(which), kubernetesGroups: pick > 1 ? ['a', 'b'] : [] }),
  updateEntry: ({ eks }, which, pick) =>
    eks.updateAccessEntry({ ...entry(which), kubernetesGroups: [`group-${pick}`] }),
  deleteEntry: ({ eks }, which) => eks.deleteAccessEntry(entry(which)),
  associatePolicy: ({ eks }, which, pick) =>
    eks.associateAccessPolicy({
      ...entry(which),
      policyArn: `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${pick % 2 ? 'View' : 'ClusterAdmin'}Policy`,
      accessScope: pick > 1 ? { type: 'cluster' } : { type: 'namespace', namespaces: ['b', 'a'] },
    }),
  disassociatePolicy: ({ eks }, which, pick) =>
    eks.disassociateAccessPolicy({
      ...entry(which),
      policyArn: `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${pick % 2 ? 'View' : 'ClusterAdmin'}Policy`,
    }),
  createNodegroup: ({ eks }, which, pick) =>
    eks.createNodegroup({
      ...cluster(which),
      nodegroupName: `workers-${which}`,
      nodeRole: roleArn(`app-${pick}`),
      subnets: [],
    }),
  deleteNodegroup: ({ eks }, which) =>
    eks.deleteNodegroup({ ...cluster(which), nodegroupName: `workers-${which}` }),
  createAddon: ({ eks }, which, pick) =>
    eks.createAddon({
      ...cluster(which),
      addonName: `addon-${which}`,
      ...(pick > 1 ? { serviceAccountRoleArn: roleArn('app-0') } : {}),
    }),
  deleteAddon: ({ eks }, which) => eks.deleteAddon({ ...cluster(which), addonName: `addon-${which}` }),
  createFargate: ({ eks }, which, pick) =>
    eks.createFargateProfile({
      ...cluster(which),
      fargateProfileName: `fargate-${which}`,
      podExecutionRoleArn: roleArn(`app-${pick}`),
      selectors: [{ namespace: `team-${pick}` }],
    }),
  deleteFargate: ({ eks }, which) =>
    eks.deleteFargateProfile({ ...cluster(which), fargateProfileName: `fargate-${which}` }),
  createRole: ({ iam }, which, pick) =>
    iam.createRole({
      ...role(which),
      Path: pick > 1 ? '/team/' : '/',
      AssumeRolePolicyDocument: trust(pick),
      MaxSessionDuration: 3600 * (pick + 1),
      ...(pick > 1 ? { Tags: [{ Key: 'Team', Value: String(pick) }], PermissionsBoundary: ADMIN } : {}),
    }),
  deleteRole: ({ iam }, which) => iam.deleteRole(role(which)),
  updateTrust: ({ iam }, which, pick) =>
    iam.updateAssumeRolePolicy({ ...role(which), PolicyDocument: trust(pick) }),
  updateRole: ({ iam }, which, pick) =>
    iam.updateRole({ ...role(which), MaxSessionDuration: 3600 * (pick + 1) }),
  putBoundary: ({ iam }, which, pick) =>
    iam.putRolePermissionsBoundary({ ...role(which), PermissionsBoundary: policy(pick) }),
  deleteBoundary: ({ iam }, which) => iam.deleteRolePermissionsBoundary(role(which)),
  putRolePolicy: ({ iam }, which, pick) =>
    iam.putRolePolicy({ ...role(which), PolicyName: `p-${pick % 2}`, PolicyDocument: document(pick) }),
  deleteRolePolicy: ({ iam }, which, pick) =>
    iam.deleteRolePolicy({ ...role(which), PolicyName: `p-${pick % 2}` }),
  attachRolePolicy: ({ iam }, which, pick) =>
    iam.attachRolePolicy({ ...role(which), PolicyArn: pick > 1 ? policy(0) : ADMIN }),
  detachRolePolicy: ({ iam }, which, pick) =>
    iam.detachRolePolicy({ ...role(which), PolicyArn: pick > 1 ? policy(0) : ADMIN }),
  tagRole: ({ iam }, which, pick) =>
    iam.tagRole({ ...role(which), Tags: [{ Key: 'cost', Value: `${pick}` }] }),
  createPolicy: ({ iam }, which, pick) =>
    iam.createPolicy({ PolicyName: `own-${which}`, PolicyDocument: document(pick) }),
  createPolicyVersion: ({ iam }, which, pick) =>
    iam.createPolicyVersion({
      PolicyArn: policy(which),
      PolicyDocument: document(pick),
      SetAsDefault: pick > 1,
    }),
  createProfile: ({ iam }, which) => iam.createInstanceProfile(profile(which)),
  addRole: ({ iam }, which, pick) =>
    iam.addRoleToInstanceProfile({ ...profile(which), RoleName: `app-${pick}` }),
  removeRole: ({ iam }, which, pick) =>
    iam.removeRoleFromInstanceProfile({ ...profile(which), RoleName: `app-${pick}` }),
  createProvider: ({ iam }, which, pick) =>
    iam.createOpenIDConnectProvider({
      Url: `https://idp-${which}.example.com`,
      ClientIDList: [`client-${pick}`],
      ThumbprintList: ['AB'.repeat(20)],
    }),
  addClient: ({ iam }, which, pick) =>
    iam.addClientIDToOpenIDConnectProvider({ ...provider(which), ClientID: `client-${pick}` }),
  removeClient: ({ iam }, which, pick) =>
    iam.removeClientIDFromOpenIDConnectProvider({ ...provider(which), ClientID: `client-${pick}` }),
  deleteProvider: ({ iam }, which) => iam.deleteOpenIDConnectProvider(provider(which)),
  createUser: async ({ iam, fake }, which) =>
    fake.account.users.has(`ci-${which}`) ? undefined : iam.createUser(user(which)),
  createKey: ({ iam }, which) => iam.createAccessKey(user(which)),
  updateKey: async (world, which, pick) =>
    world.iam.updateAccessKey({ ...keyOf(world, which), Status: pick > 1 ? 'Active' : 'Inactive' }),
  deleteKey: async (world, which) => world.iam.deleteAccessKey(keyOf(world, which)),
  attachUserPolicy: ({ iam }, which, pick) =>
    iam.attachUserPolicy({ ...user(which), PolicyArn: pick > 1 ? policy(0) : ADMIN }),
  detachUserPolicy: ({ iam }, which, pick) =>
    iam.detachUserPolicy({ ...user(which), PolicyArn: pick > 1 ? policy(0) : ADMIN }),
  runInstances: ({ ec2 }, which, pick) =>
    ec2.runInstances({
      MinCount: 1,
      MaxCount: 1,
      IamInstanceProfile: { Arn: `arn:aws:iam::${ACCOUNT}:instance-profile/nodes-${which}` },
      MetadataOptions: { HttpTokens: tokens(pick), HttpPutResponseHopLimit: pick + 1 },
      TagSpecifications: [
        { ResourceType: 'instance', Tags: [{ Key: 'kubernetes.io/cluster/prod-0', Value: 'owned' }] },
      ],
    }),
  modifyInstance: async (world, which, pick) =>
    world.ec2.modifyInstanceMetadataOptions({
      InstanceId: instanceOf(world, which),
      HttpTokens: tokens(pick),
      HttpPutResponseHopLimit: pick + 1,
    }),
  terminateInstance: async (world, which) =>
    world.ec2.terminateInstances({ InstanceIds: [instanceOf(world, which)] }),
  modifyDefaults: ({ ec2 }, _, pick) =>
    ec2.modifyInstanceMetadataDefaults({
      HttpTokens: tokens(pick) as 'optional',
      HttpPutResponseHopLimit: pick + 1,
    }),
  createTemplate: ({ ec2 }, which, pick) =>
    ec2.createLaunchTemplate({
      LaunchTemplateName: `template-${which}`,
      LaunchTemplateData: { MetadataOptions: { HttpTokens: tokens(pick) as 'optional' } },
    }),
  createTemplateVersion: ({ ec2 }, which, pick) =>
    ec2.createLaunchTemplateVersion({
      LaunchTemplateName: `template-${which}`,
      LaunchTemplateData: { MetadataOptions: { HttpTokens: tokens(pick) as 'optional' } },
    }),
  deleteTemplate: ({ ec2 }, which) => ec2.deleteLaunchTemplate({ LaunchTemplateName: `template-${which}` }),
  createSecret: ({ secretsmanager }, which) => secretsmanager.createSecret({ Name: `secret-${which}` }),
  rotateSecret: ({ secretsmanager }, which) => secretsmanager.rotateSecret({ SecretId: `secret-${which}` }),
  createTrail: ({ cloudtrail }, which, pick) =>
    cloudtrail.createTrail({ Name: `trail-${which}`, S3BucketName: 'b', IsMultiRegionTrail: pick > 1 }),
  startLogging: ({ cloudtrail }, which) => cloudtrail.startLogging({ Name: `trail-${which}` }),
  stopLogging: ({ cloudtrail }, which) => cloudtrail.stopLogging({ Name: `trail-${which}` }),
};

const REFUSED = [
  ...[
    'NoSuchEntity',
    'EntityAlreadyExists',
    'LimitExceeded',
    'ResourceNotFound',
    'ResourceInUse',
    'ResourceExists',
  ],
  ...[
    'InvalidInstanceID',
    'InvalidLaunchTemplate',
    'InvalidParameter',
    'TrailAlreadyExists',
    'TrailNotFound',
    'InvalidRequest',
  ],
];

/** Makes calls, a second or more apart; returns those that AWS refused, by name. */
export async function play(world: DriftWorld, calls: readonly Drawn[]): Promise<void> {
  for (const { name, which, pick } of calls) {
    world.wait(1 + (pick % 3) * 20);
    try {
      await CALLS[name]?.(world, which, pick);
    } catch (error) {
      const { name: code } = error as Error;
      if (!REFUSED.some((one) => code.startsWith(one)))
        throw new Error(`${name}: ${String(error)}`, { cause: error });
    }
  }
}

import type { JsonObject } from '@podguard/core';
import { deleteCluster } from '../../../scripts/samples/eks.ts';
import { createProvider, deleteProvider } from '../../../scripts/samples/iam.ts';
import {
  ACCOUNT,
  type Caller,
  HOME,
  maren,
  marenByEksctl,
  pipeline,
} from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { eksAs, through } from './callers.ts';
import { dropRole, irsaTrust, makeRole, type NewRole, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME, type Step } from './step.ts';

interface NewCluster {
  readonly name: string;
  readonly role: string;
  readonly access: JsonObject;
  readonly logging: boolean;
  readonly autoMode?: JsonObject;
}

export function createCluster(by: Caller, { name, role, access, logging, autoMode }: NewCluster) {
  const types = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];
  const computeConfig = autoMode === undefined ? {} : { computeConfig: autoMode };
  const request = {
    name,
    version: '1.34',
    roleArn: roleArn(role),
    resourcesVpcConfig: { subnetIds: ['subnet-0c1f6b2a7d9e40351'], endpointPrivateAccess: true },
    accessConfig: access,
    logging: { clusterLogging: [{ enabled: logging, types: logging ? types : [] }] },
    ...computeConfig,
  };
  const cluster = {
    name,
    arn: `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${name}`,
    version: '1.34',
    roleArn: roleArn(role),
    accessConfig: { ...access, bootstrapClusterCreatorAdminPermissions: null },
    logging: request.logging,
    status: 'CREATING',
    ...computeConfig,
  };
  return call(by, 'eks', 'CreateCluster', request, { cluster });
}

const clusterRole = (name: string): NewRole => ({
  name,
  trust: serviceTrust('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
  policies: ['AmazonEKSClusterPolicy', 'AmazonEKSVPCResourceController'],
});

const newIssuer = (random: Random) => `oidc.eks.${HOME}.amazonaws.com/id/${random.hex(32).toUpperCase()}`;

export function addon(by: Caller, cluster: string, name: string, more: JsonObject = {}) {
  const addonArn = `arn:aws:eks:${HOME}:${ACCOUNT}:addon/${cluster}/${name}/00000000-0000-4000-8000-000000000001`;
  const answer = { addonName: name, clusterName: cluster, status: 'CREATING', addonArn, ...more };
  return call(by, 'eks', 'CreateAddon', { name: cluster, addonName: name, ...more }, { addon: answer });
}

/** eksctl: roles by CloudFormation, the cluster, its add-ons, and the provider for the roles of service accounts. */
const byEksctl: Operation = (n, random) => {
  const name = `lab-${n}`;
  const stack = through(marenByEksctl, 'cloudformation.amazonaws.com');
  const issuer = newIssuer(random);
  const access = { authenticationMode: 'API_AND_CONFIG_MAP', bootstrapClusterCreatorAdminPermissions: true };
  const role = `eksctl-${name}-cluster-ServiceRole`;
  const cni: NewRole = {
    name: `eksctl-${name}-addon-vpc-cni`,
    trust: irsaTrust(issuer, 'kube-system:aws-node'),
    policies: ['AmazonEKS_CNI_Policy'],
  };
  return [
    ...makeRole(random, stack, clusterRole(role)),
    ...run(random, createCluster(stack, { name, role, access, logging: false })),
    ...later(
      700,
      run(
        random,
        ...['coredns', 'kube-proxy', 'metrics-server'].map((one) => addon(marenByEksctl, name, one)),
      ),
    ),
    ...run(random, createProvider(SOME_TIME, marenByEksctl, issuer)),
    ...makeRole(random, stack, cni),
    ...run(random, addon(marenByEksctl, name, 'vpc-cni', { serviceAccountRoleArn: roleArn(cni.name) })),
  ];
};

/** Terraform: no administrator by bootstrap, but an access entry for who is configured to be one; logs on. */
const byTerraform: Operation = (n, random) => {
  const name = `shop-${n}`;
  const role = `${name}-cluster`;
  const access = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false };
  return [
    ...makeRole(random, pipeline, clusterRole(role)),
    ...run(random, createCluster(pipeline, { name, role, access, logging: true })),
    ...later(600, run(random, createProvider(SOME_TIME, pipeline, newIssuer(random)))),
    ...accessOf(random, pipeline, name, ADMINISTRATOR, 'AmazonEKSClusterAdminPolicy', { type: 'cluster' }),
    ...run(random, ...['eks-pod-identity-agent', 'vpc-cni'].map((one) => addon(pipeline, name, one))),
  ];
};

/** Auto Mode, as the console and the user guide set it up. */
const autoMode: Operation = (n, random) => {
  const name = `auto-${n}`;
  const [role, nodeRole] = [`${name}-AutoClusterRole`, `${name}-AutoNodeRole`];
  const access = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true };
  const pools = { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: roleArn(nodeRole) };
  const policies = ['BlockStorage', 'Cluster', 'Compute', 'LoadBalancing', 'Networking'];
  const profile = `eks-${HOME}-${name}-${random.hex(16)}`;
  return [
    ...makeRole(random, maren, {
      name: role,
      trust: serviceTrust('eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
      policies: policies.map((one) => `AmazonEKS${one}Policy`),
    }),
    ...makeRole(random, maren, {
      name: nodeRole,
      trust: serviceTrust('ec2.amazonaws.com'),
      policies: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    }),
    ...run(random, createCluster(maren, { name, role, access, logging: true, autoMode: pools })),
    ...later(
      500,
      run(
        random,
        call(eksAs(role), 'iam', 'CreateInstanceProfile', { instanceProfileName: profile }),
        call(eksAs(role), 'iam', 'AddRoleToInstanceProfile', {
          instanceProfileName: profile,
          roleName: nodeRole,
        }),
        accessEntry(eksAs(role), name, roleArn(nodeRole), { type: 'EC2' }),
        associatePolicy(eksAs(role), name, roleArn(nodeRole), 'AmazonEKSAutoNodePolicy', { type: 'cluster' }),
      ),
    ),
  ];
};

/** Everything that was made for a cluster is taken down before it. */
const takenDown: Operation = (n, random) => {
  const name = `demo-${n}`;
  const issuer = newIssuer(random);
  const access = { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false };
  const role = clusterRole(`${name}-cluster`);
  const app: NewRole = {
    name: `${name}-app`,
    trust: irsaTrust(issuer, 'shop:app'),
    allows: { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::demo-assets/*'] },
  };
  return [
    ...makeRole(random, pipeline, role),
    ...run(random, createCluster(pipeline, { name, role: role.name, access, logging: true })),
    ...later(600, run(random, createProvider(SOME_TIME, pipeline, issuer))),
    ...makeRole(random, pipeline, app),
    ...later(3000, dropRole(random, pipeline, app)),
    ...run(random, deleteProvider(SOME_TIME, pipeline, issuer)),
    ...later(2, run(random, deleteCluster(SOME_TIME, pipeline, name))),
    ...later(300, dropRole(random, pipeline, role)),
  ];
};

const settings: Operation = (_, random) => {
  const name = 'parcels-prod';
  const logging = { clusterLogging: [{ enabled: true, types: ['audit', 'authenticator'] }] };
  return run(
    random,
    call(maren, 'eks', 'UpdateClusterConfig', { name, logging }),
    call(maren, 'eks', 'UpdateClusterConfig', { name, accessConfig: { authenticationMode: 'API' } }),
    call(maren, 'eks', 'UpdateClusterVersion', { name, version: '1.35' }),
    call(maren, 'eks', 'TagResource', {
      resourceArn: `arn:aws:eks:${HOME}:${ACCOUNT}:cluster/${name}`,
      tags: { team: 'platform' },
    }),
    call(maren, 'eks', 'DescribeCluster', { name }),
  );
};

/** Whom the configuration names as an administrator of clusters. */
export const ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/${HOME}/AWSReservedSSO_PlatformAdmin_3f1c9a7be2d04586`;

export function accessEntry(by: Caller, cluster: string, principal: string, more: JsonObject = {}) {
  const request = { name: cluster, principalArn: principal, ...more };
  const answer = {
    clusterName: cluster,
    principalArn: principal,
    type: 'STANDARD',
    kubernetesGroups: [],
    ...more,
  };
  return call(by, 'eks', 'CreateAccessEntry', request, { accessEntry: answer });
}

function associatePolicy(by: Caller, cluster: string, principal: string, policy: string, scope: JsonObject) {
  const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
  const accessScope = { type: 'cluster', namespaces: [], ...scope };
  return call(
    by,
    'eks',
    'AssociateAccessPolicy',
    { name: cluster, principalArn: principal, policyArn, accessScope },
    { clusterName: cluster, principalArn: principal, associatedAccessPolicy: { policyArn, accessScope } },
  );
}

export function accessOf(
  random: Random,
  by: Caller,
  cluster: string,
  principal: string,
  policy: string,
  scope: JsonObject,
): readonly Step[] {
  return run(
    random,
    accessEntry(by, cluster, principal),
    associatePolicy(by, cluster, principal, policy, scope),
  );
}

export const CLUSTER_OPERATIONS: readonly Operation[] = [
  byEksctl,
  byTerraform,
  autoMode,
  takenDown,
  settings,
];

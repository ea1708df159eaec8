import type { Cluster, Stored } from './account.ts';
import {
  AwsError,
  type Data,
  found,
  listOf,
  type Operation,
  optional,
  pageOf,
  textOf,
  type Where,
} from './operation.ts';

/** A call names its cluster `name` or `clusterName`. */
export function clusterIn(input: Data, { account, region }: Where): Cluster {
  const name = optional(input, 'clusterName') ?? textOf(input, 'name');
  const cluster = account.clusters.get(`${region}/${name}`);
  return found(cluster, 'ResourceNotFoundException', `No cluster found for name: ${name}.`);
}

const DELETION_MS = 5 * 60_000;

/** Deleting takes minutes: until then it is told of. */
export function toldIn(all: Map<string, Stored>, { now }: Where): Map<string, Stored> {
  for (const [name, { deletedAt }] of all)
    if (typeof deletedAt === 'number' && now.getTime() >= deletedAt + DELETION_MS) all.delete(name);
  return all;
}

export function eksPage<T>(all: readonly T[], input: Data) {
  const { page, next } = pageOf(all, optional(input, 'nextToken'), Number(input.maxResults ?? 100));
  return { page, nextToken: next };
}

const create: Operation = {
  service: 'eks',
  name: 'CreateCluster',
  route: 'POST /clusters',
  writes: true,
  run(input, { account, region, now }) {
    const name = textOf(input, 'name');
    const id = `${region}/${name}`;
    if (account.clusters.has(id))
      throw new AwsError('ResourceInUseException', 409, `Cluster already exists with name: ${name}`);
    account.serial += 1;
    const issuer = `https://oidc.eks.${region}.amazonaws.com/id/${String(account.serial).padStart(32, 'A')}`;
    const asked = input.accessConfig as Data | undefined;
    const told = {
      name,
      arn: `arn:aws:eks:${region}:${account.id}:cluster/${name}`,
      createdAt: now.getTime() / 1000,
      roleArn: textOf(input, 'roleArn'),
      identity: { oidc: { issuer } },
      logging: input.logging ?? {
        clusterLogging: [{ types: ['api', 'audit', 'authenticator'], enabled: false }],
      },
      accessConfig: { authenticationMode: asked?.authenticationMode ?? 'CONFIG_MAP' },
      ...(input.computeConfig === undefined ? {} : { computeConfig: input.computeConfig }),
      status: 'ACTIVE',
      tags: input.tags ?? {},
    };
    account.clusters.set(id, {
      told,
      associations: new Map(),
      entries: new Map(),
      identityProviders: new Map(),
      nodegroups: new Map(),
      addons: new Map(),
      fargateProfiles: new Map(),
      capabilities: new Map(),
    });
    // Until it is active it has no issuer.
    const { identity: _, ...answered } = told;
    const accessConfig = {
      ...told.accessConfig,
      bootstrapClusterCreatorAdminPermissions: asked?.bootstrapClusterCreatorAdminPermissions ?? true,
    };
    return { cluster: { ...answered, accessConfig, status: 'CREATING' } };
  },
};

const describe: Operation = {
  service: 'eks',
  name: 'DescribeCluster',
  route: 'GET /clusters/{name}',
  writes: false,
  run(input, where) {
    const { told } = clusterIn(input, where);
    return { cluster: isUpdating(told, where) ? { ...told, status: 'UPDATING' } : told };
  },
};

const updatedUntil = new WeakMap<Stored, number>();

function isUpdating(told: Stored, { now }: Where): boolean {
  return now.getTime() < (updatedUntil.get(told) ?? 0);
}

const list: Operation = {
  service: 'eks',
  name: 'ListClusters',
  route: 'GET /clusters',
  writes: false,
  run(input, { account, region }) {
    const names = [...account.clusters.keys()].filter((id) => id.startsWith(`${region}/`));
    const { page, nextToken } = eksPage(names, input);
    return { clusters: page.map((id) => id.slice(region.length + 1)), nextToken };
  },
};

const updateConfig: Operation = {
  service: 'eks',
  name: 'UpdateClusterConfig',
  route: 'POST /clusters/{name}/update-config',
  writes: true,
  run(input, where) {
    const { told } = clusterIn(input, where);
    const { accessConfig, computeConfig } = input;
    if (isUpdating(told, where))
      throw new AwsError('ResourceInUseException', 409, `Cluster ${told.name} is already being updated`);
    const logging = input.logging && loggingWith(told.logging as Logging, input.logging as Logging);
    updatedUntil.set(told, where.now.getTime() + where.account.clusterUpdatesTake);
    Object.assign(
      told,
      logging && { logging },
      computeConfig && { computeConfig },
      accessConfig && { accessConfig },
    );
    return { update: { id: 'update', status: 'InProgress', type: 'ConfigUpdate' } };
  },
};

interface Logging {
  readonly clusterLogging: readonly { readonly types: readonly string[]; readonly enabled: boolean }[];
}

/** Types that are not named stay as they are: https://docs.aws.amazon.com/eks/latest/APIReference/API_LogSetup.html */
function loggingWith(before: Logging, asked: Logging): Logging {
  const isOn = new Map(typesOf(before));
  const changed = typesOf(asked).filter(([type, enabled]) => (isOn.get(type) ?? false) !== enabled);
  if (changed.length === 0)
    throw new AwsError('InvalidParameterException', 400, 'No changes needed for the logging config provided');
  for (const [type, enabled] of changed) isOn.set(type, enabled);
  const typed = (enabled: boolean) => [...isOn].flatMap(([type, on]) => (on === enabled ? [type] : []));
  return { clusterLogging: [true, false].map((enabled) => ({ types: typed(enabled), enabled })) };
}

function typesOf({ clusterLogging }: Logging): readonly (readonly [string, boolean])[] {
  return clusterLogging.flatMap(({ types, enabled }) => types.map((type) => [type, enabled] as const));
}

const remove: Operation = {
  service: 'eks',
  name: 'DeleteCluster',
  route: 'DELETE /clusters/{name}',
  writes: true,
  run(input, where) {
    const { told, nodegroups, fargateProfiles } = clusterIn(input, where);
    // https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html
    if (toldIn(nodegroups, where).size > 0)
      throw new AwsError('ResourceInUseException', 409, 'Cluster has nodegroups attached');
    if (toldIn(fargateProfiles, where).size > 0)
      throw new AwsError('ResourceInUseException', 409, 'Cluster has Fargate Profiles attached');
    // It takes minutes; until then it is told of.
    told.status = 'DELETING';
    return { cluster: told };
  },
};

const associateProvider: Operation = {
  service: 'eks',
  name: 'AssociateIdentityProviderConfig',
  route: 'POST /clusters/{name}/identity-provider-configs/associate',
  writes: true,
  run(input, where) {
    const oidc = input.oidc as Data;
    clusterIn(input, where).identityProviders.set(textOf(oidc, 'identityProviderConfigName'), { ...oidc });
    return {
      update: { id: 'update', status: 'InProgress', type: 'AssociateIdentityProviderConfig' },
      tags: {},
    };
  },
};

const listProviders: Operation = {
  service: 'eks',
  name: 'ListIdentityProviderConfigs',
  route: 'GET /clusters/{name}/identity-provider-configs',
  writes: false,
  run(input, where) {
    const all = [...clusterIn(input, where).identityProviders.keys()].map((name) => ({ type: 'oidc', name }));
    const { page, nextToken } = eksPage(all, input);
    return { identityProviderConfigs: page, nextToken };
  },
};

const describeProvider: Operation = {
  service: 'eks',
  name: 'DescribeIdentityProviderConfig',
  route: 'POST /clusters/{name}/identity-provider-configs/describe',
  writes: false,
  run(input, where) {
    const name = textOf(input.identityProviderConfig as Data, 'name');
    const oidc = clusterIn(input, where).identityProviders.get(name);
    return { identityProviderConfig: { oidc: found(oidc, 'ResourceNotFoundException', `no ${name}`) } };
  },
};

const tag: Operation = {
  service: 'eks',
  name: 'TagResource',
  route: 'POST /tags/{resourceArn}',
  writes: true,
  run(input, { account, region }) {
    const [, cluster = '', id] = textOf(input, 'resourceArn').split('/');
    const its = account.clusters.get(`${region}/${cluster}`);
    const told = found(
      id === undefined ? its?.told : its?.associations.get(id),
      'NotFoundException',
      'no such resource',
    );
    told.tags = { ...(told.tags as Data), ...(input.tags as Data) };
    return {};
  },
};

const untag: Operation = {
  service: 'eks',
  name: 'UntagResource',
  route: 'DELETE /tags/{resourceArn}',
  writes: true,
  run(input, { account, region }) {
    const [, cluster = '', id] = textOf(input, 'resourceArn').split('/');
    const its = account.clusters.get(`${region}/${cluster}`);
    const told = found(
      id === undefined ? its?.told : its?.associations.get(id),
      'NotFoundException',
      'no such resource',
    );
    const gone = listOf<string>(input, 'tagKeys');
    told.tags = Object.fromEntries(Object.entries(told.tags as Data).filter(([key]) => !gone.includes(key)));
    return {};
  },
};

export const EKS_CLUSTERS: readonly Operation[] = [
  create,
  describe,
  list,
  updateConfig,
  remove,
  associateProvider,
  listProviders,
  describeProvider,
  tag,
  untag,
];

import type { Cluster, Stored } from './account.ts';
import { templateIn } from './ec2-templates.ts';
import { clusterIn, eksPage, toldIn } from './eks-clusters.ts';
import { AwsError, type Data, found, type Operation, optional, textOf, type Where } from './operation.ts';

interface Owned {
  /** `Nodegroup`, as operations name it; `List` and its plural. */
  readonly name: string;
  readonly list: string;
  readonly path: string;
  readonly in: (cluster: Cluster) => Map<string, Stored>;
  readonly named: string;
  /** The member that holds it in an answer, and the one of the list. */
  readonly answer: string;
  readonly listed: string;
  readonly arn: readonly [type: string, member: string];
  readonly make: (input: Data, where: Where) => Data;
  readonly summary?: (told: Stored) => unknown;
}

function storedIn(owned: Owned, input: Data, where: Where): Map<string, Stored> {
  return toldIn(owned.in(clusterIn(input, where)), where);
}

function oneIn(owned: Owned, input: Data, where: Where): Stored {
  const name = textOf(input, owned.named);
  return found(storedIn(owned, input, where).get(name), 'ResourceNotFoundException', `No ${name} found.`);
}

/** What is being deleted cannot be changed. */
function standingIn(owned: Owned, input: Data, where: Where): Stored {
  const stored = oneIn(owned, input, where);
  if (stored.deletedAt === undefined) return stored;
  throw new AwsError('ResourceInUseException', 409, 'It is being deleted');
}

function told({ deletedAt: _, ...stored }: Stored): Stored {
  return stored;
}

function operationsOf(owned: Owned): readonly Operation[] {
  const { name, path, named, answer } = owned;
  const base = { service: 'eks' as const };
  return [
    {
      ...base,
      name: `Create${name}`,
      route: `POST ${path}`,
      writes: true,
      run(input, where) {
        const all = storedIn(owned, input, where);
        const own = textOf(input, named);
        if (all.has(own)) throw new AwsError('ResourceInUseException', 409, `${own} is there already`);
        const { account, region, now } = where;
        const cluster = clusterIn(input, where).told.name;
        const [type, member] = owned.arn;
        const typed = input.type === undefined ? cluster : `${cluster}/${String(input.type).toLowerCase()}`;
        account.serial += 1;
        const made = {
          [named]: own,
          clusterName: cluster,
          [member]: `arn:aws:eks:${region}:${account.id}:${type}/${typed}/${own}/${account.serial}`,
          createdAt: now.getTime() / 1000,
          ...owned.make(input, where),
          status: 'ACTIVE',
        };
        all.set(own, made);
        return { [answer]: { ...made, status: 'CREATING' } };
      },
    },
    {
      ...base,
      name: `Describe${name}`,
      route: `GET ${path}/{${named}}`,
      writes: false,
      run: (input, where) => ({ [answer]: told(oneIn(owned, input, where)) }),
    },
    {
      ...base,
      name: `Delete${name}`,
      route: `DELETE ${path}/{${named}}`,
      writes: true,
      run(input, where) {
        const stored = standingIn(owned, input, where);
        Object.assign(stored, { status: 'DELETING', deletedAt: where.now.getTime() });
        return { [answer]: told(stored) };
      },
    },
    {
      ...base,
      name: owned.list,
      route: `GET ${path}`,
      writes: false,
      run(input, where) {
        const { page, nextToken } = eksPage([...storedIn(owned, input, where)], input);
        const { summary = () => undefined } = owned;
        return { [owned.listed]: page.map(([own, stored]) => summary(told(stored)) ?? own), nextToken };
      },
    },
  ];
}

/** EKS keeps the number of the version that is meant. */
function templateOf(input: unknown, where: Where): Data | undefined {
  if (input === undefined) return undefined;
  const asked = input as Data;
  const template = templateIn(where, optional(asked, 'id'), optional(asked, 'name'));
  return {
    id: template.id,
    name: template.name,
    version: optional(asked, 'version') ?? String(template.byDefault),
  };
}

const nodegroup: Owned = {
  name: 'Nodegroup',
  list: 'ListNodegroups',
  path: '/clusters/{name}/node-groups',
  in: ({ nodegroups }) => nodegroups,
  named: 'nodegroupName',
  answer: 'nodegroup',
  listed: 'nodegroups',
  arn: ['nodegroup', 'nodegroupArn'],
  make: (input, where) => ({
    nodeRole: textOf(input, 'nodeRole'),
    tags: input.tags ?? {},
    ...(input.launchTemplate === undefined
      ? {}
      : { launchTemplate: templateOf(input.launchTemplate, where) }),
  }),
};

const addon: Owned = {
  name: 'Addon',
  list: 'ListAddons',
  path: '/clusters/{clusterName}/addons',
  in: ({ addons }) => addons,
  named: 'addonName',
  answer: 'addon',
  listed: 'addons',
  arn: ['addon', 'addonArn'],
  make: ({ serviceAccountRoleArn, tags = {} }) => ({
    ...(serviceAccountRoleArn === undefined ? {} : { serviceAccountRoleArn }),
    tags,
  }),
};

const fargateProfile: Owned = {
  name: 'FargateProfile',
  list: 'ListFargateProfiles',
  path: '/clusters/{name}/fargate-profiles',
  in: ({ fargateProfiles }) => fargateProfiles,
  named: 'fargateProfileName',
  answer: 'fargateProfile',
  listed: 'fargateProfileNames',
  arn: ['fargateprofile', 'fargateProfileArn'],
  make: (input) => ({
    podExecutionRoleArn: textOf(input, 'podExecutionRoleArn'),
    selectors: input.selectors ?? [],
    tags: input.tags ?? {},
  }),
};

const capability: Owned = {
  name: 'Capability',
  list: 'ListCapabilities',
  path: '/clusters/{name}/capabilities',
  in: ({ capabilities }) => capabilities,
  named: 'capabilityName',
  answer: 'capability',
  listed: 'capabilities',
  arn: ['capability', 'arn'],
  make: (input) => ({
    type: textOf(input, 'type'),
    roleArn: textOf(input, 'roleArn'),
    tags: input.tags ?? {},
  }),
  summary: ({ capabilityName, arn, type, status }) => ({ capabilityName, arn, type, status }),
};

const UPDATE = { id: 'update', status: 'InProgress' };

const updates: readonly Operation[] = [
  {
    service: 'eks',
    name: 'UpdateNodegroupVersion',
    route: `POST ${nodegroup.path}/{nodegroupName}/update-version`,
    writes: true,
    run(input, where) {
      const stored = standingIn(nodegroup, input, where);
      const before = stored.launchTemplate as Data | undefined;
      const asked = input.launchTemplate as Data | undefined;
      // One that was made without a template gets none.
      if (before === undefined && asked !== undefined) throw new AwsError('InvalidParameterException', 400);
      if (before !== undefined && asked !== undefined)
        stored.launchTemplate = templateOf({ id: before.id, version: asked.version }, where);
      const value = (stored.launchTemplate as Data | undefined)?.version;
      const params = value === undefined ? [] : [{ type: 'LaunchTemplateVersion', value }];
      return { update: { ...UPDATE, type: 'VersionUpdate', params } };
    },
  },
  {
    service: 'eks',
    name: 'UpdateAddon',
    route: `POST ${addon.path}/{addonName}/update`,
    writes: true,
    run(input, where) {
      // Without a role it takes the one away that there was.
      standingIn(addon, input, where).serviceAccountRoleArn = input.serviceAccountRoleArn;
      return { update: { ...UPDATE, type: 'AddonUpdate' } };
    },
  },
  {
    service: 'eks',
    name: 'UpdateCapability',
    route: `POST ${capability.path}/{capabilityName}`,
    writes: true,
    run(input, where) {
      const stored = standingIn(capability, input, where);
      if (input.roleArn !== undefined) stored.roleArn = input.roleArn;
      return { update: { ...UPDATE, type: 'CapabilityUpdate' } };
    },
  },
];

/** What a cluster owns and is told by one call each. */
export const EKS_OWNED: readonly Operation[] = [
  ...[nodegroup, addon, fargateProfile, capability].flatMap(operationsOf),
  ...updates,
];

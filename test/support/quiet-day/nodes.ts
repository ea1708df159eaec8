import { type Machine, run as runInstances, setOptions, terminate } from '../../../scripts/samples/ec2.ts';
import { ACCOUNT, autoscaling, HOME, maren, nodegroups, pipeline } from '../../../scripts/samples/people.ts';
import type { Random } from '../../../scripts/samples/random.ts';
import { DEPLOYERS, eksAs } from './callers.ts';
import { accessEntry } from './clusters.ts';
import {
  CLUSTER,
  createTemplate,
  HARDENED,
  instanceId,
  machine,
  NODE_POLICIES,
  templateId,
} from './machines.ts';
import { makeRole, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME, type Step, wrapped } from './step.ts';

function nodeTags(group: string): Record<string, string> {
  return {
    [`kubernetes.io/cluster/${CLUSTER}`]: 'owned',
    'eks:cluster-name': CLUSTER,
    'eks:nodegroup-name': group,
    'aws:autoscaling:groupName': `eks-${group}`,
  };
}

/** A managed node group: its role first, then what EKS makes for it: a template, a profile, a group and the nodes. */
const managed: Operation = (n, random) => {
  const by = random.pick(DEPLOYERS);
  const [role, group] = [`node-${n}`, `general-${n}`];
  const [template, profile] = [templateId(random), `eks-${random.uuid()}`];
  const nodegroupArn = `arn:aws:eks:${HOME}:${ACCOUNT}:nodegroup/${CLUSTER}/${group}/${random.uuid()}`;
  const answer = {
    nodegroupName: group,
    nodegroupArn,
    clusterName: CLUSTER,
    nodeRole: roleArn(role),
    status: 'CREATING',
  };
  const ids = [instanceId(random), instanceId(random)] as const;
  const [first, second] = ids.map((id) => machine(id, template, profile, nodeTags(group)));
  return [
    ...makeRole(random, by, {
      name: role,
      trust: serviceTrust('ec2.amazonaws.com'),
      policies: NODE_POLICIES,
    }),
    ...run(
      random,
      call(
        by,
        'eks',
        'CreateNodegroup',
        { name: CLUSTER, nodegroupName: group, nodeRole: roleArn(role) },
        { nodegroup: answer },
      ),
      call(nodegroups, 'iam', 'CreateInstanceProfile', { instanceProfileName: profile }),
      call(nodegroups, 'iam', 'AddRoleToInstanceProfile', { instanceProfileName: profile, roleName: role }),
      createTemplate(nodegroups, template, `eks-${random.uuid()}`, HARDENED, profile),
      accessEntry(eksAs('parcels-cluster'), CLUSTER, roleArn(role), { type: 'EC2_LINUX' }),
      call(nodegroups, 'autoscaling', 'CreateAutoScalingGroup', {
        autoScalingGroupName: `eks-${group}`,
        mixedInstancesPolicy: {
          launchTemplate: { launchTemplateSpecification: { launchTemplateId: template, version: '1' } },
        },
        tags: Object.entries(nodeTags(group)).map(([key, value]) => ({
          key,
          value,
          propagateAtLaunch: true,
        })),
      }),
      runInstances(SOME_TIME, autoscaling, [first as Machine, second as Machine]),
    ),
    ...later(5000, upgrade(random, { group, template, profile, old: ids[0] })),
    ...later(900, run(random, terminate(SOME_TIME, autoscaling, ids[1]))),
  ];
};

interface Upgrade {
  readonly group: string;
  readonly template: string;
  readonly profile: string;
  readonly old: string;
}

/** A new version of the template, nodes of it, and the old ones go. */
function upgrade(random: Random, { group, template, profile, old }: Upgrade): readonly Step[] {
  const data = {
    imageId: 'ami-0fe71d9b2ea640001',
    iamInstanceProfile: { name: profile },
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
  };
  const launchTemplateVersion = { launchTemplateId: template, versionNumber: 2, launchTemplateData: data };
  return run(
    random,
    call(maren, 'eks', 'UpdateNodegroupVersion', {
      name: CLUSTER,
      nodegroupName: group,
      releaseVersion: '1.34.2-20260305',
    }),
    wrapped(
      nodegroups,
      'CreateLaunchTemplateVersion',
      { LaunchTemplateId: template },
      { launchTemplateVersion },
    ),
    call(nodegroups, 'autoscaling', 'UpdateAutoScalingGroup', {
      autoScalingGroupName: `eks-${group}`,
      mixedInstancesPolicy: {
        launchTemplate: { launchTemplateSpecification: { launchTemplateId: template, version: '2' } },
      },
    }),
    runInstances(SOME_TIME, autoscaling, [machine(instanceId(random), template, profile, nodeTags(group))]),
    terminate(SOME_TIME, autoscaling, old),
  );
}

/** Nodes of a group that was there before: template and profile are known to no event of the day. */
const autoscaled: Operation = (_, random) => {
  const ids = [instanceId(random), instanceId(random)];
  const machines = ids.map((id) =>
    machine(id, 'lt-0b7e4d92c1a6f3850', 'eks-general-7ac81f30', nodeTags('general')),
  );
  return [
    ...run(random, runInstances(SOME_TIME, autoscaling, machines as [Machine, Machine])),
    ...later(1800, run(random, ...ids.map((id) => terminate(SOME_TIME, autoscaling, id)))),
  ];
};

/** Self-managed nodes, as documented: a hardened template, tags for the cluster, an access entry for the role. */
const selfManaged: Operation = (n, random) => {
  const [role, profile, template] = [`self-${n}`, `self-${n}`, templateId(random)];
  const tags = { [`kubernetes.io/cluster/${CLUSTER}`]: 'owned', Name: `self-${n}` };
  const id = instanceId(random);
  return [
    ...makeRole(random, pipeline, {
      name: role,
      trust: serviceTrust('ec2.amazonaws.com'),
      policies: NODE_POLICIES,
    }),
    ...run(
      random,
      call(pipeline, 'iam', 'CreateInstanceProfile', { instanceProfileName: profile }),
      call(pipeline, 'iam', 'AddRoleToInstanceProfile', { instanceProfileName: profile, roleName: role }),
      createTemplate(pipeline, template, profile, HARDENED, profile),
      accessEntry(pipeline, CLUSTER, roleArn(role), { type: 'EC2_LINUX' }),
      call(pipeline, 'autoscaling', 'CreateAutoScalingGroup', {
        autoScalingGroupName: profile,
        launchTemplate: { launchTemplateId: template, version: '$Latest' },
        tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      }),
      runInstances(SOME_TIME, autoscaling, [machine(id, template, profile, tags)]),
      setOptions(SOME_TIME, pipeline, id, { httpTokens: 'required', httpPutResponseHopLimit: 1 }),
    ),
  ];
};

/** A weak node is made better. */
const hardened: Operation = (_, random) => {
  const id = instanceId(random);
  return run(
    random,
    setOptions(SOME_TIME, maren, id, { httpTokens: 'required' }),
    setOptions(SOME_TIME, maren, id, { httpTokens: 'required', httpPutResponseHopLimit: 1 }),
    wrapped(
      maren,
      'ModifyInstanceMetadataDefaults',
      { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      { return: true },
    ),
  );
};

export const NODE_OPERATIONS: readonly Operation[] = [managed, autoscaled, selfManaged, hardened];

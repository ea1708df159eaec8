import { run as runInstances, terminate } from '../../../scripts/samples/ec2.ts';
import { ACCOUNT, HOME, pipeline } from '../../../scripts/samples/people.ts';
import { eksAs, podOf } from './callers.ts';
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
import { makeRole, POD_IDENTITY_TRUST, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME, wrapped } from './step.ts';

/** Karpenter with EKS Pod Identity: its two roles, and the nodes that it starts and ends. */
const karpenter: Operation = (n, random) => {
  const [controller, nodeRole, profile] = [
    `karpenter-${n}`,
    `karpenter-node-${n}`,
    `${CLUSTER}_${random.hex(8)}`,
  ];
  const by = podOf(controller, CLUSTER, 'karpenter', random.uuid());
  const tags = {
    [`kubernetes.io/cluster/${CLUSTER}`]: 'owned',
    'karpenter.sh/nodepool': 'default',
    'eks:eks-cluster-name': CLUSTER,
  };
  const id = instanceId(random);
  const template = templateId(random);
  return [
    ...makeRole(random, pipeline, {
      name: nodeRole,
      trust: serviceTrust('ec2.amazonaws.com'),
      policies: [...NODE_POLICIES, 'AmazonSSMManagedInstanceCore'],
    }),
    ...makeRole(random, pipeline, {
      name: controller,
      trust: POD_IDENTITY_TRUST,
      allows: {
        actions: [
          'ec2:CreateFleet',
          'ec2:RunInstances',
          'ec2:CreateLaunchTemplate',
          'ec2:TerminateInstances',
        ],
        resources: [`arn:aws:ec2:${HOME}:*:*/*`],
      },
    }),
    ...run(random, accessEntry(pipeline, CLUSTER, roleArn(nodeRole), { type: 'EC2_LINUX' })),
    ...later(
      600,
      run(
        random,
        call(by, 'iam', 'CreateInstanceProfile', { instanceProfileName: profile }),
        call(by, 'iam', 'AddRoleToInstanceProfile', { instanceProfileName: profile, roleName: nodeRole }),
        createTemplate(by, template, `karpenter.k8s.aws/${random.hex(12)}`, HARDENED, profile),
        runInstances(SOME_TIME, by, [machine(id, template, profile, tags)]),
        call(by, 'ec2', 'CreateTags', {
          resourcesSet: { items: [{ resourceId: id }] },
          tagSet: {
            items: [
              { key: 'Name', value: `default-${n}` },
              { key: 'karpenter.sh/nodeclaim', value: `default-${n}` },
            ],
          },
        }),
      ),
    ),
    ...later(
      4000,
      run(
        random,
        terminate(SOME_TIME, by, id),
        wrapped(
          by,
          'DeleteLaunchTemplate',
          { LaunchTemplateId: template },
          { launchTemplate: { launchTemplateId: template } },
        ),
      ),
    ),
  ];
};

const fargate: Operation = (n, random) => {
  const role = `fargate-${n}`;
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:aws:eks:${HOME}:${ACCOUNT}:fargateprofile/${CLUSTER}/*` },
        },
        Principal: { Service: 'eks-fargate-pods.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ],
  });
  const selectors = [{ namespace: `batch-${n}` }];
  const asked = { fargateProfileName: `batch-${n}`, podExecutionRoleArn: roleArn(role), selectors };
  const fargateProfileArn = `arn:aws:eks:${HOME}:${ACCOUNT}:fargateprofile/${CLUSTER}/batch-${n}/${random.uuid()}`;
  return [
    ...makeRole(random, pipeline, {
      name: role,
      trust,
      policies: ['AmazonEKSFargatePodExecutionRolePolicy'],
    }),
    ...run(
      random,
      call(
        pipeline,
        'eks',
        'CreateFargateProfile',
        { name: CLUSTER, ...asked },
        { fargateProfile: { ...asked, clusterName: CLUSTER, fargateProfileArn } },
      ),
      accessEntry(eksAs('parcels-cluster'), CLUSTER, roleArn(role), { type: 'FARGATE_LINUX' }),
    ),
  ];
};

export const OTHER_NODE_OPERATIONS: readonly Operation[] = [karpenter, fargate];

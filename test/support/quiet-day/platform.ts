import type { JsonObject } from '@podguard/core';
import { type Machine, run as runInstances } from '../../../scripts/samples/ec2.ts';
import { associate, type Binding } from '../../../scripts/samples/eks.ts';
import { ACCOUNT, HOME, maren, pipeline } from '../../../scripts/samples/people.ts';
import { PROD_ISSUER } from '../../../scripts/samples/trust.ts';
import { irsaTrust, makeRole, POD_IDENTITY_TRUST, roleArn, serviceTrust } from './roles.ts';
import { call, later, type Operation, run, SOME_TIME } from './step.ts';

const CLUSTER = 'parcels-prod';

/** Controllers that everybody runs, with the rights that their documentation gives them. */
const controllers: Operation = (n, random) => {
  const autoscaler = `cluster-autoscaler-${n}`;
  const binding: Binding = {
    cluster: CLUSTER,
    id: `a-autoscaler${String(n).padStart(7, '0')}`,
    pod: 'kube-system/cluster-autoscaler',
    role: roleArn(autoscaler),
  };
  return [
    ...makeRole(random, pipeline, {
      name: autoscaler,
      trust: POD_IDENTITY_TRUST,
      allows: {
        actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        resources: [`arn:aws:autoscaling:${HOME}:${ACCOUNT}:autoScalingGroup:*:autoScalingGroupName/eks-*`],
      },
    }),
    ...run(random, associate(SOME_TIME, pipeline, binding)),
    ...makeRole(random, pipeline, {
      name: `external-dns-${n}`,
      trust: irsaTrust(PROD_ISSUER, 'external-dns:external-dns'),
      customer: {
        actions: ['route53:ChangeResourceRecordSets'],
        resources: ['arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ'],
      },
    }),
    ...makeRole(random, pipeline, {
      name: `load-balancers-${n}`,
      trust: irsaTrust(PROD_ISSUER, 'kube-system:aws-load-balancer-controller'),
      customer: {
        actions: ['elasticloadbalancing:CreateLoadBalancer', 'ec2:CreateSecurityGroup', 'ec2:Describe*'],
        resources: ['*'],
      },
    }),
  ];
};

/** A machine that is no node gets a profile while it runs, as patch management does it. */
const bastion: Operation = (n, random) => {
  const id = `i-0${random.hex(16)}`;
  const [role, profile] = [`bastion-${n}`, `bastion-${n}`];
  const machine: Machine = { id, tokens: 'required', tags: { Name: profile }, profile: null };
  const association = (state: string): JsonObject => ({
    associationId: `iip-assoc-0${random.hex(16)}`,
    iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${profile}` },
    instanceId: id,
    state,
  });
  return [
    ...run(random, runInstances(SOME_TIME, maren, [machine])),
    ...makeRole(random, maren, {
      name: role,
      trust: serviceTrust('ec2.amazonaws.com'),
      policies: ['AmazonSSMManagedInstanceCore'],
    }),
    ...run(
      random,
      call(maren, 'iam', 'CreateInstanceProfile', { instanceProfileName: profile }),
      call(maren, 'iam', 'AddRoleToInstanceProfile', { instanceProfileName: profile, roleName: role }),
      call(
        maren,
        'ec2',
        'AssociateIamInstanceProfile',
        { AssociateIamInstanceProfileRequest: { InstanceId: id, IamInstanceProfile: { Name: profile } } },
        {
          AssociateIamInstanceProfileResponse: { iamInstanceProfileAssociation: association('associating') },
        },
      ),
    ),
  ];
};

/** A managed capability with the role that its page describes. */
const capability: Operation = (n, random) => {
  const role = `argocd-${n}`;
  const asked = { capabilityName: `argocd-${n}`, type: 'ARGOCD', roleArn: roleArn(role) };
  const arn = `arn:aws:eks:${HOME}:${ACCOUNT}:capability/${CLUSTER}/argocd/argocd-${n}/${random.uuid()}`;
  return [
    ...makeRole(random, pipeline, {
      name: role,
      trust: serviceTrust('capabilities.eks.amazonaws.com', ['sts:AssumeRole', 'sts:TagSession']),
    }),
    ...run(
      random,
      call(
        pipeline,
        'eks',
        'CreateCapability',
        { name: CLUSTER, ...asked },
        { capability: { ...asked, clusterName: CLUSTER, arn, status: 'CREATING' } },
      ),
    ),
    ...later(
      3000,
      run(
        random,
        call(pipeline, 'eks', 'DeleteCapability', { name: CLUSTER, capabilityName: asked.capabilityName }),
      ),
    ),
  ];
};

/** People come and go, without keys. */
const people: Operation = (n, random) => {
  const userName = `new-colleague-${n}`;
  const user = {
    userName,
    path: '/',
    arn: `arn:aws:iam::${ACCOUNT}:user/${userName}`,
    userId: `AIDA${random.hex(16).toUpperCase()}`,
  };
  return run(
    random,
    call(maren, 'iam', 'CreateUser', { userName }, { user }),
    call(maren, 'iam', 'AttachUserPolicy', { userName, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    call(maren, 'iam', 'DetachUserPolicy', { userName, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    call(maren, 'iam', 'DeleteUser', { userName }),
  );
};

export const PLATFORM_OPERATIONS: readonly Operation[] = [controllers, bastion, capability, people];

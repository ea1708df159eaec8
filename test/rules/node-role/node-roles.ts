import { resourceOf } from '../../support/states.ts';
import { trust } from '../../support/trusts.ts';

/** Policies and surroundings for the rules about node roles. */
export const ec2 = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
export const worker = 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy';
export const pull = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly';
export const ssm = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
export const cni = 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy';
export const own = 'arn:aws:iam::111122223333:policy/own';

export const standard = { [worker]: true, [pull]: true, [ssm]: true };
export const none = { nodegroups: [], customerPolicies: [] };

export function allow(actions: unknown, resources: unknown = '*', more: object = {}): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resources, ...more }],
  });
}

export function deny(actions: unknown): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: actions, Resource: '*' }],
  });
}

export function policy(document: string | true) {
  return resourceOf('iam-policy', {
    state: { arn: own, defaultVersion: 'v1' },
    sets: { versions: { v1: document } },
  });
}

export function nodegroup(nodeRole: string | undefined, gone = false) {
  return resourceOf('eks-nodegroup', { state: { nodeRole, nodegroupName: 'workers' }, gone });
}

export function entry(type: string, principalArn: string, gone = false) {
  return resourceOf('access-entry', { state: { type, principalArn }, gone });
}

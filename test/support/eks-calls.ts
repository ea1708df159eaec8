import { ACCOUNT } from '../cloudtrail/records.ts';
import type { FlowCall } from './flow.ts';

const EKS = `arn:aws:eks:eu-central-1:${ACCOUNT}`;
const NAME = 'eks-pod-identity-agent';

export const PROD = `${EKS}:cluster/prod`;
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

export const createCluster = (second: number, cluster: { identity?: { oidc: { issuer: string } } } = {}) =>
  [second, 'CreateCluster', { name: 'prod' }, { cluster: { name: 'prod', arn: PROD, ...cluster } }] as const;
export const deleteCluster = (second: number): FlowCall => [second, 'DeleteCluster', { name: 'prod' }];

export function associate(second: number, id: string, cluster = 'prod', role = 'app'): FlowCall {
  const request = { name: cluster, namespace: 'shop', serviceAccount: id, roleArn: roleArn(role) };
  const { name: _, ...told } = request;
  const associationArn = `${EKS}:podidentityassociation/${cluster}/${id}`;
  const association = { ...told, clusterName: cluster, associationId: id, associationArn };
  return [second, 'CreatePodIdentityAssociation', request, { association }];
}

export const disassociate = (second: number, id: string): FlowCall => [
  second,
  'DeletePodIdentityAssociation',
  { name: 'prod', associationId: id },
];
export const createAgent = (second: number): FlowCall => [
  second,
  'CreateAddon',
  { name: 'prod', addonName: NAME },
  { addon: { addonName: NAME, clusterName: 'prod', status: 'CREATING' } },
];
export const deleteAgent = (second: number): FlowCall => [
  second,
  'DeleteAddon',
  { name: 'prod', addonName: NAME },
];
